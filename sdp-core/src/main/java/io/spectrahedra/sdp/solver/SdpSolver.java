package io.spectrahedra.sdp.solver;

import io.spectrahedra.sdp.problem.SdpProblem;

/** Solves semidefinite programs. Stateless: one solver may be used by several threads at once. */
public interface SdpSolver {

  /**
   * Solves the problem as far as the settings allow.
   *
   * @param start a point to begin at, if that is better than the usual one, or {@link
   *     WarmStart#NONE}
   * @param listener called once per iteration on the calling thread
   * @param cancellation asked many times per iteration; so is {@link Thread#interrupt()}, which
   *     stays set
   * @return never null; whatever ended the solve, the best point seen with its honest errors
   * @throws IllegalArgumentException if the start is not a point of the problem
   */
  Solution solve(
      SdpProblem problem,
      Settings settings,
      WarmStart start,
      Progress.Listener listener,
      Cancellation cancellation);

  /** The same without a point to begin at. */
  default Solution solve(
      SdpProblem problem,
      Settings settings,
      Progress.Listener listener,
      Cancellation cancellation) {
    return solve(problem, settings, WarmStart.NONE, listener, cancellation);
  }
}
