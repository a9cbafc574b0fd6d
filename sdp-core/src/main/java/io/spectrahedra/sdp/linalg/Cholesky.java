package io.spectrahedra.sdp.linalg;

/** A = LLᵀ for symmetric positive definite A. Only the lower triangle is read or written. */
public final class Cholesky {
  private static final int BASE = 32;

  private Cholesky() {}

  /**
   * The lower triangle of A ← L; n³/3 flops.
   *
   * @return n if A is positive definite; otherwise the first pivot (counted from 0) that is not
   *     positive, and A is left half factored
   */
  public static int factor(Workers workers, DenseMatrix a) {
    a.requireSquare("Cholesky");
    int n = a.rows;
    if (n <= BASE) {
      return factorBase(a);
    }
    int half = n / 2;
    DenseMatrix a11 = a.view(0, 0, half, half);
    DenseMatrix a21 = a.view(half, 0, n - half, half);
    DenseMatrix a22 = a.view(half, half, n - half, n - half);
    int pivot = factor(workers, a11);
    if (pivot < half) {
      return pivot;
    }
    Triangular.solve(workers, a11, a21.transposed()); // A21 ← A21 L11⁻ᵀ
    Gemm.multiplyLower(workers, -1, a21, a21.transposed(), 1, a22);
    return half + factor(workers, a22);
  }

  private static int factorBase(DenseMatrix a) {
    int n = a.rows;
    for (int j = 0; j < n; j++) {
      double pivot = a.at(j, j);
      for (int k = 0; k < j; k++) {
        pivot -= a.at(j, k) * a.at(j, k);
      }
      if (!(pivot > 0) || pivot == Double.POSITIVE_INFINITY) {
        return j;
      }
      double root = Math.sqrt(pivot);
      a.set(j, j, root);
      for (int i = j + 1; i < n; i++) {
        double sum = a.at(i, j);
        for (int k = 0; k < j; k++) {
          sum -= a.at(i, k) * a.at(j, k);
        }
        a.set(i, j, sum / root);
      }
    }
    return n;
  }

  /** x ← (LLᵀ)⁻¹x. */
  public static void solve(DenseMatrix l, double[] x) {
    Triangular.solve(l, x);
    Triangular.solveTransposed(l, x);
  }
}
