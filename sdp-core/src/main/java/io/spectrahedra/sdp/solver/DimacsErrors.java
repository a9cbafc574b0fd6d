package io.spectrahedra.sdp.solver;

import java.util.List;

/**
 * The six error measures of the 7th DIMACS challenge [M10], on the data as the user gave them. ‖·‖
 * in a denominator is the largest absolute value of an entry.
 *
 * @param primalResidual ‖𝒜(X) + r − b‖₂ / (1 + ‖b‖); elastic rows have none, their r is b − 𝒜(X)
 * @param primalCone max(0, −λmin(X)) / (1 + ‖b‖)
 * @param dualResidual ‖𝒜*(y) + S − C‖ / (1 + ‖C‖), Frobenius above
 * @param dualCone max(0, −λmin(S)) / (1 + ‖C‖), or how far y is outside of the interval of its row
 * @param gap (primal − dual objective) / (1 + |primal| + |dual|)
 * @param complementarity (⟨X, S⟩ + Σ f(r) + f*(y) − y·r) / (1 + |primal| + |dual|): equal to the
 *     gap at feasible points
 */
public record DimacsErrors(
    double primalResidual,
    double primalCone,
    double dualResidual,
    double dualCone,
    double gap,
    double complementarity) {

  /** The largest of the six absolute values. */
  public double worst() {
    return toList().stream().mapToDouble(Math::abs).reduce(0, Math::max);
  }

  /** The six in the order of the challenge. */
  public List<Double> toList() {
    return List.of(primalResidual, primalCone, dualResidual, dualCone, gap, complementarity);
  }

  /**
   * A difference relative to the size of the objectives, with {@code floor} for 1; its limit, 1,
   * where the primal one is beyond the range of numbers, as the exponential of a large residual is.
   */
  public static double relative(double difference, double primal, double dual, double floor) {
    if (primal == Double.POSITIVE_INFINITY && Double.isFinite(dual)) {
      return 1;
    }
    double size = floor + Math.abs(primal) + Math.abs(dual);
    return size > 0 ? difference / size : difference;
  }
}
