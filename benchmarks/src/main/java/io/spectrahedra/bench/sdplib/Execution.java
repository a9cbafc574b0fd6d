package io.spectrahedra.bench.sdplib;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One run of a command in an empty folder.
 *
 * @param output what it has printed on standard output
 * @param seconds from its start to its end, of the wall clock
 * @param finished whether it ended within the limit; it is killed at the limit
 */
record Execution(String output, double seconds, boolean finished) {

  /** Runs it to its end or to the limit. */
  static Execution of(List<String> command, Map<String, String> environment, Duration limit)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("spectra-bench");
    try {
      Path output = folder.resolve("output");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(output.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().putAll(environment);
      long start = System.nanoTime();
      Process process = builder.start();
      Thread killer = new Thread(() -> kill(process));
      Runtime.getRuntime().addShutdownHook(killer);
      boolean finished = process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
      double seconds = (System.nanoTime() - start) * 1e-9;
      if (!finished) {
        kill(process);
        process.waitFor();
      }
      Runtime.getRuntime().removeShutdownHook(killer);
      String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
      return new Execution(text, seconds, finished);
    } finally {
      delete(folder);
    }
  }

  private static void kill(Process process) {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroyForcibly(); // first: a shell would go on when its child has ended
    descendants.forEach(ProcessHandle::destroyForcibly);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
