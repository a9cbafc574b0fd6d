package io.spectrahedra.cli;

import io.spectrahedra.sdp.solver.Progress;
import java.io.PrintWriter;
import java.util.function.Supplier;

/** What {@code spectra solve} says while it solves: remarks always, the rest if it is wanted. */
final class SolveListener implements Progress.Listener {
  private final PrintWriter err;
  private final PrintWriter explanation;
  private final boolean explain;
  private final boolean quiet;
  private final ProgressPrinter progress;

  /**
   * Listens on behalf of a user.
   *
   * @param explanation where the plan goes if {@code explain} is set
   */
  SolveListener(PrintWriter err, PrintWriter explanation, boolean explain, boolean quiet) {
    this.err = err;
    this.explanation = explanation;
    this.explain = explain;
    this.quiet = quiet;
    this.progress = new ProgressPrinter(err);
  }

  @Override
  public void onRemark(String remark) {
    err.println("spectra: " + SdpaAnswer.inTermsOfTheFile(remark));
    err.flush();
  }

  @Override
  public void onSetUp(Supplier<String> plan) {
    if (explain) {
      explanation.println(plan.get());
      explanation.flush();
    }
  }

  @Override
  public void onProgress(Progress p) {
    if (!quiet) {
      progress.onProgress(SdpaAnswer.progress(p));
    }
  }

  /** Ends the live line. */
  void finish() {
    if (!quiet) {
      progress.finish();
    }
  }
}
