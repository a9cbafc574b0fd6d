package io.spectrahedra.sdp.kernel;

import java.util.Arrays;

/**
 * C ← αAB + βC in tiles that fit the registers (Goto and van de Geijn, Anatomy of high-performance
 * matrix multiplication, 2008).
 *
 * <p>A part of B is packed into panels of a tile's width, row after row, that stay in the
 * second-level cache. A is read where it lies, an entry at a time; one whose rows are not
 * contiguous is packed, the rows of one tile at a time, unless few columns of B use it. Tiles on
 * the edge, and those that reach above the last column wanted, are formed beside C.
 */
final class PackedProduct {
  /** Part of B that is packed at once: 0.5 MB, half of a usual second-level cache. */
  static final int DEPTH = 256;

  private static final int WIDTH = Kernels.PACKED_COLUMNS;

  /** Columns of B for which an A whose columns are contiguous is not worth packing. */
  private static final int FEW = 48;

  /**
   * Lines of the first-level cache that lie multiples of so many entries apart fall on few of its
   * sets.
   */
  private static final int CLASHING = 64;

  /** Forms one tile in registers. */
  @FunctionalInterface
  interface Tile {
    /**
     * C ← C + αAB, or αAB where {@code overwrite}, for a full tile. Entry (i, p) of A lies at
     * aOffset + i·aRow + p·aCol; row p of B begins at bOffset + p·bRow and row i of C at cOffset +
     * i·cRow.
     *
     * @param depth columns of A and rows of B
     * @param rows of A that there are; the last of them stands in for those that are missing
     */
    void form(
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
        int cRow);
  }

  /** What is multiplied; see {@link Kernels#multiply}. */
  private record Product(
      int m,
      int n,
      int k,
      double alpha,
      Strided a,
      Strided b,
      boolean overwrite,
      Strided c,
      int columns) {}

  private final class Workspace {
    final double[] b = new double[DEPTH * (WIDTH + tileCols)];
    final double[] a = new double[DEPTH * tileRows];
    final double[] tile = new double[tileRows * tileCols];
  }

  private final int tileRows;
  private final int tileCols;
  private final Tile tile;
  private final int narrowCols;
  private final Tile narrowTile;
  private final ThreadLocal<Workspace> workspace = ThreadLocal.withInitial(Workspace::new);

  PackedProduct(int tileRows, int tileCols, Tile tile, int narrowCols, Tile narrowTile) {
    this.tileRows = tileRows;
    this.tileCols = tileCols;
    this.tile = tile;
    this.narrowCols = narrowCols;
    this.narrowTile = narrowTile;
  }

  /** As {@link Kernels#multiply}. */
  void multiply(
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
    boolean overwrite = beta == 0;
    if (c.colStride() != 1 && c.rowStride() == 1 && columns >= n) {
      Strided at = a.transposed();
      Strided bt = b.transposed();
      Strided ct = c.transposed();
      form(new Product(n, m, k, alpha, bt, at, overwrite, ct, Kernels.ALL_COLUMNS));
    } else {
      form(new Product(m, n, k, alpha, a, b, overwrite, c, columns));
    }
  }

  /** C ← βC, as far as {@link Kernels#multiply} writes. */
  static void scale(int m, int n, double beta, Strided c, int columns) {
    for (int i = 0; i < m; i++) {
      int at = c.index(i, 0);
      for (int j = 0; j < Math.min(n, columns + i); j++) {
        c.data()[at] = beta == 0 ? 0 : beta * c.data()[at];
        at += c.colStride();
      }
    }
  }

  private void form(Product product) {
    Workspace work = workspace.get();
    int used = Math.min(product.n, product.columns + product.m - 1); // wanted in some row
    int depth = evenly(product.k);
    for (int col = 0; col < used; col += WIDTH) {
      int width = Math.min(WIDTH, used - col);
      int firstRow = Math.max(0, (col + 1 - product.columns) / tileRows * tileRows);
      for (int p = 0; p < product.k; p += depth) {
        int d = Math.min(depth, product.k - p);
        packB(product.b, p, col, d, width, work.b);
        for (int row = firstRow; row < product.m; row += tileRows) {
          formStrip(product, row, col, width, p, d, work);
        }
      }
    }
  }

