package io.spectrahedra.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs what users run, once and silently, so that the launcher can archive the classes that it
 * takes.
 */
final class Rehearsal {
  /** Large enough for steps by Lanczos, and for factors in tiles. */
  private static final int ORDER = 240;

  /** x with (−1 x; x −1) ≥ 0, and a block that falls apart. */
  private static final String INFEASIBLE =
      "1\n2\n2 3\n1\n0 1 1 1 1\n0 1 2 2 1\n1 1 1 2 1\n0 2 1 1 -1\n0 2 2 3 -1\n1 2 1 1 1\n";

  private Rehearsal() {}

  /** Takes the names of a problem to solve and of data to train on, target "progression". */
  public static void main(String[] args) throws IOException {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Path ring = Files.createTempFile("ring", ".dat-s");
    int failed = 0;
    try {
      for (String problem :
          List.of(maxCutOfRing(ORDER, false), maxCutOfRing(8, true), INFEASIBLE)) {
        Files.writeString(ring, problem);
        failed |= Spectra.run(nowhere, nowhere, "solve", ring.toString(), "--json");
      }
    } finally {
      Files.delete(ring);
    }
    failed |= Spectra.run(nowhere, nowhere, "solve", args[0], "--json");
    failed |= Spectra.run(nowhere, nowhere, "solve", args[0]);
    Path model = Files.createTempFile("model", ".json");
    try {
      failed |=
          Spectra.run(
              nowhere,
              nowhere,
              "train",
              args[1],
              "--target",
              "progression",
              "--model",
              model.toString());
    } finally {
      Files.delete(model);
    }
    System.exit(failed);
  }

  /**
   * max −Σ Yᵢⱼ over the edges ij of a ring of n vertices, with Yᵢᵢ = 1 and Y ≥ 0; where it is to be
   * balanced, Σ Yᵢⱼ = 0 over all vertices confines Y to a face.
   */
  private static String maxCutOfRing(int n, boolean balanced) {
    int m = balanced ? n + 1 : n;
    String costs = "1 ".repeat(n) + (balanced ? "0" : "");
    StringBuilder text = new StringBuilder(m + "\n1\n" + n + "\n" + costs + "\n");
    for (int i = 1; i <= n; i++) {
      int next = i % n + 1;
      text.append("0 1 %d %d -0.5\n".formatted(Math.min(i, next), Math.max(i, next)));
      text.append("%d 1 %d %d 1\n".formatted(i, i, i));
      for (int j = i; balanced && j <= n; j++) {
        text.append("%d 1 %d %d 1\n".formatted(m, i, j));
      }
    }
    return text.toString();
  }
}
