package io.spectrahedra.sdp.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spectrahedra.sdp.linalg.Provider.Contract;
import io.spectrahedra.sdp.linalg.Reference.Layout;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/**
 * NaN and infinity reach what depends on them and nothing else; subnormal and huge numbers are
 * numbers.
 */
final class SafetyContract implements Contract {
  private static final double[] NOT_FINITE = {
    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
  };

  /** Products of two such numbers are subnormal, and so are these themselves. */
  private static final double HALF_WAY = 0x1p-520;

  private static final double SUBNORMAL = 0x1p-1030;

  @Override
  public Map<String, IntConsumer> get() {
    return Map.of(
        "not finite: products", SafetyContract::products,
        "not finite: solves", SafetyContract::solves,
        "not finite: inverse", SafetyContract::inverse,
        "not finite: Cholesky", SafetyContract::cholesky,
        "not finite: eigenvalues", SafetyContract::eigenvalues,
        "not finite: factors", SafetyContract::factors,
        "subnormal: products", SafetyContract::subnormalProducts,
        "subnormal: solves", SafetyContract::subnormalSolves,
        "subnormal: Cholesky and eigenvalues", SafetyContract::subnormalFactors,
        "huge: eigenvalues", SafetyContract::hugeEigenvalues);
  }

  private static void products(int n) {
    for (double wrong : NOT_FINITE) {
      DenseMatrix a = Reference.random(n, n, 1);
      DenseMatrix b = Reference.random(n, n, 2);
      a.set(n / 2, n / 3, wrong);
      for (Layout layout : Layout.values()) {
        DenseMatrix c = layout.zeros(n, n);
        Gemm.multiply(Workers.SERIAL, -2, a, b, 1, c);
        assertNotFinite(c, (i, j) -> i == n / 2);
        c.fill(0);
        Gemm.multiply(Workers.SERIAL, -2, b, a, 1, c);
        assertNotFinite(c, (i, j) -> j == n / 3);
        c.fill(0);
        Gemm.multiplyLower(Workers.SERIAL, 1, a, a.transposed(), 0, c);
        assertNotFinite(c, (i, j) -> j <= i && (i == n / 2 || j == n / 2));
      }
    }
  }

  /** Of α and β; but with β = 0 nothing is read. */
  private static void factors(int n) {
    for (double wrong : NOT_FINITE) {
      for (Layout layout : Layout.values()) {
        DenseMatrix a = Reference.random(n, n, 1);
        DenseMatrix c = layout.random(n, n, new SplittableRandom(2));
        Gemm.multiply(Workers.SERIAL, wrong, a, a, 1, c);
        assertNotFinite(c, (i, j) -> true);
        c.fill(1);
        Gemm.multiply(Workers.SERIAL, 1, a, a, wrong, c);
        assertNotFinite(c, (i, j) -> true);
        c.fill(wrong);
        Gemm.multiply(Workers.SERIAL, 1, a, a, 0, c);
        assertNotFinite(c, (i, j) -> false);
        a.set(0, 0, wrong); // α = 0 is a factor as any other
        Gemm.multiply(Workers.SERIAL, 0, a, Reference.random(n, n, 3), 0, c);
        assertNotFinite(c, (i, j) -> i == 0);
        DenseMatrix none = DenseMatrix.zeros(n, 0);
        c.fill(-0.0);
        Gemm.multiply(Workers.SERIAL, wrong, none, none.transposed(), 1, c);
        Exact.forEntries(n, n, (i, j) -> assertThat(c.at(i, j)).isEqualTo(-0.0));
      }
    }
  }

  /** In the right-hand side: the rest of its column. In L: the rest of all columns. */
  private static void solves(int n) {
    for (Layout layout : Layout.values()) {
      for (double wrong : NOT_FINITE) {
        DenseMatrix l = TriangularContract.lower(n, false, layout);
        DenseMatrix b = layout.random(n, 7, new SplittableRandom(n));
        DenseMatrix x = layout.zeros(n, 7);
        x.setTo(b);
        x.set(n / 2, 4, wrong);
        Triangular.solve(Workers.SERIAL, l, x);
        assertFiniteElsewhere(x, (i, j) -> j == 4 && i >= n / 2, n / 2, 4);
        x.setTo(b);
        x.set(n / 2, 4, wrong);
        Triangular.solveTransposed(Workers.SERIAL, l, x);
        assertFiniteElsewhere(x, (i, j) -> j == 4 && i <= n / 2, n / 2, 4);
        l.set(n - 1, n / 2, wrong);
        x.setTo(b);
        Triangular.solve(Workers.SERIAL, l, x);
        // divided by infinity on the diagonal, a number is 0
        boolean infinitePivot = n / 2 == n - 1 && !Double.isNaN(wrong);
        assertNotFinite(x, (i, j) -> i == n - 1 && !infinitePivot);
      }
      DenseMatrix singular = TriangularContract.lower(n, false, layout);
      singular.set(n / 2, n / 2, 0);
      DenseMatrix x = layout.random(n, 3, new SplittableRandom(n));
      Triangular.solve(Workers.SERIAL, singular, x);
      for (int j = 0; j < 3; j++) {
        assertThat(Double.isFinite(x.at(n / 2, j))).isFalse();
      }
    }
  }

