package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.problem.BlockMatrix;

/**
 * (M + D) dy = g, with the free variables that belong to it, in the form in which it is factored.
 */
sealed interface RowSystem permits SchurRows, WoodburyRows {
  /**
   * Factors M + D at the current pairs of the cones.
   *
   * @param d D there
   * @return whether there are factors
   */
  boolean factor(double[] d);

  /** g ← (M + D)⁻¹g, where there are no free variables. */
  void solve(double[] g);

  /**
   * g ← dy, and the free blocks of {@code dx} ← those + dx_f.
   *
   * @param h its free blocks are what the rows of 𝒜* for them must give
   */
  void solve(double[] g, BlockMatrix h, BlockMatrix dx);
}
