package io.spectrahedra.sdp.linalg;

import io.spectrahedra.sdp.kernel.Kernels;

/** A = LLᵀ for symmetric positive definite A. Only the lower triangle is read or written. */
public final class Cholesky {
  private static final int BASE = Kernels.SMALL;

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
   */
  public static void invert(Workers workers, DenseMatrix l) {
    Triangular.invert(workers, l);
    multiplyByTranspose(workers, l);
  }

  /** The lower triangle of M ← that of MᵀM, for lower triangular M; n³/3 flops. */
  public static void multiplyByTranspose(Workers workers, DenseMatrix m) {
    int n = m.rows;
    if (n <= BASE) {
      DenseMatrix lower = DenseMatrix.zeros(n, n);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
          lower.set(i, j, m.at(i, j));
        }
      }
      Gemm.multiplyLower(Workers.SERIAL, 1, lower.transposed(), lower, 0, m);
      return;
    }
    int half = Triangular.half(n);
    DenseMatrix m11 = m.view(0, 0, half, half);
    DenseMatrix m21 = m.view(half, 0, n - half, half);
    DenseMatrix m22 = m.view(half, half, n - half, n - half);
    multiplyByTranspose(workers, m11);
    Gemm.multiplyLower(workers, 1, m21.transposed(), m21, 1, m11);
    Triangular.multiplyTransposed(workers, m22, m21);
    multiplyByTranspose(workers, m22);
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
