package io.spectrahedra.neural.metrics;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.Locale;

/**
 * Of classes.
 *
 * @param confusion which classes are taken for which
 * @param logLoss the mean over the samples of −ln of the probability of their class; NaN where
 *     there are no probabilities
 */
public record ClassificationMetrics(ConfusionMatrix confusion, double logLoss) implements Metrics {

  /**
   * The log loss of probabilities, n × C, for the places of the true classes.
   *
   * @return +∞ if a class was held to be impossible
   */
  public static double logLoss(int[] truth, DenseMatrix probabilities) {
    double sum = 0;
    for (int i = 0; i < truth.length; i++) {
      sum -= Math.log(probabilities.at(i, truth[i]));
    }
    return sum / truth.length;
  }

  /** The share of predictions that are right. */
  public double accuracy() {
    return confusion.accuracy();
  }

  /** The mean over the classes that occur of the share of their samples that are found. */
  public double balancedAccuracy() {
    return confusion.balancedAccuracy();
  }

  @Override
  public double score() {
    return accuracy();
  }

  /** As in "accuracy 0.980000 (147 of 150), balanced accuracy …, log loss …" and the table. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "accuracy %.6f (%d of %d), balanced accuracy %.6f%s%n%s",
        accuracy(),
        confusion.right(),
        confusion.samples(),
        balancedAccuracy(),
        Double.isNaN(logLoss) ? "" : String.format(Locale.ROOT, ", log loss %.6g", logLoss),
        confusion);
  }
}
