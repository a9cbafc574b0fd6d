package io.spectrahedra.sdp.linalg;

import io.spectrahedra.sdp.kernel.Kernels;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A = LLᵀ of a large order, left-looking and in tiles: from a tile of A, the products of the rows
 * of L left of it are subtracted, and it is then factored, if it lies on the diagonal, or else
 * solved with the factor above it. Tiles are taken column after column, each by the next free
 * thread.
 */
final class CholeskyTiles {
  /** Columns of a tile, and rows of one on the diagonal: what the kernels factor at once. */
  private static final int WIDTH = Kernels.SMALL;

  /** Up to so many columns of tiles, another thread mostly waits. */
  private static final int SERIAL = 3;

  /** With fewer columns for each thread, threads wait for each other's tiles if these are high. */
  private static final int FEW = 8;

  private final Workers workers;
  private final DenseMatrix a;
  private final int columns;

  /** Rows of a tile below the diagonal: a product with more of them packs less often. */
  private final int height;

  /** Of WIDTH rows each: how many tiles of L, from the left, are done. */
  private final TileProgress rows;

  private final AtomicInteger failedPivot;

  CholeskyTiles(Workers team, DenseMatrix a) {
    this.a = a;
    this.columns = (a.rows + WIDTH - 1) / WIDTH;
    this.workers = columns <= SERIAL ? Workers.SERIAL : team;
    this.height = workers.threads() > 1 && columns < FEW * workers.threads() ? WIDTH : 2 * WIDTH;
    this.rows = new TileProgress(workers, columns);
    this.failedPivot = new AtomicInteger(a.rows);
  }

  /** As {@link Cholesky#factor}. */
  int factor() {
    int[] firstTask = new int[columns + 1]; // of each column
    for (int j = 0; j < columns; j++) {
      int below = Math.max(0, a.rows - (j + 1) * WIDTH);
      firstTask[j + 1] = firstTask[j] + 1 + (below + height - 1) / height;
    }
    workers.forEach(
        firstTask[columns],
        task -> {
          int found = Arrays.binarySearch(firstTask, task);
          int j = found < 0 ? -found - 2 : found;
          int tile = task - firstTask[j];
          if (tile == 0) {
            formDiagonal(j);
          } else {
            formBelow(j, (j + 1) * WIDTH + (tile - 1) * height);
          }
        });
    return failedPivot.get();
  }

  private void formDiagonal(int j) {
    int col = j * WIDTH;
    int n = Math.min(WIDTH, a.rows - col);
    DenseMatrix left = a.view(col, 0, n, col);
    DenseMatrix tile = a.view(col, col, n, n);
    rows.await(j, j + 1, j);
    if (failedPivot.get() == a.rows) {
      Gemm.multiplyLower(Workers.SERIAL, -1, left, left.transposed(), 1, tile);
      int pivot = Cholesky.factor(Workers.SERIAL, tile);
      if (pivot < n) {
        failedPivot.set(col + pivot);
      }
    }
    rows.reach(j, j + 1, j + 1);
  }

  private void formBelow(int j, int row) {
    int col = j * WIDTH;
    int n = Math.min(height, a.rows - row);
    int first = row / WIDTH;
    int end = (row + n + WIDTH - 1) / WIDTH;
    DenseMatrix tile = a.view(row, col, n, WIDTH);
    rows.await(first, end, j);
    rows.await(j, j + 1, j);
    if (failedPivot.get() == a.rows) {
      DenseMatrix left = a.view(row, 0, n, col);
      DenseMatrix above = a.view(col, 0, WIDTH, col);
      Gemm.multiply(Workers.SERIAL, -1, left, above.transposed(), 1, tile);
    }
    rows.await(j, j + 1, j + 1);
    if (failedPivot.get() == a.rows) {
      DenseMatrix diagonal = a.view(col, col, WIDTH, WIDTH);
      Triangular.solve(Workers.SERIAL, diagonal, tile.transposed());
    }
    rows.reach(first, end, j + 1);
  }
}
