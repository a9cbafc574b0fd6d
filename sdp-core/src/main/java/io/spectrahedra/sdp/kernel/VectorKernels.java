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
      at += 3 * W;
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
      DoubleVector b0 = fromArray(S, b, bOffset + p * W);
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
  public double addAndDot(int n, double[] a, int aOffset, double[] x, double alpha, double[] y) {
    if (n < SHORT || W < 8) {
      double sum = dot(n, a, aOffset, x, 0);
      add(n, alpha, a, aOffset, y, 0);
      return sum;
    }
    int most = n / ScalarKernels.LANES * ScalarKernels.LANES;
    double rest = 0;
    for (int i = most; i < n; i++) {
      rest = Math.fma(a[aOffset + i], x[i], rest);
      y[i] = Math.fma(alpha, a[aOffset + i], y[i]);
    }
    return addAndDotInTwo(most, a, aOffset, x, alpha, y) + rest;
  }

  private static double addAndDotInTwo(
      int n, double[] a, int aOffset, double[] x, double alpha, double[] y) {
    DoubleVector factor = broadcast(S, alpha);
    DoubleVector s0 = zero(S);
    DoubleVector s1 = zero(S);
    for (int i = 0; i < n; i += 2 * W) {
      DoubleVector row0 = fromArray(S, a, aOffset + i);
      DoubleVector row1 = fromArray(S, a, aOffset + i + W);
      s0 = row0.fma(fromArray(S, x, i), s0);
      s1 = row1.fma(fromArray(S, x, i + W), s1);
      factor.fma(row0, fromArray(S, y, i)).intoArray(y, i);
      factor.fma(row1, fromArray(S, y, i + W)).intoArray(y, i + W);
    }
    return foldEight(s0.add(s1));
  }

  @Override
  public String toString() {
    return "vector, " + S.vectorBitSize() + " bits";
  }
}