  private static void inverse(int n) {
    DenseMatrix l = TriangularContract.lower(n, false, Layout.PACKED);
    l.set(n - 1, n / 2, Double.NaN);
    DenseMatrix inverse = DenseMatrix.zeros(n, n);
    Triangular.invert(Workers.SERIAL, l, inverse);
    assertThat(inverse.at(n - 1, n / 2)).isNaN();
    for (int i = 0; i < n - 1; i++) {
      for (int j = 0; j <= i; j++) {
        assertThat(inverse.at(i, j)).isFinite();
      }
    }
  }

  private static void cholesky(int n) {
    for (Layout layout : Layout.values()) {
      for (double wrong : NOT_FINITE) {
        for (int row = 0; row < n; row += Math.max(1, n / 4)) {
          DenseMatrix a = layout.zeros(n, n);
          a.setTo(DenseMatrix.identity(n));
          Exact.poisonUpper(a);
          a.set(row, row / 2, wrong);
          assertThat(Cholesky.factor(Workers.SERIAL, a)).isEqualTo(row);
        }
      }
    }
  }

  private static void eigenvalues(int n) {
    for (double wrong : NOT_FINITE) {
      DenseMatrix a = Reference.randomSymmetric(n, n);
      a.set(n - 1, n / 2, wrong);
      String message =
          ": a matrix with NaN or infinity has no eigenvalues: entry (%d, %d) is %s"
              .formatted(n - 1, n / 2, wrong);
      assertThatThrownBy(() -> SymmetricEigen.of(a)).hasMessage("SymmetricEigen.of" + message);
      assertThatThrownBy(() -> SymmetricEigen.valuesOf(a))
          .hasMessage("SymmetricEigen.valuesOf" + message);
      assertThatThrownBy(() -> SymmetricEigen.smallestOf(a))
          .hasMessage("SymmetricEigen.smallestOf" + message);
    }
  }

  private static void subnormalProducts(int n) {
    for (Layout layout : Layout.values()) {
      DenseMatrix a = layout.random(n, n, new SplittableRandom(n));
      DenseMatrix b = layout.random(n, n, new SplittableRandom(n + 1));
      a.scale(HALF_WAY);
      b.scale(HALF_WAY);
      Exact.assertProduct(a, b, Gemm.product(Workers.SERIAL, a, b), n + 2);
      a.scale(SUBNORMAL / HALF_WAY);
      b.scale(1 / HALF_WAY);
      Exact.assertProduct(a, b, Gemm.product(Workers.SERIAL, a, b), n + 2);
    }
  }

  private static void subnormalSolves(int n) {
    for (Layout layout : Layout.values()) {
      DenseMatrix l = TriangularContract.lower(n, false, layout);
      DenseMatrix clean = Exact.lowerPart(l);
      DenseMatrix b = layout.random(n, 5, new SplittableRandom(n));
      b.scale(SUBNORMAL);
      DenseMatrix x = b.copy();
      Triangular.solve(Workers.SERIAL, l, x);
      // each entry of X may be off by half of the least number, and is multiplied by a row of L
      double row = 1 + clean.maxAbs();
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < 5; j++) {
          Exact.Sum exact = Exact.product(clean, i, x, j);
          double bound = (n + 2) * (0x1p-53 * exact.size() + row * Double.MIN_VALUE);
          Exact.assertWithin(b.at(i, j), exact.value(), bound, i, j);
        }
      }
    }
  }

  private static void subnormalFactors(int n) {
    DenseMatrix a = Reference.randomPositive(n, 1 + n, n);
    a.scale(SUBNORMAL);
    EigenContract.check(a, a);
    DenseMatrix factor = a.copy();
    assertThat(Cholesky.factor(Workers.SERIAL, factor)).isEqualTo(n);
    DenseMatrix l = Exact.lowerPart(factor);
    Exact.assertProduct(l, l.transposed(), a, n + 2);
  }

  /** Multiplied by a power of two, every number on the way is: the digits are the same. */
  private static void hugeEigenvalues(int n) {
    DenseMatrix a = Reference.randomSymmetric(n, n);
    SymmetricEigen expected = SymmetricEigen.of(a);
    a.scale(0x1p1010);
    SymmetricEigen actual = SymmetricEigen.of(a);
    for (int k = 0; k < n; k++) {
      assertThat(actual.values()[k]).isEqualTo(0x1p1010 * expected.values()[k]);
    }
    assertThat(actual.vectors().copy().data()).isEqualTo(expected.vectors().copy().data());
  }

  /** Which entries are not to be finite. */
  @FunctionalInterface
  private interface Where {
    boolean at(int i, int j);
  }

  private static void assertNotFinite(DenseMatrix c, Where where) {
    Exact.forEntries(
        c.rows,
        c.cols,
        (i, j) -> assertThat(Double.isFinite(c.at(i, j))).isEqualTo(!where.at(i, j)));
  }

  /**
   * What may be infinite times zero, and what not, depends on the numbers: only (row, col) must.
   */
  private static void assertFiniteElsewhere(DenseMatrix c, Where where, int row, int col) {
    Exact.forEntries(
        c.rows,
        c.cols,
        (i, j) -> assertThat(Double.isFinite(c.at(i, j)) || where.at(i, j)).isTrue());
    assertThat(Double.isFinite(c.at(row, col))).isFalse();
  }
}
