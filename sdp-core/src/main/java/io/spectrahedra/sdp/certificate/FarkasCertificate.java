package io.spectrahedra.sdp.certificate;

import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.SdpProblem;

/**
 * Rays that prove one side of a problem infeasible, checked on the data as the user gave them
 * [M11].
 *
 * <p>In floating point a ray is exact up to a small violation, which bounds what it proves: no
 * feasible point has a size below 1/violation, in units of the problem's own scale. A violation of
 * at most {@link #TOLERANCE} is taken for a proof.
 */
public final class FarkasCertificate {
  /** No feasible point within 1e8 times the scale of the data. */
  public static final double TOLERANCE = 1e-8;

  private FarkasCertificate() {}

  /**
   * How far y is from proving that no X in the cone satisfies the hard rows. With bᵀy = 1 after
   * scaling, yᵢ = 0 in elastic rows and λ the largest eigenvalue of 𝒜*(y), every X that does has 1
   * = bᵀy = ⟨𝒜*(y), X⟩ ≤ λ·tr X, where tr is ⟨e, ·⟩, and the sum of absolute values of free
   * entries.
   *
   * @return max(0, λ) · maxᵢ |bᵢ|/‖Aᵢ‖, or +∞ if bᵀy ≤ 0 or an elastic yᵢ is not 0
   */
  public static double primalViolation(SdpProblem problem, double[] y) {
    BlockMatrix minusAdjoint = BlockMatrix.zeros(problem.blocks());
    double value = 0;
    double scale = 0;
    for (int i = 0; i < y.length; i++) {
      SdpProblem.Row row = problem.rows().get(i);
      if (!row.penalty().isHard()) {
        if (y[i] != 0) {
          return Double.POSITIVE_INFINITY;
        }
        continue;
      }
      value += row.rhs() * y[i];
      scale = Math.max(scale, Math.abs(row.rhs()) / norm(row));
      for (SdpProblem.Term term : row.terms()) {
        term.matrix().addTo(-y[i] * term.scale(), minusAdjoint.block(term.block()));
      }
    }
    if (!(value > 0) || !Double.isFinite(value) || !Double.isFinite(minusAdjoint.maxAbs())) {
      return Double.POSITIVE_INFINITY;
    }
    return ConeMembership.outsideDual(Workers.SERIAL, problem, minusAdjoint) / value * scale;
  }

  /**
   * How far X is from proving that no y satisfies the dual. With X in the cone every y that does
   * has yᵀ𝒜(X) ≤ ⟨C, X⟩; where yᵢ lies between ends, yᵢ𝒜ᵢ(X) ≥ −sup yᵢ(−𝒜ᵢ(X)) whatever it is.
   * With ⟨C, X⟩ + the sum of these suprema = −1 after scaling, the other rows have Σ yᵢ𝒜ᵢ(X) ≤ −1.
   *
   * @return ‖C‖ · maxᵢ |𝒜ᵢ(X)|/‖Aᵢ‖ over the rows without a supremum, or +∞ if the sum is not
   *     negative or X is not in the cone
   */
  public static double dualViolation(SdpProblem problem, BlockMatrix x) {
    BlockMatrix c = BlockMatrix.zeros(problem.blocks());
    problem.addObjective(c);
    double value = -c.dot(x);
    double largest = 0;
    for (SdpProblem.Row row : problem.rows()) {
      double inner = 0;
      for (SdpProblem.Term term : row.terms()) {
        inner += term.scale() * term.matrix().dot(x.block(term.block()));
      }
      double cost = row.penalty().recession(-inner);
      if (Double.isInfinite(cost)) {
        largest = Math.max(largest, Math.abs(inner) / norm(row));
      } else {
        value -= cost;
      }
    }
    if (!(value > 0)
        || !Double.isFinite(value)
        || ConeMembership.outsidePrimal(Workers.SERIAL, problem, x) > 0) {
      return Double.POSITIVE_INFINITY;
    }
    return c.frobeniusNorm() * largest / value;
  }

  private static double norm(SdpProblem.Row row) {
    double norm = 0;
    for (SdpProblem.Term term : row.terms()) {
      norm = Math.hypot(norm, term.scale() * term.matrix().frobeniusNorm());
    }
    return norm > 0 ? norm : 1;
  }
}
