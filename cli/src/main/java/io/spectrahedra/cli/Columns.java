package io.spectrahedra.cli;

import io.spectrahedra.neural.data.CsvTable;
import io.spectrahedra.neural.data.DataFile;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.IdxFile;
import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.data.Target;
import io.spectrahedra.neural.network.Model;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Finds the columns that a model needs in a data file. */
final class Columns {
  private Columns() {}

  /** The features of the model from a file of either format, a row a sample. */
  static DenseMatrix features(Model model, DataFile file) {
    if (!IdxFile.isIdx(file)) {
      return CsvTable.read(file, new Needed(model, List.of()), Target.NONE).values();
    }
    DenseMatrix values = IdxFile.read(file, Integer.MAX_VALUE).values();
    if (values.cols != model.features().size()) {
      throw new InputException(
          file
              + " has samples of "
              + values.cols
              + " numbers, the model takes "
              + model.features().size());
    }
    return values;
  }

  /**
   * The features of the model, and behind them the targets given: by name if the file has them all;
   * otherwise, in a file without these names, by place, if there are as many columns as features.
   */
  private record Needed(Model model, List<String> targets) implements CsvTable.Selection {
    @Override
    public int[] choose(Path file, List<String> names, boolean hasHeader) {
      int[] last =
          targets.stream()
              .mapToInt(target -> CsvTable.place(file, names, hasHeader, target))
              .distinct()
              .toArray();
      requireNoFeatures(file, Arrays.stream(last).mapToObj(names::get).toList(), names, hasHeader);
      int[] others =
          IntStream.range(0, names.size())
              .filter(j -> Arrays.stream(last).noneMatch(place -> place == j))
              .toArray();
      int[] features =
          features(model, file, Arrays.stream(others).mapToObj(names::get).toList(), hasHeader);
      return IntStream.concat(Arrays.stream(features).map(j -> others[j]), Arrays.stream(last))
          .toArray();
    }

    /** By name, that is: columns without names are taken by their places. */
    private void requireNoFeatures(
        Path file, List<String> predicted, List<String> names, boolean hasHeader) {
      if (hasHeader && names.containsAll(model.features())) {
        for (String name : predicted) {
          if (model.features().contains(name)) {
            throw new InputException(
                file
                    + ": the column \""
                    + name
                    + "\" is a feature of the model, and cannot be the target too");
          }
        }
      }
    }

    /** Of a model from a file without a header, its features; the other columns may hold text. */
    @Override
    public boolean isTelling(int column) {
      return model.features().contains("x" + (column + 1));
    }
  }

  private static int[] features(Model model, Path file, List<String> names, boolean hasHeader) {
    List<String> missing = new ArrayList<>(model.features());
    missing.removeAll(names);
    if (missing.isEmpty()) {
      return model.features().stream().mapToInt(names::indexOf).toArray();
    }
    boolean namedAlike = missing.size() < model.features().size();
    if (names.size() == model.features().size() && !(hasHeader && namedAlike)) {
      return IntStream.range(0, names.size()).toArray();
    }
    if (hasHeader && namedAlike) {
      throw new InputException(
          file + " lacks columns that the model needs: " + String.join(", ", missing));
    }
    throw new InputException(
        file
            + " has "
            + names.size()
            + " columns, the model takes "
            + model.features().size()
            + " features: "
            + String.join(", ", model.features()));
  }

  /** The features and targets of a table of text, the latter by name or number. */
  static Dataset dataset(Model model, DataFile file, List<String> targets) {
    return CsvTable.read(
            file, new Needed(model, targets), new Target(targets, model.isClassification()))
        .toDataset();
  }
}
