package io.spectrahedra.neural.lift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.neural.Random;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.TallQr;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the triangular factor by the Gram matrix: that of reflections, or none")
class GramFactorTest {
  private static final int ROWS = 3000;

  private static TallQr.Rows rows(DenseMatrix a) {
    return (from, target) -> target.setTo(a.view(from, 0, target.rows, a.cols));
  }

  @Test
  void agreesWithReflections() {
    DenseMatrix a = new Random(1).matrix(ROWS, 17);
    DenseMatrix r = GramFactor.of(Workers.SERIAL, ROWS, 17, rows(a)).orElseThrow();
    DenseMatrix exact = TallQr.triangularFactor(Workers.SERIAL, ROWS, 17, rows(a));
    for (int i = 0; i < 17; i++) {
      double sign = Math.signum(exact.at(i, i)); // of a row of R, which is free
      for (int j = 0; j < 17; j++) {
        assertThat(r.at(i, j)).isCloseTo(sign * exact.at(i, j), within(1e-11));
      }
    }
  }

  @Test
  void leavesNearlyDependentColumnsToReflections() {
    DenseMatrix a = new Random(2).matrix(ROWS, 5);
    for (double distance : new double[] {0, 1e-12, 1e-3}) {
      DenseMatrix near = a.copy();
      for (int i = 0; i < ROWS; i++) {
        near.set(i, 4, a.at(i, 1) - a.at(i, 2) + distance * a.at(i, 4));
      }
      assertThat(GramFactor.of(Workers.SERIAL, ROWS, 5, rows(near))).as("" + distance).isEmpty();
    }
    a.set(7, 3, Double.NaN);
    assertThat(GramFactor.of(Workers.SERIAL, ROWS, 5, rows(a))).isEmpty();
  }

  @Test
  void leavesFewRowsToReflections() {
    DenseMatrix a = new Random(3).matrix(100, 5);
    assertThat(GramFactor.of(Workers.SERIAL, 100, 5, rows(a))).isEmpty();
  }

  @Test
  void theSameBitsForEveryNumberOfThreads() {
    DenseMatrix a = new Random(4).matrix(ROWS, 9);
    Optional<DenseMatrix> one = GramFactor.of(Workers.SERIAL, ROWS, 9, rows(a));
    for (int threads : new int[] {2, 3}) {
      try (Workers workers = new Workers(threads, () -> false)) {
        DenseMatrix several = GramFactor.of(workers, ROWS, 9, rows(a)).orElseThrow();
        assertThat(several.data()).isEqualTo(one.orElseThrow().data());
      }
    }
  }
}
