package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.certificate.DimacsCheck;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.solver.DimacsErrors;
import io.spectrahedra.sdp.solver.Termination;
import java.util.Optional;

/**
 * Points that an iteration at a loss leads to and could not go on from, for rounding has carried
 * them out of the cone: answers, if the independent check finds less wrong with them.
 */
final class LateAnswers {
  /**
   * The largest gap that is closed: a larger one may be all that says that the bound is not tight.
   */
  private static final double CLOSABLE = 2e-9;

  /** An answer, and what the check says of it. */
  private record Checked(Answer answer, DimacsCheck check, double worst) {}

  /** X of an answer, and its ⟨C, X⟩. */
  private record Objective(BlockMatrix x, double value) {}

  private final ScaledProblem problem;

  /** How many times X outside of the cone counts. */
  private final double magnification;

  private Optional<Checked> best = Optional.empty();

  /** Of all answers, those with the least and the largest objective. */
  private Optional<Objective> least = Optional.empty();

  private Optional<Objective> largest = Optional.empty();

  LateAnswers(ScaledProblem problem, double magnification) {
    this.problem = problem;
    this.magnification = magnification;
  }

  /**
   * Checks the point against the problem as the user gave it, and keeps it if it is the best. If
   * its dual equations are worst of all, S = C − 𝒜*(y) to the last digit is tried as well.
   *
   * @return the largest DIMACS error of the best
   */
  double offer(Iterate point) {
    Checked answer = checked(Answer.of(problem, Termination.NUMERICAL_LIMIT, point, point));
    keep(answer);
    keepObjective(answer);
    keepWithExactSlack(answer);
    return worst();
  }

  private Checked checked(Answer a) {
    DimacsCheck check = DimacsCheck.of(problem.workers, problem.source, a.x(), a.y(), a.s());
    return new Checked(a, check, Answer.worst(check.errors(), magnification));
  }

  private void keep(Checked answer) {
    if (answer.worst() < worst()) {
      best = Optional.of(answer);
    }
  }

  private void keepWithExactSlack(Checked answer) {
    DimacsErrors errors = answer.check.errors();
    if (errors.dualResidual() == errors.worst()) {
      keep(checked(answer.answer.withSlackOf(problem.source)));
    }
  }

  private void keepObjective(Checked answer) {
    double value = answer.check.primalObjective();
    if (!Double.isFinite(value)) {
      return;
    }
    if (least.isEmpty() || value < least.get().value) {
      least = Optional.of(new Objective(answer.answer.x(), value));
    }
    if (largest.isEmpty() || value > largest.get().value) {
      largest = Optional.of(new Objective(answer.answer.x(), value));
    }
  }

  /**
   * The best answer, its gap closed if that is small and it is better so [M57]: X moves along a
   * line, towards that of the least or the largest objective or away from it, to where ⟨C, X⟩ is
   * the dual objective. Where the computation shall stop, it is the best as it is.
   */
  Optional<Answer> bestWithGapClosed() {
    try {
      best.filter(answer -> Math.abs(answer.check.errors().gap()) <= CLOSABLE)
          .ifPresent(
              answer -> {
                least.ifPresent(other -> closeGap(answer, other));
                largest.ifPresent(other -> closeGap(answer, other));
              });
    } catch (Workers.StoppedException e) {
      return best();
    }
    return best();
  }

  private void closeGap(Checked answer, Objective other) {
    double primal = answer.check.primalObjective();
    double share = (primal - answer.check.dualObjective()) / (primal - other.value);
    if (Math.abs(share) < 1) {
      Checked closed = checked(answer.answer.withShareOf(other.x, share));
      keep(closed);
      keepWithExactSlack(closed);
    }
  }

  /** Its largest DIMACS error; infinite if there is none. */
  double worst() {
    return best.map(Checked::worst).orElse(Double.POSITIVE_INFINITY);
  }

  Optional<Answer> best() {
    return best.map(Checked::answer);
  }
}
