package io.spectrahedra.sdp.kernel;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Kernels on the Vector API.
 *
 * <p>{@link #multiply} packs a part of B into panels of two or three vectors' width, row after row,
 * that stay in the second-level cache, and forms tiles of six rows of C by one panel in registers:
 * 18 accumulators of 512 bits, or 12 of less (those processors have 16 registers). Every
 * accumulator is a local variable of its own, since HotSpot keeps an array of vectors in memory;
 * for the same reason a tile is stored in the method that has formed it. A is read where it lies,
 * an entry at a time; one whose rows are not contiguous is packed, six rows at a time.
 */
final class VectorKernels implements Kernels {
  /** The widest vectors of this processor; {@code -Dsdp.kernels.bits=128|256|512} for narrower. */
  private static final VectorSpecies<Double> S = species();

  private static final int W = S.length();

  /** False where a fused multiply-add would be computed in software, a thousand times slower. */
  private static final boolean FUSED = FusedMultiplyAdd.isFast();

  private static final int ROWS = 6;
  private static final int PANEL = W == 8 ? 3 * W : 2 * W;

  /** Part of B that is packed at once: 0.5 MB, half of a usual second-level cache. */
  private static final int DEPTH = 256;

  private static final int WIDTH = 240;

  private static final class Workspace {
    final double[] b = new double[DEPTH * (WIDTH + PANEL)];
    final double[] a = new double[ROWS * DEPTH];
    final double[] tile = new double[ROWS * PANEL];
  }

  private final ThreadLocal<Workspace> workspace = ThreadLocal.withInitial(Workspace::new);

  VectorKernels() {
    if (W < 2) {
      throw new IllegalStateException("this processor has no vectors of doubles");
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
          throw new IllegalStateException("sdp.kernels.bits must be 128, 256 or 512, was " + bits);
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
    if (m == 0 || n == 0) {
      return;
    }
    if (beta != 1 && (beta != 0 || k == 0)) {
      scale(m, n, beta, c, columns);
    }
    if (c.colStride() != 1 && c.rowStride() == 1 && columns >= n) {
      accumulate(n, m, k, alpha, transposed(b), transposed(a), beta == 0, transposed(c), columns);
    } else {
      accumulate(m, n, k, alpha, a, b, beta == 0, c, columns);
    }
  }

  private static Strided transposed(Strided a) {
    return new Strided(a.data(), a.offset(), a.colStride(), a.rowStride());
  }

  private static void scale(int m, int n, double beta, Strided c, int columns) {
    for (int i = 0; i < m; i++) {
      int at = c.index(i, 0);
      for (int j = 0; j < Math.min(n, columns + i); j++) {
        c.data()[at] = beta == 0 ? 0 : beta * c.data()[at];
        at += c.colStride();
      }
    }
  }

  /** C ← C + αAB, or αAB where {@code overwrite}, in parts of B that fit the cache. */
  private void accumulate(
      int m,
      int n,
      int k,
      double alpha,
      Strided a,
      Strided b,
      boolean overwrite,
      Strided c,
      int columns) {
    Workspace work = workspace.get();
    int used = Math.min(n, columns + m - 1); // columns beyond are written in no row
    int depth = evenly(k, DEPTH);
    for (int col = 0; col < used; col += WIDTH) {
      int width = Math.min(WIDTH, used - col);
      for (int p = 0; p < k; p += depth) {
        int d = Math.min(depth, k - p);
        packB(b, p, col, d, width, work.b);
        for (int i = Math.max(0, (col + 1 - columns) / ROWS * ROWS); i < m; i += ROWS) {
          strip(
              Math.min(ROWS, m - i),
              width,
              d,
              alpha,
              a,
              i,
              p,
              work,
              overwrite && p == 0,
              c,
              col,
              columns + i - col);
        }
      }
    }
  }

  /** The largest part of total, when it is cut into as many even parts as {@code most} demands. */
  private static int evenly(int total, int most) {
    int parts = Math.max(1, (total + most - 1) / most);
    return (total + parts - 1) / parts;
  }

  /** Up to six rows of C, from (i, col). */
  private static void strip(
      int rows,
      int width,
      int depth,
      double alpha,
      Strided a,
      int i,
      int p,
      Workspace work,
      boolean overwrite,
      Strided c,
      int col,
      int columns) {
    double[] aData = a.data();
    int aOffset = a.index(i, p);
    int aRow = a.rowStride();
    int aCol = 1;
    if (a.colStride() != 1) {
      packA(a, aOffset, rows, depth, work.a);
      aData = work.a;
      aOffset = 0;
      aRow = 1;
      aCol = ROWS;
    }
    for (int j = 0; j < width && j < columns + rows - 1; j += PANEL) {
      int panel = panelWidth(width - j);
      int bOffset = j * depth;
      int cOffset = c.index(i, col + j);
      if (rows == ROWS && j + panel <= Math.min(width, columns) && c.colStride() == 1) {
        tile(
            panel,
            depth,
            rows,
            aData,
            aOffset,
            aRow,
            aCol,
            work.b,
            bOffset,
            alpha,
            overwrite,
            c.data(),
            cOffset,
            c.rowStride());
      } else {
        tile(
            panel, depth, rows, aData, aOffset, aRow, aCol, work.b, bOffset, alpha, true, work.tile,
            0, panel);
        copyTile(
            rows, Math.min(panel, width - j), columns - j, panel, work.tile, overwrite, c, cOffset);
      }
    }
  }

  /** A last panel of at most two vectors is not filled up to three. */
  private static int panelWidth(int width) {
    return width <= 2 * W ? 2 * W : PANEL;
  }

  private static void tile(
      int panel,
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
      int cStride) {
    if (panel == 2 * W) {
      tile2(depth, rows, a, aOffset, aRow, aCol, b, bOffset, alpha, overwrite, c, cOffset, cStride);
    } else {
      tile3(depth, rows, a, aOffset, aRow, aCol, b, bOffset, alpha, overwrite, c, cOffset, cStride);
    }
  }

  private static void copyTile(
      int rows,
      int width,
      int columns,
      int panel,
      double[] tile,
      boolean overwrite,
      Strided c,
      int cOffset) {
    double[] data = c.data();
    for (int i = 0; i < rows; i++) {
      int to = cOffset + i * c.rowStride();
      int from = i * panel;
      int end = from + Math.min(width, columns + i);
      while (from < end) {
        data[to] = overwrite ? tile[from] : data[to] + tile[from];
        to += c.colStride();
        from++;
      }
    }
  }

  /** Panels one after the other, each row after row; the last is filled with zeros. */
  private static void packB(Strided b, int p, int col, int depth, int width, double[] packed) {
    double[] data = b.data();
    int rowStep = b.rowStride();
    int colStep = b.colStride();
    for (int j = 0; j < width; j += PANEL) {
      int panel = panelWidth(width - j);
      int used = Math.min(panel, width - j);
      int start = j * depth;
      if (used < panel) {
        Arrays.fill(packed, start, start + depth * panel, 0);
      }
      int from = b.index(p, col + j);
      if (colStep == 1) {
        for (int q = 0; q < depth; q++) {
          System.arraycopy(data, from + q * rowStep, packed, start + q * panel, used);
        }
      } else {
        for (int jj = 0; jj < used; jj++) {
          int source = from + jj * colStep;
          int to = start + jj;
          for (int q = 0; q < depth; q++) {
            packed[to] = data[source];
            source += rowStep;
            to += panel;
          }
        }
      }
    }
  }

  /** Column after column of six; rows that are missing repeat the last. */
  private static void packA(Strided a, int offset, int rows, int depth, double[] packed) {
    double[] data = a.data();
    int a1 = a.rowStride() * Math.min(1, rows - 1);
    int a2 = a.rowStride() * Math.min(2, rows - 1);
    int a3 = a.rowStride() * Math.min(3, rows - 1);
    int a4 = a.rowStride() * Math.min(4, rows - 1);
    int a5 = a.rowStride() * Math.min(5, rows - 1);
    int from = offset;
    for (int q = 0; q < ROWS * depth; q += ROWS) {
      packed[q] = data[from];
      packed[q + 1] = data[from + a1];
      packed[q + 2] = data[from + a2];
      packed[q + 3] = data[from + a3];
      packed[q + 4] = data[from + a4];
      packed[q + 5] = data[from + a5];
      from += a.colStride();
    }
  }

  private static DoubleVector multiplyAdd(DoubleVector x, DoubleVector y, DoubleVector sum) {
    return FUSED ? x.fma(y, sum) : x.mul(y).add(sum);
  }

  /** C ← C + αAB, or αAB where {@code overwrite}, for a tile of six rows and three vectors. */
  private static void tile3(
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
      int cStride) {
    int a1 = aRow * Math.min(1, rows - 1); // rows that are missing repeat the last
    int a2 = aRow * Math.min(2, rows - 1);
    int a3 = aRow * Math.min(3, rows - 1);
    int a4 = aRow * Math.min(4, rows - 1);
    int a5 = aRow * Math.min(5, rows - 1);
    DoubleVector c00 = DoubleVector.zero(S);
    DoubleVector c01 = DoubleVector.zero(S);
    DoubleVector c02 = DoubleVector.zero(S);
    DoubleVector c10 = DoubleVector.zero(S);
    DoubleVector c11 = DoubleVector.zero(S);
    DoubleVector c12 = DoubleVector.zero(S);
    DoubleVector c20 = DoubleVector.zero(S);
    DoubleVector c21 = DoubleVector.zero(S);
    DoubleVector c22 = DoubleVector.zero(S);
    DoubleVector c30 = DoubleVector.zero(S);
    DoubleVector c31 = DoubleVector.zero(S);
    DoubleVector c32 = DoubleVector.zero(S);
    DoubleVector c40 = DoubleVector.zero(S);
    DoubleVector c41 = DoubleVector.zero(S);
    DoubleVector c42 = DoubleVector.zero(S);
    DoubleVector c50 = DoubleVector.zero(S);
    DoubleVector c51 = DoubleVector.zero(S);
    DoubleVector c52 = DoubleVector.zero(S);
    int from = aOffset;
    int at = bOffset;
    for (int p = 0; p < depth; p++) {
      DoubleVector b0 = DoubleVector.fromArray(S, b, at);
      DoubleVector b1 = DoubleVector.fromArray(S, b, at + W);
      DoubleVector b2 = DoubleVector.fromArray(S, b, at + 2 * W);
      at += 3 * W;
      DoubleVector x = DoubleVector.broadcast(S, a[from]);
      c00 = multiplyAdd(x, b0, c00);
      c01 = multiplyAdd(x, b1, c01);
      c02 = multiplyAdd(x, b2, c02);
      x = DoubleVector.broadcast(S, a[from + a1]);
      c10 = multiplyAdd(x, b0, c10);
      c11 = multiplyAdd(x, b1, c11);
      c12 = multiplyAdd(x, b2, c12);
      x = DoubleVector.broadcast(S, a[from + a2]);
      c20 = multiplyAdd(x, b0, c20);
      c21 = multiplyAdd(x, b1, c21);
      c22 = multiplyAdd(x, b2, c22);
      x = DoubleVector.broadcast(S, a[from + a3]);
      c30 = multiplyAdd(x, b0, c30);
      c31 = multiplyAdd(x, b1, c31);
      c32 = multiplyAdd(x, b2, c32);
      x = DoubleVector.broadcast(S, a[from + a4]);
      c40 = multiplyAdd(x, b0, c40);
      c41 = multiplyAdd(x, b1, c41);
      c42 = multiplyAdd(x, b2, c42);
      x = DoubleVector.broadcast(S, a[from + a5]);
      c50 = multiplyAdd(x, b0, c50);
      c51 = multiplyAdd(x, b1, c51);
      c52 = multiplyAdd(x, b2, c52);
      from += aCol;
    }
    int to = cOffset;
    c00 = c00.mul(alpha);
    c01 = c01.mul(alpha);
    c02 = c02.mul(alpha);
    if (!overwrite) {
      c00 = c00.add(DoubleVector.fromArray(S, c, to));
      c01 = c01.add(DoubleVector.fromArray(S, c, to + W));
      c02 = c02.add(DoubleVector.fromArray(S, c, to + 2 * W));
    }
    c00.intoArray(c, to);
    c01.intoArray(c, to + W);
    c02.intoArray(c, to + 2 * W);
    to += cStride;
    c10 = c10.mul(alpha);
    c11 = c11.mul(alpha);
    c12 = c12.mul(alpha);
    if (!overwrite) {
      c10 = c10.add(DoubleVector.fromArray(S, c, to));
      c11 = c11.add(DoubleVector.fromArray(S, c, to + W));
      c12 = c12.add(DoubleVector.fromArray(S, c, to + 2 * W));
    }
    c10.intoArray(c, to);
    c11.intoArray(c, to + W);
    c12.intoArray(c, to + 2 * W);
    to += cStride;
    c20 = c20.mul(alpha);
    c21 = c21.mul(alpha);
    c22 = c22.mul(alpha);
    if (!overwrite) {
      c20 = c20.add(DoubleVector.fromArray(S, c, to));
      c21 = c21.add(DoubleVector.fromArray(S, c, to + W));
      c22 = c22.add(DoubleVector.fromArray(S, c, to + 2 * W));
    }
    c20.intoArray(c, to);
    c21.intoArray(c, to + W);
    c22.intoArray(c, to + 2 * W);
    to += cStride;
    c30 = c30.mul(alpha);
    c31 = c31.mul(alpha);
    c32 = c32.mul(alpha);
    if (!overwrite) {
      c30 = c30.add(DoubleVector.fromArray(S, c, to));
      c31 = c31.add(DoubleVector.fromArray(S, c, to + W));
      c32 = c32.add(DoubleVector.fromArray(S, c, to + 2 * W));
    }
    c30.intoArray(c, to);
    c31.intoArray(c, to + W);
    c32.intoArray(c, to + 2 * W);
    to += cStride;
    c40 = c40.mul(alpha);
    c41 = c41.mul(alpha);
    c42 = c42.mul(alpha);
    if (!overwrite) {
      c40 = c40.add(DoubleVector.fromArray(S, c, to));
      c41 = c41.add(DoubleVector.fromArray(S, c, to + W));
      c42 = c42.add(DoubleVector.fromArray(S, c, to + 2 * W));
    }
    c40.intoArray(c, to);
    c41.intoArray(c, to + W);
    c42.intoArray(c, to + 2 * W);
    to += cStride;
    c50 = c50.mul(alpha);
    c51 = c51.mul(alpha);
    c52 = c52.mul(alpha);
    if (!overwrite) {
      c50 = c50.add(DoubleVector.fromArray(S, c, to));
      c51 = c51.add(DoubleVector.fromArray(S, c, to + W));
      c52 = c52.add(DoubleVector.fromArray(S, c, to + 2 * W));
    }
    c50.intoArray(c, to);
    c51.intoArray(c, to + W);
    c52.intoArray(c, to + 2 * W);
  }

  /** C ← C + αAB, or αAB where {@code overwrite}, for a tile of six rows and two vectors. */
  private static void tile2(
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
      int cStride) {
    int a1 = aRow * Math.min(1, rows - 1); // rows that are missing repeat the last
    int a2 = aRow * Math.min(2, rows - 1);
    int a3 = aRow * Math.min(3, rows - 1);
    int a4 = aRow * Math.min(4, rows - 1);
    int a5 = aRow * Math.min(5, rows - 1);
    DoubleVector c00 = DoubleVector.zero(S);
    DoubleVector c01 = DoubleVector.zero(S);
    DoubleVector c10 = DoubleVector.zero(S);
    DoubleVector c11 = DoubleVector.zero(S);
    DoubleVector c20 = DoubleVector.zero(S);
    DoubleVector c21 = DoubleVector.zero(S);
    DoubleVector c30 = DoubleVector.zero(S);
    DoubleVector c31 = DoubleVector.zero(S);
    DoubleVector c40 = DoubleVector.zero(S);
    DoubleVector c41 = DoubleVector.zero(S);
    DoubleVector c50 = DoubleVector.zero(S);
    DoubleVector c51 = DoubleVector.zero(S);
    int from = aOffset;
    int at = bOffset;
    for (int p = 0; p < depth; p++) {
      DoubleVector b0 = DoubleVector.fromArray(S, b, at);
      DoubleVector b1 = DoubleVector.fromArray(S, b, at + W);
      at += 2 * W;
      DoubleVector x = DoubleVector.broadcast(S, a[from]);
      c00 = multiplyAdd(x, b0, c00);
      c01 = multiplyAdd(x, b1, c01);
      x = DoubleVector.broadcast(S, a[from + a1]);
      c10 = multiplyAdd(x, b0, c10);
      c11 = multiplyAdd(x, b1, c11);
      x = DoubleVector.broadcast(S, a[from + a2]);
      c20 = multiplyAdd(x, b0, c20);
      c21 = multiplyAdd(x, b1, c21);
      x = DoubleVector.broadcast(S, a[from + a3]);
      c30 = multiplyAdd(x, b0, c30);
      c31 = multiplyAdd(x, b1, c31);
      x = DoubleVector.broadcast(S, a[from + a4]);
      c40 = multiplyAdd(x, b0, c40);
      c41 = multiplyAdd(x, b1, c41);
      x = DoubleVector.broadcast(S, a[from + a5]);
      c50 = multiplyAdd(x, b0, c50);
      c51 = multiplyAdd(x, b1, c51);
      from += aCol;
    }
    int to = cOffset;
    c00 = c00.mul(alpha);
    c01 = c01.mul(alpha);
    if (!overwrite) {
      c00 = c00.add(DoubleVector.fromArray(S, c, to));
      c01 = c01.add(DoubleVector.fromArray(S, c, to + W));
    }
    c00.intoArray(c, to);
    c01.intoArray(c, to + W);
    to += cStride;
    c10 = c10.mul(alpha);
    c11 = c11.mul(alpha);
    if (!overwrite) {
      c10 = c10.add(DoubleVector.fromArray(S, c, to));
      c11 = c11.add(DoubleVector.fromArray(S, c, to + W));
    }
    c10.intoArray(c, to);
    c11.intoArray(c, to + W);
    to += cStride;
    c20 = c20.mul(alpha);
    c21 = c21.mul(alpha);
    if (!overwrite) {
      c20 = c20.add(DoubleVector.fromArray(S, c, to));
      c21 = c21.add(DoubleVector.fromArray(S, c, to + W));
    }
    c20.intoArray(c, to);
    c21.intoArray(c, to + W);
    to += cStride;
    c30 = c30.mul(alpha);
    c31 = c31.mul(alpha);
    if (!overwrite) {
      c30 = c30.add(DoubleVector.fromArray(S, c, to));
      c31 = c31.add(DoubleVector.fromArray(S, c, to + W));
    }
    c30.intoArray(c, to);
    c31.intoArray(c, to + W);
    to += cStride;
    c40 = c40.mul(alpha);
    c41 = c41.mul(alpha);
    if (!overwrite) {
      c40 = c40.add(DoubleVector.fromArray(S, c, to));
      c41 = c41.add(DoubleVector.fromArray(S, c, to + W));
    }
    c40.intoArray(c, to);
    c41.intoArray(c, to + W);
    to += cStride;
    c50 = c50.mul(alpha);
    c51 = c51.mul(alpha);
    if (!overwrite) {
      c50 = c50.add(DoubleVector.fromArray(S, c, to));
      c51 = c51.add(DoubleVector.fromArray(S, c, to + W));
    }
    c50.intoArray(c, to);
    c51.intoArray(c, to + W);
  }

  /** In four vectors of partial sums as far as they go, then in one, then one by one. */
  @Override
  public double dot(int n, double[] x, int xOffset, double[] y, int yOffset) {
    int most = n / (4 * W) * (4 * W);
    double rest = shortDot(n - most, x, xOffset + most, y, yOffset + most);
    return most == 0 ? rest : longDot(most, x, xOffset, y, yOffset) + rest;
  }

  // One loop over vectors a method: where a loop has not run when HotSpot compiles the method, the
  // accumulators that pass through it are put into objects, at a tenth of the speed.

  private static double longDot(int n, double[] x, int xOffset, double[] y, int yOffset) {
    DoubleVector s0 = DoubleVector.zero(S);
    DoubleVector s1 = DoubleVector.zero(S);
    DoubleVector s2 = DoubleVector.zero(S);
    DoubleVector s3 = DoubleVector.zero(S);
    for (int i = 0; i < n; i += 4 * W) {
      s0 =
          multiplyAdd(
              DoubleVector.fromArray(S, x, xOffset + i),
              DoubleVector.fromArray(S, y, yOffset + i),
              s0);
      s1 =
          multiplyAdd(
              DoubleVector.fromArray(S, x, xOffset + i + W),
              DoubleVector.fromArray(S, y, yOffset + i + W),
              s1);
      s2 =
          multiplyAdd(
              DoubleVector.fromArray(S, x, xOffset + i + 2 * W),
              DoubleVector.fromArray(S, y, yOffset + i + 2 * W),
              s2);
      s3 =
          multiplyAdd(
              DoubleVector.fromArray(S, x, xOffset + i + 3 * W),
              DoubleVector.fromArray(S, y, yOffset + i + 3 * W),
              s3);
    }
    return s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
  }

  private static double shortDot(int n, double[] x, int xOffset, double[] y, int yOffset) {
    DoubleVector partial = DoubleVector.zero(S);
    int i = 0;
    for (; i <= n - W; i += W) {
      partial =
          multiplyAdd(
              DoubleVector.fromArray(S, x, xOffset + i),
              DoubleVector.fromArray(S, y, yOffset + i),
              partial);
    }
    double sum = partial.reduceLanes(VectorOperators.ADD);
    for (; i < n; i++) {
      sum += x[xOffset + i] * y[yOffset + i];
    }
    return sum;
  }

  @Override
  public void add(int n, double alpha, double[] x, int xOffset, double[] y, int yOffset) {
    DoubleVector factor = DoubleVector.broadcast(S, alpha);
    int i = 0;
    for (; i <= n - W; i += W) {
      multiplyAdd(
              factor,
              DoubleVector.fromArray(S, x, xOffset + i),
              DoubleVector.fromArray(S, y, yOffset + i))
          .intoArray(y, yOffset + i);
    }
    for (; i < n; i++) {
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
    double a0 = -alpha[aOffset];
    double a1 = -alpha[aOffset + aStride];
    double a2 = -alpha[aOffset + 2 * aStride];
    double a3 = -alpha[aOffset + 3 * aStride];
    int x1 = xOffset + xStride;
    int x2 = x1 + xStride;
    int x3 = x2 + xStride;
    DoubleVector f0 = DoubleVector.broadcast(S, a0);
    DoubleVector f1 = DoubleVector.broadcast(S, a1);
    DoubleVector f2 = DoubleVector.broadcast(S, a2);
    DoubleVector f3 = DoubleVector.broadcast(S, a3);
    int i = 0;
    for (; i <= n - W; i += W) {
      DoubleVector sum =
          multiplyAdd(
              f0,
              DoubleVector.fromArray(S, x, xOffset + i),
              DoubleVector.fromArray(S, y, yOffset + i));
      sum = multiplyAdd(f1, DoubleVector.fromArray(S, x, x1 + i), sum);
      sum = multiplyAdd(f2, DoubleVector.fromArray(S, x, x2 + i), sum);
      multiplyAdd(f3, DoubleVector.fromArray(S, x, x3 + i), sum).intoArray(y, yOffset + i);
    }
    for (; i < n; i++) {
      y[yOffset + i] += a0 * x[xOffset + i] + a1 * x[x1 + i] + a2 * x[x2 + i] + a3 * x[x3 + i];
    }
  }

  @Override
  public double addAndDot(int n, double[] a, int aOffset, double[] x, double alpha, double[] y) {
    DoubleVector factor = DoubleVector.broadcast(S, alpha);
    DoubleVector s0 = DoubleVector.zero(S);
    DoubleVector s1 = DoubleVector.zero(S);
    int i = 0;
    for (; i <= n - 2 * W; i += 2 * W) {
      DoubleVector row0 = DoubleVector.fromArray(S, a, aOffset + i);
      DoubleVector row1 = DoubleVector.fromArray(S, a, aOffset + i + W);
      s0 = multiplyAdd(row0, DoubleVector.fromArray(S, x, i), s0);
      s1 = multiplyAdd(row1, DoubleVector.fromArray(S, x, i + W), s1);
      multiplyAdd(factor, row0, DoubleVector.fromArray(S, y, i)).intoArray(y, i);
      multiplyAdd(factor, row1, DoubleVector.fromArray(S, y, i + W)).intoArray(y, i + W);
    }
    double sum = s0.add(s1).reduceLanes(VectorOperators.ADD);
    for (; i < n; i++) {
      sum += a[aOffset + i] * x[i];
      y[i] += alpha * a[aOffset + i];
    }
    return sum;
  }

  @Override
  public String toString() {
    return "vector, " + S.vectorBitSize() + " bits" + (FUSED ? "" : ", no fused multiply-add");
  }
}
