package io.spectrahedra.sdp.linalg;

import io.spectrahedra.sdp.linalg.Provider.Contract;
import io.spectrahedra.sdp.linalg.Reference.Layout;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/**
 * Every solve has a residual of at most n·ε|L||X|, whatever the condition of L (Higham, Accuracy
 * and Stability of Numerical Algorithms, theorem 8.5).
 */
final class TriangularContract implements Contract {
  private static final int[] COLUMNS = {1, 3, 17, 0, 33, 200};

  @Override
  public Map<String, IntConsumer> get() {
    return Map.of(
        "solve from the left, lower", n -> solves(n, false, false),
        "solve from the right, lower", n -> solves(n, true, false),
        "solve from the left, upper", n -> solves(n, false, true),
        "solve from the right, upper", n -> solves(n, true, true),
        "solve for one vector", TriangularContract::vectors,
        "invert", TriangularContract::invert);
  }

  /** Diagonal of size 1 and more, strictly above it NaN; graded rows if asked for. */
  static DenseMatrix lower(int n, boolean graded, Layout layout) {
    DenseMatrix l = layout.random(n, n, new SplittableRandom(n));
    for (int i = 0; i < n; i++) {
      double scale = graded ? Math.pow(10, 8 - 16.0 * i / n) : 1;
      for (int j = 0; j < i; j++) {
        l.set(i, j, l.at(i, j) * scale);
      }
      l.set(i, i, Math.copySign((2 + n / 10.0) * scale, l.at(i, i)));
    }
    Exact.poisonUpper(l);
    return l;
  }

  /** With the matrix and with its transpose, each layout of one with each of the other. */
  private static void solves(int n, boolean right, boolean upper) {
    int cases = n <= 17 ? 18 : n <= 100 ? 4 : 1;
    for (int c = 0; c < cases; c++) {
      int s = 7 * c + n; // 7 and 18 have no common factor: all in turn
      DenseMatrix l = lower(n, s / 9 % 2 == 1, Layout.inTurn(s));
      int cols = COLUMNS[s % COLUMNS.length];
      Layout unknown = Layout.inTurn(s / 3);
      solve(l, right, upper, unknown.random(n, cols, new SplittableRandom(s)));
    }
  }

  /**
   * @param b the right-hand side of a solve from the left
   */
  private static void solve(DenseMatrix l, boolean right, boolean upper, DenseMatrix b) {
    DenseMatrix clean = Exact.lowerPart(l);
    DenseMatrix exactB = b.copy();
    for (boolean transposed : new boolean[] {false, true}) {
      b.setTo(exactB);
      // an upper triangular matrix U is the transpose of a lower triangular one
      DenseMatrix factor = transposed ? clean.transposed() : clean;
      if (transposed) {
        Triangular.solveTransposed(Workers.SERIAL, l, b);
      } else {
        Triangular.solve(Workers.SERIAL, l, b);
      }
      if (right) { // X F' = B' for X' = b
        Exact.assertProduct(b.transposed(), factor.transposed(), exactB.transposed(), l.rows + 2);
      } else {
        Exact.assertProduct(factor, b, exactB, l.rows + 2);
      }
      if (upper) {
        upperFromItsOwnMatrix(l, transposed, exactB);
      }
    }
  }

  /** U stored as a matrix, with its lower triangle NaN. */
  private static void upperFromItsOwnMatrix(DenseMatrix l, boolean transposed, DenseMatrix exactB) {
    DenseMatrix u = l.transposed().copy();
    DenseMatrix x = exactB.copy();
    DenseMatrix clean = Exact.lowerPart(l);
    if (transposed) {
      Triangular.solve(Workers.SERIAL, u.transposed(), x);
      Exact.assertProduct(clean, x, exactB, l.rows + 2);
    } else {
      Triangular.solveTransposed(Workers.SERIAL, u.transposed(), x);
      Exact.assertProduct(clean.transposed(), x, exactB, l.rows + 2);
    }
  }

  private static void vectors(int n) {
    for (Layout layout : Layout.values()) {
      for (boolean graded : new boolean[] {false, true}) {
        DenseMatrix l = lower(n, graded, layout);
        DenseMatrix clean = Exact.lowerPart(l);
        double[] b = new SplittableRandom(n).doubles(n, -1, 1).toArray();
        DenseMatrix right = DenseMatrix.wrap(b, n, 1);
        double[] x = b.clone();
        Triangular.solve(l, x);
        Exact.assertProduct(clean, DenseMatrix.wrap(x, n, 1), right, n + 2);
        x = b.clone();
        Triangular.solveTransposed(l, x);
        Exact.assertProduct(clean.transposed(), DenseMatrix.wrap(x, n, 1), right, n + 2);
      }
    }
  }

  private static void invert(int n) {
    for (Layout layout : CholeskyContract.layouts(n)) {
      DenseMatrix l = lower(n, false, layout);
      DenseMatrix clean = Exact.lowerPart(l);
      DenseMatrix target = lower(n, false, layout);
      Triangular.invert(Workers.SERIAL, l, target);
      Exact.assertUpperIsNaN(l);
      Exact.assertUpperIsNaN(target);
      DenseMatrix inverse = Exact.lowerPart(target);
      double[] bound = inverseBound(clean, inverse);
      Exact.forEntries(
          n,
          n,
          (i, j) -> {
            double entry = Exact.product(clean, i, inverse, j).value();
            Exact.assertWithin(entry, i == j ? 1 : 0, bound[i], i, j);
          });
    }
  }

  /**
   * Of a row of |LX − I|. A panel of X is L⁻¹ of its columns of I by substitution, a product with
   * the triangle on top of it and a substitution below: each leaves n·ε/2 of |L||X|, to first
   * order.
   */
  static double[] inverseBound(DenseMatrix l, DenseMatrix x) {
    double[] ones = new double[l.rows];
    Arrays.fill(ones, 1);
    double[] bound = Exact.absoluteTimes(l, Exact.absoluteTimes(x, ones));
    for (int i = 0; i < bound.length; i++) {
      bound[i] *= 2 * (l.rows + 2) * 0x1p-53;
    }
    return bound;
  }
}
