package io.spectrahedra.sdp;

import io.spectrahedra.sdp.ipm.InteriorPointSolver;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.Progress;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Solution;
import io.spectrahedra.sdp.solver.WarmStart;
import java.util.Objects;
import java.util.function.Supplier;

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

  /** Solves, beginning at the solution of a similar problem if that helps. */
  public static Solution solve(SdpProblem problem, Settings settings, WarmStart start) {
    return solve(problem, settings, start, Progress.Listener.NONE, new Cancellation());
  }

  /** The same, reporting to {@code listener} and stopping on {@code cancellation}. */
  public static Solution solve(
      SdpProblem problem,
      Settings settings,
      WarmStart start,
      Progress.Listener listener,
      Cancellation cancellation) {
    return new InteriorPointSolver()
        .solve(
            Objects.requireNonNull(problem, "problem"),
            Objects.requireNonNull(settings, "settings"),
            Objects.requireNonNull(start, "start"),
            Objects.requireNonNull(listener, "listener"),
            Objects.requireNonNull(cancellation, "cancellation"));
  }

  /** Solves, reporting every iteration to {@code listener} and stopping on {@code cancellation}. */
  public static Solution solve(
      SdpProblem problem,
      Settings settings,
      Progress.Listener listener,
      Cancellation cancellation) {
    return solve(problem, settings, WarmStart.NONE, listener, cancellation);
  }

  /**
   * By which formulas a solve would assemble the Schur complement of the problem, a line each;
   * empty if its rows contradict each other. Takes the time of the set-up; {@link
   * Progress.Listener#onSetUp} tells the same during a solve.
   */
  public static String explain(SdpProblem problem) {
    Explanation explanation = new Explanation();
    Solution unused =
        solve(problem, Settings.defaults().withMaxIterations(0), explanation, new Cancellation());
    return explanation.text;
  }

  /** Listens to the plan alone. */
  private static final class Explanation implements Progress.Listener {
    private String text = "";

    @Override
    public void onSetUp(Supplier<String> plan) {
      text = plan.get();
    }

    @Override
    public void onProgress(Progress progress) {}
  }
}
