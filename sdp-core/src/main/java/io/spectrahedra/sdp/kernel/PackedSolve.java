package io.spectrahedra.sdp.kernel;

import java.util.Arrays;

/**
 * Triangular solves and Cholesky factors of a small order, at the speed of products.
 *
 * <p>A panel of columns is copied to where its rows lie next to each other. There, {@link #GROUP}
 * rows at a time, the rows above are subtracted by the tiles of {@link PackedProduct}, and what is
 * left is a triangle of order GROUP that stays in the first-level cache. GROUP is a multiple of the
 * rows of every tile, so that the order of each sum, and with it the bits of the result, does not
 * depend on the tile.
 */
final class PackedSolve {
  /** The largest order; a panel of 24 columns then takes 18 KB. */
  static final int MAX_ORDER = 96;

  /** Rows that are eliminated at once. */
  static final int GROUP = 12;

  /**
   * Columns of a transposed B that are copied at once: their lines stay in the first-level cache
   * also where they fall on one set of it.
   */
  private static final int FEW = 4;

  /** Solves with a triangle of order GROUP. */
  @FunctionalInterface
  interface Elimination {
    /**
     * For s = 0, 1, …, rows − 1: row s of X ← f(s, s) · row s, then row r ← row r + f(r, s) · row s
     * for every r &gt; s.
     *
     * @param f f(r, s) at fOffset + r·GROUP + s
     * @param x rows of a panel, without gaps
     */
    void apply(int rows, double[] f, int fOffset, double[] x, int xOffset);
  }

  private final class Workspace {
    final double[] panels = new double[(MAX_ORDER + GROUP) * (MAX_ORDER + cols)];
    final double[] factors = new double[MAX_ORDER * GROUP];
  }

  private final int tileRows;
  private final int cols;
  private final PackedProduct.Tile tile;
  private final Elimination elimination;
  private final ThreadLocal<Workspace> workspace = ThreadLocal.withInitial(Workspace::new);

  /**
   * @param cols of a tile, and so of a panel
   */
  PackedSolve(int tileRows, int cols, PackedProduct.Tile tile, Elimination elimination) {
    this.tileRows = tileRows;
    this.cols = cols;
    this.tile = tile;
    this.elimination = elimination;
  }

  /** As {@link Kernels#solve}. */
  void solve(int n, int k, Strided l, Strided b) {
    Workspace work = workspace.get();
    for (int i = 0; i < n; i++) {
      factorsOfRow(i, l, work.factors);
    }
    for (int col = 0; col < k; col += cols) {
      int width = Math.min(cols, k - col);
      pack(n, width, b, col, work.panels);
      for (int i = 0; i < n; i += GROUP) {
        subtractRowsAbove(i, n, l, work.panels, 0);
        int rows = Math.min(GROUP, n - i);
        elimination.apply(rows, work.factors, i * GROUP, work.panels, i * cols);
      }
      unpack(n, width, work.panels, b, col);
    }
  }

  /** f(r, s) of row i: −lᵢⱼ left of the diagonal, within the group of i, and 1/lᵢᵢ. */
  private static void factorsOfRow(int i, Strided l, double[] factors) {
    int group = i / GROUP * GROUP;
    int row = i * GROUP;
    for (int j = group; j < i; j++) {
      factors[row + j - group] = -l.data()[l.index(i, j)];
    }
    factors[row + i - group] = 1 / l.data()[l.index(i, i)];
  }

  /** Rows i to i + GROUP − 1 of the panel ← themselves − L · the rows above i. */
  private void subtractRowsAbove(int i, int n, Strided l, double[] panels, int panel) {
    if (i == 0) {
      return;
    }
    for (int r = i; r < Math.min(n, i + GROUP); r += tileRows) {
      tile.form(
          i,
          Math.min(tileRows, n - r),
          l.data(),
          l.index(r, 0),
          l.rowStride(),
          l.colStride(),
          panels,
          panel,
          cols,
          -1,
          false,
          panels,
          panel + r * cols,
          cols);
    }
  }

  private void pack(int n, int width, Strided b, int col, double[] panel) {
    double[] data = b.data();
    if (width < cols) {
      Arrays.fill(panel, 0, n * cols, 0);
    }
    if (b.colStride() == 1) {
      for (int i = 0; i < n; i++) {
        System.arraycopy(data, b.index(i, col), panel, i * cols, width);
      }
      return;
    }
    int packed = 0;
    while (packed + FEW <= width) {
      packFew(n, b, col + packed, panel, packed);
      packed += FEW;
    }
    for (int i = 0; i < n; i++) {
      int to = i * cols;
      int from = b.index(i, col);
      for (int j = packed; j < width; j++) {
        panel[to + j] = data[from + j * b.colStride()];
      }
    }
  }

