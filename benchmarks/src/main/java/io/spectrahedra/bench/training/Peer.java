package io.spectrahedra.bench.training;

import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.data.Dataset;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A general solver, called through Python, that trains the same network. */
enum Peer {
  SCS("SCS"),
  CLARABEL("Clarabel");

  private final String label;

  Peer(String label) {
    this.label = label;
  }

  @Override
  public String toString() {
    return label;
  }

  /** The interpreter that has the solvers: SPECTRA_PYTHON, or python3. */
  private static String python() {
    String chosen = System.getenv("SPECTRA_PYTHON");
    return chosen == null ? "python3" : chosen;
  }

  /** Whether the interpreter and the solver are there. */
  boolean isInstalled() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(
                  python(),
                  "-c",
                  "import numpy, scipy, " + name().toLowerCase(java.util.Locale.ROOT))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException noPython) {
      return false;
    }
  }

  /** Seconds and objective of the fastest of some repeats; empty if it takes longer in all. */
  Optional<Timing> train(Dataset data, double beta, int repeats, long limitSeconds)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("spectra-bench");
    Path script = folder.resolve("peers.py");
    Path table = folder.resolve("data.csv");
    Path output = folder.resolve("output");
    try {
      try (InputStream resource = Peer.class.getResourceAsStream("peers.py")) {
        Files.copy(Objects.requireNonNull(resource), script);
      }
      write(data, table);
      QuadraticActivation f = QuadraticActivation.RELU_FIT;
      Process process =
          new ProcessBuilder(
                  List.of(
                      python(),
                      script.toString(),
                      label,
                      table.toString(),
                      String.valueOf(beta),
                      String.valueOf(f.a()),
                      String.valueOf(f.b()),
                      String.valueOf(f.c()),
                      String.valueOf(repeats)))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        process.waitFor();
        return Optional.empty();
      }
      String[] words = Files.readString(output, StandardCharsets.UTF_8).strip().split(" ", -1);
      return words.length == 2
          ? Optional.of(new Timing(Double.parseDouble(words[0]), Double.parseDouble(words[1])))
          : Optional.empty();
    } finally {
      for (Path file : List.of(script, table, output)) {
        Files.deleteIfExists(file);
      }
      Files.delete(folder);
    }
  }

  private static void write(Dataset data, Path file) throws IOException {
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
      for (int i = 0; i < data.samples(); i++) {
        for (int j = 0; j < data.x().cols; j++) {
          out.print(data.x().at(i, j));
          out.print(',');
        }
        out.println(data.y().at(i, 0));
      }
    }
  }
}
