package io.spectrahedra.cli;

import io.spectrahedra.neural.BilinearNetworks;
import io.spectrahedra.neural.architecture.NeuronNorm;
import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.train.Rounding;
import io.spectrahedra.neural.train.TrainingOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Hidden weights of one bit. */
final class QuantisedArguments {
  @Option(
      names = "--quantised",
      description = {
        "For --activation bilinear: the entries of u and v are 1 or -1. The best are NP-hard to",
        "find: these are rounded from a relaxation, and come with its lower bound."
      })
  private boolean quantised;

  @Option(
      names = "--neurons",
      paramLabel = "M",
      description = {
        "For --quantised: round M neurons (default: 500),",
        "of which those are kept that are of use."
      })
  private @Nullable Integer neurons;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "For --quantised: what neurons are drawn (default: 0).")
  private @Nullable Long seed;

  /** The options with what these say. */
  TrainingOptions apply(TrainingOptions options, boolean bilinear) {
    if (!quantised) {
      if (neurons != null || seed != null) {
        throw new InputException("--neurons and --seed are for --quantised");
      }
      return options;
    }
    if (!bilinear) {
      throw new InputException("--quantised needs --activation bilinear");
    }
    if (options.norm() != NeuronNorm.ONE) {
      throw new InputException("--quantised says what entries neurons have: leave --norm out");
    }
    Rounding rounding =
        new Rounding(
            neurons == null ? Rounding.DEFAULT.neurons() : neurons,
            seed == null ? Rounding.DEFAULT.seed() : seed);
    return BilinearNetworks.quantised(options).withRounding(rounding);
  }
}
