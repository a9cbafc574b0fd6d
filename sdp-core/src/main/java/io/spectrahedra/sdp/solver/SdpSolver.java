package io.spectrahedra.sdp.solver;

import io.spectrahedra.sdp.problem.SdpProblem;

/** Solves semidefinite programs. Stateless: one solver may be used by several threads at once. */
public interface SdpSolver {

  /**
   * Solves the problem as far as the settings allow.
   *
   * @param listener called once per iteration on the calling thread
   * @param cancellation asked many times per iteration; so is {@link Thread#interrupt()}, which
   *     stays set
   * @return never null; whatever ended the solve, the best point seen with its honest errors
   */
  Solution solve(
      SdpProblem problem, Settings settings, Progress.Listener listener, Cancellation cancellation);
}
