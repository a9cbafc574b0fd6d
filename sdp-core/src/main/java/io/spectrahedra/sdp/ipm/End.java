package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.problem.BlockSplitting;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.Termination;
import java.util.List;

/**
 * How an iteration ended, and with what.
 *
 * @param dependentRows names of the rows that were dropped
 * @param warm whether it began at the warm start
 */
record End(
    Termination termination,
    Answer answer,
    int iterations,
    List<String> dependentRows,
    boolean warm) {

  /** The end of an iteration that has left the range of numbers. */
  End overflown(SdpProblem problem) {
    return new End(
        Termination.NUMERICAL_LIMIT, Answer.identity(problem), iterations, dependentRows, warm);
  }

  /** The same, with iterations that led elsewhere. */
  End after(int others) {
    return new End(termination, answer, iterations + others, dependentRows, warm);
  }

  End withTermination(Termination other) {
    return new End(other, answer, iterations, dependentRows, warm);
  }

  End withAnswer(Answer other) {
    return new End(termination, other, iterations, dependentRows, warm);
  }

  End withDependentRows(List<String> names) {
    return new End(termination, answer, iterations, names, warm);
  }

  End joined(BlockSplitting parts) {
    return withAnswer(answer.joined(parts));
  }

  /** Whether it has proven one side infeasible. */
  boolean isRay() {
    return termination == Termination.PRIMAL_INFEASIBLE
        || termination == Termination.DUAL_INFEASIBLE;
  }
}
