package io.spectrahedra.sdp.kernel;

import static io.spectrahedra.sdp.kernel.FusedMultiplyAdd.fma;

import java.util.Arrays;

/**
 * Kernels in plain Java. Where the processor has a fused multiply-add they use it, in the order in
 * which {@link VectorKernels} do: the bits are then the same.
 *
 * <p>The loops of {@link #multiply} have one store each and index every array by the loop variable
 * alone: the form that HotSpot turns into vector instructions by itself (20 GFLOP/s on one AVX-512
 * core, where the same loop with offsets or two stores stays scalar at 7 to 10).
 */
final class ScalarKernels implements Kernels {
  private static final int WIDTH = 256;

  /** Partial sums of {@link #dot}: as many as two of the widest vectors hold. */
  static final int LANES = 16;

  /** Columns of the panels of solves. */
  private static final int TILE = 24;

  /** Rows of B, and one row of C, as arrays of their own. */
  private static final class Workspace {
    final double[][] rows = new double[PackedProduct.DEPTH][WIDTH];
    final double[] sum = new double[WIDTH];
  }

  private final ThreadLocal<Workspace> workspace = ThreadLocal.withInitial(Workspace::new);

  private final PackedSolve packedSolve =
      new PackedSolve(1, TILE, ScalarKernels::tile, ScalarKernels::eliminate);

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
    if (k == 0) { // nothing to multiply by α
      PackedProduct.scale(m, n, beta, c, columns);
      return;
    }
    Workspace work = workspace.get();
    int part = PackedProduct.evenly(k);
    for (int col = 0; col < n; col += WIDTH) {
      int width = Math.min(WIDTH, n - col);
      for (int p = 0; p < k; p += part) {
        int depth = Math.min(part, k - p);
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

  @Override
  public void solve(int n, int k, Strided l, Strided b) {
    packedSolve.solve(n, k, l, b);
  }

  @Override
  public int factor(int n, Strided a) {
    return packedSolve.factor(n, a);
  }

  /** As {@link PackedProduct.Tile#form}, for one row. */
  private static void tile(
      int depth,
      int rows,
      double[] a,
      int aOffset,
      int aRow,
      int aCol,
      double[] b,
      int bOffset,
      int bRow,
      double alpha,
      boolean overwrite,
      double[] c,
      int cOffset,
      int cRow) {
    for (int j = 0; j < TILE; j += 4) {
      double s0 = 0;
      double s1 = 0;
      double s2 = 0;
      double s3 = 0;
      int from = bOffset + j;
      for (int p = 0; p < depth; p++) {
        double x = a[aOffset + p * aCol];
        s0 = fma(x, b[from], s0);
        s1 = fma(x, b[from + 1], s1);
        s2 = fma(x, b[from + 2], s2);
        s3 = fma(x, b[from + 3], s3);
        from += bRow;
      }
      int to = cOffset + j;
      c[to] = alpha * s0 + (overwrite ? 0 : c[to]);
      c[to + 1] = alpha * s1 + (overwrite ? 0 : c[to + 1]);
      c[to + 2] = alpha * s2 + (overwrite ? 0 : c[to + 2]);
      c[to + 3] = alpha * s3 + (overwrite ? 0 : c[to + 3]);
    }
  }

  private static void eliminate(int rows, double[] f, int fOffset, double[] x, int xOffset) {
    for (int s = 0; s < rows; s++) {
      int row = xOffset + s * TILE;
      double inverse = f[fOffset + s * PackedSolve.GROUP + s];
      for (int j = row; j < row + TILE; j++) {
        x[j] *= inverse;
      }
      for (int r = s + 1; r < rows; r++) {
        double factor = f[fOffset + r * PackedSolve.GROUP + s];
        int to = (r - s) * TILE;
        for (int j = row; j < row + TILE; j++) {
          x[to + j] = fma(factor, x[j], x[to + j]);
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
      c[j] = fma(a3, b3[j], fma(a2, b2[j], fma(a1, b1[j], fma(a0, b0[j], c[j]))));
    }
  }

  private static void addOne(int n, double a, double[] b, double[] c) {
    for (int j = 0; j < n; j++) {
      c[j] = fma(a, b[j], c[j]);
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

  /**
   * In sixteen interleaved partial sums, folded by halves; what is left over is added at the end.
   */
  @Override
  public double dot(int n, double[] x, int xOffset, double[] y, int yOffset) {
    int most = n / LANES * LANES;
    double rest = 0;
    for (int i = most; i < n; i++) {
      rest = fma(x[xOffset + i], y[yOffset + i], rest);
    }
    return most == 0 ? rest : dotInLanes(most, x, xOffset, y, yOffset) + rest;
  }

  private static double dotInLanes(int n, double[] x, int xOffset, double[] y, int yOffset) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    double s8 = 0;
    double s9 = 0;
    double s10 = 0;
    double s11 = 0;
    double s12 = 0;
    double s13 = 0;
    double s14 = 0;
    double s15 = 0;
    for (int i = 0; i < n; i += LANES) {
      int p = xOffset + i;
      int q = yOffset + i;
      s0 = fma(x[p], y[q], s0);
      s1 = fma(x[p + 1], y[q + 1], s1);
      s2 = fma(x[p + 2], y[q + 2], s2);
      s3 = fma(x[p + 3], y[q + 3], s3);
      s4 = fma(x[p + 4], y[q + 4], s4);
      s5 = fma(x[p + 5], y[q + 5], s5);
      s6 = fma(x[p + 6], y[q + 6], s6);
      s7 = fma(x[p + 7], y[q + 7], s7);
      s8 = fma(x[p + 8], y[q + 8], s8);
      s9 = fma(x[p + 9], y[q + 9], s9);
      s10 = fma(x[p + 10], y[q + 10], s10);
      s11 = fma(x[p + 11], y[q + 11], s11);
      s12 = fma(x[p + 12], y[q + 12], s12);
      s13 = fma(x[p + 13], y[q + 13], s13);
      s14 = fma(x[p + 14], y[q + 14], s14);
      s15 = fma(x[p + 15], y[q + 15], s15);
    }
    double t0 = (s0 + s8) + (s4 + s12);
    double t1 = (s1 + s9) + (s5 + s13);
    double t2 = (s2 + s10) + (s6 + s14);
    double t3 = (s3 + s11) + (s7 + s15);
    return (t0 + t2) + (t1 + t3);
  }

  @Override
  public void add(int n, double alpha, double[] x, int xOffset, double[] y, int yOffset) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = fma(alpha, x[xOffset + i], y[yOffset + i]);
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
    double a0 = -alpha[aOffset];
    double a1 = -alpha[aOffset + aStride];
    double a2 = -alpha[aOffset + 2 * aStride];
    double a3 = -alpha[aOffset + 3 * aStride];
    int x1 = xOffset + xStride;
    int x2 = x1 + xStride;
    int x3 = x2 + xStride;
    for (int i = 0; i < n; i++) {
      double sum = fma(a1, x[x1 + i], fma(a0, x[xOffset + i], y[yOffset + i]));
      y[yOffset + i] = fma(a3, x[x3 + i], fma(a2, x[x2 + i], sum));
    }
  }

  /** Each product in eight interleaved partial sums, folded by halves, and what is left over. */
  @Override
  public void dotFour(
      int n, double[] a, int aOffset, int aStride, double[] x, double[] target, int targetOffset) {
    int most = n / 8 * 8;
    for (int r = 0; r < 4; r++) {
      int row = aOffset + r * aStride;
      target[targetOffset + r] = dotInEight(most, a, row, x) + rest(most, n, a, row, x);
    }
  }

  static double rest(int from, int to, double[] a, int aOffset, double[] x) {
    double rest = 0;
    for (int i = from; i < to; i++) {
      rest = fma(a[aOffset + i], x[i], rest);
    }
    return rest;
  }

  private static double dotInEight(int n, double[] a, int aOffset, double[] x) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    for (int i = 0; i < n; i += 8) {
      int p = aOffset + i;
      s0 = fma(a[p], x[i], s0);
      s1 = fma(a[p + 1], x[i + 1], s1);
      s2 = fma(a[p + 2], x[i + 2], s2);
      s3 = fma(a[p + 3], x[i + 3], s3);
      s4 = fma(a[p + 4], x[i + 4], s4);
      s5 = fma(a[p + 5], x[i + 5], s5);
      s6 = fma(a[p + 6], x[i + 6], s6);
      s7 = fma(a[p + 7], x[i + 7], s7);
    }
    return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
  }

  @Override
  public void addSymmetricRows(
      int n, double[] a, int aOffset, int aStride, double[] x, double[] y, int yOffset) {
    for (int r = 0; r < 8; r += 4) {
      int row = aOffset + r * aStride;
      addFourRows(n, a, row, aStride, x, n + r, y, yOffset);
      for (int q = 0; q < 4; q++) {
        y[yOffset + n + r + q] += dotInEight(n, a, row + q * aStride, x);
      }
    }
  }

  private static void addFourRows(
      int n, double[] a, int a0, int aStride, double[] x, int xOffset, double[] y, int yOffset) {
    double x0 = x[xOffset];
    double x1 = x[xOffset + 1];
    double x2 = x[xOffset + 2];
    double x3 = x[xOffset + 3];
    int a1 = a0 + aStride;
    int a2 = a1 + aStride;
    int a3 = a2 + aStride;
    for (int j = 0; j < n; j++) {
      double sum = fma(x1, a[a1 + j], fma(x0, a[a0 + j], y[yOffset + j]));
      y[yOffset + j] = fma(x3, a[a3 + j], fma(x2, a[a2 + j], sum));
    }
  }

  @Override
  public void poleSums(int n, double[] z, double[] d, int offset, double tau, double[] target) {
    double[] s = new double[8];
    double[] t = new double[8];
    int most = offset + n / 8 * 8;
    for (int i = offset; i < most; i += 8) {
      for (int lane = 0; lane < 8; lane++) {
        double q = z[i + lane] / (d[i + lane] - tau);
        s[lane] = fma(z[i + lane], q, s[lane]);
        t[lane] = fma(q, q, t[lane]);
      }
    }
    target[0] = fold(s);
    target[1] = fold(t);
    addPoles(most, offset + n, z, d, tau, target);
  }

  private static double fold(double[] s) {
    return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
  }

  /** Poles from to to − 1, one by one. */
  static void addPoles(int from, int to, double[] z, double[] d, double tau, double[] target) {
    double s = 0;
    double t = 0;
    for (int i = from; i < to; i++) {
      double q = z[i] / (d[i] - tau);
      s = fma(z[i], q, s);
      t = fma(q, q, t);
    }
    target[0] += s;
    target[1] += t;
  }

  @Override
  public String toString() {
    return "scalar";
  }
}
