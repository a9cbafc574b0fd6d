package io.spectrahedra.cli;

import io.spectrahedra.neural.data.DataFile;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.IdxFile;
import io.spectrahedra.neural.data.InputException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What goes with data in the idx format, whose labels are a file of their own. */
final class LabelArguments {
  @Option(
      names = "--labels",
      paramLabel = "FILE",
      converter = Arguments.DataConverter.class,
      description = "For data in the idx format: the file of their labels, which are classes.")
  private @Nullable DataFile labels;

  @Option(
      names = "--positive",
      paramLabel = "CLASS",
      description = "Two classes: this one against all others.")
  private @Nullable String positive;

  @Option(names = "--limit", paramLabel = "N", description = "Read the first N samples only.")
  private int limit = Integer.MAX_VALUE;

  /**
   * For data whose targets are their labels.
   *
   * @throws InputException if columns are named as the target
   */
  static void requireNoTarget(DataFile data, List<String> target) {
    if (!target.isEmpty()) {
      throw new InputException(
          "--target "
              + String.join(",", target)
              + " names a column of a table, which "
              + data
              + " is not: its target is what --labels says");
    }
  }

  /**
   * The samples and classes asked for.
   *
   * @param other reads the data if they are in another format
   */
  Dataset dataset(DataFile data, Supplier<Dataset> other) {
    if (limit < 1) {
      throw new InputException("--limit must be at least 1, was " + limit);
    }
    Dataset all = IdxFile.isIdx(data) ? idx(data) : withoutLabels(data, other);
    Dataset first = all.first(limit);
    return positive == null ? first : first.against(positive);
  }

  private Dataset idx(DataFile data) {
    if (labels == null) {
      throw new InputException(data + " is an idx file: --labels must say where its labels are");
    }
    return IdxFile.read(data, limit).labelled(IdxFile.read(labels, limit));
  }

  private Dataset withoutLabels(DataFile data, Supplier<Dataset> other) {
    if (labels != null) {
      throw new InputException("--labels is for data in the idx format, which " + data + " is not");
    }
    return other.get();
  }
}
