package io.spectrahedra.sdp.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("blocks of entrywise products of Gram matrices agree with the whole, formed exactly")
class GramProductTest {

  @ParameterizedTest(name = "{0} rows, {1} columns, {2} terms")
  @CsvSource({"1, 1, 1", "7, 3, 1", "40, 9, 2", "130, 21, 1", "260, 51, 2"})
  void blocks(int m, int n, int terms) {
    DenseMatrix u = Reference.random(m, n, m);
    GramProduct product = new GramProduct();
    DenseMatrix whole = DenseMatrix.zeros(m, m);
    DenseMatrix size = DenseMatrix.zeros(m, m);
    for (int k = 0; k < terms; k++) {
      DenseMatrix a = Reference.random(n, n, 10 + k);
      DenseMatrix b = Reference.random(n, n + 2, 20 + k).transposed().copy().transposed();
      product.add(Workers.SERIAL, u, a, b);
      addEntrywise(gram(u, a, false), gram(u, b, false), whole);
      addEntrywise(gram(u, a, true), gram(u, b, true), size);
    }
    for (int row = 0; row < m; row += 33) {
      int rows = Math.min(33, m - row);
      GramProduct.Block block = product.block(rows, 50);
      for (int col = 0; col < m; col += 50) {
        int cols = Math.min(50, m - col);
        DenseMatrix part = block.at(row, col, cols);
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < cols; j++) {
            double error = Math.abs(part.at(i, j) - whole.at(row + i, col + j));
            // three products with sums of n terms in each of two factors, and what joins them
            assertThat(error)
                .isLessThanOrEqualTo((6 * n + 20) * 0x1p-52 * size.at(row + i, col + j));
          }
        }
      }
    }
  }

  /** (UA)(UA)ᵀ, or the same of absolute values. */
  private static DenseMatrix gram(DenseMatrix u, DenseMatrix a, boolean absolute) {
    DenseMatrix f = absolute ? Reference.absoluteProduct(u, a) : Reference.product(u, a);
    return Reference.product(f, f.transposed());
  }

  private static void addEntrywise(DenseMatrix p, DenseMatrix q, DenseMatrix target) {
    for (int i = 0; i < p.rows; i++) {
      for (int j = 0; j < p.cols; j++) {
        target.add(i, j, p.at(i, j) * q.at(i, j));
      }
    }
  }

  @Test
  void factorsThatDoNotFitAreNamed() {
    GramProduct product = new GramProduct();
    DenseMatrix a = DenseMatrix.identity(3);
    product.add(Workers.SERIAL, DenseMatrix.zeros(4, 3), a, a);
    assertThatThrownBy(() -> product.add(Workers.SERIAL, DenseMatrix.zeros(5, 3), a, a))
        .hasMessage("GramProduct.add: u of 5 rows does not fit others of 4");
    assertThatThrownBy(() -> product.add(Workers.SERIAL, DenseMatrix.zeros(4, 2), a, a))
        .hasMessage("GramProduct.add: u of 4 x 2 does not fit a of 3 x 3 and b of 3 x 3");
    assertThatThrownBy(
            () -> product.add(Workers.SERIAL, DenseMatrix.zeros(4, 3), a, DenseMatrix.zeros(2, 3)))
        .hasMessage("GramProduct.add: u of 4 x 3 does not fit a of 3 x 3 and b of 2 x 3");
  }
}
