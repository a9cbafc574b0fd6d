package io.spectrahedra.sdp.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spectrahedra.sdp.linalg.Reference.Layout;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("triangular solves, Cholesky and tall QR are backward stable")
class FactorisationTest {

  private static DenseMatrix lower(int n, long seed, Layout layout) {
    DenseMatrix l = layout.random(n, n, new SplittableRandom(seed));
    for (int i = 0; i < n; i++) {
      l.set(i, i, 2 + Math.abs(l.at(i, i)) + n / 10.0);
      for (int j = i + 1; j < n; j++) {
        l.set(i, j, Double.NaN); // must not be read
      }
    }
    return l;
  }

  private static DenseMatrix lowerPart(DenseMatrix l) {
    DenseMatrix clean = DenseMatrix.zeros(l.rows, l.rows);
    for (int i = 0; i < l.rows; i++) {
      for (int j = 0; j <= i; j++) {
        clean.set(i, j, l.at(i, j));
      }
    }
    return clean;
  }

  @ParameterizedTest(name = "n = {0}")
  @ValueSource(ints = {1, 2, 3, 7, 16, 23, 24, 25, 31, 32, 33, 48, 49, 65, 100, 130, 257})
  void triangularSolves(int n) {
    for (Layout layout : Layout.values()) {
      DenseMatrix l = lower(n, n, layout);
      DenseMatrix clean = lowerPart(l);
      DenseMatrix b = layout.random(n, 140, new SplittableRandom(7));
      DenseMatrix x = layout.zeros(n, 140);
      x.setTo(b);
      Triangular.solve(Workers.SERIAL, l, x);
      assertThat(residual(clean, x, b)).isLessThanOrEqualTo(bound(clean, x, n));
      x.setTo(b);
      Triangular.solveTransposed(Workers.SERIAL, l, x);
      assertThat(residual(clean.transposed(), x, b))
          .isLessThanOrEqualTo(bound(clean.transposed(), x, n));
      double[] v = b.view(0, 5, n, 1).transposed().row(0);
      Triangular.solve(l, v);
      DenseMatrix column = DenseMatrix.wrap(v, n, 1);
      assertThat(residual(clean, column, b.view(0, 5, n, 1)))
          .isLessThanOrEqualTo(bound(clean, column, n));
      DenseMatrix inverse = layout.zeros(n, n);
      Triangular.invert(Workers.SERIAL, l, inverse);
      DenseMatrix identity = Reference.product(clean, lowerPart(inverse));
      assertThat(Reference.maxDifference(identity, DenseMatrix.identity(n)))
          .isLessThanOrEqualTo(bound(clean, lowerPart(inverse), n));
    }
  }

  private static double residual(DenseMatrix l, DenseMatrix x, DenseMatrix b) {
    return Reference.maxDifference(Reference.product(l, x), b);
  }

  /** n·ε·max(|L||X|), with a small factor for the blocked order of operations. */
  private static double bound(DenseMatrix l, DenseMatrix x, int n) {
    return 4 * n * 0x1p-52 * Reference.absoluteProduct(l, x).maxAbs();
  }

  @ParameterizedTest(name = "n = {0}")
  @ValueSource(ints = {0, 1, 2, 5, 7, 8, 16, 24, 25, 31, 32, 33, 47, 48, 49, 63, 64, 65, 100, 257})
  void choleskyReproducesTheMatrixAndInvertsIt(int n) {
    for (Layout layout : Layout.values()) {
      DenseMatrix a = Reference.randomPositive(n, 1, n);
      DenseMatrix factor = layout.zeros(n, n);
      factor.setTo(a);
      assertThat(Cholesky.factor(Workers.SERIAL, factor)).isEqualTo(n);
      DenseMatrix l = lowerPart(factor);
      assertThat(Reference.maxDifference(Reference.product(l, l.transposed()), a))
          .isLessThanOrEqualTo((n + 2) * 0x1p-52 * (n == 0 ? 0 : a.maxAbs() * 4));
      Cholesky.invert(Workers.SERIAL, factor, layout.zeros(n, n));
      DenseMatrix inverse = symmetricFromLower(factor);
      DenseMatrix identity = Reference.product(a, inverse);
      assertThat(Reference.maxDifference(identity, DenseMatrix.identity(n)))
          .isLessThanOrEqualTo(
              8 * n * 0x1p-52 * Reference.absoluteProduct(a, inverse).maxAbs() * Math.max(1, n));
    }
  }

