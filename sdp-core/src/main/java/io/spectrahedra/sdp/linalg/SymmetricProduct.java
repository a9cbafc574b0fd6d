package io.spectrahedra.sdp.linalg;

import io.spectrahedra.sdp.kernel.Kernels;
import java.util.Arrays;

/**
 * y ← Av with the leading part of a symmetric matrix, of which only the lower triangle is read:
 * once, eight rows at a time.
 *
 * <p>The rows are cut into slices of about as many entries each, whose contributions to y are added
 * up in order.
 */
final class SymmetricProduct {
  private static final int ROWS = 8;

  /** Below this order there is one slice. */
  private static final int PARALLEL = 256;

  /** Below this one there are two: to start a thread takes as long as to read half a matrix. */
  private static final int LARGE = 1200;

  private final DenseMatrix a;

  private final int slices;

  /** What the slices but the first add to y. */
  private final double[][] parts;

  SymmetricProduct(DenseMatrix a) {
    this.a = a;
    this.slices = a.rows < PARALLEL ? 1 : a.rows < LARGE ? 2 : 4;
    this.parts = new double[slices - 1][a.rows];
  }

  /** Y ← A′x for the leading part A′ of order n; 2n² flops. */
  void multiply(Workers workers, int n, double[] x, double[] y) {
    Arrays.fill(y, 0, n, 0);
    if (n < PARALLEL) {
      addRows(0, n, x, y);
      return;
    }
    workers.forEach(
        slices,
        slice -> {
          int end = bound(slice + 1, n);
          double[] target = y;
          if (slice > 0) {
            target = parts[slice - 1];
            Arrays.fill(target, 0, end, 0);
          }
          addRows(bound(slice, n), end, x, target);
        });
    for (int slice = 1; slice < slices; slice++) {
      Kernels.best().add(bound(slice + 1, n), 1, parts[slice - 1], 0, y, 0);
    }
  }

  /** First row of a slice: a triangle up to there has slice/slices of all entries. */
  private int bound(int slice, int rows) {
    int whole = rows / ROWS;
    return slice == slices
        ? rows
        : ROWS * (int) Math.floor(whole * Math.sqrt((double) slice / slices));
  }

  /** Y ← what rows from to to − 1 and, by symmetry, their columns add. */
  private void addRows(int from, int to, double[] x, double[] y) {
    Kernels kernels = Kernels.best();
    double[] data = a.data();
    int row = from;
    for (; row + ROWS <= to; row += ROWS) {
      kernels.addSymmetricRows(row, data, a.index(row, 0), a.rowStride(), x, y, 0);
      addTriangle(row, x, y);
    }
    for (; row < to; row++) {
      int start = a.index(row, 0);
      y[row] += kernels.dot(row, data, start, x, 0) + data[start + row] * x[row];
      kernels.add(row, x[row], data, start, y, 0);
    }
  }

  /** The square on the diagonal. */
  private void addTriangle(int row, double[] x, double[] y) {
    double[] data = a.data();
    for (int i = row; i < row + ROWS; i++) {
      int start = a.index(i, 0);
      double xi = x[i];
      double sum = data[start + i] * xi;
      for (int j = row; j < i; j++) {
        sum += data[start + j] * x[j];
        y[j] += data[start + j] * xi;
      }
      y[i] += sum;
    }
  }
}
