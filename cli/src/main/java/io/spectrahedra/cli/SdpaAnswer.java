package io.spectrahedra.cli;

import io.spectrahedra.sdp.certificate.FarkasCertificate;
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
  /** What a ray proves of a point that it does not exclude. */
  private static final String LARGE = " is larger than 1e8 times the scale of the data.";

  private static final String RELATIVE_C = "c_i, in units of the largest entry of F_i,";

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
      case PRIMAL_INFEASIBLE -> noX();
      case DUAL_INFEASIBLE -> noY() + " If there is a feasible x, c'x is unbounded from below.";
      default -> status().advice();
    };
  }

  private String noX() {
    return FarkasCertificate.dualViolation(solution.problem(), solution.x()) == 0
        ? "Y proves that no x satisfies sum x_i F_i - F_0 >= 0."
        : "Y proves that any x that satisfies sum x_i F_i - F_0 >= 0" + LARGE;
  }

  private String noY() {
    Contradiction found = Contradiction.of(solution);
    if (!found.exact()) {
      return "x proves that any Y >= 0 that satisfies <F_i, Y> = c_i" + LARGE;
    }
    String reason = found.words().isEmpty() ? "" : ": " + found.words();
    return "x proves that no Y >= 0 satisfies <F_i, Y> = c_i" + reason + ".";
  }

  /** What the solver says of its rows, right-hand sides and objective, in terms of the file. */
  static String inTermsOfTheFile(String text) {
    return text.replaceAll("coefficients in row \"(\\d+)\"", "entries of F_$1")
        .replace("right-hand sides, in units of the largest coefficient of their rows,", RELATIVE_C)
        .replace("objective from", "entries of F_0 from")
        .replace("objective all zero", "entries of F_0 all zero");
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
