package io.spectrahedra.cli;

import io.spectrahedra.neural.data.ColumnChoice;
import io.spectrahedra.neural.data.CsvTable;
import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.data.Target;
import java.util.List;
import picocli.CommandLine.Option;

/** Which columns of a table are features: all but the target, unless said otherwise. */
final class FeatureArguments {
  @Option(
      names = "--features",
      split = ",",
      paramLabel = "NAME|INDEX",
      description = "Columns to predict from, in this order (default: all but the target).")
  private List<String> features = List.of();

  @Option(
      names = "--ignore",
      split = ",",
      paramLabel = "NAME|INDEX",
      description = "Columns to leave out; they may hold text.")
  private List<String> ignored = List.of();

  /** The columns chosen, for a table. */
  CsvTable.Selection selection(Target target) {
    return features.isEmpty() && ignored.isEmpty()
        ? CsvTable.Selection.ALL
        : new ColumnChoice(features, ignored, target);
  }

  /**
   * For data without columns that could be named.
   *
   * @throws InputException if some are chosen
   */
  void requireNone(String data) {
    if (!features.isEmpty() || !ignored.isEmpty()) {
      throw new InputException(
          "--features and --ignore choose columns of a table, which " + data + " is not");
    }
  }
}
