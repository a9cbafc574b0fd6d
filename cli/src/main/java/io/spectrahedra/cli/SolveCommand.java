package io.spectrahedra.cli;

import io.spectrahedra.sdp.linalg.Workers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spectra solve}; {@link PlainSolve} knows the same options. */
@Command(
    name = "solve",
    description = {
      "Solves a semidefinite program in SDPA's sparse format.",
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
  private int threads = Workers.ofProcessors();

  @Option(
      names = "--output",
      paramLabel = "FILE.sol",
      description = "Write x, the slack and Y to this file, as CSDP does.")
  private @Nullable Path output;

  @Option(
      names = "--warm-start",
      paramLabel = "FILE.sol",
      description = "Begin at this solution of a similar problem, if that helps.")
  private @Nullable Path warmStart;

  @Option(
      names = "--explain",
      description = "Say how large the data are and how the Schur complement is assembled.")
  private boolean explain;

  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  private boolean json;

  @Option(names = "--quiet", description = "No line per iteration.")
  private boolean quiet;

  @Override
  public Integer call() {
    return new Solve(options(), Console.out(spec), Console.err(spec)).run();
  }

  /** What has been asked for. */
  Solve.Options options() {
    return new Solve.Options(
        file,
        tolerance,
        maxIterations,
        timeLimit,
        threads,
        output,
        warmStart,
        explain,
        json,
        quiet);
  }
}
