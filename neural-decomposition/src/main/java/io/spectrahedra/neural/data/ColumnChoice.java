package io.spectrahedra.neural.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Some of the columns of a table as features, in the order in which they are named or else that of
 * the file, and behind them the target. Columns that are left out may hold text.
 *
 * @param features names, or numbers counted from 0; none for all but the target and what is ignored
 * @param ignored names, or numbers counted from 0
 * @param target what the features are to predict
 */
public record ColumnChoice(List<String> features, List<String> ignored, Target target)
    implements CsvTable.Selection {

  public ColumnChoice {
    features = List.copyOf(features);
    ignored = List.copyOf(ignored);
  }

  /**
   * {@inheritDoc}
   *
   * @throws InputException if there is no such column, one is both a feature and the target or
   *     ignored, a feature is named twice, or no feature is left
   */
  @Override
  public int[] choose(Path file, List<String> names, boolean hasHeader) {
    int[] targets = places(file, names, hasHeader, target.columns());
    int[] unread = places(file, names, hasHeader, ignored);
    int[] chosen = places(file, names, hasHeader, features);
    Set<Integer> seen = new HashSet<>();
    for (int column : chosen) {
      String quoted = file + ": the column \"" + names.get(column) + "\" ";
      require(!contains(targets, column), quoted + "is the target, and cannot be a feature too");
      require(!contains(unread, column), quoted + "is named both as a feature and as ignored");
      require(seen.add(column), quoted + "is named twice as a feature");
    }
    for (int column : unread) {
      require(
          !contains(targets, column),
          file + ": the column \"" + names.get(column) + "\" is the target, and cannot be ignored");
    }
    int[] read =
        chosen.length > 0
            ? chosen
            : IntStream.range(0, names.size())
                .filter(j -> !contains(targets, j) && !contains(unread, j))
                .toArray();
    require(
        read.length > 0,
        file + ": no feature is left: every column is the target or ignored, of " + names);
    return IntStream.concat(Arrays.stream(read), Arrays.stream(targets).distinct()).toArray();
  }

  /** Not so if its place says that it is ignored, or no feature where all features have places. */
  @Override
  public boolean isTelling(int column) {
    return !isNamed(ignored, column)
        && (features.isEmpty()
            || isNamed(features, column)
            || !features.stream().allMatch(ColumnChoice::isPlace));
  }

  private static boolean isNamed(List<String> columns, int column) {
    return columns.contains(Integer.toString(column)) || columns.contains("x" + (column + 1));
  }

  private static boolean isPlace(String nameOrIndex) {
    return nameOrIndex.matches("\\d+|x[1-9]\\d*");
  }

  private static int[] places(
      Path file, List<String> names, boolean hasHeader, List<String> columns) {
    return columns.stream()
        .mapToInt(column -> CsvTable.place(file, names, hasHeader, column))
        .toArray();
  }

  private static boolean contains(int[] places, int column) {
    return Arrays.stream(places).anyMatch(place -> place == column);
  }

  private static void require(boolean isSo, String message) {
    if (!isSo) {
      throw new InputException(message);
    }
  }
}
