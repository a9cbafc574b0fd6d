package io.spectrahedra.sdp.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import io.spectrahedra.sdp.linalg.Provider.Contract;
import io.spectrahedra.sdp.linalg.Reference.Layout;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/**
 * |LLᵀ − A| ≤ (n + 1)ε/2·|L||Lᵀ| entry by entry, whatever A (Higham, Accuracy and Stability of
 * Numerical Algorithms, theorem 10.3), or a pivot where A is not positive definite to within
 * rounding.
 */
final class CholeskyContract implements Contract {
  /** Above, building the hard matrices takes longer than factoring them. */
  private static final int HARD = 100;

  @Override
  public Map<String, IntConsumer> get() {
    return Map.of(
        "factor", CholeskyContract::factor,
        "inverse from the factor", CholeskyContract::invert,
        "solve", CholeskyContract::solve,
        "factor, hard matrices", CholeskyContract::hard,
        "failing pivot", CholeskyContract::failingPivot);
  }

  /** Of condition 4 or so: the eigenvalues of the random part lie within ±1.2√n. */
  private static DenseMatrix positive(int n) {
    DenseMatrix a = Reference.randomSymmetric(n, n);
    for (int i = 0; i < n; i++) {
      a.add(i, i, 1 + 2 * Math.sqrt(n));
    }
    return a;
  }

  /** All, but one after the other where a size takes its time. */
  static List<Layout> layouts(int n) {
    return n <= HARD ? List.of(Layout.values()) : List.of(Layout.inTurn(n));
  }

  private static DenseMatrix copy(DenseMatrix a, Layout layout) {
    DenseMatrix copy = layout.zeros(a.rows, a.cols);
    copy.setTo(a);
    Exact.poisonUpper(copy);
    return copy;
  }

  private static void factor(int n) {
    DenseMatrix a = positive(n);
    for (Layout layout : layouts(n)) {
      assertThat(factorOf(a, layout)).isEqualTo(n);
    }
  }

  /** Checks the factor, or that there is none. */
  private static int factorOf(DenseMatrix a, Layout layout) {
    int n = a.rows;
    DenseMatrix factor = copy(a, layout);
    int pivot = Cholesky.factor(Workers.SERIAL, factor);
    Exact.assertUpperIsNaN(factor);
    if (pivot < n) {
      assertFails(a, pivot);
      return pivot;
    }
    DenseMatrix l = Exact.lowerPart(factor);
    Exact.assertProduct(l, l.transposed(), a, n + 2);
    return pivot;
  }

  /**
   * With H = D⁻¹AD⁻¹ of diagonal 1, the factorisation succeeds if λmin(H) > n(n + 1)ε/2, and fails
   * if it is below the negative of that (theorem 10.7). λmin itself is computed to 20n·ε‖H‖.
   */
  private static void assertFails(DenseMatrix a, int pivot) {
    int n = a.rows;
    double rounding = n * (n + 2) * 0x1p-53 + 20 * n * 0x1p-52 * n;
    if (pivot > 0) {
      assertThat(smallestScaled(a, pivot)).isGreaterThanOrEqualTo(-rounding);
    }
    if (a.at(pivot, pivot) > 0) {
      assertThat(smallestScaled(a, pivot + 1)).isLessThanOrEqualTo(rounding);
    }
  }

  /** λmin(H) of the leading part of order k. */
  private static double smallestScaled(DenseMatrix a, int k) {
    DenseMatrix h = DenseMatrix.zeros(k, k);
    for (int i = 0; i < k; i++) {
      for (int j = 0; j <= i; j++) {
        h.set(i, j, a.at(i, j) / Math.sqrt(a.at(i, i)) / Math.sqrt(a.at(j, j)));
      }
    }
    return SymmetricEigen.valuesOf(h)[0];
  }

  private static void hard(int n) {
    if (n > HARD) {
      return;
    }
    HardMatrices.positive(n)
        .forEach((name, a) -> assertThat(factorOf(a, Layout.inTurn(n))).as(name).isEqualTo(a.rows));
    HardMatrices.doubtful(n).values().forEach(a -> factorOf(a, Layout.inTurn(n)));
  }

