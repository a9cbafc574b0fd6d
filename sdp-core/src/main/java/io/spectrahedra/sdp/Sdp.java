package io.spectrahedra.sdp;

import io.spectrahedra.sdp.ipm.InteriorPointSolver;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.Progress;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Solution;

/** The front door: solves a semidefinite program. */
public final class Sdp {
  private Sdp() {}

  /** Solves with default settings. */
  public static Solution solve(SdpProblem problem) {
    return solve(problem, Settings.defaults());
  }

  /** Solves; see {@link Settings}. */
  public static Solution solve(SdpProblem problem, Settings settings) {
    return solve(problem, settings, Progress.Listener.NONE, new Cancellation());
  }

  /** Solves, reporting every iteration to {@code listener} and stopping on {@code cancellation}. */
  public static Solution solve(
      SdpProblem problem,
      Settings settings,
      Progress.Listener listener,
      Cancellation cancellation) {
    return new InteriorPointSolver().solve(problem, settings, listener, cancellation);
  }

  /** By which formulas a solve would assemble the Schur complement of the problem, a line each. */
  public static String explain(SdpProblem problem) {
    return InteriorPointSolver.explain(problem);
  }
}
