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
    int whole = n / ROWS * ROWS;
    Arrays.fill(y, 0, whole, 0);
    if (n < PARALLEL) {
      addSlice(0, whole, x, y);
    } else {
      workers.forEach(
          slices,
          slice -> {
            int end = bound(slice + 1, whole);
            double[] target = y;
            if (slice > 0) {
              target = parts[slice - 1];
              Arrays.fill(target, 0, end, 0);
            }
            addSlice(bound(slice, whole), end, x, target);
          });
      for (int slice = 1; slice < slices; slice++) {
        Kernels.best().add(bound(slice + 1, whole), 1, parts[slice - 1], 0, y, 0);
      }
    }
    double[] data = a.data();
    for (int i = whole; i < n; i++) {
      int row = a.index(i, 0);
      y[i] = Kernels.best().dot(i, data, row, x, 0) + data[row + i] * x[i];
      Kernels.best().add(i, x[i], data, row, y, 0);
    }
  }

  /** First row of a slice: a triangle up to there has slice/slices of all entries. */
  private int bound(int slice, int rows) {
    int blocks = rows / ROWS;
    return ROWS * (int) Math.floor(blocks * Math.sqrt((double) slice / slices));
  }

  /** Y ← what rows from to to − 1 and, by symmetry, their columns add. */
  private void addSlice(int from, int to, double[] x, double[] y) {
    Kernels kernels = Kernels.best();
    for (int row = from; row < to; row += ROWS) {
      kernels.addSymmetricRows(row, a.data(), a.index(row, 0), a.rowStride(), x, y, 0);
      addTriangle(row, x, y);
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
