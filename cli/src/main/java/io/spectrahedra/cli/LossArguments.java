package io.spectrahedra.cli;

import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.loss.Loss;
import io.spectrahedra.neural.loss.Losses;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The loss, its parameter within its name or as an option of its own. */
final class LossArguments {
  @Option(
      names = "--loss",
      paramLabel = "NAME",
      defaultValue = "squared",
      description = {
        "squared, absolute, quantile, huber, for targets 1 and -1 or classes",
        "hinge, squared-hinge, logistic, for classes cross-entropy (default: ${DEFAULT-VALUE})."
      })
  private String name = "squared";

  @Option(
      names = "--tau",
      paramLabel = "TAU",
      description = "The quantile of --loss quantile, between 0 and 1; or --loss quantile(TAU).")
  private @Nullable String tau;

  @Option(
      names = "--delta",
      paramLabel = "DELTA",
      description = {
        "Where --loss huber turns from squared to absolute, positive;",
        "or --loss huber(DELTA)."
      })
  private @Nullable String delta;

  /**
   * What these say.
   *
   * @throws InputException if there is no such loss, or a parameter is missing or not its own
   */
  Loss loss() {
    require("--tau", tau, "quantile");
    require("--delta", delta, "huber");
    String parameter = tau != null ? tau : delta;
    if (parameter != null) {
      return Losses.parse(name + "(" + parameter + ")");
    }
    if (name.equals("quantile") || name.equals("huber")) {
      String option = name.equals("quantile") ? "--tau" : "--delta";
      throw new InputException(
          "--loss %s needs %s, or its value in brackets, as in %s(0.5)"
              .formatted(name, option, name));
    }
    return Losses.parse(name);
  }

  private void require(String option, @Nullable String value, String loss) {
    if (value != null && !name.equals(loss)) {
      throw new InputException(
          "%s is the parameter of --loss %s, but --loss is %s".formatted(option, loss, name));
    }
  }
}
