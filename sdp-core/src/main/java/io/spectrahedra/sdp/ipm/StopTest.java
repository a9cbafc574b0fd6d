package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.StopRequest;
import io.spectrahedra.sdp.solver.Termination;
import java.util.Optional;

/** Whether the iteration is at its end. */
final class StopTest {
  /** Steps shorter than this lead nowhere. */
  private static final double SHORTEST_STEP = 1e-8;

  /** Give up after this many iterations in which the error has not halved. */
  private static final int PATIENCE = 15;

  /**
   * Of the objective at the start: with less than that, smooth rows are in the tails of their
   * losses, where Newton's method by their slopes gains a factor e an iteration [M61].
   */
  private static final double TAIL = 5e-3;

  private final ScaledProblem problem;
  private final Settings settings;
  private final StopRequest request;
  private double atStart;

  StopTest(ScaledProblem problem, Settings settings, StopRequest request) {
    this.problem = problem;
    this.settings = settings;
    this.request = request;
  }

  /** The reason to stop before iteration {@code k}, if there is one. */
  Optional<Termination> check(int k, Residuals residuals, BestPoint best, double longestStep) {
    if (residuals.worst() <= settings.tolerance()
        && multiplierMismatch(residuals) <= settings.tolerance()) {
      return Optional.of(Termination.OPTIMAL);
    }
    if (request.getAsBoolean()) {
      return Optional.of(request.reason());
    }
    if (k >= settings.maxIterations()) {
      return Optional.of(Termination.ITERATION_LIMIT);
    }
    atStart = k == 0 ? residuals.primalObjective() : atStart;
    boolean inTail =
        problem.rowTerms.smooth.length > 0 && residuals.primalObjective() < TAIL * atStart;
    boolean stuck = k > 0 && longestStep < SHORTEST_STEP;
    if (!residuals.isFinite() || stuck || inTail || k - best.milestone() > PATIENCE) {
      return Optional.of(Termination.NUMERICAL_LIMIT);
    }
    return Optional.empty();
  }

  /**
   * Quadratic rows have two multipliers: the iterate's y, and w·r, which is what whoever has
   * compressed the rows will take. This is the dual residual of their difference rₚ/D; asked for
   * only at the end, for it costs a pass of 𝒜*.
   */
  private double multiplierMismatch(Residuals residuals) {
    if (!problem.elastic) {
      return 0;
    }
    double[] difference = new double[problem.rows()];
    for (int i = 0; i < difference.length; i++) {
      double compliance = problem.rowTerms.compliance[i];
      difference[i] = compliance > 0 ? residuals.primal()[i] / compliance : 0;
    }
    BlockMatrix adjoint = BlockMatrix.zeros(problem.source.blocks());
    problem.operator.adjoint(problem.workers, difference, adjoint);
    return problem.scaling.dualScale() * adjoint.frobeniusNorm() / (1 + problem.objectiveSize);
  }
}
