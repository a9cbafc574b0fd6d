package io.spectrahedra.sdp.linalg;

import io.spectrahedra.sdp.kernel.Kernels;
import java.util.Arrays;

/**
 * y ← y + Av with the leading part of a symmetric matrix, of which only the lower triangle is read:
 * once, eight rows at a time.
 *
 * <p>The rows are cut into slices that take about as long each, whose contributions to y are added
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

  /**
   * Y ← y + A′x for the leading part A′ of order n, where {@code start} makes y; 2n² flops.
   *
   * @param y begins at {@code offset}
   * @param start runs beside the slices but the first; writes neither to A′ nor to x
   * @param startWork entries of A′ that would take as long as {@code start}
   */
  void add(
      Workers workers,
      int n,
      double[] x,
      double[] y,
      int offset,
      Runnable start,
      double startWork) {
    if (n < PARALLEL) {
      start.run();
      addRows(0, n, x, y, offset);
      return;
    }
    workers.forEach(
        slices,
        slice -> {
          int end = bound(slice + 1, n, startWork);
          double[] target = y;
          int targetOffset = offset;
          if (slice > 0) {
            target = parts[slice - 1];
            targetOffset = 0;
            Arrays.fill(target, 0, end, 0);
          } else {
            start.run();
          }
          addRows(bound(slice, n, startWork), end, x, target, targetOffset);
        });
    for (int slice = 1; slice < slices; slice++) {
      Kernels.best().add(bound(slice + 1, n, startWork), 1, parts[slice - 1], 0, y, offset);
    }
  }

  /** First row of a slice. */
  private int bound(int slice, int rows, double startWork) {
    if (slice == 0 || slice == slices) {
      return slice == 0 ? 0 : rows;
    }
    double all = (double) rows * rows / 2;
    double before = Math.max(0, (all + startWork) * slice / slices - startWork);
    return ROWS * (int) Math.floor(Math.sqrt(2 * before) / ROWS); // a triangle of so many entries
  }

  /** Y ← y + what rows from to to − 1 and, by symmetry, their columns add. */
  private void addRows(int from, int to, double[] x, double[] y, int offset) {
    Kernels kernels = Kernels.best();
    double[] data = a.data();
    int row = from;
    for (; row + ROWS <= to; row += ROWS) {
      kernels.addSymmetricRows(row, data, a.index(row, 0), a.rowStride(), x, y, offset);
      addTriangle(row, x, y, offset);
    }
    for (; row < to; row++) {
      int start = a.index(row, 0);
      y[offset + row] += kernels.dot(row, data, start, x, 0) + data[start + row] * x[row];
      kernels.add(row, x[row], data, start, y, offset);
    }
  }

  /** The square on the diagonal. */
  private void addTriangle(int row, double[] x, double[] y, int offset) {
    double[] data = a.data();
    for (int i = row; i < row + ROWS; i++) {
      int start = a.index(i, 0);
      double xi = x[i];
      double sum = data[start + i] * xi;
      for (int j = row; j < i; j++) {
        sum += data[start + j] * x[j];
        y[offset + j] += data[start + j] * xi;
      }
      y[offset + i] += sum;
    }
  }
}
