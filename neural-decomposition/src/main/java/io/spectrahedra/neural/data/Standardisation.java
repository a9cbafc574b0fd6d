package io.spectrahedra.neural.data;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.Arrays;

/**
 * x ← (x − mean)/scale, feature by feature.
 *
 * @param mean length d
 * @param scale length d, positive
 */
public record Standardisation(double[] mean, double[] scale) {

  /** Leaves d features as they are. */
  public static Standardisation none(int d) {
    double[] ones = new double[d];
    Arrays.fill(ones, 1);
    return new Standardisation(new double[d], ones);
  }

  /**
   * To mean 0 and variance 1 over the rows of {@code x}. A constant feature is only centred: its
   * scale is 1.
   */
  public static Standardisation fit(DenseMatrix x) {
    double[] mean = new double[x.cols];
    double[] scale = new double[x.cols];
    for (int j = 0; j < x.cols; j++) {
      double first = x.at(0, j);
      double sum = 0;
      for (int i = 0; i < x.rows; i++) {
        sum += (x.at(i, j) - first) / x.rows;
      }
      mean[j] = first + sum;
      double deviation = 0;
      for (int i = 0; i < x.rows; i++) {
        deviation = Math.hypot(deviation, x.at(i, j) - mean[j]);
      }
      deviation /= Math.sqrt(x.rows);
      scale[j] = deviation > 0 && Double.isFinite(deviation) ? deviation : 1;
    }
    return new Standardisation(mean, scale);
  }

  public int features() {
    return mean.length;
  }

  /** Row ← the standardised row, in place. */
  public void apply(double[] row, int offset) {
    for (int j = 0; j < mean.length; j++) {
      row[offset + j] = (row[offset + j] - mean[j]) / scale[j];
    }
  }
}
