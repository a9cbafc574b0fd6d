package io.spectrahedra.cli;

import io.spectrahedra.sdp.io.SolutionFile;
import io.spectrahedra.sdp.solver.PointStatus;
import io.spectrahedra.sdp.solver.Progress;
import io.spectrahedra.sdp.solver.Solution;
import io.spectrahedra.sdp.solver.Termination;

/**
 * A solution in the words of an SDPA file, whose primal is our dual with x = −y: min cᵀx subject to
 * Σ xᵢFᵢ − F₀ ≽ 0, and whose dual is our primal: max ⟨F₀, Y⟩ subject to ⟨Fᵢ, Y⟩ = cᵢ, Y ≽ 0.
 */
record SdpaAnswer(Solution solution) {
  /** What a ray proves that is exact up to the tolerance of the certificate. */
  private static final String SCOPE = ", none below 1e8 times the scale of the data.";

  /** Why the solver stopped, infeasible sides exchanged. */
  Termination status() {
    return switch (solution.termination()) {
      case PRIMAL_INFEASIBLE -> Termination.DUAL_INFEASIBLE;
      case DUAL_INFEASIBLE -> Termination.PRIMAL_INFEASIBLE;
      default -> solution.termination();
    };
  }

  /** Of x: its own status, or a ray that proves that there is no Y. */
  PointStatus primalStatus() {
    return solution.dualStatus();
  }

  PointStatus dualStatus() {
    return solution.primalStatus();
  }

  /** cᵀx. */
  double primalObjective() {
    return 0 - solution.dualObjective();
  }

  /** ⟨F₀, Y⟩. */
  double dualObjective() {
    return 0 - solution.primalObjective();
  }

  /** True if the answer is final: optimal, or proven to have no feasible point on one side. */
  boolean isProven() {
    return switch (solution.termination()) {
      case OPTIMAL, PRIMAL_INFEASIBLE, DUAL_INFEASIBLE -> true;
      default -> false;
    };
  }

  /** One sentence a user can act on. */
  String advice() {
    return switch (status()) {
      case PRIMAL_INFEASIBLE -> "Y proves that no x satisfies sum x_i F_i - F_0 >= 0" + SCOPE;
      case DUAL_INFEASIBLE ->
          "x proves that no Y >= 0 satisfies <F_i, Y> = c_i"
              + SCOPE
              + " If there is a feasible x, c'x is unbounded.";
      default -> status().advice();
    };
  }

  SolutionFile.Point point() {
    return new SolutionFile.Point(solution.x(), solution.y(), solution.s());
  }

  /** The same iteration with SDPA's objectives. */
  static Progress progress(Progress p) {
    return new Progress(
        p.iteration(),
        0 - p.dualObjective(),
        0 - p.primalObjective(),
        p.dualInfeasibility(),
        p.primalInfeasibility(),
        p.mu(),
        p.stepDual(),
        p.stepPrimal(),
        p.seconds());
  }
}
