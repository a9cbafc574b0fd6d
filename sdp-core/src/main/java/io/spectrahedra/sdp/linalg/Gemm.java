package io.spectrahedra.sdp.linalg;

import io.spectrahedra.sdp.kernel.ScalarKernels;
import java.util.Arrays;

/**
 * Products of dense matrices. Transposed operands are transposed views.
 *
 * <p>C is cut into fixed tiles, one task each. A tile packs a depth of B at a time into rows that
 * stay in the cache, and forms one row of C after the other from four of them at once.
 */
public final class Gemm {
  private static final int TILE_ROWS = 128;
  private static final int TILE_COLS = 256;
  private static final int DEPTH = 64;

  /** Products of fewer multiplications than this are not worth a second thread. */
  private static final long SERIAL_WORK = 200_000;

  private Gemm() {}

  /**
   * C ← αAB + βC; with β = 0, C is not read.
   *
   * @param a m × k
   * @param b k × n
   * @param c m × n, sharing no entry with a or b
   */
  public static void multiply(
      Workers workers, double alpha, DenseMatrix a, DenseMatrix b, double beta, DenseMatrix c) {
    product(workers, alpha, a, b, beta, c, false);
  }

  /**
   * The lower triangle of C ← αAB + βC, for a product known to be symmetric (b = aᵀ, say); the
   * strict upper triangle of C is neither read nor written. Half the work of {@link #multiply}.
   */
  public static void multiplyLower(
      Workers workers, double alpha, DenseMatrix a, DenseMatrix b, double beta, DenseMatrix c) {
    c.requireSquare("multiplyLower");
    product(workers, alpha, a, b, beta, c, true);
  }

  /** AB, a new matrix. */
  public static DenseMatrix product(Workers workers, DenseMatrix a, DenseMatrix b) {
    DenseMatrix c = DenseMatrix.zeros(a.rows, b.cols);
    multiply(workers, 1, a, b, 0, c);
    return c;
  }

  private static void product(
      Workers workers,
      double alpha,
      DenseMatrix a,
      DenseMatrix b,
      double beta,
      DenseMatrix c,
      boolean lower) {
    if (a.rows != c.rows || b.cols != c.cols || a.cols != b.rows) {
      throw new IllegalArgumentException(
          "shapes do not fit: "
              + c.rows
              + " x "
              + c.cols
              + " from "
              + a.rows
              + " x "
              + a.cols
              + " times "
              + b.rows
              + " x "
              + b.cols);
    }
    int down = (c.rows + TILE_ROWS - 1) / TILE_ROWS;
    int across = (c.cols + TILE_COLS - 1) / TILE_COLS;
    long work = (long) c.rows * c.cols * Math.max(1, a.cols);
    Workers team = work < SERIAL_WORK ? Workers.SERIAL : workers;
    team.forEach(
        down * across,
        tile -> {
          int row = tile / across * TILE_ROWS;
          int col = tile % across * TILE_COLS;
          int height = Math.min(TILE_ROWS, c.rows - row);
          int width = Math.min(TILE_COLS, c.cols - col);
          if (!lower || col < row + height) {
            tile(alpha, a, b, beta, c, row, col, height, width, lower);
          }
        });
  }

  private static void tile(
      double alpha,
      DenseMatrix a,
      DenseMatrix b,
      double beta,
      DenseMatrix c,
      int row,
      int col,
      int height,
      int width,
      boolean lower) {
    int inner = a.cols;
    double[][] packed = new double[Math.min(DEPTH, inner)][width];
    double[] sum = new double[width];
    double once = beta;
    for (int k = 0; k == 0 || k < inner; k += DEPTH) {
      int depth = Math.min(DEPTH, inner - k);
      pack(b, k, col, depth, width, packed);
      for (int i = row; i < row + height; i++) {
        int reach = lower ? Math.min(width, i - col + 1) : width;
        if (reach > 0) {
          Arrays.fill(sum, 0, reach, 0);
          accumulate(a, i, k, depth, packed, reach, sum);
          store(alpha, sum, once, c, i, col, reach);
        }
      }
      once = 1;
    }
  }

  /** Rows 0 to depth − 1 of {@code packed} ← the part of B from (k, col). */
  private static void pack(DenseMatrix b, int k, int col, int depth, int width, double[][] packed) {
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
      DenseMatrix a, int i, int k, int depth, double[][] packed, int width, double[] sum) {
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
      ScalarKernels.addFour(
          width, a0, packed[p], a1, packed[p + 1], a2, packed[p + 2], a3, packed[p + 3], sum);
    }
    for (; p < depth; p++) {
      ScalarKernels.add(width, data[at], packed[p], sum);
      at += step;
    }
  }

  private static void store(
      double alpha, double[] sum, double beta, DenseMatrix c, int i, int col, int width) {
    double[] data = c.data();
    int step = c.colStride();
    int at = c.index(i, col);
    for (int j = 0; j < width; j++) {
      data[at] = beta == 0 ? alpha * sum[j] : beta * data[at] + alpha * sum[j];
      at += step;
    }
  }
}
