package io.spectrahedra.sdp.linalg;

import io.spectrahedra.sdp.linalg.Provider.Contract;
import io.spectrahedra.sdp.linalg.Reference.Layout;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/** Products to k·ε|A||B|, whatever α, β, the shapes and the layouts. */
final class ProductContract implements Contract {
  private static final int[] OTHERS = {1, 2, 5, 8, 0, 9, 17, 24, 3, 31, 33, 48, 7, 65, 100};
  private static final double[] ALPHA = {1, -1.5, 0, 2, 1, -1};
  private static final double[] BETA = {0, 0.5, 1, 1, -1, 3, 0};

  /** Above, one layout of the three operands after the other, not each with each. */
  private static final int ALL_LAYOUTS = 33;

  /** The kernels themselves are tested on products of three orders of 1000. */
  private static final int SQUARE = 257;

  @Override
  public Map<String, IntConsumer> get() {
    return Map.of(
        "multiply", ProductContract::multiply,
        "product of square matrices", ProductContract::square,
        "multiplyLower of A and its transpose", ProductContract::symmetricRankK,
        "A B A' by multiplyLower", ProductContract::congruence,
        "operands that are one matrix", ProductContract::sharedOperands,
        "parts of one matrix", ProductContract::partsOfOneMatrix);
  }

  /** C ← αAB + βC, with n as the number of rows, of columns and of terms. */
  private static void multiply(int n) {
    int cases = n <= ALL_LAYOUTS ? 27 : 6;
    for (int place = 0; place < 3; place++) {
      for (int s = 0; s < cases; s++) {
        int all = n <= ALL_LAYOUTS ? s : 5 * s + place;
        int other = OTHERS[(all + n) % OTHERS.length];
        int another = OTHERS[(3 * all + n + place) % OTHERS.length];
        int m = place == 0 ? n : other;
        int k = place == 1 ? n : another;
        int cols = place == 2 ? n : place == 0 ? other : another;
        SplittableRandom random = new SplittableRandom(31L * n + all);
        DenseMatrix a = Layout.inTurn(all).random(m, k, random);
        DenseMatrix b = Layout.inTurn(all / 3).random(k, cols, random);
        DenseMatrix c = Layout.inTurn(all / 9).random(m, cols, random);
        double alpha = ALPHA[all % ALPHA.length];
        double beta = BETA[all % BETA.length];
        DenseMatrix before = c.copy();
        if (beta == 0) {
          c.fill(Double.NaN); // must not be read
        }
        Gemm.multiply(Workers.SERIAL, alpha, a, b, beta, c);
        assertResult(alpha, a, b, beta, before, c, false);
      }
    }
  }

  private static void square(int n) {
    if (n > SQUARE) {
      return;
    }
    SplittableRandom random = new SplittableRandom(n);
    DenseMatrix a = Layout.PACKED.random(n, n, random);
    DenseMatrix b = Layout.TRANSPOSED.random(n, n, random);
    Exact.assertProduct(a, b, Gemm.product(Workers.SERIAL, a, b), n + 2);
  }

  private static void symmetricRankK(int n) {
    for (int s = 0; s < 9; s++) {
      SplittableRandom random = new SplittableRandom(n + 1000L * s);
      int k = OTHERS[(s + n) % OTHERS.length];
      DenseMatrix a = Layout.inTurn(s).random(n, k, random);
      DenseMatrix c = Layout.inTurn(s / 3).random(n, n, random);
      DenseMatrix before = c.copy();
      Exact.poisonUpper(c);
      double alpha = ALPHA[s % ALPHA.length];
      double beta = BETA[s % BETA.length];
      Gemm.multiplyLower(Workers.SERIAL, alpha, a, a.transposed(), beta, c);
      assertResult(alpha, a, a.transposed(), beta, before, c, true);
      Exact.assertUpperIsNaN(c);
    }
  }

  /** (AB)A' for symmetric B, only the lower triangle. */
  private static void congruence(int n) {
    for (Layout layout : CholeskyContract.layouts(n)) {
      DenseMatrix a = layout.random(n, n, new SplittableRandom(n));
      DenseMatrix b = Reference.randomSymmetric(n, n + 1);
      DenseMatrix ab = Gemm.product(Workers.SERIAL, a, b);
      DenseMatrix c = layout.zeros(n, n);
      Exact.poisonUpper(c);
      Gemm.multiplyLower(Workers.SERIAL, 1, ab, a.transposed(), 0, c);
      // with the rounding of AB: 2n·ε/2 of |A||B||A'|, whose row sums are these
      Exact.assertProduct(a, b, ab, n + 2);
      Exact.forEntries(
          n,
          n,
          (i, j) -> {
            if (j <= i) {
              Exact.Sum exact = Exact.product(ab, i, a.transposed(), j);
              double bound = (n + 2) * 0x1p-53 * exact.size();
              Exact.assertWithin(c.at(i, j), exact.value(), bound, i, j);
            }
          });
      Exact.assertUpperIsNaN(c);
    }
  }

  /** A may be B, or its transpose. */
  private static void sharedOperands(int n) {
    if (n > SQUARE) {
      return;
    }
    DenseMatrix a = Reference.random(n, n, n);
    Exact.assertProduct(a, a, Gemm.product(Workers.SERIAL, a, a), n + 2);
    DenseMatrix t = a.transposed();
    Exact.assertProduct(t, a, Gemm.product(Workers.SERIAL, t, a), n + 2);
    Exact.assertProduct(a, t, Gemm.product(Workers.SERIAL, a, t), n + 2);
  }

  /** A, B and C lie next to each other in one array; around C nothing is written. */
  private static void partsOfOneMatrix(int n) {
    DenseMatrix all = Reference.random(n + 2, 3 * n + 1, n);
    DenseMatrix before = all.copy();
    DenseMatrix a = all.view(1, 0, n, n);
    DenseMatrix b = all.view(2, n, n, n).transposed();
    DenseMatrix c = all.view(1, 2 * n, n, n);
    DenseMatrix cBefore = c.copy();
    Gemm.multiply(Workers.SERIAL, 1, a, b, 1, c);
    assertResult(1, a, b, 1, cBefore, c, false);
    c.setTo(cBefore);
    Exact.forEntries(
        all.rows, all.cols, (i, j) -> Exact.assertWithin(all.at(i, j), before.at(i, j), 0, i, j));
  }

  /** k terms, the products with α and β, and their sum: k + 4 roundings at most. */
  private static void assertResult(
      double alpha,
      DenseMatrix a,
      DenseMatrix b,
      double beta,
      DenseMatrix before,
      DenseMatrix c,
      boolean lower) {
    double factor = (a.cols + 4) * 0x1p-53;
    Exact.forEntries(
        c.rows,
        c.cols,
        (i, j) -> {
          if (!lower || j <= i) {
            Exact.Sum exact = Exact.product(a, i, b, j);
            double old = beta * before.at(i, j);
            double size = Math.abs(alpha) * exact.size() + Math.abs(old);
            Exact.assertWithin(c.at(i, j), alpha * exact.value() + old, factor * size, i, j);
          }
        });
  }
}
