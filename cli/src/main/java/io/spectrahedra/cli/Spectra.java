package io.spectrahedra.cli;

import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.train.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command itself: chooses the subcommand and turns its end into an exit code. */
@Command(
    name = "spectra",
    description = "Two-layer polynomial networks, trained to proven global optimality.",
    subcommands = {TrainCommand.class, PredictCommand.class, CertifyCommand.class},
    versionProvider = Spectra.VersionProvider.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 proven optimal within the tolerance, 1 not proven (limit, numerical trouble),",
      "2 bad input or usage, 130 interrupted."
    })
public final class Spectra {
  static final int NOT_PROVEN = 1;
  static final int BAD_INPUT = 2;
  static final int INTERNAL_ERROR = 70;

  private Spectra() {}

  /** Runs the command and exits. */
  public static void main(String[] args) {
    int code = run(args);
    Interruption.release();
    System.exit(code);
  }

  /** Runs the command; returns its exit code. */
  static int run(String... args) {
    CommandLine command =
        new CommandLine(new Spectra())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler((e, line, result) -> failure(e, line))
            .setParameterExceptionHandler(
                (e, unused) -> {
                  e.getCommandLine().getErr().println("spectra: " + e.getMessage());
                  e.getCommandLine()
                      .getErr()
                      .println(
                          "Try '"
                              + e.getCommandLine().getCommandSpec().qualifiedName()
                              + " --help'.");
                  return BAD_INPUT;
                });
    return command.execute(args);
  }

  private static int failure(Exception e, CommandLine line) {
    if (e instanceof InputException) {
      line.getErr().println("spectra: " + e.getMessage());
      return BAD_INPUT;
    }
    line.getErr().println("spectra: this is a bug, please report it with what follows:");
    e.printStackTrace(line.getErr());
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
