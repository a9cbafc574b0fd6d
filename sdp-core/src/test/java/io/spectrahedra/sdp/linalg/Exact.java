package io.spectrahedra.sdp.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;

/** Entries of products in double-double, with what any order of summation may be off. */
final class Exact {
  /** Up to so many entries of a matrix all are compared. */
  private static final int ALL = 1100;

  private static final int SAMPLES = 300;

  /** Entries of the last row and of the last column that are always compared. */
  private static final int EDGE = 25;

  private Exact() {}

  /**
   * @param value Σ xᵢyᵢ, rounded once
   * @param size Σ |xᵢyᵢ|
   */
  record Sum(double value, double size) {}

  /** (AB)ᵢⱼ. */
  static Sum product(DenseMatrix a, int i, DenseMatrix b, int j) {
    double high = 0;
    double low = 0;
    double size = 0;
    for (int k = 0; k < a.cols; k++) {
      double x = a.at(i, k);
      double y = b.at(k, j);
      double p = x * y;
      double s = high + p;
      double t = s - high;
      low += (high - (s - t)) + (p - t) + Math.fma(x, y, -p);
      high = s;
      size += Math.abs(p);
    }
    return new Sum(high + low, size);
  }

  /** |A|v. */
  static double[] absoluteTimes(DenseMatrix a, double[] v) {
    double[] result = new double[a.rows];
    for (int i = 0; i < a.rows; i++) {
      for (int j = 0; j < a.cols; j++) {
        result[i] += Math.abs(a.at(i, j)) * v[j];
      }
    }
    return result;
  }

  /** Something to be checked at entry (i, j). */
  @FunctionalInterface
  interface EntryCheck {
    void at(int i, int j);
  }

  /** All entries of a small matrix; of a large one some, and some of its last row and column. */
  static void forEntries(int rows, int cols, EntryCheck check) {
    if ((long) rows * cols <= ALL) {
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < cols; j++) {
          check.at(i, j);
        }
      }
      return;
    }
    SplittableRandom random = new SplittableRandom(rows);
    for (int s = 0; s < SAMPLES; s++) {
      check.at(random.nextInt(rows), random.nextInt(cols));
    }
    for (int s = 0; s < EDGE; s++) {
      check.at(rows - 1, random.nextInt(cols));
      check.at(random.nextInt(rows), cols - 1);
    }
    check.at(rows - 1, cols - 1);
  }

  /**
   * |AB − C| ≤ factor·ε|A||B| entry by entry; where products underflow, each by half of the least
   * number.
   */
  static void assertProduct(DenseMatrix a, DenseMatrix b, DenseMatrix c, double factor) {
    assertThat(c.rows).isEqualTo(a.rows);
    assertThat(c.cols).isEqualTo(b.cols);
    forEntries(
        c.rows,
        c.cols,
        (i, j) -> {
          Sum exact = product(a, i, b, j);
          assertWithin(
              c.at(i, j),
              exact.value,
              factor * 0x1p-53 * exact.size + a.cols * Double.MIN_VALUE,
              i,
              j);
        });
  }

  /** Without a description unless it fails: there are millions of these. */
  static void assertWithin(double actual, double expected, double bound, int i, int j) {
    if (!(Math.abs(actual - expected) <= bound)) {
      throw new AssertionError(
          "entry (%d, %d) is %s, expected %s to within %s"
              .formatted(i, j, actual, expected, bound));
    }
  }

  /** The lower triangle of a, with zeros above. */
  static DenseMatrix lowerPart(DenseMatrix a) {
    DenseMatrix lower = DenseMatrix.zeros(a.rows, a.rows);
    for (int i = 0; i < a.rows; i++) {
      for (int j = 0; j <= i; j++) {
        lower.set(i, j, a.at(i, j));
      }
    }
    return lower;
  }

  /** Strictly above the diagonal ← NaN: to see that it is not read. */
  static void poisonUpper(DenseMatrix a) {
    for (int i = 0; i < a.rows; i++) {
      for (int j = i + 1; j < a.cols; j++) {
        a.set(i, j, Double.NaN);
      }
    }
  }

  static void assertUpperIsNaN(DenseMatrix a) {
    for (int i = 0; i < a.rows; i++) {
      for (int j = i + 1; j < a.cols; j++) {
        if (!Double.isNaN(a.at(i, j))) {
          throw new AssertionError("entry (%d, %d) was written".formatted(i, j));
        }
      }
    }
  }
}
