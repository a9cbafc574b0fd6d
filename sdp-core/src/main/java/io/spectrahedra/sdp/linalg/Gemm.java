package io.spectrahedra.sdp.linalg;

import io.spectrahedra.sdp.kernel.Kernels;

/**
 * Products of dense matrices. Transposed operands are transposed views.
 *
 * <p>C is cut into tiles, one task each, large ones for one thread and enough of them for several.
 * An entry of C is the same sum in every tile, so that results are the same bits for every number
 * of threads.
 */
public final class Gemm {
  /**
   * Triangles of fewer multiplications than this, zeros above them counted, are cut into one band
   * of rows for each of two threads: what is lost where their speeds differ is less than what more
   * tiles cost. More bands than two are too unequal.
   */
  private static final long SHORT_WORK = 64_000_000;

  private Gemm() {}

  /**
   * C ← αAB + βC; with β = 0, C is not read.
   *
   * @param a m × k
   * @param b k × n
   * @param c m × n, sharing no entry with a or b
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public static void multiply(
      Workers workers, double alpha, DenseMatrix a, DenseMatrix b, double beta, DenseMatrix c) {
    requireFit("multiply", a, b, c);
    product(workers, alpha, a, b, beta, c, false);
  }

  /**
   * The lower triangle of C ← αAB + βC, for a product known to be symmetric (b = aᵀ, say); the
   * strict upper triangle of C is neither read nor written. Half the work of {@link #multiply}.
   *
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public static void multiplyLower(
      Workers workers, double alpha, DenseMatrix a, DenseMatrix b, double beta, DenseMatrix c) {
    c.requireSquare("multiplyLower");
    requireFit("multiplyLower", a, b, c);
    product(workers, alpha, a, b, beta, c, true);
  }

  /**
   * AB, a new matrix.
   *
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public static DenseMatrix product(Workers workers, DenseMatrix a, DenseMatrix b) {
    DenseMatrix c = DenseMatrix.zeros(a.rows, b.cols);
    requireFit("product", a, b, c);
    multiply(workers, 1, a, b, 0, c);
    return c;
  }

  private static void requireFit(String routine, DenseMatrix a, DenseMatrix b, DenseMatrix c) {
    if (a.rows != c.rows || b.cols != c.cols || a.cols != b.rows) {
      throw new IllegalArgumentException(
          "%s: a of %d x %d times b of %d x %d does not fit c of %d x %d"
              .formatted(routine, a.rows, a.cols, b.rows, b.cols, c.rows, c.cols));
    }
  }

  private static void product(
      Workers workers,
      double alpha,
      DenseMatrix a,
      DenseMatrix b,
      double beta,
      DenseMatrix c,
      boolean lower) {
    if (c.rows == 0 || c.cols == 0) {
      return;
    }
    long work = (long) c.rows * c.cols * a.cols;
    Workers team = workers.forWork(lower ? work / 2 : work);
    ProductTiles tiles =
        lower && work < SHORT_WORK && team.threads() <= 2
            ? ProductTiles.bands(c, team.threads())
            : ProductTiles.even(c, lower, team.threads());
    team.forEach(
        tiles.count(),
        task -> {
          int row = tiles.row(task);
          int col = tiles.col(task);
          int m = tiles.end(task) - row;
          if (!lower || col < row + m) {
            Kernels.best()
                .multiply(
                    m,
                    Math.min(tiles.width(), c.cols - col),
                    a.cols,
                    alpha,
                    a.part(row, 0),
                    b.part(0, col),
                    beta,
                    c.part(row, col),
                    lower ? row - col + 1 : Kernels.ALL_COLUMNS);
          }
        });
  }
}
