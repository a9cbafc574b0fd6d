package io.spectrahedra.sdp.linalg;

import io.spectrahedra.sdp.kernel.Kernels;

/**
 * x ← L⁻¹x and x ← L⁻ᵀx for one vector, a panel of rows of L at a time: of a large L, which each
 * solve reads once, the rows left of a panel's triangle are shared by the threads.
 */
final class VectorSubstitution {
  private static final int PANEL = 64;

  /** Rows of a task of {@link #forward}: a multiple of four. */
  private static final int ROWS = 16;

  /** Columns of a task of {@link #backward}. */
  private static final int COLUMNS = 384;

  /** Left of a panel with fewer entries a second thread would come too late. */
  private static final int SERIAL_ENTRIES = 20_000;

  /** For each multiplication, a product does so many. */
  private static final long SLOWER = 3;

  private final Workers workers;
  private final DenseMatrix l;
  private final double[] data;
  private final double[] x;

  /**
   * @param l row-major
   */
  VectorSubstitution(Workers workers, DenseMatrix l, double[] x) {
    this.workers = workers.forWork(SLOWER * l.rows * l.rows / 2);
    this.l = l;
    this.data = l.data();
    this.x = x;
  }

  /** x ← L⁻¹x. */
  void forward() {
    double[] sums = new double[PANEL];
    for (int first = 0; first < l.rows; first += PANEL) {
      int start = first;
      int end = Math.min(l.rows, start + PANEL);
      team(start, end)
          .forSlices(
              end - start, ROWS, (from, to) -> dotRows(start, start + from, start + to, sums));
      for (int i = start; i < end; i++) {
        double sum = sums[i - start];
        sum += Kernels.best().dot(i - start, data, l.index(i, start), x, start);
        x[i] = (x[i] - sum) / l.at(i, i);
      }
    }
  }

  /** Sums[i − start] ← what row i has left of column {@code start}, times x. */
  private void dotRows(int start, int from, int to, double[] sums) {
    int i = from;
    for (; i + 4 <= to; i += 4) {
      Kernels.best().dotFour(start, data, l.index(i, 0), l.rowStride(), x, sums, i - start);
    }
    for (; i < to; i++) {
      sums[i - start] = Kernels.best().dot(start, data, l.index(i, 0), x, 0);
    }
  }

  /** x ← L⁻ᵀx. */
  void backward() {
    for (int first = (l.rows - 1) / PANEL * PANEL; first >= 0; first -= PANEL) {
      int start = first;
      int end = Math.min(l.rows, start + PANEL);
      for (int i = end - 1; i >= start; i--) {
        x[i] /= l.at(i, i);
        Kernels.best().add(i - start, -x[i], data, l.index(i, start), x, start);
      }
      team(start, end)
          .forSlices(start, COLUMNS, (from, to) -> subtractRows(start, end, from, to - from));
    }
  }

  /** x ← x − Σ x[i]·(row i of L) over the rows start..end, in {@code length} columns. */
  private void subtractRows(int start, int end, int column, int length) {
    int i = start;
    for (; i + 4 <= end; i += 4) {
      int at = l.index(i, column);
      Kernels.best().subtractFour(length, x, i, 1, data, at, l.rowStride(), x, column);
    }
    for (; i < end; i++) {
      Kernels.best().add(length, -x[i], data, l.index(i, column), x, column);
    }
  }

  private Workers team(int start, int end) {
    return start * (end - start) < SERIAL_ENTRIES ? Workers.SERIAL : workers;
  }
}
