package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.certificate.DimacsCheck;
import io.spectrahedra.sdp.solver.DimacsErrors;
import io.spectrahedra.sdp.solver.Termination;
import java.util.Optional;

/**
 * Points that an iteration at a loss leads to and could not go on from, for rounding has carried
 * them out of the cone: answers, if the independent check finds less wrong with them.
 */
final class LateAnswers {
  private final ScaledProblem problem;
  private Optional<Answer> best = Optional.empty();
  private double worst = Double.POSITIVE_INFINITY;

  LateAnswers(ScaledProblem problem) {
    this.problem = problem;
  }

  /**
   * Checks the point against the problem as the user gave it, and keeps it if it is the best. If
   * its dual equations are worst of all, S = C − 𝒜*(y) to the last digit is tried as well.
   *
   * @return the largest DIMACS error of the best
   */
  double offer(Iterate point) {
    Answer answer = Answer.of(problem, Termination.NUMERICAL_LIMIT, point, point);
    DimacsErrors errors = check(answer);
    keep(answer, errors.worst());
    if (errors.dualResidual() == errors.worst()) {
      Answer exact = answer.withSlackOf(problem.source);
      keep(exact, check(exact).worst());
    }
    return worst;
  }

  private DimacsErrors check(Answer a) {
    return DimacsCheck.of(problem.workers, problem.source, a.x(), a.y(), a.s()).errors();
  }

  private void keep(Answer answer, double error) {
    if (error < worst) {
      worst = error;
      best = Optional.of(answer);
    }
  }

  /** Its largest DIMACS error; infinite if there is none. */
  double worst() {
    return worst;
  }

  Optional<Answer> best() {
    return best;
  }
}
