package io.spectrahedra.sdp.ipm;

import static org.assertj.core.api.Assertions.assertThat;

import io.spectrahedra.sdp.ipm.PhaseClock.Phase;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the time of a solve by phase")
class PhaseClockTest {

  private static boolean spin(long nanos) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < nanos) {
      Thread.onSpinWait();
    }
    return true;
  }

  @Test
  void aPhaseWithinAnotherCountsOnce() {
    PhaseClock clock = new PhaseClock();
    long start = System.nanoTime();
    boolean done =
        clock.time(
            Phase.DIRECTION,
            () ->
                clock.time(Phase.FACTOR, () -> clock.time(Phase.SCHUR, () -> spin(2_000_000)))
                    && clock.time(Phase.FACTOR, () -> spin(1_000_000)));
    double total = (System.nanoTime() - start) * 1e-9;
    Map<String, Double> seconds = clock.seconds(total);
    assertThat(done).isTrue();
    assertThat(seconds.get("Schur complement")).isGreaterThanOrEqualTo(2e-3);
    assertThat(seconds.get("factorisation")).isGreaterThanOrEqualTo(1e-3);
    double sum = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    assertThat(sum).isLessThanOrEqualTo(total * (1 + 1e-9));
  }
}
