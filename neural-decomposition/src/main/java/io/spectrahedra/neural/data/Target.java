package io.spectrahedra.neural.data;

import java.util.List;

/**
 * What a table is to teach: numbers, in one column or more, or classes, in one.
 *
 * @param columns names, or numbers counted from 0; none if nothing is to be predicted
 * @param isClassification true if the texts of the one column are names of classes
 */
public record Target(List<String> columns, boolean isClassification) {
  /** Nothing is to be predicted. */
  public static final Target NONE = new Target(List.of(), false);

  /**
   * Checks the number of columns.
   *
   * @throws InputException if classes are to be in other than one column
   */
  public Target {
    columns = List.copyOf(columns);
    if (isClassification && columns.size() != 1) {
      throw new InputException(
          "classes are one column, got "
              + (columns.isEmpty() ? "none" : String.join(", ", columns)));
    }
  }

  /** Columns of numbers. */
  public static Target numbers(String... columns) {
    return new Target(List.of(columns), false);
  }

  /** A column of classes. */
  public static Target classes(String column) {
    return new Target(List.of(column), true);
  }
}