  /** The largest part of total, when it is cut into as few even parts as {@link #DEPTH} allows. */
  static int evenly(int total) {
    if (total <= DEPTH) {
      return DEPTH;
    }
    int parts = (total + DEPTH - 1) / DEPTH;
    return (total + parts - 1) / parts;
  }

  /** A tile's rows of C from (row, col) on, from columns p to p + depth − 1 of A. */
  private void formStrip(
      Product product, int row, int col, int width, int p, int depth, Workspace work) {
    int rows = Math.min(tileRows, product.m - row);
    Strided a = product.a;
    double[] aData = a.data();
    int aOffset = a.index(row, p);
    int aRow = a.rowStride();
    int aCol = 1;
    if (a.rowStride() == 1 && width <= FEW) {
      aCol = a.colStride();
    } else if (a.colStride() != 1) {
      packA(a, aOffset, rows, depth, work.a);
      aData = work.a;
      aOffset = 0;
      aRow = 1;
      aCol = tileRows;
    }
    Strided c = product.c;
    boolean overwrite = product.overwrite && p == 0;
    int columns = product.columns + row - col; // wanted in the first row of the strip
    int panel;
    for (int j = 0; j < width && j < columns + rows - 1; j += panel) {
      panel = panelWidth(width - j);
      Tile form = panel == tileCols ? tile : narrowTile;
      int cOffset = c.index(row, col + j);
      boolean whole = rows == tileRows && j + panel <= Math.min(width, columns);
      if (whole && c.colStride() == 1) {
        form.form(
            depth,
            rows,
            aData,
            aOffset,
            aRow,
            aCol,
            work.b,
            j * depth,
            panel,
            product.alpha,
            overwrite,
            c.data(),
            cOffset,
            c.rowStride());
      } else {
        form.form(
            depth,
            rows,
            aData,
            aOffset,
            aRow,
            aCol,
            work.b,
            j * depth,
            panel,
            product.alpha,
            true,
            work.tile,
            0,
            panel);
        copy(
            work.tile, panel, rows, Math.min(panel, width - j), columns - j, overwrite, c, cOffset);
      }
    }
  }

  private static void copy(
      double[] from,
      int stride,
      int rows,
      int width,
      int columns,
      boolean overwrite,
      Strided c,
      int cOffset) {
    double[] data = c.data();
    for (int i = 0; i < rows; i++) {
      int to = cOffset + i * c.rowStride();
      int start = i * stride;
      int count = Math.min(width, columns + i);
      if (c.colStride() != 1) {
        for (int j = start; j < start + count; j++) {
          data[to] = overwrite ? from[j] : data[to] + from[j];
          to += c.colStride();
        }
      } else if (!overwrite) {
        for (int j = 0; j < count; j++) {
          data[to + j] += from[start + j];
        }
      } else if (count > 0) {
        System.arraycopy(from, start, data, to, count);
      }
    }
  }

  /** Of the next panel, where so many columns are left: few are not filled up to a full tile. */
  private int panelWidth(int left) {
    return left > 2 * narrowCols ? tileCols : narrowCols;
  }

  /** Panels one after the other, each row after row; the last is filled with zeros. */
  private void packB(Strided b, int p, int col, int depth, int width, double[] packed) {
    double[] data = b.data();
    int rowStep = b.rowStride();
    int colStep = b.colStride();
    int panel;
    for (int j = 0; j < width; j += panel) {
      panel = panelWidth(width - j);
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

  /** Column after column of a tile's rows; read along columns where those clash. */
  private void packA(Strided a, int offset, int rows, int depth, double[] packed) {
    double[] data = a.data();
    if (a.rowStride() == 1 && a.colStride() % CLASHING == 0) {
      for (int q = 0; q < depth; q++) {
        int source = offset + q * a.colStride();
        int to = q * tileRows;
        for (int i = 0; i < rows; i++) {
          packed[to + i] = data[source + i];
        }
      }
      return;
    }
    for (int i = 0; i < rows; i++) {
      int source = offset + i * a.rowStride();
      for (int to = i; to < depth * tileRows; to += tileRows) {
        packed[to] = data[source];
        source += a.colStride();
      }
    }
  }
}
