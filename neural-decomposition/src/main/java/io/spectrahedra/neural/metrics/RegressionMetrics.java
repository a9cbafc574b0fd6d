package io.spectrahedra.neural.metrics;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.Locale;

/**
 * Of numbers, with r = y − ŷ over n samples and C outputs.
 *
 * @param r2 1 − Σr²/Σ(y − mean)² over all outputs; 0 where y is constant
 * @param rmse √(Σr²/nC)
 * @param mae Σ|r|/nC
 */
public record RegressionMetrics(double r2, double rmse, double mae) implements Metrics {

  /**
   * Of predictions for targets y.
   *
   * @param y n × C
   * @param prediction n × C
   * @throws IllegalArgumentException if the sizes differ
   */
  public static RegressionMetrics of(DenseMatrix y, DenseMatrix prediction) {
    if (y.rows != prediction.rows || y.cols != prediction.cols) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "targets, %d x %d, and predictions, %d x %d, must have the same size",
              y.rows,
              y.cols,
              prediction.rows,
              prediction.cols));
    }
    double residual = 0;
    double total = 0;
    double sum = 0;
    for (int k = 0; k < y.cols; k++) {
      double mean = 0;
      for (int i = 0; i < y.rows; i++) {
        mean += y.at(i, k) / y.rows;
      }
      for (int i = 0; i < y.rows; i++) {
        double r = y.at(i, k) - prediction.at(i, k);
        residual = Math.hypot(residual, r);
        total = Math.hypot(total, y.at(i, k) - mean);
        sum += Math.abs(r);
      }
    }
    double share = total > 0 ? residual / total : 1;
    double count = y.rows * (double) y.cols;
    return new RegressionMetrics(1 - share * share, residual / Math.sqrt(count), sum / count);
  }

  @Override
  public double score() {
    return r2;
  }

  /** As in "R2 0.592366, RMSE 49.1653, MAE 39.6". */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "R2 %.6f, RMSE %.6g, MAE %.6g", r2, rmse, mae);
  }
}
