package io.spectrahedra.cli;

import io.spectrahedra.sdp.solver.Progress;
import java.io.PrintWriter;
import java.util.Locale;

/** One line an iteration: the same line over and over on a terminal, line after line elsewhere. */
final class ProgressPrinter implements Progress.Listener {
  /** Set by the launcher, which can tell whether standard error is a terminal. */
  private static final boolean TERMINAL = Boolean.getBoolean("spectra.terminal");

  private final PrintWriter out;

  ProgressPrinter(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void onProgress(Progress p) {
    show(
        String.format(
            Locale.ROOT,
            "%3d  objective %.8e  bound %.8e  infeasibility primal %.0e dual %.0e  %.1f s",
            p.iteration(),
            p.primalObjective(),
            p.dualObjective(),
            p.primalInfeasibility(),
            p.dualInfeasibility(),
            p.seconds()));
  }

  /** Prints the line, over the one before on a terminal. */
  void show(String line) {
    if (TERMINAL) {
      out.print("\r" + line + "\u001b[K");
    } else {
      out.println(line);
    }
    out.flush();
  }

  /** Ends the live line. */
  void finish() {
    if (TERMINAL) {
      out.print("\r\u001b[K");
      out.flush();
    }
  }
}
