package io.spectrahedra.sdp.problem;

import io.spectrahedra.sdp.linalg.CompensatedMatrix;
import io.spectrahedra.sdp.linalg.DenseMatrix;

/**
 * One block A of a coefficient of a problem: of the objective or of a row. Kinds differ in storage
 * only.
 */
public sealed interface ConstraintMatrix
    permits SparseSymmetric, LowRankMatrix, DenseSymmetric, SparseVector {
  /** Order n of the matrix, or length of the vector. */
  int size();

  /** Columns of the block it belongs to: n for a symmetric matrix, 1 for a vector. */
  int cols();

  /** ⟨A, X⟩ = Σᵢⱼ Aᵢⱼ Xᵢⱼ for a symmetric X. */
  double dot(DenseMatrix x);

  /** T ← T + αA. Both triangles of T are written. */
  void addTo(double alpha, DenseMatrix target);

  /**
   * T ← T + αA with twice the digits, where A is kept entry by entry; of products of factors with
   * those of one rounding.
   */
  default void addTo(double alpha, CompensatedMatrix target) {
    addTo(alpha, target.leading());
  }

  /** ‖A‖ in the Frobenius norm; not finite if an entry is not. */
  double frobeniusNorm();

  /**
   * A dense symmetric matrix (copied).
   *
   * @throws IllegalArgumentException if it is not square, or not symmetric up to rounding
   */
  static ConstraintMatrix dense(DenseMatrix a) {
    return DenseSymmetric.of(a);
  }

  /**
   * A = Σₖ weight[k] · uₖuₖᵀ where uₖ is column k of the n × r matrix {@code u} (copied).
   *
   * @throws IllegalArgumentException if there are not as many weights as columns
   */
  static ConstraintMatrix lowRank(DenseMatrix u, double... weight) {
    return LowRankMatrix.ofColumns(u, weight);
  }

  /** A sparse symmetric matrix of order n, filled by {@link SparseSymmetric.Entries#set}. */
  static SparseSymmetric.Entries sparse(int order) {
    return new SparseSymmetric.Entries(order);
  }

  /** The identity of order n. */
  static ConstraintMatrix identity(int order) {
    SparseSymmetric.Entries entries = sparse(order);
    for (int i = 0; i < order; i++) {
      entries.set(i, i, 1);
    }
    return entries.build();
  }

  /** The coefficients of a vector block, zeros left out. */
  static ConstraintMatrix vector(double... values) {
    return SparseVector.of(values);
  }
}
