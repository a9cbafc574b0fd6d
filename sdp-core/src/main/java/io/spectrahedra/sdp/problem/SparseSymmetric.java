package io.spectrahedra.sdp.problem;

import io.spectrahedra.sdp.linalg.DenseMatrix;
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
  public double frobeniusNorm() {
    double norm = 0;
    for (int e = 0; e < value.length; e++) {
      norm = Math.hypot(norm, row[e] == col[e] ? value[e] : Math.sqrt(2) * value[e]);
    }
    return norm;
  }
}
