package io.spectrahedra.sdp.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spectrahedra.sdp.problem.RandomMatrices;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("whether A + δI is positive definite")
class ShiftedCholeskyTest {

  /** I + τeeᵀ: its smallest eigenvalue is 1, the largest 1 + τn. */
  private static DenseMatrix nearRankOne(int n, double tau) {
    DenseMatrix a = DenseMatrix.zeros(n, n);
    a.fill(tau);
    for (int i = 0; i < n; i++) {
      a.add(i, i, 1);
    }
    return a;
  }

  /**
   * Next to τ = 2⁴⁰ the rounding of a pivot, ετ, is 2e-4: a Cholesky factorisation sees no 1e-7.
   */
  @ParameterizedTest(name = "n = {0}, shift {1}")
  @CsvSource({
    "2, -0.9999999",
    "2, -1.0000001",
    "64, -0.9999999",
    "64, -1.0000001",
    "2, -2e13",
    "64, -2e13"
  })
  void eigenvaluesFarBelowTheRoundingOfTheLargest(int n, double shift) {
    DenseMatrix a = nearRankOne(n, 0x1p40);
    Workers workers = new Workers(2, () -> false);
    assertThat(ShiftedCholesky.isPositiveDefinite(workers, a, shift)).isEqualTo(shift > -1);
    workers.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 40})
  void ordinaryMatricesByTheirEigenvalues(int n) {
    DenseMatrix a = new RandomMatrices(n).symmetric(n);
    double smallest = SymmetricEigen.valuesOf(a)[0];
    for (double offset : new double[] {-0.1, -1e-9, 1e-9, 0.1}) {
      assertThat(ShiftedCholesky.isPositiveDefinite(Workers.SERIAL, a, offset - smallest))
          .as("offset %s", offset)
          .isEqualTo(offset > 0);
    }
  }

  @Test
  void emptyIsAndHugeIsNotSplit() {
    assertThat(ShiftedCholesky.isPositiveDefinite(Workers.SERIAL, DenseMatrix.zeros(0, 0), 0))
        .isTrue();
    DenseMatrix huge = nearRankOne(3, 1);
    huge.scale(0x1p500);
    assertThat(ShiftedCholesky.isPositiveDefinite(Workers.SERIAL, huge, 0)).isTrue();
    assertThatThrownBy(
            () -> ShiftedCholesky.isPositiveDefinite(Workers.SERIAL, DenseMatrix.zeros(2, 3), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ShiftedCholesky.isPositiveDefinite");
  }
}
