package io.spectrahedra.sdp.linalg;

/**
 * A symmetric positive definite matrix A that is added up, factored where it lies (A = LLᵀ) and
 * solved with, again and again with one pattern. Vectors and matrices of another number of rows are
 * refused with an IllegalArgumentException.
 */
public sealed interface SymmetricSystem permits DenseSystem, SparseCholesky {
  /** Number of rows of A. */
  int rows();

  /** A ← 0. */
  void clear(Workers workers);

  /** Entry (i, j) of A, before it is factored; i ≥ j. */
  double at(int i, int j);

  /** Entry (i, i) of A ← itself + value. */
  void addDiagonal(int i, double value);

  /**
   * A ← L.
   *
   * @return the number of rows if A is positive definite; otherwise a row whose pivot is not
   *     positive, and A is left half factored
   */
  int factor(Workers workers);

  /** x ← A⁻¹x, by what {@link #factor} has left. */
  void solve(Workers workers, double[] x);

  /** z ← L⁻¹Px, with the permutation P that the rows are eliminated in: PAPᵀ = LLᵀ. */
  void solveLower(double[] x, double[] z);

  /** x ← PᵀL⁻ᵀz; z is lost. */
  void solveUpper(double[] z, double[] x);

  /** B ← L⁻¹PB. */
  void solveLower(Workers workers, DenseMatrix b);
}
