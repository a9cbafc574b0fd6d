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
    double count = (double) x.rows * x.cols / channels;
    double[] shift = new double[channels];
    for (int i = 0; i < x.rows; i++) { // all channels in one pass, for rows are what is near
      for (int j = 0; j < x.cols; j++) {
        shift[j % channels] += (x.at(i, j) - x.at(0, j % channels)) / count;
      }
    }
    double[] mean = new double[x.cols];
    for (int j = 0; j < x.cols; j++) {
      mean[j] = x.at(0, j % channels) + shift[j % channels];
    }
    double[] deviation = deviations(x, mean, channels);
    double[] scale = new double[x.cols];
    for (int j = 0; j < x.cols; j++) {
      double own = deviation[j % channels];
      scale[j] = own > 0 && Double.isFinite(own) ? own : 1;
    }
    return new Standardisation(mean, scale);
  }

  /** Root mean squares, of numbers of any size: against the largest of their channel. */
  private static double[] deviations(DenseMatrix x, double[] mean, int channels) {
    double[] largest = new double[channels];
    for (int i = 0; i < x.rows; i++) {
      for (int j = 0; j < x.cols; j++) {
        largest[j % channels] = Math.max(largest[j % channels], Math.abs(x.at(i, j) - mean[j]));
      }
    }
    double[] squares = new double[channels];
    for (int i = 0; i < x.rows; i++) {
      for (int j = 0; j < x.cols; j++) {
        double share = (x.at(i, j) - mean[j]) / largest[j % channels];
        squares[j % channels] += share * share;
      }
    }
    double count = (double) x.rows * x.cols / channels;
    double[] deviations = new double[channels];
    Arrays.setAll(deviations, c -> largest[c] > 0 ? largest[c] * Math.sqrt(squares[c] / count) : 0);
    return deviations;
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
