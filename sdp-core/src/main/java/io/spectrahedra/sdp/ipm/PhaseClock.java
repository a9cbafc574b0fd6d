package io.spectrahedra.sdp.ipm;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Wall-clock time by phase of a solve. */
final class PhaseClock {
  /** What the time of a solve goes to. */
  enum Phase {
    SET_UP("set-up"),
    RESIDUALS("residuals"),
    SCHUR("Schur complement"),
    FACTOR("factorisation"),
    DIRECTION("directions"),
    STEP("step lengths and cone factors"),
    CHECK("final check");

    private final String label;

    Phase(String label) {
      this.label = label;
    }
  }

  private final Map<Phase, Long> nanos = new EnumMap<>(Phase.class);

  /** What phases within the one at hand have taken so far. */
  private long within;

  /** Times work of a phase, but for what in it is of others. */
  <T> T time(Phase phase, Supplier<T> work) {
    long before = within;
    within = 0;
    long start = System.nanoTime();
    try {
      return work.get();
    } finally {
      long all = System.nanoTime() - start;
      nanos.merge(phase, all - within, Long::sum);
      within = before + all;
    }
  }

  void run(Phase phase, Runnable work) {
    time(
        phase,
        () -> {
          work.run();
          return phase;
        });
  }

  /** Seconds by phase in the order of the phases; "other" is what they leave of {@code total}. */
  Map<String, Double> seconds(double total) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    double other = total;
    for (Map.Entry<Phase, Long> entry : nanos.entrySet()) {
      double phase = entry.getValue() * 1e-9;
      seconds.put(entry.getKey().label, phase);
      other -= phase;
    }
    seconds.put("other", Math.max(0, other));
    return seconds;
  }
}
