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
   * Every feature to mean 0 and variance 1 over the rows of {@code x}. A constant feature is only
   * centred: its scale is 1.
   */
  public static Standardisation fit(DenseMatrix x) {
    return fit(x, x.cols);
  }

  /**
   * Every channel to mean 0 and variance 1 over the rows of {@code x} and the pixels of a row, all
   * of which are then standardised alike, as a network that looks for the same in several places
   * wants it. A constant channel is only centred.
   *
   * @param channels of a pixel; feature j is of channel j mod {@code channels}
   */
  public static Standardisation fit(DenseMatrix x, int channels) {
    if (channels < 1 || x.cols % channels != 0) {
      throw new InputException(
          x.cols + " features are no whole number of pixels of " + channels + " channels");
    }
    double[] mean = new double[x.cols];
    double[] scale = new double[x.cols];
    int pixels = x.cols / channels;
    double count = (double) x.rows * pixels;
    for (int channel = 0; channel < channels; channel++) {
      double first = x.at(0, channel);
      double sum = 0;
      for (int i = 0; i < x.rows; i++) {
        for (int j = channel; j < x.cols; j += channels) {
          sum += (x.at(i, j) - first) / count;
        }
      }
      double deviation = 0;
      for (int i = 0; i < x.rows; i++) {
        for (int j = channel; j < x.cols; j += channels) {
          deviation = Math.hypot(deviation, x.at(i, j) - (first + sum));
        }
      }
      deviation /= Math.sqrt(count);
      for (int j = channel; j < x.cols; j += channels) {
        mean[j] = first + sum;
        scale[j] = deviation > 0 && Double.isFinite(deviation) ? deviation : 1;
      }
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
