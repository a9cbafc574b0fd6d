package io.spectrahedra.sdp.linalg;

/**
 * Whether A + δI is positive definite. Of a matrix near a multiple of one of rank one, such as a
 * slack with much of eeᵀ in it, rounding of the first pivot's multiples would hide eigenvalues that
 * are small against it: they are subtracted with twice the digits.
 */
public final class ShiftedCholesky {
  /** Of the trace: what the first pivot takes with it, where it does so with twice the digits. */
  private static final double NEAR_RANK_ONE = 0.5;

  /** Rows of one task. */
  private static final int ROWS = 64;

  private ShiftedCholesky() {}

  /**
   * By the pivots of a Cholesky factorisation, which finds each as a rounding error of the order of
   * nε‖A‖ lets it, near rank one of nε‖A − aaᵀ/A₀₀‖ for the first column a; n³/3 flops.
   *
   * @param a symmetric; only its lower triangle is read
   * @param shift δ
   * @throws IllegalArgumentException if a is not square
   */
  public static boolean isPositiveDefinite(Workers workers, DenseMatrix a, double shift) {
    a.requireSquare("ShiftedCholesky.isPositiveDefinite");
    boolean compensated =
        a.rows > 1
            && Math.min(a.at(0, 0), a.at(0, 0) + shift) > 0
            && CompensatedDot.areSplittable(a.maxAbs(), shift)
            && isNearRankOne(a);
    DenseMatrix rest = compensated ? afterFirstPivot(workers, a, shift) : shifted(a, shift);
    return Cholesky.factor(workers, rest) == rest.rows;
  }

  private static boolean isNearRankOne(DenseMatrix a) {
    double taken = 0;
    double trace = 0;
    for (int i = 1; i < a.rows; i++) {
      taken += a.at(i, 0) * a.at(i, 0) / a.at(0, 0);
      trace += a.at(i, i);
    }
    return taken > NEAR_RANK_ONE * trace;
  }

  private static DenseMatrix shifted(DenseMatrix a, double shift) {
    DenseMatrix shifted = a.copy();
    for (int i = 0; i < a.rows; i++) {
      shifted.add(i, i, shift);
    }
    return shifted;
  }

  /** The lower triangle of A + δI − aaᵀ/(A₀₀ + δ) without its first row and column. */
  private static DenseMatrix afterFirstPivot(Workers workers, DenseMatrix a, double shift) {
    int n = a.rows - 1;
    double pivot = a.at(0, 0) + shift;
    double pivotError = CompensatedDot.sumError(a.at(0, 0), shift, pivot);
    double[] high = new double[n]; // of aᵢ/(A₀₀ + δ)
    double[] low = new double[n];
    for (int i = 0; i < n; i++) {
      double ai = a.at(i + 1, 0);
      high[i] = ai / pivot;
      double product = high[i] * pivot;
      double left = (ai - product) - CompensatedDot.productError(high[i], pivot, product);
      low[i] = (left - high[i] * pivotError) / pivot;
    }
    DenseMatrix rest = DenseMatrix.zeros(n, n);
    workers.forSlices(
        n,
        ROWS,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            for (int j = 0; j <= i; j++) {
              double aij = a.at(i + 1, j + 1);
              double aj = a.at(j + 1, 0);
              double product = high[i] * aj;
              double difference = aij - product;
              double error =
                  CompensatedDot.sumError(aij, -product, difference)
                      - CompensatedDot.productError(high[i], aj, product)
                      - low[i] * aj;
              rest.set(i, j, difference + (error + (i == j ? shift : 0)));
            }
          }
        });
    return rest;
  }
}
