package io.spectrahedra.sdp.linalg;

import io.spectrahedra.sdp.kernel.Kernels;

/** A = LLᵀ for symmetric positive definite A. Only the lower triangle is read or written. */
public final class Cholesky {
  private static final int BASE = Kernels.SMALL;

  /** Columns of a tile of MᵀM. */
  private static final int CHUNK = 240;

  /** For a triangle, of each thread; zero above the diagonal. */
  private static final ThreadLocal<DenseMatrix> TRIANGLE =
      ThreadLocal.withInitial(() -> DenseMatrix.zeros(BASE, BASE));

  private Cholesky() {}

  /**
   * The lower triangle of A ← L; n³/3 flops.
   *
   * @return n if A is positive definite; otherwise the first pivot (counted from 0) that is not
   *     positive, and A is left half factored
   */
  public static int factor(Workers workers, DenseMatrix a) {
    a.requireSquare("factor");
    int n = a.rows;
    if (n <= BASE) {
      return Kernels.best().factor(n, a.part(0, 0));
    }
    return new CholeskyTiles(workers, a).factor();
  }

  /**
   * The lower triangle of L ← that of A⁻¹ = L⁻ᵀL⁻¹, for the factor L of A; 2n³/3 flops.
   *
   * @param l as {@link #factor} leaves it
   * @param work n × n; its lower triangle becomes L⁻¹
   */
  public static void invert(Workers workers, DenseMatrix l, DenseMatrix work) {
    Triangular.invert(workers, l, work);
    multiplyByTranspose(workers, work, l);
  }

  /**
   * The lower triangle of T ← that of MᵀM, for lower triangular M; n³/3 flops. No more of M is
   * read.
   *
   * @param target T, sharing no entry with M
   */
  public static void multiplyByTranspose(Workers workers, DenseMatrix m, DenseMatrix target) {
    m.requireSquare("multiplyByTranspose");
    Arguments.requireTarget("multiplyByTranspose", target, m.rows);
    int n = m.rows;
    int height = Triangular.panelWidth(n);
    int across = (n + CHUNK - 1) / CHUNK + 1; // the tile on the diagonal is one of its own
    Workers team = n < Triangular.PARALLEL ? Workers.SERIAL : workers;
    team.forEach(
        (n + height - 1) / height * across,
        task -> {
          int row = task / across * height;
          int col = task % across * CHUNK;
          if (col < row) {
            formTile(m, row, height, col, Math.min(CHUNK, row - col), target);
          } else if (col < row + CHUNK) {
            formTile(m, row, height, row, height, target);
          }
        });
  }

  /**
   * The tile at (row, col) of MᵀM: of the rows of M from {@code row} on, all others are 0 there.
   */
  private static void formTile(
      DenseMatrix m, int row, int height, int col, int width, DenseMatrix target) {
    int h = Math.min(height, m.rows - row);
    int w = Math.min(width, m.rows - col);
    int below = m.rows - row - h;
    DenseMatrix triangle = TRIANGLE.get().view(0, 0, h, h);
    Triangular.copyLower(m.view(row, row, h, h), triangle);
    DenseMatrix left = m.view(row + h, row, below, h).transposed();
    DenseMatrix right = m.view(row + h, col, below, w);
    DenseMatrix tile = target.view(row, col, h, w);
    if (row == col) {
      Gemm.multiplyLower(Workers.SERIAL, 1, triangle.transposed(), triangle, 0, tile);
      Gemm.multiplyLower(Workers.SERIAL, 1, left, right, 1, tile);
    } else {
      DenseMatrix beside = m.view(row, col, h, w);
      Gemm.multiply(Workers.SERIAL, 1, triangle.transposed(), beside, 0, tile);
      Gemm.multiply(Workers.SERIAL, 1, left, right, 1, tile);
    }
  }

  /** x ← (LLᵀ)⁻¹x, on this thread. */
  public static void solve(DenseMatrix l, double[] x) {
    solve(Workers.SERIAL, l, x);
  }

  /** x ← (LLᵀ)⁻¹x; 2n² flops. */
  public static void solve(Workers workers, DenseMatrix l, double[] x) {
    Triangular.solve(workers, l, x);
    Triangular.solveTransposed(workers, l, x);
  }
}
