package io.spectrahedra.neural.metrics;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Of numbers. Targets may have different units, so each has figures of its own, and those of all
 * are their averages, as scikit-learn's are by default ("uniform_average").
 *
 * @param byTarget the figures of each target, in order; at least one
 */
public record RegressionMetrics(List<OfTarget> byTarget) implements Metrics {

  /**
   * Of one target, with r = y − ŷ over n samples.
   *
   * @param r2 1 − Σr²/Σ(y − mean)²; where y is constant 1 if all r are 0, and 0 otherwise
   * @param rmse √(Σr²/n)
   * @param mae Σ|r|/n
   */
  public record OfTarget(double r2, double rmse, double mae) {
    private static OfTarget of(DenseMatrix y, DenseMatrix prediction, int k) {
      int n = y.rows;
      double mean = IntStream.range(0, n).mapToDouble(i -> y.at(i, k) / n).sum();
      boolean constant = IntStream.range(1, n).allMatch(i -> y.at(i, k) == y.at(0, k));
      double residual = 0;
      double total = 0;
      double sum = 0;
      for (int i = 0; i < n; i++) {
        double r = y.at(i, k) - prediction.at(i, k);
        residual = Math.hypot(residual, r); // squares of large numbers would overflow
        total = Math.hypot(total, y.at(i, k) - mean);
        sum += Math.abs(r);
      }
      double share = residual / total;
      double ofConstant = residual == 0 ? 1 : 0;
      return new OfTarget(
          constant ? ofConstant : 1 - share * share, residual / Math.sqrt(n), sum / n);
    }

    /** As in "R2 0.592366, RMSE 49.1653, MAE 39.6". */
    @Override
    public String toString() {
      return text(r2, rmse, mae);
    }
  }

  /** Takes a copy. */
  public RegressionMetrics {
    byTarget = List.copyOf(byTarget);
  }

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
    return new RegressionMetrics(
        IntStream.range(0, y.cols).mapToObj(k -> OfTarget.of(y, prediction, k)).toList());
  }

  /** The average over the targets of R². */
  public double r2() {
    return average(OfTarget::r2);
  }

  /** The average over the targets of the root mean square error. */
  public double rmse() {
    return average(OfTarget::rmse);
  }

  /** The average over the targets of the mean absolute error. */
  public double mae() {
    return average(OfTarget::mae);
  }

  private double average(ToDoubleFunction<OfTarget> figure) {
    return byTarget.stream().mapToDouble(figure).sum() / byTarget.size();
  }

  @Override
  public double score() {
    return r2();
  }

  /** As in "R2 0.592366, RMSE 49.1653, MAE 39.6". */
  @Override
  public String toString() {
    return text(r2(), rmse(), mae());
  }

  private static String text(double r2, double rmse, double mae) {
    return String.format(Locale.ROOT, "R2 %.6f, RMSE %.6g, MAE %.6g", r2, rmse, mae);
  }
}
