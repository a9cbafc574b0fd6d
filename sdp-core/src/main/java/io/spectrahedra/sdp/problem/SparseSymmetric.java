package io.spectrahedra.sdp.problem;

import io.spectrahedra.sdp.linalg.CompensatedMatrix;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** A symmetric matrix by the nonzero entries of its lower triangle, row by row. */
public final class SparseSymmetric implements ConstraintMatrix {
  private final int order;
  private final int[] row;
  private final int[] col;
  private final double[] value;

  private SparseSymmetric(int order, int[] row, int[] col, double[] value) {
    this.order = order;
    this.row = row;
    this.col = col;
    this.value = value;
  }

  /** Collects the entries of one matrix. */
  public static final class Entries {
    private final int order;
    private final Map<Long, Double> lower = new TreeMap<>();

    Entries(int order) {
      if (order < 1) {
        throw new IllegalArgumentException("order must be at least 1, was " + order);
      }
      this.order = order;
    }

    /**
     * Entries (i, j) and (j, i) ← value, counted from 0.
     *
     * @throws IllegalArgumentException if an index is not in 0..n−1 or the entry is already set
     */
    public Entries set(int i, int j, double value) {
      requireInside(order, i, j);
      if (lower.put((long) Math.max(i, j) * order + Math.min(i, j), value) != null) {
        throw new IllegalArgumentException("entry (" + i + ", " + j + ") is set twice");
      }
      return this;
    }

    public SparseSymmetric build() {
      long[] key = lower.keySet().stream().mapToLong(Long::longValue).toArray();
      double[] value = lower.values().stream().mapToDouble(Double::doubleValue).toArray();
      int[] row = new int[key.length];
      int[] col = new int[key.length];
      for (int e = 0; e < key.length; e++) {
        row[e] = (int) (key[e] / order);
        col[e] = (int) (key[e] % order);
      }
      return new SparseSymmetric(order, row, col, value);
    }
  }

  /**
   * The matrix with {@code value[e]} in places ({@code row[e]}, {@code col[e]}) and ({@code
   * col[e]}, {@code row[e]}), counted from 0. Entries of one place are added in their order, also
   * across the triangles; zeros are left out. O(E) for E entries in the order of the lower
   * triangle, row by row, or of the upper one, column by column; O(E log E) otherwise.
   *
   * @throws IllegalArgumentException if the arrays differ in length or an index is not in 0..n−1
   */
  public static SparseSymmetric ofEntries(int order, int[] row, int[] col, double[] value) {
    if (row.length != value.length || col.length != value.length) {
      throw new IllegalArgumentException(
          "rows, columns and values must be equally many, were "
              + row.length
              + ", "
              + col.length
              + " and "
              + value.length);
    }
    int[] lowerRow = new int[value.length];
    int[] lowerCol = new int[value.length];
    for (int e = 0; e < value.length; e++) {
      requireInside(order, row[e], col[e]);
      lowerRow[e] = Math.max(row[e], col[e]);
      lowerCol[e] = Math.min(row[e], col[e]);
    }
    int[] sorted = EntryOrder.of(lowerRow, lowerCol);
    int size = 0;
    int[] r = new int[value.length];
    int[] c = new int[value.length];
    double[] v = new double[value.length];
    for (int e = 0; e < sorted.length; ) {
      int first = sorted[e];
      double sum = 0;
      for (;
          e < sorted.length
              && lowerRow[sorted[e]] == lowerRow[first]
              && lowerCol[sorted[e]] == lowerCol[first];
          e++) {
        sum += value[sorted[e]];
      }
      if (sum != 0) {
        r[size] = lowerRow[first];
        c[size] = lowerCol[first];
        v[size++] = sum;
      }
    }
    return new SparseSymmetric(
        order, Arrays.copyOf(r, size), Arrays.copyOf(c, size), Arrays.copyOf(v, size));
  }

  private static void requireInside(int order, int i, int j) {
    if (i < 0 || i >= order || j < 0 || j >= order) {
      throw new IllegalArgumentException(
          "entry ("
              + i
              + ", "
              + j
              + ") does not lie in a matrix of order "
              + order
              + " (indices count from 0)");
    }
  }

  /** Entries stored: those of the lower triangle. */
  public int entries() {
    return value.length;
  }

  /** Row of stored entry e; never less than its column. */
  public int row(int e) {
    return row[e];
  }

  public int col(int e) {
    return col[e];
  }

  public double value(int e) {
    return value[e];
  }

  @Override
  public int size() {
    return order;
  }

  @Override
  public int cols() {
    return order;
  }

  @Override
  public double dot(DenseMatrix x) {
    double sum = 0;
    for (int e = 0; e < value.length; e++) {
      double twice = row[e] == col[e] ? value[e] : 2 * value[e];
      sum += twice * x.at(row[e], col[e]);
    }
    return sum;
  }

  @Override
  public void addTo(double alpha, DenseMatrix target) {
    for (int e = 0; e < value.length; e++) {
      target.add(row[e], col[e], alpha * value[e]);
      if (row[e] != col[e]) {
        target.add(col[e], row[e], alpha * value[e]);
      }
    }
  }

  @Override
  public void addTo(double alpha, CompensatedMatrix target) {
    for (int e = 0; e < value.length; e++) {
      target.addProduct(row[e], col[e], alpha, value[e]);
      if (row[e] != col[e]) {
        target.addProduct(col[e], row[e], alpha, value[e]);
      }
    }
  }

  @Override
  public double frobeniusNorm() {
    double norm = 0;
    for (int e = 0; e < value.length; e++) {
      norm = Math.hypot(norm, row[e] == col[e] ? value[e] : Math.sqrt(2) * value[e]);
    }
    return norm;
  }

  /** The first entries, as in "{(0, 0): 1.0, (2, 1): -2.0} of order 3". */
  @Override
  public String toString() {
    return EntryText.of(value.length, e -> "(" + row[e] + ", " + col[e] + "): " + value[e])
        + " of order "
        + order;
  }
}
