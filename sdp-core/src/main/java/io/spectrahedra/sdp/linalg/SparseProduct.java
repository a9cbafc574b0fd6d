package io.spectrahedra.sdp.linalg;

import io.spectrahedra.sdp.kernel.Kernels;
import java.util.Arrays;

/**
 * Products with a matrix that has few entries other than 0, such as the dual slack of a problem
 * with sparse data: 2m·(number of entries) flops in place of 2mn². Zeros take no part: 0 times NaN
 * is 0, where a dense product has NaN.
 */
public final class SparseProduct {
  /** Entry by entry costs this many times what a product costs a flop. */
  private static final int SLOWER = 24;

  /** Rows of the left matrix that one task multiplies. */
  private static final int ROWS = 64;

  private final int cols;
  private final int[] start;
  private final int[] col;
  private final double[] value;

  private SparseProduct(int cols, int[] start, int[] col, double[] value) {
    this.cols = cols;
    this.start = start;
    this.col = col;
    this.value = value;
  }

  /**
   * C ← AB for row-major A and C, entry by entry where B has few, and by {@link Gemm} else.
   *
   * @throws IllegalArgumentException if the shapes do not fit, or A or C is not row-major
   */
  public static void multiply(Workers workers, DenseMatrix a, DenseMatrix b, DenseMatrix c) {
    if (a.cols != b.rows || c.rows != a.rows || c.cols != b.cols) {
      throw new IllegalArgumentException(
          "SparseProduct.multiply: a of %d x %d times b of %d x %d does not fit c of %d x %d"
              .formatted(a.rows, a.cols, b.rows, b.cols, c.rows, c.cols));
    }
    Arguments.requireRowMajor("SparseProduct.multiply", "a", a);
    Arguments.requireRowMajor("SparseProduct.multiply", "c", c);
    if (hasMany(b)) {
      Gemm.multiply(workers, 1, a, b, 0, c);
      return;
    }
    SparseProduct right = of(b);
    workers
        .forWork((long) SLOWER * a.rows * right.value.length)
        .forSlices(
            a.rows,
            ROWS,
            (from, to) -> {
              for (int i = from; i < to; i++) {
                right.multiplyRow(a, i, c);
              }
            });
  }

  /** Whether entry by entry is slower; looks no further than that takes. */
  private static boolean hasMany(DenseMatrix b) {
    long left = (long) b.rows * b.cols / SLOWER;
    for (int i = 0; i < b.rows; i++) {
      for (int j = 0; j < b.cols; j++) {
        if (b.at(i, j) != 0 && --left < 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** The entries of B other than zero. */
  public static SparseProduct of(DenseMatrix b) {
    return of(b, starts(b));
  }

  /**
   * C ← BA for row-major A and C: a row of C is a sum of rows of A.
   *
   * @throws IllegalArgumentException if the shapes do not fit, or A or C is not row-major
   */
  public void multiply(Workers workers, DenseMatrix a, DenseMatrix c) {
    if (a.rows != cols || c.rows != rows() || c.cols != a.cols) {
      throw new IllegalArgumentException(
          "SparseProduct.multiply: b of %d x %d times a of %d x %d does not fit c of %d x %d"
              .formatted(rows(), cols, a.rows, a.cols, c.rows, c.cols));
    }
    Arguments.requireRowMajor("SparseProduct.multiply", "a", a);
    Arguments.requireRowMajor("SparseProduct.multiply", "c", c);
    workers
        .forWork((long) value.length * c.cols)
        .forSlices(
            c.rows,
            ROWS,
            (from, to) -> {
              for (int i = from; i < to; i++) {
                int row = c.index(i, 0);
                Arrays.fill(c.data(), row, row + c.cols, 0);
                for (int e = start[i]; e < start[i + 1]; e++) {
                  Kernels.best().add(c.cols, value[e], a.data(), a.index(col[e], 0), c.data(), row);
                }
              }
            });
  }

  /**
   * target ← Bx.
   *
   * @throws IllegalArgumentException if x has not an entry a column, or target not one a row
   */
  public void multiply(double[] x, double[] target) {
    Arguments.requireLength("SparseProduct.multiply", "x", cols, x);
    Arguments.requireLength("SparseProduct.multiply", "target", rows(), target);
    for (int i = 0; i < target.length; i++) {
      double sum = 0;
      for (int e = start[i]; e < start[i + 1]; e++) {
        sum += value[e] * x[col[e]];
      }
      target[i] = sum;
    }
  }

  private int rows() {
    return start.length - 1;
  }

  private static int[] starts(DenseMatrix b) {
    int[] start = new int[b.rows + 1];
    for (int i = 0; i < b.rows; i++) {
      int count = 0;
      for (int j = 0; j < b.cols; j++) {
        count += b.at(i, j) == 0 ? 0 : 1; // NaN counts
      }
      start[i + 1] = start[i] + count;
    }
    return start;
  }

  private static SparseProduct of(DenseMatrix b, int[] start) {
    int[] col = new int[start[b.rows]];
    double[] value = new double[start[b.rows]];
    for (int i = 0; i < b.rows; i++) {
      int e = start[i];
      for (int j = 0; j < b.cols; j++) {
        if (b.at(i, j) != 0) {
          col[e] = j;
          value[e] = b.at(i, j);
          e++;
        }
      }
    }
    return new SparseProduct(b.cols, start, col, value);
  }

  private void multiplyRow(DenseMatrix a, int i, DenseMatrix c) {
    double[] from = a.data();
    double[] to = c.data();
    int source = a.index(i, 0);
    int target = c.index(i, 0);
    Arrays.fill(to, target, target + c.cols, 0);
    for (int p = 0; p < a.cols; p++) {
      double factor = from[source + p];
      for (int e = start[p]; e < start[p + 1]; e++) {
        to[target + col[e]] += factor * value[e];
      }
    }
  }
}
