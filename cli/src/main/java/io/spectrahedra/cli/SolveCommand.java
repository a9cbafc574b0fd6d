package io.spectrahedra.cli;

import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.io.AtomicFile;
import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.io.SdpaFormatException;
import io.spectrahedra.sdp.io.SdpaReader;
import io.spectrahedra.sdp.io.SolutionFile;
import io.spectrahedra.sdp.problem.Block;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.Progress;
import io.spectrahedra.sdp.solver.Settings;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spectra solve}. */
@Command(
    name = "solve",
    description = {
      "Solves a semidefinite program in SDPA's sparse format, with the proof:",
      "min c'x, sum x_i F_i - F_0 >= 0, and its dual max <F_0, Y>, <F_i, Y> = c_i, Y >= 0."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class SolveCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE.dat-s", description = "The problem; .dat-s.gz is read too.")
  private Path file = Path.of("");

  @Option(
      names = "--tolerance",
      defaultValue = "1e-8",
      description = "Largest DIMACS error that counts as optimal (default: ${DEFAULT-VALUE}).")
  private double tolerance;

  @Option(
      names = "--max-iterations",
      paramLabel = "N",
      defaultValue = "100",
      description = "Stop after so many iterations (default: ${DEFAULT-VALUE}).")
  private int maxIterations;

  @Option(
      names = "--time-limit",
      paramLabel = "TIME",
      converter = Arguments.DurationConverter.class,
      description = "Stop after this time, as 60s, 500ms, 5m or 1h, with the best point so far.")
  private Duration timeLimit = Duration.ZERO;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads to use (default: one a processor); the result does not depend on it.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--output",
      paramLabel = "FILE.sol",
      description = "Write x, the slack and Y to this file, as CSDP does.")
  private @Nullable Path output;

  @Option(names = "--explain", description = "Say how the Schur complement is assembled.")
  private boolean explain;

  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  private boolean json;

  @Option(names = "--quiet", description = "No line per iteration.")
  private boolean quiet;

  @Override
  public Integer call() {
    try {
      return run();
    } catch (OutOfMemoryError e) {
      PrintWriter err = Console.err(spec);
      err.printf(
          Locale.ROOT,
          "spectra: the problem needs more than the %.1f GB that Java may use here;"
              + " SPECTRA_JAVA_OPTS=-Xmx... allows more%n",
          Runtime.getRuntime().maxMemory() / 0x1p30);
      return Spectra.NOT_PROVEN;
    }
  }

  private int run() {
    long start = System.nanoTime();
    Settings settings = settings();
    if (output != null) {
      AtomicFile.requireWritable(output);
    }
    SdpProblem problem = read();
    double read = (System.nanoTime() - start) * 1e-9;
    PrintWriter out = Console.out(spec);
    if (explain) {
      PrintWriter lines = json ? Console.err(spec) : out;
      lines.println(Sdp.explain(problem));
      lines.flush();
    }
    SdpaAnswer answer = solve(problem, settings, System.nanoTime() - start);
    if (output != null) {
      AtomicFile.write(output, bytes -> SolutionFile.write(bytes, answer.point()));
    }
    Map<String, Double> phases = new LinkedHashMap<>();
    phases.put("read", read);
    phases.putAll(answer.solution().secondsByPhase());
    double seconds = read + answer.solution().seconds();
    if (json) {
      out.println(toJson(answer, seconds, phases));
    } else {
      summarise(out, problem, answer, seconds, phases);
    }
    out.flush();
    return answer.isProven() ? 0 : Spectra.NOT_PROVEN;
  }

  private Settings settings() {
    try {
      return Settings.defaults()
          .withTolerance(tolerance)
          .withMaxIterations(maxIterations)
          .withTimeLimit(timeLimit)
          .withThreads(threads);
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
  }

  private SdpProblem read() {
    if (Files.isDirectory(file)) {
      throw new InputException(file + " is a folder, not a file");
    }
    try {
      return SdpaReader.read(file);
    } catch (SdpaFormatException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    } catch (UncheckedIOException e) {
      throw new InputException(reason(e.getCause()), e);
    }
  }

  private String reason(@Nullable Throwable e) {
    if (e instanceof NoSuchFileException) {
      return "there is no file " + file;
    }
    return file
        + " cannot be read: "
        + (e instanceof AccessDeniedException || e == null ? "permission denied" : e.getMessage());
  }

  private SdpaAnswer solve(SdpProblem problem, Settings settings, long nanosSoFar) {
    Settings rest =
        timeLimit.isZero()
            ? settings
            : settings.withTimeLimit(
                Duration.ofNanos(Math.max(1, timeLimit.toNanos() - nanosSoFar)));
    Cancellation cancellation = Interruption.install();
    if (json || quiet) {
      return new SdpaAnswer(Sdp.solve(problem, rest, Progress.Listener.NONE, cancellation));
    }
    ProgressPrinter progress = new ProgressPrinter(Console.err(spec));
    SdpaAnswer answer =
        new SdpaAnswer(
            Sdp.solve(
                problem, rest, p -> progress.onProgress(SdpaAnswer.progress(p)), cancellation));
    progress.finish();
    return answer;
  }

  private String toJson(SdpaAnswer answer, double seconds, Map<String, Double> phases) {
    return new Json()
        .put("status", answer.status().name())
        .put("primalStatus", answer.primalStatus().name())
        .put("dualStatus", answer.dualStatus().name())
        .put("primalObjective", answer.primalObjective())
        .put("dualObjective", answer.dualObjective())
        .put("dimacsErrors", answer.solution().errors().toList())
        .put("iterations", answer.solution().iterations())
        .put("seconds", seconds)
        .put("secondsByPhase", phases)
        .put("peakMemoryMb", PeakMemory.megabytes())
        .put("threads", threads)
        .toString();
  }

  private void summarise(
      PrintWriter out,
      SdpProblem problem,
      SdpaAnswer answer,
      double seconds,
      Map<String, Double> phases) {
    Console.line(
        out,
        "problem",
        "%s: %d constraints, %d blocks, the largest of order %d",
        file,
        problem.rows().size(),
        problem.blocks().size(),
        problem.blocks().stream().mapToInt(Block::size).max().orElse(0));
    Console.line(
        out,
        "primal",
        "%-18.10g min c'x, sum x_i F_i - F_0 >= 0: x is %s",
        answer.primalObjective(),
        words(answer.primalStatus()));
    Console.line(
        out,
        "dual",
        "%-18.10g max <F_0, Y>, <F_i, Y> = c_i, Y >= 0: Y is %s",
        answer.dualObjective(),
        words(answer.dualStatus()));
    Console.line(
        out,
        "errors",
        "%-18.1e the worst of the six DIMACS errors, computed from the file's data",
        answer.solution().errors().worst());
    Console.line(out, "status", "%s", answer.status().name());
    Console.line(out, "", "%s", answer.advice());
    Console.time(out, seconds, answer.solution().iterations(), phases);
    Console.line(out, "memory", "%.0f MB at most, %d threads", PeakMemory.megabytes(), threads);
    if (output != null) {
      Console.line(out, "solution", "%s", output);
    }
  }

  private static String words(Enum<?> status) {
    return status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
