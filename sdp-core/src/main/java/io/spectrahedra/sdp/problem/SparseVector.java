package io.spectrahedra.sdp.problem;

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
    if (index < 0 || index >= length) {
      throw new IllegalArgumentException(
          "entry "
              + index
              + " does not lie in a vector of length "
              + length
              + " (indices count from 0)");
    }
    return new SparseVector(length, new int[] {index}, new double[] {value});
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
  public double frobeniusNorm() {
    return Arrays.stream(value).reduce(0, Math::hypot);
  }
}
