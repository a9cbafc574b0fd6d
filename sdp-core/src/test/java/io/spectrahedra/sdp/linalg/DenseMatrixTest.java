package io.spectrahedra.sdp.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

class DenseMatrixTest {

  @Test
  void viewsShareTheEntries() {
    DenseMatrix a = DenseMatrix.of(new double[][] {{1, 2, 3}, {4, 5, 6}});
    DenseMatrix view = a.view(0, 1, 2, 2).transposed();
    assertThat(view.at(0, 1)).isEqualTo(5);
    view.set(1, 0, 30);
    assertThat(a.at(0, 2)).isEqualTo(30);
    assertThat(view.copy().data()).containsExactly(2, 5, 30, 6);
    assertThat(a.view(2, 0, 0, 3).rows).isZero();
    assertThat(a.view(0, 3, 2, 0).cols).isZero();
  }

  @Test
  void ejmlMatricesAreSharedInAndCopiedOut() {
    DMatrixRMaj ejml = new DMatrixRMaj(new double[][] {{1, 2}, {3, 4}});
    DenseMatrix a = DenseMatrix.of(ejml);
    ejml.set(1, 0, 7);
    assertThat(a.at(1, 0)).isEqualTo(7);
    DMatrixRMaj out = a.transposed().toEjml();
    assertThat(out.get(0, 1)).isEqualTo(7);
    out.set(0, 1, 9);
    assertThat(a.at(1, 0)).isEqualTo(7);
  }

  @Test
  void normsNeitherOverflowNorUnderflow() {
    assertThat(DenseMatrix.of(new double[][] {{3e200, 4e200}}).frobeniusNorm())
        .isCloseTo(5e200, withinPercentage(1e-12));
    assertThat(DenseMatrix.of(new double[][] {{3e-200, 4e-200}}).frobeniusNorm()).isEqualTo(5e-200);
    assertThat(DenseMatrix.zeros(0, 3).frobeniusNorm()).isZero();
    assertThat(DenseMatrix.of(new double[][] {{1, Double.NaN}}).maxAbs()).isNaN();
  }

  /** In tiles: every size around one and two of them. */
  @Test
  void symmetricPartsAndMirrors() {
    for (int n : new int[] {0, 1, 2, 15, 16, 17, 33}) {
      DenseMatrix a = DenseMatrix.zeros(n, n);
      Arrays.setAll(a.data(), at -> (at * 37 % 101) / 8.0);
      DenseMatrix part = a.copy();
      part.symmetrise();
      DenseMatrix mirrored = a.copy();
      mirrored.mirrorLower();
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          double mean = (a.at(i, j) + a.at(j, i)) / 2;
          assertThat(part.at(i, j)).isEqualTo(mean);
          assertThat(mirrored.at(i, j)).isEqualTo(a.at(Math.max(i, j), Math.min(i, j)));
        }
      }
      part.addSymmetricPart(Workers.SERIAL, -1, a.transposed());
      assertThat(part.maxAbs()).isZero();
    }
  }

  /** Of whole numbers, so that the order of a sum does not matter. */
  @Test
  void sumsOfRowsColumnsAndViews() {
    DenseMatrix rows = DenseMatrix.zeros(5, 7);
    Arrays.setAll(rows.data(), at -> at * 5 % 11 - 4);
    DenseMatrix room = DenseMatrix.zeros(9, 12);
    DenseMatrix view = room.view(2, 3, 7, 5);
    view.setTo(rows.transposed());
    DenseMatrix across = rows.transposed().copy().transposed();
    double square = Arrays.stream(rows.data()).map(x -> x * x).sum();
    for (DenseMatrix a : List.of(rows.copy(), view.transposed(), across)) {
      for (DenseMatrix b : List.of(rows, across)) {
        assertThat(a.dot(b)).isEqualTo(square);
        assertThat(a.frobeniusNorm()).isEqualTo(Math.sqrt(square));
        DenseMatrix sum = a.copy();
        sum.addScaled(-3, b);
        DenseMatrix twice = a.copy();
        twice.transposed().scale(-2);
        assertThat(sum.maxAbs()).isEqualTo(12);
        twice.addScaled(-1, sum);
        assertThat(twice.maxAbs()).isZero();
      }
    }
    view.addScaled(2, rows.transposed());
    assertThat(view.dot(view)).isEqualTo(9 * square);
    view.scale(0);
    assertThat(room.maxAbs()).as("outside of the view").isZero();
    DenseMatrix column = DenseMatrix.zeros(40, 1);
    column.fill(2);
    column.addScaled(0.5, column.copy());
    assertThat(column.dot(column)).isEqualTo(360);
  }

  @Test
  void errorsNameTheSizes() {
    assertThatThrownBy(() -> DenseMatrix.zeros(46_341, 46_341))
        .hasMessage(
            "zeros: a 46341 x 46341 matrix has 2147488281 entries, at most 2147483639 fit one array");
    assertThatThrownBy(() -> DenseMatrix.zeros(-1, 2))
        .hasMessage("zeros: a matrix cannot have -1 rows and 2 columns");
    assertThatThrownBy(() -> DenseMatrix.wrap(new double[5], 2, 3))
        .hasMessage("wrap: a 2 x 3 matrix needs 6 entries, got 5");
    assertThatThrownBy(() -> DenseMatrix.of(new double[][] {{1, 2}, {3}}))
        .hasMessage("of: row 1 has 1 entries, row 0 has 2");
    assertThatThrownBy(() -> DenseMatrix.zeros(2, 2).view(1, 1, 2, 1))
        .hasMessage("view: 2 x 1 from (1, 1) does not lie in 2 x 2");
    assertThatThrownBy(() -> DenseMatrix.zeros(2, 2).setTo(DenseMatrix.zeros(2, 3)))
        .hasMessage("setTo: other of 2 x 3 does not fit this of 2 x 2");
    assertThatThrownBy(() -> DenseMatrix.zeros(2, 3).trace())
        .hasMessage("trace needs a square matrix, got 2 x 3");
  }

  @Test
  void rowsWithoutEntriesAreCopiedAtOnce() {
    DenseMatrix empty = DenseMatrix.zeros(0, Integer.MAX_VALUE).transposed();
    assertThat(empty.copy().rows).isEqualTo(Integer.MAX_VALUE);
  }
}