  private static void failingPivot(int n) {
    for (int pivot = 0; pivot < n; pivot += Math.max(1, n / 5)) {
      DenseMatrix a = DenseMatrix.identity(n);
      a.set(pivot, pivot, 0);
      assertThat(Cholesky.factor(Workers.SERIAL, a)).isEqualTo(pivot);
    }
  }

  /** X = MᵀM for M = L⁻¹, and AX = I. */
  private static void invert(int n) {
    DenseMatrix a = positive(n);
    for (Layout layout : layouts(n)) {
      DenseMatrix l = copy(a, layout);
      Cholesky.factor(Workers.SERIAL, l);
      DenseMatrix m = copy(a, layout);
      DenseMatrix factor = Exact.lowerPart(l);
      Cholesky.invert(Workers.SERIAL, l, m);
      DenseMatrix inverse = Exact.lowerPart(m);
      Exact.assertUpperIsNaN(l);
      Exact.assertUpperIsNaN(m);
      DenseMatrix x = Exact.lowerPart(l);
      x.mirrorLower();
      Exact.assertProduct(inverse.transposed(), inverse, x, n + 2);
      double[] bound = inverseBound(factor, inverse);
      Exact.forEntries(
          n,
          n,
          (i, j) -> {
            double entry = Exact.product(a, i, x, j).value();
            Exact.assertWithin(entry, i == j ? 1 : 0, bound[i], i, j);
          });
    }
  }

  /**
   * Of a row of |AX − I|, to first order. With LM = I + E, ML = I + F, A = LLᵀ + D and X = MᵀM + C:
   * AX − I = E + LFᵀM + DMᵀM + LLᵀC, where |E| ≤ 2γ|L||M|, |F| ≤ 2γ(|M||L|)², |D| ≤ γ|L||Lᵀ|, |C| ≤
   * γ|Mᵀ||M| and γ = n·ε/2.
   */
  private static double[] inverseBound(DenseMatrix l, DenseMatrix m) {
    double[] e = TriangularContract.inverseBound(l, m);
    double[] ones = new double[l.rows];
    Arrays.fill(ones, 1);
    double[] right = Exact.absoluteTimes(m, ones);
    double[] once = right; // (|Lᵀ||Mᵀ|)ᵏ|M|, k = 1 and 2
    double[] twice = right;
    for (int power = 0; power < 2; power++) {
      double[] next = Exact.absoluteTimes(m.transposed(), twice);
      twice = Exact.absoluteTimes(l.transposed(), next);
      once = power == 0 ? twice : once;
    }
    double[] f = Exact.absoluteTimes(l, twice);
    double[] dc = Exact.absoluteTimes(l, once);
    double gamma = (l.rows + 2) * 0x1p-53;
    for (int i = 0; i < e.length; i++) {
      e[i] += gamma * (2 * f[i] + 2 * dc[i]);
    }
    return e;
  }

  /** |Ax − b| ≤ (3n + 1)ε/2·|L||Lᵀ||x| (theorem 10.4). */
  private static void solve(int n) {
    DenseMatrix a = positive(n);
    DenseMatrix l = copy(a, Layout.inTurn(n));
    Cholesky.factor(Workers.SERIAL, l);
    double[] b = new SplittableRandom(n).doubles(n, -1, 1).toArray();
    double[] x = b.clone();
    Cholesky.solve(l, x);
    DenseMatrix clean = Exact.lowerPart(l);
    double[] size = Arrays.stream(x).map(Math::abs).toArray();
    size = Exact.absoluteTimes(clean, Exact.absoluteTimes(clean.transposed(), size));
    DenseMatrix column = DenseMatrix.wrap(x, n, 1);
    for (int i = 0; i < n; i++) {
      double bound = (3 * n + 2) * 0x1p-53 * size[i];
      Exact.assertWithin(Exact.product(a, i, column, 0).value(), b[i], bound, i, 0);
    }
  }
}
