package io.spectrahedra.bench;

import io.spectrahedra.bench.accuracy.MnistCommand;
import io.spectrahedra.bench.accuracy.UciCommand;
import io.spectrahedra.bench.kernels.KernelsCommand;
import io.spectrahedra.bench.sdplib.SdplibCommand;
import io.spectrahedra.bench.training.TrainingCommand;
import io.spectrahedra.neural.train.Version;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code spectra bench}: chooses the benchmark. To add one: a command, and its name here. */
@Command(
    name = "spectra bench",
    description =
        "Measures the speed of the solver and of what it is made of, and how well networks predict.",
    subcommands = {
      KernelsCommand.class,
      SdplibCommand.class,
      TrainingCommand.class,
      UciCommand.class,
      MnistCommand.class
    },
    versionProvider = Bench.VersionProvider.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "BENCHMARK",
    commandListHeading = "%nBenchmarks:%n")
public final class Bench implements Callable<Integer> {
  private static final int NOT_WRITTEN = 1;
  private static final int BAD_USAGE = 2;

  @Spec private @Nullable CommandSpec spec;

  private Bench() {}

  /** Runs the command and exits. */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = run(out, err, args);
    if (out.checkError()) { // flushes, too
      err.println("spectra: standard output cannot be written");
      code = Math.max(code, NOT_WRITTEN);
    }
    System.exit(code);
  }

  /** Runs the command; returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    return new CommandLine(new Bench())
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler((e, unused) -> wrongUsage(e))
        .execute(args);
  }

  private static int wrongUsage(ParameterException e) {
    CommandLine line = e.getCommandLine();
    line.getErr().println("spectra: " + e.getMessage());
    line.getErr().println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
    return BAD_USAGE;
  }

  /** Without a name of a benchmark. */
  @Override
  public Integer call() {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    line.usage(line.getErr());
    return BAD_USAGE;
  }

  /** "spectrahedra 0.1.0, Java 17.0.15". */
  static final class VersionProvider implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {Version.NAME + ", Java " + Runtime.version()};
    }
  }
}
