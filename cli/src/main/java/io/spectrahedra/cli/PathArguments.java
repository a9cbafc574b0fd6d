package io.spectrahedra.cli;

import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.io.AtomicFile;
import io.spectrahedra.neural.train.BetaGrid;
import io.spectrahedra.neural.train.PathOptions;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The data and the options of commands that train for a number of betas, and where results go. */
final class PathArguments {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Mixin private TrainingArguments training = new TrainingArguments();

  @Option(
      names = "--betas",
      split = ",",
      paramLabel = "BETA",
      description = "The weights of the penalty, in place of --points and --ratio.")
  private double @Nullable [] betas;

  @Option(
      names = "--points",
      paramLabel = "N",
      defaultValue = "30",
      description = {
        "How many betas, at equal ratios from the smallest",
        "that gives no neurons down (default: ${DEFAULT-VALUE})."
      })
  private int points;

  @Option(
      names = "--ratio",
      paramLabel = "R",
      defaultValue = "0.001",
      description = "The smallest beta over the largest (default: ${DEFAULT-VALUE}).")
  private double ratio;

  @Option(names = "--csv", paramLabel = "OUT.csv", description = "Write the table to this file.")
  private @Nullable Path csv;

  @Option(names = "--plot", paramLabel = "OUT.png", description = "Draw it to this file.")
  private @Nullable Path plot;

  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  private boolean json;

  @Option(names = "--quiet", description = "No progress bar.")
  private boolean quiet;

  TrainingArguments training() {
    return training;
  }

  PathOptions options() {
    if (betas != null) {
      Arguments.refuse(spec, "beside --betas: give the one or the other", "--points", "--ratio");
    }
    BetaGrid grid = betas == null ? BetaGrid.logarithmic(points, ratio) : BetaGrid.of(betas);
    return new PathOptions(training.options(), grid);
  }

  /** Reads the data, once it is clear that the results can be written. */
  Dataset dataset() {
    requireOther(null);
    for (Path file : new Path[] {csv, plot}) {
      if (file != null) {
        AtomicFile.requireWritable(file, training.data());
      }
    }
    return training.dataset();
  }

  /**
   * Refuses another result for a file of the table or the picture.
   *
   * @throws InputException if it is one of these
   */
  void requireOther(@Nullable Path file) {
    Arguments.requireDistinct(csv, plot, file);
  }

  boolean isJson() {
    return json;
  }

  boolean isSilent() {
    return json || quiet;
  }

  /** Writes the files that were asked for. */
  void write(Supplier<String> table, Supplier<AtomicFile.Content> picture) {
    if (csv != null) {
      AtomicFile.write(csv, table.get());
    }
    if (plot != null) {
      AtomicFile.write(plot, picture.get());
    }
  }
}