  private void packFew(int n, Strided b, int col, double[] panel, int first) {
    double[] data = b.data();
    int step = b.colStride();
    int from = b.index(0, col);
    for (int to = first; to < n * cols; to += cols) {
      panel[to] = data[from];
      panel[to + 1] = data[from + step];
      panel[to + 2] = data[from + 2 * step];
      panel[to + 3] = data[from + 3 * step];
      from += b.rowStride();
    }
  }

  private void unpack(int n, int width, double[] panel, Strided b, int col) {
    double[] data = b.data();
    if (b.colStride() == 1) {
      for (int i = 0; i < n; i++) {
        System.arraycopy(panel, i * cols, data, b.index(i, col), width);
      }
      return;
    }
    int unpacked = 0;
    while (unpacked + FEW <= width) {
      unpackFew(n, panel, unpacked, b, col + unpacked);
      unpacked += FEW;
    }
    for (int i = 0; i < n; i++) {
      int from = i * cols;
      int to = b.index(i, col);
      for (int j = unpacked; j < width; j++) {
        data[to + j * b.colStride()] = panel[from + j];
      }
    }
  }

  private void unpackFew(int n, double[] panel, int first, Strided b, int col) {
    double[] data = b.data();
    int step = b.colStride();
    int to = b.index(0, col);
    for (int from = first; from < n * cols; from += cols) {
      data[to] = panel[from];
      data[to + step] = panel[from + 1];
      data[to + 2 * step] = panel[from + 2];
      data[to + 3 * step] = panel[from + 3];
      to += b.rowStride();
    }
  }

  /**
   * As {@link Kernels#factor}: row after row of U = Lᵀ, whose columns lie in panels. The rows of L
   * that a group subtracts are those that the groups before have left in A.
   */
  int factor(int n, Strided a) {
    Workspace work = workspace.get();
    int size = (n + GROUP) * cols; // of a panel
    for (int j = 0; j < n; j++) {
      transpose(a, j, 0, j + 1, work.panels, panelIndex(0, j, size), true);
    }
    for (int i = 0; i < n; i += GROUP) {
      int rows = Math.min(GROUP, n - i);
      for (int panel = i / cols; panel * cols < n; panel++) {
        subtractRowsAbove(i, n, a, work.panels, panel * size);
      }
      int pivot = factorGroup(i, rows, size, work);
      if (pivot < rows) {
        return i + pivot;
      }
      for (int panel = i / cols; panel * cols < n; panel++) {
        elimination.apply(rows, work.factors, 0, work.panels, panel * size + i * cols);
      }
      for (int r = 0; r < rows; r++) {
        a.data()[a.index(i + r, i + r)] = 1 / work.factors[r * GROUP + r];
      }
      for (int j = i + 1; j < n; j++) {
        int end = Math.min(i + rows, j);
        transpose(a, j, i, end, work.panels, panelIndex(i, j, size), false);
      }
    }
    return n;
  }

  /** Row j of A, columns from to end − 1, into a column of a panel, or back. */
  private void transpose(
      Strided a, int j, int from, int end, double[] panels, int panel, boolean into) {
    double[] data = a.data();
    int at = a.index(j, from);
    int other = panel;
    for (int i = from; i < end; i++) {
      if (into) {
        panels[other] = data[at];
      } else {
        data[at] = panels[other];
      }
      at += a.colStride();
      other += cols;
    }
  }

  /** Where entry (i, j) lies in panels of so many entries each. */
  private int panelIndex(int i, int j, int size) {
    return j / cols * size + i * cols + j % cols;
  }

  /**
   * The factors by which rows i to i + rows − 1 are eliminated.
   *
   * @return rows, or the first of them whose pivot is not positive and finite
   */
  private int factorGroup(int i, int rows, int size, Workspace work) {
    double[] f = work.factors;
    for (int r = 0; r < rows; r++) {
      for (int s = 0; s <= r; s++) {
        f[r * GROUP + s] = work.panels[panelIndex(i + s, i + r, size)];
      }
    }
    for (int s = 0; s < rows; s++) {
      double pivot = f[s * GROUP + s];
      if (!(pivot > 0) || pivot == Double.POSITIVE_INFINITY) {
        return s;
      }
      double inverse = 1 / Math.sqrt(pivot);
      f[s * GROUP + s] = inverse;
      for (int r = s + 1; r < rows; r++) {
        f[r * GROUP + s] *= -inverse;
      }
      for (int r = s + 1; r < rows; r++) {
        double factor = f[r * GROUP + s];
        for (int q = s + 1; q <= r; q++) {
          f[r * GROUP + q] = FusedMultiplyAdd.fma(factor, -f[q * GROUP + s], f[r * GROUP + q]);
        }
      }
    }
    return rows;
  }
}
