package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.certificate.FarkasCertificate;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.solver.Termination;
import java.util.Optional;

/**
 * Looks for a ray in the iterates of a problem that has no solution: there y or X grows without
 * bound, and its direction tends to a ray. What counts is the independent check on the user's data.
 *
 * @param primal what keeps y from proving that (P) has no feasible point, relative to bᵀy; 1 or
 *     more if nothing speaks for it
 * @param dual what keeps X from proving that of (D), relative to −⟨C, X⟩
 */
record Infeasibility(double primal, double dual) {
  /** A direction is tried as a ray once what keeps it from being one is this small against it. */
  private static final double WORTH_A_CHECK = 1e-5;

  static Infeasibility of(ScaledProblem problem, Iterate z, Residuals residuals) {
    return new Infeasibility(primal(problem, z, residuals), dual(problem, z, residuals));
  }

  /** How near to a proof the iterate is; 0 is one. */
  double distance() {
    return Math.min(primal, dual);
  }

  /**
   * What the iterate proves, its {@code y} or {@code x} being the ray.
   *
   * @param termination the side that is infeasible
   * @param violation as the checker finds it, at most its tolerance
   */
  record Proof(Termination termination, double violation) {}

  /** The proof that the iterate is, if the checker accepts it. */
  Optional<Proof> proof(ScaledProblem problem, Iterate z) {
    if (primal <= WORTH_A_CHECK) {
      double violation = FarkasCertificate.primalViolation(problem.source, primalRay(problem, z));
      if (violation <= FarkasCertificate.TOLERANCE) {
        return Optional.of(new Proof(Termination.PRIMAL_INFEASIBLE, violation));
      }
    }
    if (dual <= WORTH_A_CHECK) {
      double violation = FarkasCertificate.dualViolation(problem.source, dualRay(problem, z));
      if (violation <= FarkasCertificate.TOLERANCE) {
        return Optional.of(new Proof(Termination.DUAL_INFEASIBLE, violation));
      }
    }
    return Optional.empty();
  }

  /** 𝒜*(y) = C − S − R_d is small above 0 against bᵀy. */
  private static double primal(ScaledProblem problem, Iterate z, Residuals residuals) {
    double value = 0;
    for (int i = 0; i < z.y.length; i++) {
      value += problem.isHard(i) ? problem.rhs[i] * z.y[i] : 0;
    }
    return ratio(problem.objectiveNorm + residuals.dual().frobeniusNorm(), value);
  }

  /** 𝒜(X) is small against −⟨C, X⟩, or costs little for an X of any size. */
  private static double dual(ScaledProblem problem, Iterate z, Residuals residuals) {
    double value = -problem.objective.dot(z.x);
    double excess = 0;
    for (int i = 0; i < problem.rows(); i++) {
      double inner = problem.rhs[i] - residuals.slack()[i];
      double cost = problem.rowTerms.recession(i, -inner);
      if (Double.isInfinite(cost)) {
        excess = Math.max(excess, Math.abs(inner));
      } else {
        value -= cost;
      }
    }
    return ratio(excess, value);
  }

  private static double ratio(double excess, double value) {
    return value > 0 ? Math.min(1, excess / value) : 1;
  }

  /** y in the user's units, 0 in elastic rows, with bᵀy = 1. */
  static double[] primalRay(ScaledProblem problem, Iterate z) {
    double[] ray = new double[z.y.length];
    double value = 0;
    for (int i = 0; i < ray.length; i++) {
      if (problem.isHard(i)) {
        ray[i] = problem.scaling.multiplier(i, z.y[i]);
        value += problem.source.rows().get(i).rhs() * ray[i];
      }
    }
    for (int i = 0; i < ray.length; i++) {
      ray[i] /= value;
    }
    return ray;
  }

  /** X in the user's units, with ⟨C, X⟩ = −1. */
  static BlockMatrix dualRay(ScaledProblem problem, Iterate z) {
    BlockMatrix ray = z.x.copy();
    ray.scale(-1 / (problem.objective.dot(z.x) * problem.scaling.dualScale()));
    return ray;
  }
}
