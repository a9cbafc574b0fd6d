package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.problem.BlockMatrix;

/** The Newton system, reduced to its rows, in the form in which it is factored [M6]. */
sealed interface RowSystem permits SchurRows, WoodburyRows, OrthogonalRows {
  /**
   * Factors M + D at the current pairs of the cones.
   *
   * @param d D there
   * @return whether there are factors
   */
  boolean factor(double[] d);

  /** Arithmetic operations of one {@link #factor}. */
  double flops();

  /** Arithmetic operations of one solve. */
  double solveFlops();

  /** Whether (dX, dy) satisfies the elastic rows to rounding, however small their D. */
  boolean satisfiesElasticRows();

  /** g ← (M + D)⁻¹g; with free variables the dy that comes with them where A_fᵀdy = 0. */
  void solve(double[] g);

  /**
   * Solves (M + D) dy = g, with the free variables if there are any [M31].
   *
   * @param g ← dy
   * @param dx ← dX = K − H(dS), where it is K
   * @param ds ← dS = R_d − 𝒜*(dy), where it is R_d
   */
  void solve(double[] g, BlockMatrix dx, BlockMatrix ds);
}
