package io.spectrahedra.sdp.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("inner products with twice the digits")
class CompensatedDotTest {
  /** The last product is all that is left of the others, but for their rounding errors. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void whatIsLeftAfterCancellation(int seed) {
    Random random = new Random(seed);
    DenseMatrix a = DenseMatrix.zeros(9, 9);
    DenseMatrix b = DenseMatrix.zeros(9, 9);
    BigDecimal exact = BigDecimal.ZERO;
    for (int i = 0; i < 9; i++) {
      for (int j = 0; j < 9; j++) {
        a.set(i, j, Math.scalb(random.nextGaussian(), random.nextInt(20)));
        b.set(i, j, Math.scalb(random.nextGaussian(), random.nextInt(20)));
        if (i == 8 && j == 8) {
          a.set(i, j, 1);
          b.set(i, j, -exact.doubleValue());
        }
        exact = exact.add(new BigDecimal(a.at(i, j)).multiply(new BigDecimal(b.at(i, j))));
      }
    }
    double wanted = exact.doubleValue();
    assertThat(Math.abs(CompensatedDot.of(a, b) - wanted))
        .isLessThanOrEqualTo(1e-8 * Math.abs(wanted));
    assertThat(CompensatedDot.of(a.transposed(), b.transposed()))
        .as("in the order of the columns")
        .isCloseTo(wanted, withPercentage(1e-6));
  }

  @Test
  void hugeNumbersAndNaN() {
    DenseMatrix huge = DenseMatrix.of(new double[][] {{1e300, 2}});
    DenseMatrix small = DenseMatrix.of(new double[][] {{1e-300, 3}});
    assertThat(CompensatedDot.of(huge, small)).isEqualTo(7);
    DenseMatrix broken = DenseMatrix.of(new double[][] {{Double.NaN, 2}});
    assertThat(CompensatedDot.of(broken, small)).isNaN();
  }

  @Test
  void otherShape() {
    assertThatThrownBy(() -> CompensatedDot.of(DenseMatrix.zeros(2, 3), DenseMatrix.zeros(3, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("CompensatedDot.of: matrices must be of one shape, were 2 x 3 and 3 x 2");
  }
}
