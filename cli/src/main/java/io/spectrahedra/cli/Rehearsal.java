package io.spectrahedra.cli;

import java.io.PrintWriter;
import java.io.Writer;

/**
 * Runs what users run, once and silently, so that the launcher can archive the classes that it
 * takes.
 */
final class Rehearsal {
  private Rehearsal() {}

  /** Takes the names of a problem to solve and of data to train on, target "progression". */
  public static void main(String[] args) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    int failed = 0;
    failed |= Spectra.run(nowhere, nowhere, "solve", args[0], "--json");
    failed |= Spectra.run(nowhere, nowhere, "solve", args[0]);
    failed |= Spectra.run(nowhere, nowhere, "train", args[1], "--target", "progression");
    System.exit(failed);
  }
}
