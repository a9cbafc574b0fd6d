package io.spectrahedra.cli;

import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.io.AtomicFile;
import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.io.SdpaFormatException;
import io.spectrahedra.sdp.io.SdpaReader;
import io.spectrahedra.sdp.io.SolutionFile;
import io.spectrahedra.sdp.problem.Block;
import io.spectrahedra.sdp.problem.DataRanges;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.PointStatus;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Termination;
import io.spectrahedra.sdp.solver.WarmStart;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What {@code spectra solve} does, once it is known what is wanted. */
final class Solve {
  /** The options of the command; see {@link SolveCommand}. */
  record Options(
      Path file,
      double tolerance,
      int maxIterations,
      Duration timeLimit,
      int threads,
      @Nullable Path output,
      @Nullable Path warmStart,
      boolean explain,
      boolean json,
      boolean quiet) {}

  /** Matrices of the size of X that any solve has at once: X, S, C and one more. */
  private static final long LEAST_COPIES = 4;

  /** Of the constraints that follow from others. */
  private static final int SHOWN = 10;

  private final Options options;
  private final PrintWriter out;
  private final PrintWriter err;

  Solve(Options options, PrintWriter out, PrintWriter err) {
    this.options = options;
    this.out = out;
    this.err = err;
  }

  /** Solves and reports; returns the exit code. */
  int run() {
    try {
      return solve();
    } catch (OutOfMemoryError e) {
      return outOfMemory();
    }
  }

  private int outOfMemory() {
    err.printf(
        Locale.ROOT,
        "spectra: the problem needs more than the %d MB that Java may use here;"
            + " SPECTRA_JAVA_OPTS=-Xmx... allows more%n",
        Runtime.getRuntime().maxMemory() >> 20);
    return Spectra.NOT_PROVEN;
  }

  /** Whether not even the variables, the objective and a workspace of their size fit. */
  private static boolean isTooLarge(SdpProblem problem) {
    long entries =
        problem.blocks().stream().mapToLong(block -> (long) block.size() * block.cols()).sum();
    return LEAST_COPIES * Double.BYTES * entries > Runtime.getRuntime().maxMemory();
  }

  private int solve() {
    long begin = System.nanoTime();
    Settings settings = settings();
    Path output = options.output;
    if (output != null) {
      AtomicFile.requireWritable(output, options.file);
    }
    SdpProblem problem =
        Interruption.whileReading(
            options.file,
            err,
            () ->
                read(
                    options.file,
                    path -> SdpaReader.read(path, remark -> err.println("spectra: " + remark))));
    if (isTooLarge(problem)) {
      return outOfMemory();
    }
    WarmStart start = warmStart(problem);
    double read = (System.nanoTime() - begin) * 1e-9;
    PrintWriter explanation = options.json ? err : out;
    if (options.explain) {
      explanation.println(SdpaAnswer.inTermsOfTheFile(DataRanges.of(problem).toString()));
    }
    SolveListener listener =
        new SolveListener(err, explanation, options.explain, options.json || options.quiet);
    Settings rest = remaining(settings, System.nanoTime() - begin);
    SdpaAnswer answer =
        new SdpaAnswer(Sdp.solve(problem, rest, start, listener, Interruption.install()));
    listener.finish();
    if (output != null) {
      AtomicFile.write(output, bytes -> SolutionFile.write(bytes, answer.point()));
    }
    Map<String, Double> phases = new LinkedHashMap<>();
    phases.put("read", read);
    phases.putAll(answer.solution().secondsByPhase());
    double seconds = read + answer.solution().seconds();
    if (options.json) {
      out.println(toJson(answer, seconds, phases));
    } else {
      summarise(problem, answer, seconds, phases);
    }
    out.flush();
    return answer.isProven() ? 0 : Spectra.NOT_PROVEN;
  }