  private static DenseMatrix symmetricFromLower(DenseMatrix lower) {
    DenseMatrix full = lowerPart(lower);
    full.mirrorLower();
    return full;
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {2, 3, 8})
  void sameBitsForEveryNumberOfThreads(int threads) {
    DenseMatrix a = Reference.randomPositive(300, 1, 4);
    DenseMatrix one = a.copy();
    Cholesky.factor(Workers.SERIAL, one);
    Cholesky.invert(Workers.SERIAL, one, DenseMatrix.zeros(300, 300));
    try (Workers team = new Workers(threads, () -> false)) {
      Cholesky.factor(team, a);
      Cholesky.invert(team, a, DenseMatrix.zeros(300, 300));
    }
    assertThat(a.data()).isEqualTo(one.data());
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {2, 3, 8})
  void sameBitsOfOneVectorForEveryNumberOfThreads(int threads) {
    int n = 1030; // panels that threads share, and one that is cut off
    DenseMatrix l = Reference.randomPositive(n, 1, 4);
    Cholesky.factor(Workers.SERIAL, l);
    double[] one = Reference.random(1, n, 5).row(0);
    double[] shared = one.clone();
    Cholesky.solve(l, one);
    try (Workers team = new Workers(threads, () -> false)) {
      Cholesky.solve(team, l, shared);
    }
    assertThat(shared).isEqualTo(one);
  }

  @ParameterizedTest(name = "pivot {0}")
  @ValueSource(ints = {0, 1, 31, 32, 40, 77, 99})
  void choleskyNamesTheFailingPivot(int pivot) {
    DenseMatrix a = DenseMatrix.identity(100);
    a.set(pivot, pivot, -1e-300);
    assertThat(Cholesky.factor(Workers.SERIAL, a)).isEqualTo(pivot);
    DenseMatrix b = DenseMatrix.identity(100);
    b.set(pivot, pivot, Double.NaN);
    assertThat(Cholesky.factor(Workers.SERIAL, b)).isEqualTo(pivot);
  }

  @Test
  void choleskySolves() {
    DenseMatrix a = Reference.randomPositive(50, 1, 9);
    double[] x = Reference.random(1, 50, 10).row(0);
    double[] b = Reference.product(a, DenseMatrix.wrap(x.clone(), 50, 1)).data();
    Cholesky.factor(Workers.SERIAL, a);
    Cholesky.solve(a, b);
    assertThat(b).containsExactly(x, org.assertj.core.data.Offset.offset(1e-10));
  }

  @Test
  void sizesThatDoNotFitAreNamed() {
    assertThatThrownBy(
            () ->
                Triangular.solve(Workers.SERIAL, DenseMatrix.zeros(3, 3), DenseMatrix.zeros(4, 1)))
        .hasMessage("solve: triangular l of 3 x 3 does not fit a right-hand side of 4 x 1");
    assertThatThrownBy(() -> Cholesky.factor(Workers.SERIAL, DenseMatrix.zeros(3, 4)))
        .hasMessage("factor needs a square matrix, got 3 x 4");
  }

  @ParameterizedTest(name = "{0} rows")
  @ValueSource(ints = {1, 3, 20, 256, 257, 700, 5000})
  void tallQrHasTheGramMatrixOfItsRows(int n) {
    int p = 37;
    DenseMatrix a = Reference.random(n, p, n);
    for (int i = 0; i < n; i++) {
      a.set(i, 5, a.at(i, 4) * 2); // a dependent column
      a.set(i, 7, 0);
      a.set(i, 9, a.at(i, 9) * 1e-9);
    }
    DenseMatrix r =
        TallQr.triangularFactor(
            Workers.SERIAL, n, p, (from, to) -> to.setTo(a.view(from, 0, to.rows, p)));
    for (int i = 0; i < p; i++) {
      for (int j = 0; j < i; j++) {
        assertThat(r.at(i, j)).isZero();
      }
    }
    DenseMatrix gram = Reference.product(a.transposed(), a);
    DenseMatrix ours = Reference.product(r.transposed(), r);
    for (int i = 0; i < p; i++) { // columnwise relative, whatever the scale of the columns
      for (int j = 0; j < p; j++) {
        double size = Math.sqrt(gram.at(i, i) * gram.at(j, j));
        assertThat(Math.abs(gram.at(i, j) - ours.at(i, j))).isLessThanOrEqualTo(1e-13 * size);
      }
    }
  }

  @Test
  void tallQrGivesTheSameBitsForEveryNumberOfThreads() {
    DenseMatrix a = Reference.random(3000, 20, 5);
    TallQr.Rows rows = (from, to) -> to.setTo(a.view(from, 0, to.rows, 20));
    DenseMatrix one = TallQr.triangularFactor(Workers.SERIAL, 3000, 20, rows);
    try (Workers team = new Workers(3, () -> false)) {
      assertThat(TallQr.triangularFactor(team, 3000, 20, rows).data()).isEqualTo(one.data());
    }
  }
}
