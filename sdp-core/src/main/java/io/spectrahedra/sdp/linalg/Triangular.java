package io.spectrahedra.sdp.linalg;

import io.spectrahedra.sdp.kernel.ScalarKernels;

/**
 * Solves with a lower triangular matrix L and its transpose. The strict upper triangle of L is
 * never read. A solve from the right, X ← X L⁻ᵀ, is a solve from the left of the transposed view of
 * X.
 */
public final class Triangular {
  /** Below this order the recursion ends in plain substitution. */
  private static final int BASE = 32;

  /** Right-hand sides are solved in groups of this many columns, a task each. */
  private static final int GROUP = 128;

  private Triangular() {}

  /** B ← L⁻¹B for L of order n and B n × k; n²k flops. */
  public static void solve(Workers workers, DenseMatrix l, DenseMatrix b) {
    inGroups(workers, l, b, Triangular::forward);
  }

  /** B ← L⁻ᵀB for L of order n and B n × k; n²k flops. */
  public static void solveTransposed(Workers workers, DenseMatrix l, DenseMatrix b) {
    inGroups(workers, l, b, Triangular::backward);
  }

  /** x ← L⁻¹x. */
  public static void solve(DenseMatrix l, double[] x) {
    requireFit(l, x.length);
    double[] data = l.data();
    for (int i = 0; i < l.rows; i++) {
      double sum;
      if (l.colStride() == 1) {
        sum = ScalarKernels.dot(i, data, l.index(i, 0), x, 0);
      } else {
        sum = 0;
        for (int j = 0; j < i; j++) {
          sum += l.at(i, j) * x[j];
        }
      }
      x[i] = (x[i] - sum) / l.at(i, i);
    }
  }

  /** x ← L⁻ᵀx. */
  public static void solveTransposed(DenseMatrix l, double[] x) {
    requireFit(l, x.length);
    for (int i = l.rows - 1; i >= 0; i--) {
      x[i] /= l.at(i, i);
      double xi = x[i];
      for (int j = 0; j < i; j++) {
        x[j] -= l.at(i, j) * xi;
      }
    }
  }

  /** L ← L⁻¹ in the lower triangle; n³/3 flops. The strict upper triangle is not touched. */
  public static void invert(Workers workers, DenseMatrix l) {
    l.requireSquare("invert");
    int n = l.rows;
    if (n <= BASE) {
      invertBase(l);
      return;
    }
    int half = n / 2;
    DenseMatrix l11 = l.view(0, 0, half, half);
    DenseMatrix l21 = l.view(half, 0, n - half, half);
    DenseMatrix l22 = l.view(half, half, n - half, n - half);
    // the lower left part of the inverse is −L22⁻¹ L21 L11⁻¹
    solve(workers, l22, l21);
    solveTransposed(workers, l11, l21.transposed());
    l21.scale(-1);
    invert(workers, l11);
    invert(workers, l22);
  }

  private static void invertBase(DenseMatrix l) {
    int n = l.rows;
    for (int j = 0; j < n; j++) {
      double inverse = 1 / l.at(j, j);
      for (int i = j + 1; i < n; i++) {
        double sum = l.at(i, j) * inverse;
        for (int k = j + 1; k < i; k++) {
          sum += l.at(i, k) * l.at(k, j);
        }
        l.set(i, j, -sum / l.at(i, i));
      }
      l.set(j, j, inverse);
    }
  }

  @FunctionalInterface
  private interface Substitution {
    void apply(DenseMatrix l, DenseMatrix b);
  }

  private static void inGroups(
      Workers workers, DenseMatrix l, DenseMatrix b, Substitution substitution) {
    requireFit(l, b.rows);
    int groups = (b.cols + GROUP - 1) / GROUP;
    Workers team = (long) l.rows * l.rows * b.cols < 200_000 ? Workers.SERIAL : workers;
    team.forEach(
        groups,
        g -> {
          int width = Math.min(GROUP, b.cols - g * GROUP);
          substitution.apply(l, b.view(0, g * GROUP, b.rows, width));
        });
  }

  private static void forward(DenseMatrix l, DenseMatrix b) {
    int n = l.rows;
    if (n <= BASE) {
      substitute(l, b, true);
      return;
    }
    int half = n / 2;
    DenseMatrix top = b.view(0, 0, half, b.cols);
    DenseMatrix bottom = b.view(half, 0, n - half, b.cols);
    forward(l.view(0, 0, half, half), top);
    Gemm.multiply(Workers.SERIAL, -1, l.view(half, 0, n - half, half), top, 1, bottom);
    forward(l.view(half, half, n - half, n - half), bottom);
  }

  private static void backward(DenseMatrix l, DenseMatrix b) {
    int n = l.rows;
    if (n <= BASE) {
      substitute(l, b, false);
      return;
    }
    int half = n / 2;
    DenseMatrix top = b.view(0, 0, half, b.cols);
    DenseMatrix bottom = b.view(half, 0, n - half, b.cols);
    backward(l.view(half, half, n - half, n - half), bottom);
    DenseMatrix l21 = l.view(half, 0, n - half, half);
    Gemm.multiply(Workers.SERIAL, -1, l21.transposed(), bottom, 1, top);
    backward(l.view(0, 0, half, half), top);
  }

  /** The rows of B as arrays of their own, so that the loops over them run in vectors. */
  private static void substitute(DenseMatrix l, DenseMatrix b, boolean forward) {
    int n = l.rows;
    double[][] x = new double[n][b.cols];
    for (int i = 0; i < n; i++) {
      copyRow(b, i, x[i], true);
    }
    for (int step = 0; step < n; step++) {
      int i = forward ? step : n - 1 - step;
      for (int done = 0; done < step; done++) {
        int k = forward ? done : n - 1 - done;
        double factor = forward ? l.at(i, k) : l.at(k, i);
        ScalarKernels.add(b.cols, -factor, x[k], x[i]);
      }
      double pivot = l.at(i, i);
      for (int j = 0; j < b.cols; j++) {
        x[i][j] /= pivot;
      }
      copyRow(b, i, x[i], false);
    }
  }

  private static void copyRow(DenseMatrix b, int i, double[] row, boolean read) {
    double[] data = b.data();
    int at = b.index(i, 0);
    int step = b.colStride();
    for (int j = 0; j < b.cols; j++) {
      if (read) {
        row[j] = data[at];
      } else {
        data[at] = row[j];
      }
      at += step;
    }
  }

  private static void requireFit(DenseMatrix l, int length) {
    l.requireSquare("triangular solve");
    if (l.rows != length) {
      throw new IllegalArgumentException(
          "a triangular matrix of order " + l.rows + " cannot solve for " + length + " rows");
    }
  }
}