  private Settings settings() {
    try {
      return Settings.defaults()
          .withTolerance(options.tolerance)
          .withMaxIterations(options.maxIterations)
          .withTimeLimit(options.timeLimit)
          .withThreads(options.threads);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "--" + String.valueOf(e.getMessage()).replace("maxIterations", "max-iterations"), e);
    }
  }

  /** The given settings, with what is left of the time limit. */
  private Settings remaining(Settings settings, long nanosSoFar) {
    return options.timeLimit.isZero()
        ? settings
        : settings.withTimeLimit(
            Duration.ofNanos(Math.max(1, options.timeLimit.toNanos() - nanosSoFar)));
  }

  private WarmStart warmStart(SdpProblem problem) {
    Path file = options.warmStart;
    if (file == null) {
      return WarmStart.NONE;
    }
    SolutionFile.Point point = read(file, path -> SolutionFile.read(path, problem));
    return new WarmStart(point.x(), point.y());
  }

  private static <T> T read(Path file, Function<Path, T> reader) {
    if (file.toString().isEmpty()) {
      throw new InputException("the name of the file is empty");
    }
    if (Files.isDirectory(file)) {
      throw new InputException(file + " is a folder, not a file");
    }
    try {
      return reader.apply(file);
    } catch (SdpaFormatException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    } catch (UncheckedIOException e) {
      throw new InputException(reason(file, e.getCause()), e);
    }
  }

  private static String reason(Path file, @Nullable Throwable e) {
    if (e instanceof NoSuchFileException) {
      return "there is no file " + file;
    }
    return file
        + " cannot be read: "
        + (e instanceof AccessDeniedException || e == null ? "permission denied" : e.getMessage());
  }

  private String toJson(SdpaAnswer answer, double seconds, Map<String, Double> phases) {
    Json json =
        new Json()
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
            .put("threads", options.threads);
    if (options.warmStart == null) {
      json.putNull("warmStarted");
    } else {
      json.put("warmStarted", answer.solution().warmStarted());
    }
    return json.end();
  }

  private void summarise(
      SdpProblem problem, SdpaAnswer answer, double seconds, Map<String, Double> phases) {
    Console.line(
        out,
        "problem",
        "%s: %s, %s, the largest of order %d",
        options.file,
        Console.count(problem.rows().size(), "constraint"),
        Console.count(problem.blocks().size(), "block"),
        problem.blocks().stream().mapToInt(Block::size).max().orElse(0));
    Console.line(
        out,
        "primal",
        "%-18s min c'x, sum x_i F_i - F_0 >= 0: x is %s",
        value(answer, answer.primalObjective()),
        words(answer.primalStatus()));
    Console.line(
        out,
        "dual",
        "%-18s max <F_0, Y>, <F_i, Y> = c_i, Y >= 0: Y is %s",
        value(answer, answer.dualObjective()),
        words(answer.dualStatus()));
    Console.line(
        out,
        "errors",
        "%-18.1e the worst of the six DIMACS errors, computed from the file's data",
        answer.solution().errors().worst());
    List<String> dependent = answer.solution().dependentRows();
    if (!dependent.isEmpty()) {
      Console.line(
          out,
          "dependent",
          "%s from others: %s%s",
          dependent.size() == 1 ? "1 constraint follows" : dependent.size() + " constraints follow",
          String.join(", ", dependent.subList(0, Math.min(SHOWN, dependent.size()))),
          dependent.size() > SHOWN ? ", ..." : "");
    }
    if (options.warmStart != null) {
      Console.line(
          out,
          "warm start",
          "%s %s",
          options.warmStart,
          answer.solution().warmStarted() ? "was used" : "was no better than the usual start");
    }
    Console.line(out, "status", "%s", answer.status().name());
    Console.line(out, "", "%s", answer.advice());
    Console.time(out, seconds, answer.solution().iterations(), phases);
    Console.line(
        out,
        "memory",
        "%.0f MB at most, %s",
        PeakMemory.megabytes(),
        Console.count(options.threads, "thread"));
    if (options.output != null) {
      Console.line(out, "solution", "%s", options.output);
    }
  }

  /** The objective of a point; where one side has none, that of the other is a number of chance. */
  private static String value(SdpaAnswer answer, double objective) {
    return answer.solution().termination() != Termination.OPTIMAL && answer.isProven()
        ? "none"
        : String.format(Locale.ROOT, "%.10g", objective);
  }

  private static String words(PointStatus status) {
    return status == PointStatus.INFEASIBILITY_CERTIFICATE
        ? "an infeasibility certificate"
        : status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
