package io.spectrahedra.cli;

import picocli.CommandLine.Option;

/** The beta of commands that train for one. */
final class BetaArgument {
  @Option(
      names = "--beta",
      defaultValue = "0.1",
      description = "Weight of the penalty, positive (default: ${DEFAULT-VALUE}).")
  private double beta;

  double value() {
    return beta;
  }
}
