package io.spectrahedra.neural.data;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Samples with one number to predict for each.
 *
 * @param features names of the columns of {@code x}
 * @param target name of {@code y}
 * @param x n × d, a row a sample, row-major (not copied)
 * @param y length n (not copied)
 * @param sha256 of the file the data came from, in hexadecimal; empty if there was none
 */
public record Dataset(
    List<String> features, String target, DenseMatrix x, double[] y, String sha256) {
  /** Squares of features are coefficients, which have a limit of their own. */
  private static final double LARGEST = 1e40;

  /**
   * Checks sizes and entries.
   *
   * @throws InputException if there is no sample or no feature, sizes differ, or an entry is not
   *     finite or too large; the message names the place
   */
  public Dataset {
    features = List.copyOf(features);
    if (x.rows < 1 || x.cols < 1) {
      throw new InputException(
          "training needs at least one sample and one feature, got " + x.rows + " x " + x.cols);
    }
    if (y.length != x.rows) {
      throw new InputException(x.rows + " samples need as many targets, got " + y.length);
    }
    if (features.size() != x.cols) {
      throw new InputException(x.cols + " features need as many names, got " + features.size());
    }
    for (int i = 0; i < x.rows; i++) {
      if (!isInRange(y[i])) {
        throw new InputException(
            "target of sample " + i + " must be finite and at most 1e40 in size, was " + y[i]);
      }
      for (int j = 0; j < x.cols; j++) {
        if (!isInRange(x.at(i, j))) {
          throw new InputException(
              "feature \""
                  + features.get(j)
                  + "\" of sample "
                  + i
                  + " must be finite and at most 1e40 in size, was "
                  + x.at(i, j));
        }
      }
    }
  }

  private static boolean isInRange(double entry) {
    return Math.abs(entry) <= LARGEST;
  }

  /** Data from memory; the features are named x1, x2, … and the target y. */
  public static Dataset of(DenseMatrix x, double[] y) {
    return new Dataset(
        IntStream.rangeClosed(1, x.cols).mapToObj(j -> "x" + j).toList(), "y", x, y, "");
  }

  /** Data from memory (copied); the features are named x1, x2, … and the target y. */
  public static Dataset of(double[][] x, double[] y) {
    return of(DenseMatrix.of(x), y.clone());
  }

  /** Number of samples. */
  public int samples() {
    return x.rows;
  }
}
