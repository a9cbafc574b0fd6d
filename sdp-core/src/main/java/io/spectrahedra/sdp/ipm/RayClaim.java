package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.solver.Termination;
import java.util.Optional;

/**
 * The best proof of infeasibility among the iterates. One that the checker accepts with a violation
 * says only that feasible points are large; they may exist, where coefficients are. So it is
 * claimed at once only if nothing but rounding is left of the violation; otherwise the iteration
 * goes on, and it is claimed in the end if that has found no optimum.
 */
final class RayClaim {
  /** Rounding errors. */
  private static final double BEYOND_DOUBT = 1e-13;

  private final ScaledProblem problem;
  private Optional<Infeasibility.Proof> proof = Optional.empty();
  private Optional<Iterate> ray = Optional.empty();

  RayClaim(ScaledProblem problem) {
    this.problem = problem;
  }

  /**
   * Takes the iterate if it is a better proof than those before; the claim if it is beyond doubt.
   */
  Optional<Termination> offer(Iterate z, Infeasibility rays) {
    Optional<Infeasibility.Proof> found = rays.proof(problem, z);
    double least = proof.map(Infeasibility.Proof::violation).orElse(Double.POSITIVE_INFINITY);
    if (found.isPresent() && found.get().violation() < least) {
      proof = found;
      ray = Optional.of(z.copy());
    }
    return found
        .filter(each -> each.violation() <= BEYOND_DOUBT)
        .map(Infeasibility.Proof::termination);
  }

  /** How a solve ends that would end so otherwise; a nearly optimal point speaks against a ray. */
  Termination orElse(Termination otherwise, BestPoint best) {
    return otherwise == Termination.OPTIMAL || best.worst() <= Answer.NEARLY_OPTIMAL_ERROR
        ? otherwise
        : proof.map(Infeasibility.Proof::termination).orElse(otherwise);
  }

  /** The iterate that is the proof. */
  Optional<Iterate> ray() {
    return ray;
  }
}
