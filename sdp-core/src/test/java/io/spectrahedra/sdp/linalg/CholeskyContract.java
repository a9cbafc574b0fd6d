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
 * Numerical Algorithms, theorem 10.3), or the first pivot that rounding cannot tell from one that
 * is not positive.
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

  /** Checks the factor as far as it goes, and the pivot where it ends. */
  private static int factorOf(DenseMatrix a, Layout layout) {
    DenseMatrix factor = copy(a, layout);
    int pivot = Cholesky.factor(Workers.SERIAL, factor);
    Exact.assertUpperIsNaN(factor);
    DenseMatrix l = Exact.lowerPart(factor);
    for (int i = pivot; i < a.rows; i++) { // what lies right of it is half done
      for (int j = pivot; j < a.rows; j++) {
        l.set(i, j, 0);
      }
    }
    int done = Math.min(a.rows, pivot + 1); // row `pivot` is done left of the diagonal
    DenseMatrix rows = l.view(0, 0, done, pivot);
    Exact.forEntries(
        pivot,
        pivot,
        (i, j) -> {
          if (j <= i) {
            Exact.Sum exact = Exact.product(rows, i, rows.transposed(), j);
            double bound = (a.rows + 2) * 0x1p-53 * exact.size() + a.rows * Double.MIN_VALUE;
            Exact.assertWithin(a.at(i, j), exact.value(), bound, i, j);
          }
        });
    if (pivot < a.rows) {
      Exact.Sum exact = Exact.product(rows, pivot, rows.transposed(), pivot);
      double left = a.at(pivot, pivot) - exact.value();
      double rounding = (a.rows + 2) * 0x1p-53 * (Math.abs(a.at(pivot, pivot)) + exact.size());
      assertThat(left).as("pivot %s", pivot).isLessThanOrEqualTo(rounding);
    }
    return pivot;
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
      DenseMatrix m = l.copy();
      DenseMatrix factor = Exact.lowerPart(l);
      Triangular.invert(Workers.SERIAL, m);
      DenseMatrix inverse = Exact.lowerPart(m);
      Cholesky.invert(Workers.SERIAL, l);
      Exact.assertUpperIsNaN(l);
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
   * AX − I = E + LFᵀM + DMᵀM + LLᵀC, where |E| ≤ 3γ(|L||M|)³, |F| ≤ 3γ(|M||L|)³, |D| ≤ γ|L||Lᵀ|,
   * |C| ≤ γ|Mᵀ||M| and γ = n·ε/2.
   */
  private static double[] inverseBound(DenseMatrix l, DenseMatrix m) {
    double[] e = TriangularContract.inverseBound(l, m);
    double[] ones = new double[l.rows];
    Arrays.fill(ones, 1);
    double[] right = Exact.absoluteTimes(m, ones);
    double[] once = right; // (|Lᵀ||Mᵀ|)ᵏ|M|, k = 1 and 3
    double[] thrice = right;
    for (int power = 0; power < 3; power++) {
      double[] next = Exact.absoluteTimes(m.transposed(), thrice);
      thrice = Exact.absoluteTimes(l.transposed(), next);
      once = power == 0 ? thrice : once;
    }
    double[] f = Exact.absoluteTimes(l, thrice);
    double[] dc = Exact.absoluteTimes(l, once);
    double gamma = (l.rows + 2) * 0x1p-53;
    for (int i = 0; i < e.length; i++) {
      e[i] += gamma * (3 * f[i] + 2 * dc[i]);
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
