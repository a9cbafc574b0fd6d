package io.spectrahedra.sdp.kernel;

import java.util.Arrays;

/**
 * Kernels in plain Java.
 *
 * <p>The loops of {@link #multiply} have one store each and index every array by the loop variable
 * alone: the form that HotSpot turns into vector instructions by itself (20 GFLOP/s on one AVX-512
 * core, where the same loop with offsets or two stores stays scalar at 7 to 10).
 */
final class ScalarKernels implements Kernels {
  private static final int DEPTH = 64;
  private static final int WIDTH = 256;

  /** Rows of B, and one row of C, as arrays of their own. */
  private static final class Workspace {
    final double[][] rows = new double[DEPTH][WIDTH];
    final double[] sum = new double[WIDTH];
  }

  private final ThreadLocal<Workspace> workspace = ThreadLocal.withInitial(Workspace::new);

  @Override
  public void multiply(
      int m,
      int n,
      int k,
      double alpha,
      Strided a,
      Strided b,
      double beta,
      Strided c,
      int columns) {
    Workspace work = workspace.get();
    for (int col = 0; col < n; col += WIDTH) {
      int width = Math.min(WIDTH, n - col);
      for (int p = 0; p == 0 || p < k; p += DEPTH) {
        int depth = Math.min(DEPTH, k - p);
        pack(b, p, col, depth, width, work.rows);
        for (int i = Math.max(0, col + 1 - columns); i < m; i++) {
          int reach = Math.min(width, columns + i - col);
          Arrays.fill(work.sum, 0, reach, 0);
          accumulate(a, i, p, depth, work.rows, reach, work.sum);
          store(alpha, work.sum, p == 0 ? beta : 1, c, i, col, reach);
        }
      }
    }
  }

  /** Rows 0 to depth − 1 of {@code packed} ← the part of B from (k, col). */
  private static void pack(Strided b, int k, int col, int depth, int width, double[][] packed) {
    double[] data = b.data();
    int step = b.colStride();
    for (int p = 0; p < depth; p++) {
      double[] to = packed[p];
      int from = b.index(k + p, col);
      if (step == 1) {
        System.arraycopy(data, from, to, 0, width);
      } else {
        for (int j = 0; j < width; j++) {
          to[j] = data[from + j * step];
        }
      }
    }
  }

  private static void accumulate(
      Strided a, int i, int k, int depth, double[][] packed, int width, double[] sum) {
    double[] data = a.data();
    int step = a.colStride();
    int at = a.index(i, k);
    int p = 0;
    for (; p + 3 < depth; p += 4) {
      double a0 = data[at];
      double a1 = data[at + step];
      double a2 = data[at + 2 * step];
      double a3 = data[at + 3 * step];
      at += 4 * step;
      addFour(width, a0, packed[p], a1, packed[p + 1], a2, packed[p + 2], a3, packed[p + 3], sum);
    }
    for (; p < depth; p++) {
      addOne(width, data[at], packed[p], sum);
      at += step;
    }
  }

  private static void addFour(
      int n,
      double a0,
      double[] b0,
      double a1,
      double[] b1,
      double a2,
      double[] b2,
      double a3,
      double[] b3,
      double[] c) {
    for (int j = 0; j < n; j++) {
      c[j] += a0 * b0[j] + a1 * b1[j] + a2 * b2[j] + a3 * b3[j];
    }
  }

  private static void addOne(int n, double a, double[] b, double[] c) {
    for (int j = 0; j < n; j++) {
      c[j] += a * b[j];
    }
  }

  private static void store(
      double alpha, double[] sum, double beta, Strided c, int i, int col, int width) {
    double[] data = c.data();
    int step = c.colStride();
    int at = c.index(i, col);
    for (int j = 0; j < width; j++) {
      data[at] = beta == 0 ? alpha * sum[j] : beta * data[at] + alpha * sum[j];
      at += step;
    }
  }

  /** In four interleaved partial sums. */
  @Override
  public double dot(int n, double[] x, int xOffset, double[] y, int yOffset) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < n; i += 4) {
      s0 += x[xOffset + i] * y[yOffset + i];
      s1 += x[xOffset + i + 1] * y[yOffset + i + 1];
      s2 += x[xOffset + i + 2] * y[yOffset + i + 2];
      s3 += x[xOffset + i + 3] * y[yOffset + i + 3];
    }
    for (; i < n; i++) {
      s0 += x[xOffset + i] * y[yOffset + i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  @Override
  public void add(int n, double alpha, double[] x, int xOffset, double[] y, int yOffset) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] += alpha * x[xOffset + i];
    }
  }

  @Override
  public void subtractFour(
      int n,
      double[] alpha,
      int aOffset,
      int aStride,
      double[] x,
      int xOffset,
      int xStride,
      double[] y,
      int yOffset) {
    double a0 = alpha[aOffset];
    double a1 = alpha[aOffset + aStride];
    double a2 = alpha[aOffset + 2 * aStride];
    double a3 = alpha[aOffset + 3 * aStride];
    int x1 = xOffset + xStride;
    int x2 = x1 + xStride;
    int x3 = x2 + xStride;
    for (int i = 0; i < n; i++) {
      y[yOffset + i] -= a0 * x[xOffset + i] + a1 * x[x1 + i] + a2 * x[x2 + i] + a3 * x[x3 + i];
    }
  }

  @Override
  public double addAndDot(int n, double[] a, int aOffset, double[] x, double alpha, double[] y) {
    double sum = dot(n, a, aOffset, x, 0);
    add(n, alpha, a, aOffset, y, 0);
    return sum;
  }

  @Override
  public String toString() {
    return "scalar";
  }
}
