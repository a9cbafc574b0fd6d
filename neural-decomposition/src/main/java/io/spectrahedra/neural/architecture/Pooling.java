package io.spectrahedra.neural.architecture;

import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.data.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which patches are added up before the output weights: cell g is Σ weight · σ of its patches, a
 * row of the pooling matrix.
 */
public record Pooling(List<Cell> cells) {

  /**
   * A row of the pooling matrix.
   *
   * @param patches numbers of the patches that have a part in the cell
   * @param coefficients one for each, not 0
   */
  public record Cell(int[] patches, double[] coefficients) {
    public Cell {
      if (patches.length != coefficients.length || patches.length == 0) {
        throw new InputException(
            "a pooling cell needs at least one patch, and a coefficient for each: got "
                + patches.length
                + " patches and "
                + coefficients.length
                + " coefficients");
      }
      for (double coefficient : coefficients) {
        if (!Double.isFinite(coefficient) || coefficient == 0) {
          throw new InputException(
              "coefficients of a pooling cell must be finite and not 0, got " + coefficient);
        }
      }
    }

    /** Number of patches. */
    public int size() {
      return patches.length;
    }

    private static Cell average(int... patches) {
      double[] coefficients = new double[patches.length];
      Arrays.fill(coefficients, 1.0 / patches.length);
      return new Cell(patches, coefficients);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Cell that
          && Arrays.equals(patches, that.patches)
          && Arrays.equals(coefficients, that.coefficients);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(patches) + Arrays.hashCode(coefficients);
    }
  }

  /** Takes a copy. */
  public Pooling {
    cells = List.copyOf(cells);
    if (cells.isEmpty()) {
      throw new InputException("pooling needs at least one cell");
    }
  }

  /** Each of K patches is a cell of its own. */
  public static Pooling none(int patches) {
    return average(patches, 1);
  }

  /** The mean of all K patches is the only cell. */
  public static Pooling global(int patches) {
    return average(patches, patches);
  }

  /**
   * Means of {@code size} patches that follow each other.
   *
   * @throws InputException if {@code size} does not divide the number of patches
   */
  public static Pooling average(int patches, int size) {
    if (size < 1 || patches % size != 0) {
      throw new InputException(
          "pooling of " + size + " patches does not divide the " + patches + " patches there are");
    }
    return new Pooling(
        IntStream.range(0, patches / size)
            .mapToObj(g -> Cell.average(IntStream.range(g * size, (g + 1) * size).toArray()))
            .toList());
  }

  /**
   * Means over windows of height × width neighbouring patches of an image.
   *
   * @throws InputException if the windows do not divide the rows and columns of patches
   */
  public static Pooling average(Patches patches, int height, int width) {
    if (height < 1 || width < 1 || patches.rows() % height != 0 || patches.columns() % width != 0) {
      throw new InputException(
          String.format(
              "pooling windows of %d x %d do not divide the %d x %d patches there are",
              height, width, patches.rows(), patches.columns()));
    }
    List<Cell> cells = new ArrayList<>();
    for (int row = 0; row < patches.rows(); row += height) {
      for (int column = 0; column < patches.columns(); column += width) {
        int corner = row * patches.columns() + column;
        cells.add(
            Cell.average(
                IntStream.range(0, height * width)
                    .map(k -> corner + k / width * patches.columns() + k % width)
                    .toArray()));
      }
    }
    return new Pooling(cells);
  }

  /**
   * Any linear pooling: a row a cell, a column a patch.
   *
   * @throws InputException if there is no row, rows differ in length, one is 0, or a coefficient is
   *     not finite
   */
  public static Pooling of(double[][] matrix) {
    Rows.matrix("the pooling matrix", matrix); // checks that the rows have the same length
    return new Pooling(
        Arrays.stream(matrix)
            .map(
                row -> {
                  int[] patches = IntStream.range(0, row.length).filter(k -> row[k] != 0).toArray();
                  return new Cell(
                      patches, Arrays.stream(patches).mapToDouble(k -> row[k]).toArray());
                })
            .toList());
  }
}
