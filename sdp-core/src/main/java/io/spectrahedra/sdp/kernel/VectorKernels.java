package io.spectrahedra.sdp.kernel;

import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromArray;
import static jdk.incubator.vector.DoubleVector.zero;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Kernels on the Vector API.
 *
 * <p>A product is formed in tiles of six rows by three vectors of 512 bits, or four rows by three
 * of less: 18 or 12 accumulators, with the three vectors of B and the entry of A all that the 32 or
 * 16 registers hold. Every accumulator is a local variable of its own, since HotSpot keeps an array
 * of vectors in memory; for the same reason a tile is stored in the method that has formed it.
 */
final class VectorKernels implements Kernels {
  /** The widest vectors of this processor; {@code -Dsdp.kernels.bits=128|256|512} for narrower. */
  private static final VectorSpecies<Double> S = species();

  private static final int W = S.length();

  private static final int ROWS = W == 8 ? 6 : 4;

  /** Below, a loop over vectors costs more than it saves. */
  private static final int SHORT = 32;

  private final ScalarKernels scalar = new ScalarKernels();

  private final PackedProduct product =
      new PackedProduct(ROWS, 3 * W, VectorKernels::tile, W, VectorKernels::narrowTile);

  private final PackedSolve packedSolve =
      new PackedSolve(ROWS, 3 * W, VectorKernels::tile, VectorKernels::eliminate);

  VectorKernels() {
    if (W < 2) {
      throw new UnsupportedOperationException("this processor has no vectors of doubles");
    }
  }

