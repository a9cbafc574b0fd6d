package io.spectrahedra.sdp.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a product of a matrix with itself that skips blocks of zeros is the product")
class SelfProductTest {
  /** Columns begin at a row of their own, as those of L⁻¹ do, in each of several stacked parts. */
  private static DenseMatrix stacked(int rows, int cols, int parts, double share) {
    SplittableRandom random = new SplittableRandom(rows);
    DenseMatrix w = DenseMatrix.zeros(rows, cols);
    int height = Math.max(1, rows / parts);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < cols; j++) {
        if (i % height >= share * height * j / cols) {
          w.set(i, j, random.nextDouble() - 0.5);
        }
      }
    }
    return w;
  }

  @ParameterizedTest(name = "{0} x {1}, {2} parts, {3}")
  @CsvSource({
    "0, 3, 1, 0",
    "1, 1, 1, 0",
    "63, 191, 1, 1",
    "64, 192, 1, 1",
    "65, 193, 2, 1",
    "700, 400, 3, 1",
    "700, 400, 3, 0.5",
    "300, 200, 1, 0",
    "300, 200, 1, 1e9"
  })
  void isTheProduct(int rows, int cols, int parts, double share) {
    DenseMatrix w = stacked(rows, cols, parts, share);
    DenseMatrix expected = Gemm.product(Workers.SERIAL, w.transposed(), w);
    DenseMatrix once = DenseMatrix.zeros(cols, cols);
    once.fill(Double.NaN);
    SelfProduct.lower(Workers.SERIAL, w, once);
    DenseMatrix shared = DenseMatrix.zeros(cols, cols);
    try (Workers team = new Workers(3, () -> false)) {
      SelfProduct.lower(team, w, shared);
    }
    for (int i = 0; i < cols; i++) {
      for (int j = 0; j <= i; j++) {
        assertThat(once.at(i, j)).isCloseTo(expected.at(i, j), within(rows * 0x1p-52));
        assertThat(shared.at(i, j)).isEqualTo(once.at(i, j));
      }
    }
  }

  /** Past blocks of zeros too: 0 times NaN is NaN, as in the whole product. */
  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void whatIsNotFiniteReachesItsRowAndColumn(double wrong) {
    for (int column : new int[] {0, 195, 399}) {
      DenseMatrix w = stacked(300, 400, 1, 1);
      w.set(70, column, wrong);
      DenseMatrix product = DenseMatrix.zeros(400, 400);
      SelfProduct.lower(Workers.SERIAL, w, product);
      for (int i = 0; i < 400; i++) {
        for (int j = 0; j <= i; j++) {
          assertThat(Double.isFinite(product.at(i, j))).isEqualTo(i != column && j != column);
        }
      }
    }
  }
}
