package io.spectrahedra.sdp.linalg;

/**
 * A = V diag(λ) Vᵀ of a symmetric matrix.
 *
 * <p>Householder reduction to tridiagonal form in blocks, divide and conquer, and back: backward
 * stable, ‖AV − VΛ‖ and ‖VᵀV − I‖ of the order of n·ε.
 *
 * @param values the eigenvalues, ascending
 * @param vectors n × n, orthogonal; column k belongs to eigenvalue k
 */
public record SymmetricEigen(double[] values, DenseMatrix vectors) {
  /** As {@link #of(Workers, DenseMatrix)}, on this thread. */
  public static SymmetricEigen of(DenseMatrix a) {
    return of(Workers.SERIAL, a);
  }

  /**
   * All eigenvalues and eigenvectors; 4n³/3 flops for the reduction, at most that again for its
   * eigenvectors, and 2n³.
   *
   * @param a symmetric; only its lower triangle is read
   * @throws IllegalArgumentException if a is not square or has an entry that is not finite
   */
  public static SymmetricEigen of(Workers workers, DenseMatrix a) {
    Tridiagonalisation t = Tridiagonalisation.of(workers, a);
    double[] values = t.diagonal();
    DenseMatrix rows = TridiagonalEigen.solve(workers, values, t.offDiagonal());
    t.applyToRows(workers, rows);
    return new SymmetricEigen(values, rows.transposed());
  }

  /** The eigenvalues alone, ascending; 4n³/3 flops. Arguments and errors as {@link #of}. */
  public static double[] valuesOf(DenseMatrix a) {
    Tridiagonalisation t = Tridiagonalisation.of(Workers.SERIAL, a);
    double[] values = t.diagonal();
    TridiagonalEigen.values(values, t.offDiagonal());
    return values;
  }
}
