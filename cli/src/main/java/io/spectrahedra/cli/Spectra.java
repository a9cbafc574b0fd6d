package io.spectrahedra.cli;

import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.train.Version;
import io.spectrahedra.sdp.kernel.KernelsUnavailableException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command itself: chooses the subcommand and turns its end into an exit code. */
@Command(
    name = "spectra",
    description = {
      "Semidefinite programs, and two-layer polynomial networks trained to proven optimality."
    },
    versionProvider = Spectra.VersionProvider.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 proven (optimal within the tolerance, or infeasible),",
      "1 not proven (a limit, numerical trouble), 2 bad input or usage, 130 interrupted,",
      "141 nobody reads the output any more.",
      "",
      "'spectra bench' measures the speed of this machine: see its own --help."
    })
public final class Spectra {
  static final int NOT_PROVEN = 1;
  static final int BAD_INPUT = 2;
  static final int INTERNAL_ERROR = 70;

  /** What a shell says of a command that the signal SIGPIPE has ended: 128 + 13. */
  static final int PIPE_CLOSED = 141;

  private Spectra() {}

  /** Runs the command and exits. */
  public static void main(String[] args) {
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(new FileOutputStream(FileDescriptor.out), err, args));
  }

  /** Runs the command; if nobody reads its output to the end, it ends as other commands do. */
  static int run(OutputStream stdout, PrintWriter err, String... args) {
    WatchedOutput watched = new WatchedOutput(stdout);
    PrintWriter out = new PrintWriter(watched, false, StandardCharsets.UTF_8);
    return run(out, err, watched::isPipeClosed, args);
  }

  /** Runs the command; returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    return run(out, err, () -> false, args);
  }

  private static int run(
      PrintWriter out, PrintWriter err, BooleanSupplier isPipeClosed, String... args) {
    try {
      Optional<Solve.Options> solve = PlainSolve.parse(args);
      int code = solve.isPresent() ? solve(solve.get(), out, err) : execute(out, err, args);
      if (!out.checkError()) { // flushes, too; writers do not say by themselves
        return code;
      }
      if (isPipeClosed.getAsBoolean()) {
        return PIPE_CLOSED;
      }
      err.println("spectra: standard output cannot be written");
      return Math.max(code, NOT_PROVEN);
    } finally {
      Interruption.release();
    }
  }

  @SuppressWarnings("IllegalCatch") // whatever is left is a bug, and is reported as one
  private static int solve(Solve.Options options, PrintWriter out, PrintWriter err) {
    try {
      return new Solve(options, out, err).run();
    } catch (RuntimeException e) {
      return failure(e, err);
    }
  }

  private static int execute(PrintWriter out, PrintWriter err, String... args) {
    CommandLine spectra = new CommandLine(new Spectra());
    addCommands(spectra, args.length > 0 ? args[0] : "");
    return spectra
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler((e, line, result) -> failure(e, line.getErr()))
        .setParameterExceptionHandler((e, unused) -> wrongUsage(e))
        .execute(args);
  }

  /** The command of that name alone, for each takes time to set up; all if it is none of them. */
  private static void addCommands(CommandLine spectra, String name) {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("solve", SolveCommand::new);
    commands.put("train", TrainCommand::new);
    commands.put("path", PathCommand::new);
    commands.put("cv", CrossValidationCommand::new);
    commands.put("predict", PredictCommand::new);
    commands.put("evaluate", EvaluateCommand::new);
    commands.put("certify", CertifyCommand::new);
    commands.put("lift", LiftCommand::new);
    commands.put("help", CommandLine.HelpCommand::new);
    if (commands.containsKey(name) && !name.equals("help")) {
      commands.keySet().retainAll(Set.of(name));
    }
    commands.forEach((each, command) -> spectra.addSubcommand(each, command.get()));
  }

  private static int wrongUsage(ParameterException e) {
    CommandLine line = e.getCommandLine();
    line.getErr().println("spectra: " + message(e));
    line.getErr().println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
    return BAD_INPUT;
  }

  private static String message(ParameterException e) {
    boolean hasCommands = !e.getCommandLine().getSubcommands().isEmpty();
    if (hasCommands && e instanceof UnmatchedArgumentException u && !u.isUnknownOption()) {
      return u.getSuggestions().stream()
          .limit(1)
          .map(name -> ": did you mean \"" + name + "\"?")
          .reduce("unknown command \"" + u.getUnmatched().get(0) + "\"", String::concat);
    }
    return String.valueOf(e.getMessage());
  }

  private static int failure(Exception e, PrintWriter err) {
    if (e instanceof InputException || e instanceof KernelsUnavailableException) {
      err.println("spectra: " + e.getMessage());
      return BAD_INPUT;
    }
    err.println("spectra: this is a bug, please report it with what follows:");
    e.printStackTrace(err);
    return INTERNAL_ERROR;
  }

  /** "spectrahedra 0.1.0, Java 17.0.15". */
  static final class VersionProvider implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {Version.NAME + ", Java " + Runtime.version()};
    }
  }
}
