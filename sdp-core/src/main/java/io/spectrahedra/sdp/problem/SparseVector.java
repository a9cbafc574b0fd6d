package io.spectrahedra.sdp.problem;

import io.spectrahedra.sdp.linalg.CompensatedMatrix;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The coefficients of a vector block by its nonzero entries. */
public final class SparseVector implements ConstraintMatrix {
  private final int length;
  private final int[] index;
  private final double[] value;

  private SparseVector(int length, int[] index, double[] value) {
    this.length = length;
    this.index = index;
    this.value = value;
  }

  /** The nonzero entries of {@code values}. */
  public static SparseVector of(double... values) {
    int[] index = IntStream.range(0, values.length).filter(i -> values[i] != 0).toArray();
    return new SparseVector(
        values.length, index, Arrays.stream(index).mapToDouble(i -> values[i]).toArray());
  }

  /** {@code value} at place {@code index} of a vector of that length, 0 elsewhere. */
  public static SparseVector unit(int length, int index, double value) {
    requireInside(length, index);
    return new SparseVector(length, new int[] {index}, new double[] {value});
  }

  /**
   * {@code value[e]} at place {@code index[e]}, counted from 0. Entries of one place are added in
   * their order; zeros are left out. O(E) for E entries in order, O(E log E) otherwise.
   *
   * @throws IllegalArgumentException if the arrays differ in length or an index is not in
   *     0..length−1
   */
  public static SparseVector ofEntries(int length, int[] index, double[] value) {
    if (index.length != value.length) {
      throw new IllegalArgumentException(
          "indices and values must be equally many, were " + index.length + " and " + value.length);
    }
    for (int i : index) {
      requireInside(length, i);
    }
    int[] sorted = EntryOrder.of(index, new int[index.length]);
    int size = 0;
    int[] at = new int[value.length];
    double[] v = new double[value.length];
    for (int e = 0; e < sorted.length; ) {
      int place = index[sorted[e]];
      double sum = 0;
      for (; e < sorted.length && index[sorted[e]] == place; e++) {
        sum += value[sorted[e]];
      }
      if (sum != 0) {
        at[size] = place;
        v[size++] = sum;
      }
    }
    return new SparseVector(length, Arrays.copyOf(at, size), Arrays.copyOf(v, size));
  }

  private static void requireInside(int length, int index) {
    if (index < 0 || index >= length) {
      throw new IllegalArgumentException(
          "entry "
              + index
              + " does not lie in a vector of length "
              + length
              + " (indices count from 0)");
    }
  }

  /** Entries stored. */
  public int entries() {
    return value.length;
  }

  public int index(int e) {
    return index[e];
  }

  public double value(int e) {
    return value[e];
  }

  @Override
  public int size() {
    return length;
  }

  @Override
  public int cols() {
    return 1;
  }

  @Override
  public double dot(DenseMatrix x) {
    double sum = 0;
    for (int e = 0; e < value.length; e++) {
      sum += value[e] * x.at(index[e], 0);
    }
    return sum;
  }

  @Override
  public void addTo(double alpha, DenseMatrix target) {
    for (int e = 0; e < value.length; e++) {
      target.add(index[e], 0, alpha * value[e]);
    }
  }

  @Override
  public void addTo(double alpha, CompensatedMatrix target) {
    for (int e = 0; e < value.length; e++) {
      target.addProduct(index[e], 0, alpha, value[e]);
    }
  }

  @Override
  public double frobeniusNorm() {
    return Arrays.stream(value).reduce(0, Math::hypot);
  }

  /** The first entries, as in "{0: 1.0, 3: -2.0} of length 5". */
  @Override
  public String toString() {
    return EntryText.of(value.length, e -> index[e] + ": " + value[e]) + " of length " + length;
  }
}
