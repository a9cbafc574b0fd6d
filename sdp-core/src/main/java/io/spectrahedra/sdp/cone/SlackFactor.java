package io.spectrahedra.sdp.cone;

import io.spectrahedra.sdp.linalg.DenseMatrix;

/** S = LLᵀ in the storage that suits its pattern, and what a step of the method asks of S⁻¹. */
sealed interface SlackFactor permits DenseSlack, SparseSlack {
  /**
   * Factors and inverts S.
   *
   * @return whether it is positive definite
   */
  boolean factor(DenseMatrix s);

  /** S⁻¹, exactly symmetric. */
  DenseMatrix inverse();

  /**
   * A·D·S⁻¹ or its transpose S⁻¹DA, whichever is the cheaper; valid until the next call.
   *
   * @param a symmetric
   * @param d symmetric, with few entries where the data have
   * @param work as large; lost
   */
  DenseMatrix product(DenseMatrix a, DenseMatrix d, DenseMatrix work);

  /**
   * The smallest eigenvalue of L⁻¹dS L⁻ᵀ, or a lower estimate of it.
   *
   * @param work as large as dS; lost
   */
  double smallestOf(DenseMatrix ds, DenseMatrix work);
}
