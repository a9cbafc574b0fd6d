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
    DenseMatrix r = GramFactor.of(Workers.SERIAL, ROWS, 15, 2, rows(a)).orElseThrow();
    DenseMatrix exact = TallQr.triangularFactor(Workers.SERIAL, ROWS, 17, rows(a));
    for (int i = 0; i < 15; i++) {
      double sign = Math.signum(exact.at(i, i)); // of a row of R, which is free
      for (int j = 0; j < 17; j++) {
        assertThat(r.at(i, j)).isCloseTo(sign * exact.at(i, j), within(1e-11));
      }
    }
    for (int k = 0; k < 2; k++) { // what is left of a target may lie in any direction
      double left = r.view(15, 15 + k, k + 1, 1).frobeniusNorm();
      double wanted = exact.view(15, 15 + k, k + 1, 1).frobeniusNorm();
      assertThat(left).isCloseTo(wanted, within(1e-11));
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
      assertThat(GramFactor.of(Workers.SERIAL, ROWS, 5, 0, rows(near))).as("" + distance).isEmpty();
    }
    a.set(7, 3, Double.NaN);
    assertThat(GramFactor.of(Workers.SERIAL, ROWS, 5, 0, rows(a))).isEmpty();
  }

  @Test
  void targetsMayDependOnColumns() {
    DenseMatrix a = new Random(5).matrix(ROWS, 5);
    for (int i = 0; i < ROWS; i++) {
      a.set(i, 3, a.at(i, 1) - a.at(i, 2));
      a.set(i, 4, a.at(i, 3));
    }
    DenseMatrix r = GramFactor.of(Workers.SERIAL, ROWS, 3, 2, rows(a)).orElseThrow();
    for (int k = 3; k < 5; k++) {
      assertThat(r.at(1, k)).isCloseTo(r.at(1, 1) - r.at(1, 2), within(1e-11));
      assertThat(r.view(3, k, 2, 1).frobeniusNorm()).isLessThan(1e-6 * r.at(0, 0));
    }
  }

  @Test
  void leavesFewRowsToReflections() {
    DenseMatrix a = new Random(3).matrix(9, 5);
    assertThat(GramFactor.of(Workers.SERIAL, 9, 5, 0, rows(a))).isEmpty();
  }

  @Test
  void theSameBitsForEveryNumberOfThreads() {
    for (int columns : new int[] {9, 600}) {
      DenseMatrix a = new Random(4).matrix(ROWS, columns);
      Optional<DenseMatrix> one = GramFactor.of(Workers.SERIAL, ROWS, columns - 1, 1, rows(a));
      for (int threads : new int[] {2, 3}) {
        try (Workers workers = new Workers(threads, () -> false)) {
          DenseMatrix several = GramFactor.of(workers, ROWS, columns - 1, 1, rows(a)).orElseThrow();
          assertThat(several.data()).isEqualTo(one.orElseThrow().data());
        }
      }
    }
  }
}