  private static VectorSpecies<Double> species() {
    int bits = Integer.getInteger("sdp.kernels.bits", 0);
    return switch (bits) {
      case 0 -> DoubleVector.SPECIES_PREFERRED;
      case 128 -> DoubleVector.SPECIES_128;
      case 256 -> DoubleVector.SPECIES_256;
      case 512 -> DoubleVector.SPECIES_512;
      default ->
          throw new IllegalArgumentException(
              "sdp.kernels.bits must be 128, 256 or 512, was " + bits);
    };
  }

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
    product.multiply(m, n, k, alpha, a, b, beta, c, columns);
  }

  @Override
  public void addPanels(
      int depth,
      double[] a,
      int aOffset,
      double[] b,
      int bOffset,
      double[] c,
      int cOffset,
      int cStride) {
    for (int i = 0; i < PANEL_ROWS; i += ROWS) {
      int row = cOffset + i * cStride;
      for (int j = 0; j < PANEL_COLUMNS; j += 3 * W) {
        tile(
            depth,
            ROWS,
            a,
            aOffset + i,
            1,
            PANEL_ROWS,
            b,
            bOffset + j,
            PANEL_COLUMNS,
            1,
            false,
            c,
            row + j,
            cStride);
      }
    }
  }

  /**
   * C ← C + αAB, or αAB where {@code overwrite}, for a tile of {@link #ROWS} rows and three
   * vectors.
   */
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
    int a1 = aRow * Math.min(1, rows - 1); // rows that are missing repeat the last
    int a2 = aRow * Math.min(2, rows - 1);
    int a3 = aRow * Math.min(3, rows - 1);
    int a4 = aRow * Math.min(4, rows - 1);
    int a5 = aRow * Math.min(5, rows - 1);
    DoubleVector c00 = zero(S);
    DoubleVector c01 = zero(S);
    DoubleVector c02 = zero(S);
    DoubleVector c10 = zero(S);
    DoubleVector c11 = zero(S);
    DoubleVector c12 = zero(S);
    DoubleVector c20 = zero(S);
    DoubleVector c21 = zero(S);
    DoubleVector c22 = zero(S);
    DoubleVector c30 = zero(S);
    DoubleVector c31 = zero(S);
    DoubleVector c32 = zero(S);
    DoubleVector c40 = zero(S);
    DoubleVector c41 = zero(S);
    DoubleVector c42 = zero(S);
    DoubleVector c50 = zero(S);
    DoubleVector c51 = zero(S);
    DoubleVector c52 = zero(S);
    int from = aOffset;
    int at = bOffset;
    for (int p = 0; p < depth; p++) {
      DoubleVector b0 = fromArray(S, b, at);
      DoubleVector b1 = fromArray(S, b, at + W);
      DoubleVector b2 = fromArray(S, b, at + 2 * W);
      at += bRow;
      DoubleVector x = broadcast(S, a[from]);
      c00 = x.fma(b0, c00);
      c01 = x.fma(b1, c01);
      c02 = x.fma(b2, c02);
      x = broadcast(S, a[from + a1]);
      c10 = x.fma(b0, c10);
      c11 = x.fma(b1, c11);
      c12 = x.fma(b2, c12);
      x = broadcast(S, a[from + a2]);
      c20 = x.fma(b0, c20);
      c21 = x.fma(b1, c21);
      c22 = x.fma(b2, c22);
      x = broadcast(S, a[from + a3]);
      c30 = x.fma(b0, c30);
      c31 = x.fma(b1, c31);
      c32 = x.fma(b2, c32);
      if (ROWS > 4) {
        x = broadcast(S, a[from + a4]);
        c40 = x.fma(b0, c40);
        c41 = x.fma(b1, c41);
        c42 = x.fma(b2, c42);
        x = broadcast(S, a[from + a5]);
        c50 = x.fma(b0, c50);
        c51 = x.fma(b1, c51);
        c52 = x.fma(b2, c52);
      }
      from += aCol;
    }
    int to = cOffset;
    c00 = c00.mul(alpha);
    c01 = c01.mul(alpha);
    c02 = c02.mul(alpha);
    if (!overwrite) {
      c00 = c00.add(fromArray(S, c, to));
      c01 = c01.add(fromArray(S, c, to + W));
      c02 = c02.add(fromArray(S, c, to + 2 * W));
    }
    c00.intoArray(c, to);
    c01.intoArray(c, to + W);
    c02.intoArray(c, to + 2 * W);
    to += cRow;
    c10 = c10.mul(alpha);
    c11 = c11.mul(alpha);
    c12 = c12.mul(alpha);
    if (!overwrite) {
      c10 = c10.add(fromArray(S, c, to));
      c11 = c11.add(fromArray(S, c, to + W));
      c12 = c12.add(fromArray(S, c, to + 2 * W));
    }
    c10.intoArray(c, to);
    c11.intoArray(c, to + W);
    c12.intoArray(c, to + 2 * W);
    to += cRow;
    c20 = c20.mul(alpha);
    c21 = c21.mul(alpha);
    c22 = c22.mul(alpha);
    if (!overwrite) {
      c20 = c20.add(fromArray(S, c, to));
      c21 = c21.add(fromArray(S, c, to + W));
      c22 = c22.add(fromArray(S, c, to + 2 * W));
    }
    c20.intoArray(c, to);
    c21.intoArray(c, to + W);
    c22.intoArray(c, to + 2 * W);
    to += cRow;
    c30 = c30.mul(alpha);
    c31 = c31.mul(alpha);
    c32 = c32.mul(alpha);
    if (!overwrite) {
      c30 = c30.add(fromArray(S, c, to));
      c31 = c31.add(fromArray(S, c, to + W));
      c32 = c32.add(fromArray(S, c, to + 2 * W));
    }
    c30.intoArray(c, to);
    c31.intoArray(c, to + W);
    c32.intoArray(c, to + 2 * W);
    if (ROWS > 4) {
      to += cRow;
      c40 = c40.mul(alpha);
      c41 = c41.mul(alpha);
      c42 = c42.mul(alpha);
      if (!overwrite) {
        c40 = c40.add(fromArray(S, c, to));
        c41 = c41.add(fromArray(S, c, to + W));
        c42 = c42.add(fromArray(S, c, to + 2 * W));
      }
      c40.intoArray(c, to);
      c41.intoArray(c, to + W);
      c42.intoArray(c, to + 2 * W);
      to += cRow;
      c50 = c50.mul(alpha);
      c51 = c51.mul(alpha);
      c52 = c52.mul(alpha);
      if (!overwrite) {
        c50 = c50.add(fromArray(S, c, to));
        c51 = c51.add(fromArray(S, c, to + W));
        c52 = c52.add(fromArray(S, c, to + 2 * W));
      }
      c50.intoArray(c, to);
      c51.intoArray(c, to + W);
      c52.intoArray(c, to + 2 * W);
    }
  }

  /** As {@link #tile}, for one vector: what is left of a row where two or three would be empty. */
  private static void narrowTile(
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
    int a1 = aRow * Math.min(1, rows - 1);
    int a2 = aRow * Math.min(2, rows - 1);
    int a3 = aRow * Math.min(3, rows - 1);
    int a4 = aRow * Math.min(4, rows - 1);
    int a5 = aRow * Math.min(5, rows - 1);
    DoubleVector c0 = zero(S);
    DoubleVector c1 = zero(S);
    DoubleVector c2 = zero(S);
    DoubleVector c3 = zero(S);
    DoubleVector c4 = zero(S);
    DoubleVector c5 = zero(S);
    int from = aOffset;
    for (int p = 0; p < depth; p++) {
      DoubleVector b0 = fromArray(S, b, bOffset + p * bRow);
      c0 = broadcast(S, a[from]).fma(b0, c0);
      c1 = broadcast(S, a[from + a1]).fma(b0, c1);
      c2 = broadcast(S, a[from + a2]).fma(b0, c2);
      c3 = broadcast(S, a[from + a3]).fma(b0, c3);
      if (ROWS > 4) {
        c4 = broadcast(S, a[from + a4]).fma(b0, c4);
        c5 = broadcast(S, a[from + a5]).fma(b0, c5);
      }
      from += aCol;
    }
    int to = cOffset;
    c0 = c0.mul(alpha);
    (overwrite ? c0 : c0.add(fromArray(S, c, to))).intoArray(c, to);
    to += cRow;
    c1 = c1.mul(alpha);
    (overwrite ? c1 : c1.add(fromArray(S, c, to))).intoArray(c, to);
    to += cRow;
    c2 = c2.mul(alpha);
    (overwrite ? c2 : c2.add(fromArray(S, c, to))).intoArray(c, to);
    to += cRow;
    c3 = c3.mul(alpha);
    (overwrite ? c3 : c3.add(fromArray(S, c, to))).intoArray(c, to);
    if (ROWS > 4) {
      to += cRow;
      c4 = c4.mul(alpha);
      (overwrite ? c4 : c4.add(fromArray(S, c, to))).intoArray(c, to);
      to += cRow;
      c5 = c5.mul(alpha);
      (overwrite ? c5 : c5.add(fromArray(S, c, to))).intoArray(c, to);
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

  private static void eliminate(int rows, double[] f, int fOffset, double[] x, int xOffset) {
    for (int s = 0; s < rows; s++) {
      int row = xOffset + s * 3 * W;
      int factor = fOffset + s * PackedSolve.GROUP + s;
      DoubleVector inverse = broadcast(S, f[factor]);
      DoubleVector x0 = fromArray(S, x, row).mul(inverse);
      DoubleVector x1 = fromArray(S, x, row + W).mul(inverse);
      DoubleVector x2 = fromArray(S, x, row + 2 * W).mul(inverse);
      x0.intoArray(x, row);
      x1.intoArray(x, row + W);
      x2.intoArray(x, row + 2 * W);
      for (int r = s + 1; r < rows; r++) {
        row += 3 * W;
        factor += PackedSolve.GROUP;
        DoubleVector y = broadcast(S, f[factor]);
        y.fma(x0, fromArray(S, x, row)).intoArray(x, row);
        y.fma(x1, fromArray(S, x, row + W)).intoArray(x, row + W);
        y.fma(x2, fromArray(S, x, row + 2 * W)).intoArray(x, row + 2 * W);
      }
    }
  }

  /** As {@link ScalarKernels#dot}, bit for bit. */
  @Override
  public double dot(int n, double[] x, int xOffset, double[] y, int yOffset) {
    if (n < SHORT || W == 2) {
      return scalar.dot(n, x, xOffset, y, yOffset);
    }
    int most = n / ScalarKernels.LANES * ScalarKernels.LANES;
    double rest = 0;
    for (int i = most; i < n; i++) {
      rest = Math.fma(x[xOffset + i], y[yOffset + i], rest);
    }
    double sum =
        W == 8 ? dotInTwo(most, x, xOffset, y, yOffset) : dotInFour(most, x, xOffset, y, yOffset);
    return sum + rest;
  }

  private static double dotInTwo(int n, double[] x, int xOffset, double[] y, int yOffset) {
    DoubleVector s0 = zero(S);
    DoubleVector s1 = zero(S);
    for (int i = 0; i < n; i += 2 * W) {
      s0 = fromArray(S, x, xOffset + i).fma(fromArray(S, y, yOffset + i), s0);
      s1 = fromArray(S, x, xOffset + i + W).fma(fromArray(S, y, yOffset + i + W), s1);
    }
    return foldEight(s0.add(s1));
  }

  private static double dotInFour(int n, double[] x, int xOffset, double[] y, int yOffset) {
    DoubleVector s0 = zero(S);
    DoubleVector s1 = zero(S);
    DoubleVector s2 = zero(S);
    DoubleVector s3 = zero(S);
    for (int i = 0; i < n; i += 4 * W) {
      s0 = fromArray(S, x, xOffset + i).fma(fromArray(S, y, yOffset + i), s0);
      s1 = fromArray(S, x, xOffset + i + W).fma(fromArray(S, y, yOffset + i + W), s1);
      s2 = fromArray(S, x, xOffset + i + 2 * W).fma(fromArray(S, y, yOffset + i + 2 * W), s2);
      s3 = fromArray(S, x, xOffset + i + 3 * W).fma(fromArray(S, y, yOffset + i + 3 * W), s3);
    }
    return foldFour(s0.add(s2).add(s1.add(s3)));
  }

  // Lane by lane, since reduceLanes leaves the order of the sum open.

  private static double foldEight(DoubleVector s) {
    double t0 = s.lane(0) + s.lane(4);
    double t1 = s.lane(1) + s.lane(5);
    double t2 = s.lane(2) + s.lane(6);
    double t3 = s.lane(3) + s.lane(7);
    return (t0 + t2) + (t1 + t3);
  }

  private static double foldFour(DoubleVector s) {
    return (s.lane(0) + s.lane(2)) + (s.lane(1) + s.lane(3));
  }

  @Override
  public void add(int n, double alpha, double[] x, int xOffset, double[] y, int yOffset) {
    if (n < SHORT) {
      scalar.add(n, alpha, x, xOffset, y, yOffset);
      return;
    }
    DoubleVector factor = broadcast(S, alpha);
    int i = 0;
    for (; i <= n - W; i += W) {
      factor
          .fma(fromArray(S, x, xOffset + i), fromArray(S, y, yOffset + i))
          .intoArray(y, yOffset + i);
    }
    for (; i < n; i++) {
      y[yOffset + i] = Math.fma(alpha, x[xOffset + i], y[yOffset + i]);
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
    if (n < SHORT) {
      scalar.subtractFour(n, alpha, aOffset, aStride, x, xOffset, xStride, y, yOffset);
      return;
    }
    double a0 = -alpha[aOffset];
    double a1 = -alpha[aOffset + aStride];
    double a2 = -alpha[aOffset + 2 * aStride];
    double a3 = -alpha[aOffset + 3 * aStride];
    int x1 = xOffset + xStride;
    int x2 = x1 + xStride;
    int x3 = x2 + xStride;
    DoubleVector f0 = broadcast(S, a0);
    DoubleVector f1 = broadcast(S, a1);
    DoubleVector f2 = broadcast(S, a2);
    DoubleVector f3 = broadcast(S, a3);
    int i = 0;
    for (; i <= n - W; i += W) {
      DoubleVector sum = f0.fma(fromArray(S, x, xOffset + i), fromArray(S, y, yOffset + i));
      sum = f1.fma(fromArray(S, x, x1 + i), sum);
      sum = f2.fma(fromArray(S, x, x2 + i), sum);
      f3.fma(fromArray(S, x, x3 + i), sum).intoArray(y, yOffset + i);
    }
    for (; i < n; i++) {
      double sum = Math.fma(a1, x[x1 + i], Math.fma(a0, x[xOffset + i], y[yOffset + i]));
      y[yOffset + i] = Math.fma(a3, x[x3 + i], Math.fma(a2, x[x2 + i], sum));
    }
  }

  @Override
  public void dotFour(
      int n, double[] a, int aOffset, int aStride, double[] x, double[] target, int targetOffset) {
    if (W == 2) {
      scalar.dotFour(n, a, aOffset, aStride, x, target, targetOffset);
      return;
    }
    int most = n / 8 * 8;
    if (W == 8) {
      dotFourInOne(most, a, aOffset, aStride, x, target, targetOffset);
    } else {
      dotFourInTwo(most, a, aOffset, aStride, x, target, targetOffset);
    }
    for (int r = 0; r < 4; r++) {
      target[targetOffset + r] += ScalarKernels.rest(most, n, a, aOffset + r * aStride, x);
    }
  }

  private static void dotFourInOne(
      int n, double[] a, int a0, int stride, double[] x, double[] target, int targetOffset) {
    int a1 = a0 + stride;
    int a2 = a1 + stride;
    int a3 = a2 + stride;
    DoubleVector s0 = zero(S);
    DoubleVector s1 = zero(S);
    DoubleVector s2 = zero(S);
    DoubleVector s3 = zero(S);
    for (int i = 0; i < n; i += W) {
      DoubleVector v = fromArray(S, x, i);
      s0 = fromArray(S, a, a0 + i).fma(v, s0);
      s1 = fromArray(S, a, a1 + i).fma(v, s1);
      s2 = fromArray(S, a, a2 + i).fma(v, s2);
      s3 = fromArray(S, a, a3 + i).fma(v, s3);
    }
    target[targetOffset] = foldEight(s0);
    target[targetOffset + 1] = foldEight(s1);
    target[targetOffset + 2] = foldEight(s2);
    target[targetOffset + 3] = foldEight(s3);
  }

  private static void dotFourInTwo(
      int n, double[] a, int a0, int stride, double[] x, double[] target, int targetOffset) {
    int a1 = a0 + stride;
    int a2 = a1 + stride;
    int a3 = a2 + stride;
    DoubleVector s0 = zero(S);
    DoubleVector t0 = zero(S);
    DoubleVector s1 = zero(S);
    DoubleVector t1 = zero(S);
    DoubleVector s2 = zero(S);
    DoubleVector t2 = zero(S);
    DoubleVector s3 = zero(S);
    DoubleVector t3 = zero(S);
    for (int i = 0; i < n; i += 2 * W) {
      DoubleVector v = fromArray(S, x, i);
      s0 = fromArray(S, a, a0 + i).fma(v, s0);
      s1 = fromArray(S, a, a1 + i).fma(v, s1);
      s2 = fromArray(S, a, a2 + i).fma(v, s2);
      s3 = fromArray(S, a, a3 + i).fma(v, s3);
      v = fromArray(S, x, i + W);
      t0 = fromArray(S, a, a0 + i + W).fma(v, t0);
      t1 = fromArray(S, a, a1 + i + W).fma(v, t1);
      t2 = fromArray(S, a, a2 + i + W).fma(v, t2);
      t3 = fromArray(S, a, a3 + i + W).fma(v, t3);
    }
    target[targetOffset] = foldFour(s0.add(t0));
    target[targetOffset + 1] = foldFour(s1.add(t1));
    target[targetOffset + 2] = foldFour(s2.add(t2));
    target[targetOffset + 3] = foldFour(s3.add(t3));
  }

  @Override
  public void addSymmetricRows(
      int n, double[] a, int aOffset, int aStride, double[] x, double[] y, int yOffset) {
    if (W == 8) {
      eightRows(n, a, aOffset, aStride, x, y, yOffset);
    } else if (W == 4) { // sixteen registers have no room for more
      int fifth = aOffset + 4 * aStride;
      fourRows(n, a, aOffset, aStride, x, n, y, yOffset, yOffset + n);
      fourRows(n, a, fifth, aStride, x, n + 4, y, yOffset, yOffset + n + 4);
    } else {
      scalar.addSymmetricRows(n, a, aOffset, aStride, x, y, yOffset);
    }
  }

  private static void eightRows(
      int n, double[] a, int a0, int stride, double[] x, double[] y, int yOffset) {
    int a1 = a0 + stride;
    int a2 = a1 + stride;
    int a3 = a2 + stride;
    int a4 = a3 + stride;
    int a5 = a4 + stride;
    int a6 = a5 + stride;
    int a7 = a6 + stride;
    DoubleVector x0 = broadcast(S, x[n]);
    DoubleVector x1 = broadcast(S, x[n + 1]);
    DoubleVector x2 = broadcast(S, x[n + 2]);
    DoubleVector x3 = broadcast(S, x[n + 3]);
    DoubleVector x4 = broadcast(S, x[n + 4]);
    DoubleVector x5 = broadcast(S, x[n + 5]);
    DoubleVector x6 = broadcast(S, x[n + 6]);
    DoubleVector x7 = broadcast(S, x[n + 7]);
    DoubleVector s0 = zero(S);
    DoubleVector s1 = zero(S);
    DoubleVector s2 = zero(S);
    DoubleVector s3 = zero(S);
    DoubleVector s4 = zero(S);
    DoubleVector s5 = zero(S);
    DoubleVector s6 = zero(S);
    DoubleVector s7 = zero(S);
    for (int j = 0; j < n; j += W) {
      DoubleVector v = fromArray(S, x, j);
      DoubleVector w = fromArray(S, y, yOffset + j);
      DoubleVector row = fromArray(S, a, a0 + j);
      s0 = row.fma(v, s0);
      w = row.fma(x0, w);
      row = fromArray(S, a, a1 + j);
      s1 = row.fma(v, s1);
      w = row.fma(x1, w);
      row = fromArray(S, a, a2 + j);
      s2 = row.fma(v, s2);
      w = row.fma(x2, w);
      row = fromArray(S, a, a3 + j);
      s3 = row.fma(v, s3);
      w = row.fma(x3, w);
      row = fromArray(S, a, a4 + j);
      s4 = row.fma(v, s4);
      w = row.fma(x4, w);
      row = fromArray(S, a, a5 + j);
      s5 = row.fma(v, s5);
      w = row.fma(x5, w);
      row = fromArray(S, a, a6 + j);
      s6 = row.fma(v, s6);
      w = row.fma(x6, w);
      row = fromArray(S, a, a7 + j);
      s7 = row.fma(v, s7);
      w = row.fma(x7, w);
      w.intoArray(y, yOffset + j);
    }
    int to = yOffset + n;
    y[to] += foldEight(s0);
    y[to + 1] += foldEight(s1);
    y[to + 2] += foldEight(s2);
    y[to + 3] += foldEight(s3);
    y[to + 4] += foldEight(s4);
    y[to + 5] += foldEight(s5);
    y[to + 6] += foldEight(s6);
    y[to + 7] += foldEight(s7);
  }

  private static void fourRows(
      int n,
      double[] a,
      int a0,
      int stride,
      double[] x,
      int xOffset,
      double[] y,
      int yOffset,
      int target) {
    int a1 = a0 + stride;
    int a2 = a1 + stride;
    int a3 = a2 + stride;
    DoubleVector x0 = broadcast(S, x[xOffset]);
    DoubleVector x1 = broadcast(S, x[xOffset + 1]);
    DoubleVector x2 = broadcast(S, x[xOffset + 2]);
    DoubleVector x3 = broadcast(S, x[xOffset + 3]);
    DoubleVector s0 = zero(S);
    DoubleVector t0 = zero(S);
    DoubleVector s1 = zero(S);
    DoubleVector t1 = zero(S);
    DoubleVector s2 = zero(S);
    DoubleVector t2 = zero(S);
    DoubleVector s3 = zero(S);
    DoubleVector t3 = zero(S);
    for (int j = 0; j < n; j += 2 * W) {
      DoubleVector v = fromArray(S, x, j);
      DoubleVector w = fromArray(S, y, yOffset + j);
      DoubleVector row = fromArray(S, a, a0 + j);
      s0 = row.fma(v, s0);
      w = row.fma(x0, w);
      row = fromArray(S, a, a1 + j);
      s1 = row.fma(v, s1);
      w = row.fma(x1, w);
      row = fromArray(S, a, a2 + j);
      s2 = row.fma(v, s2);
      w = row.fma(x2, w);
      row = fromArray(S, a, a3 + j);
      s3 = row.fma(v, s3);
      w = row.fma(x3, w);
      w.intoArray(y, yOffset + j);
      v = fromArray(S, x, j + W);
      w = fromArray(S, y, yOffset + j + W);
      row = fromArray(S, a, a0 + j + W);
      t0 = row.fma(v, t0);
      w = row.fma(x0, w);
      row = fromArray(S, a, a1 + j + W);
      t1 = row.fma(v, t1);
      w = row.fma(x1, w);
      row = fromArray(S, a, a2 + j + W);
      t2 = row.fma(v, t2);
      w = row.fma(x2, w);
      row = fromArray(S, a, a3 + j + W);
      t3 = row.fma(v, t3);
      w = row.fma(x3, w);
      w.intoArray(y, yOffset + j + W);
    }
    y[target] += foldFour(s0.add(t0));
    y[target + 1] += foldFour(s1.add(t1));
    y[target + 2] += foldFour(s2.add(t2));
    y[target + 3] += foldFour(s3.add(t3));
  }

  @Override
  public void poleSums(int n, double[] z, double[] d, int offset, double tau, double[] target) {
    if (W == 2) {
      scalar.poleSums(n, z, d, offset, tau, target);
      return;
    }
    int most = offset + n / 8 * 8;
    if (W == 8) {
      poleSumsInOne(offset, most, z, d, tau, target);
    } else {
      poleSumsInTwo(offset, most, z, d, tau, target);
    }
    ScalarKernels.addPoles(most, offset + n, z, d, tau, target);
  }

  private static void poleSumsInOne(
      int from, int to, double[] z, double[] d, double tau, double[] target) {
    DoubleVector s = zero(S);
    DoubleVector t = zero(S);
    for (int i = from; i < to; i += W) {
      DoubleVector v = fromArray(S, z, i);
      DoubleVector q = v.div(fromArray(S, d, i).sub(tau));
      s = v.fma(q, s);
      t = q.fma(q, t);
    }
    target[0] = foldEight(s);
    target[1] = foldEight(t);
  }

  private static void poleSumsInTwo(
      int from, int to, double[] z, double[] d, double tau, double[] target) {
    DoubleVector s0 = zero(S);
    DoubleVector s1 = zero(S);
    DoubleVector t0 = zero(S);
    DoubleVector t1 = zero(S);
    for (int i = from; i < to; i += 2 * W) {
      DoubleVector v = fromArray(S, z, i);
      DoubleVector q = v.div(fromArray(S, d, i).sub(tau));
      s0 = v.fma(q, s0);
      t0 = q.fma(q, t0);
      v = fromArray(S, z, i + W);
      q = v.div(fromArray(S, d, i + W).sub(tau));
      s1 = v.fma(q, s1);
      t1 = q.fma(q, t1);
    }
    target[0] = foldFour(s0.add(s1));
    target[1] = foldFour(t0.add(t1));
  }

  @Override
  public String toString() {
    return "vector, " + S.vectorBitSize() + " bits";
  }
}
