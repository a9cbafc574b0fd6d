package io.spectrahedra.neural.metrics;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Which classes are taken for which.
 *
 * @param classes their names
 * @param counts C × C: row i and column j count the samples of class i that were taken for j
 */
public record ConfusionMatrix(List<String> classes, int[][] counts) {
  /** The names of the classes −1 and 1. */
  public static final List<String> SIGNS = List.of("-1", "1");

  /** Takes a copy of the names. */
  public ConfusionMatrix {
    classes = List.copyOf(classes);
  }

  /**
   * Of predictions, as the truth places in {@code classes}.
   *
   * @throws IllegalArgumentException if there are not as many of both, or none
   */
  public static ConfusionMatrix of(List<String> classes, int[] truth, int[] prediction) {
    if (truth.length != prediction.length || truth.length == 0) {
      throw new IllegalArgumentException(
          truth.length + " samples need as many predictions, got " + prediction.length);
    }
    int[][] counts = new int[classes.size()][classes.size()];
    for (int i = 0; i < truth.length; i++) {
      counts[truth[i]][prediction[i]]++;
    }
    return new ConfusionMatrix(classes, counts);
  }

  /**
   * Of outputs, n × 1, for targets 1 and −1, n × 1: a positive output is taken for 1.
   *
   * @throws IllegalArgumentException if there are not as many of both, or none
   */
  public static ConfusionMatrix ofSigns(DenseMatrix y, DenseMatrix outputs) {
    return of(SIGNS, positive(y), positive(outputs));
  }

  private static int[] positive(DenseMatrix y) {
    return IntStream.range(0, y.rows).map(i -> y.at(i, 0) > 0 ? 1 : 0).toArray();
  }

  /** n. */
  public int samples() {
    return IntStream.range(0, counts.length).map(this::samples).sum();
  }

  /** How many predictions are right. */
  public int right() {
    return IntStream.range(0, counts.length).map(i -> counts[i][i]).sum();
  }

  /** The share of predictions that are right. */
  public double accuracy() {
    return right() / (double) samples();
  }

  /** The mean over the classes that occur of the share of their samples that are found. */
  public double balancedAccuracy() {
    return IntStream.range(0, counts.length)
        .filter(i -> samples(i) > 0)
        .mapToDouble(i -> counts[i][i] / (double) samples(i))
        .average()
        .orElseThrow();
  }

  private int samples(int i) {
    return Arrays.stream(counts[i]).sum();
  }

  /** A table: a row a class, a column what it was taken for. */
  @Override
  public String toString() {
    int name = classes.stream().mapToInt(String::length).max().orElse(0);
    int width = Math.max(name, Integer.toString(samples()).length()) + 2;
    StringBuilder table = new StringBuilder(" ".repeat(name));
    for (String each : classes) {
      table.append(String.format(Locale.ROOT, "%" + width + "s", each));
    }
    for (int i = 0; i < counts.length; i++) {
      table.append(String.format(Locale.ROOT, "%n%-" + name + "s", classes.get(i)));
      for (int count : counts[i]) {
        table.append(String.format(Locale.ROOT, "%" + width + "d", count));
      }
    }
    return table.toString();
  }
}
