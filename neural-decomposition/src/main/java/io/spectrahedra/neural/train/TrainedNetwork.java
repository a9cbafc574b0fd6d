package io.spectrahedra.neural.train;

import io.spectrahedra.neural.certificate.GlobalOptimality;
import io.spectrahedra.neural.network.Model;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.solver.DimacsErrors;
import io.spectrahedra.sdp.solver.Termination;
import java.util.Locale;
import java.util.Map;

/**
 * The result of a training: the model, and the proof of how good it is.
 *
 * @param termination OPTIMAL if the relative gap is within the tolerance; otherwise why not
 * @param certificate computed from data and weights by code that knows no solver
 * @param fit how well the network fits the training data
 * @param errors DIMACS errors of the semidefinite program behind it
 * @param iterations of the interior-point method
 * @param droppedEigenvalues share of tr Z + tr Z′ that was taken for rounding and left out
 * @param seconds wall-clock time
 * @param secondsByPhase the same by phase
 */
public record TrainedNetwork(
    Model model,
    Termination termination,
    GlobalOptimality certificate,
    Fit fit,
    DimacsErrors errors,
    int iterations,
    double droppedEigenvalues,
    double seconds,
    Map<String, Double> secondsByPhase) {

  /**
   * Fit to the training data.
   *
   * @param r2 1 − Σr²/Σ(y − mean)² over all outputs; 0 where y is constant
   * @param rmse √(Σr²/nC)
   */
  public record Fit(double r2, double rmse) {
    static Fit of(DenseMatrix y, DenseMatrix prediction) {
      double residual = 0;
      double total = 0;
      for (int k = 0; k < y.cols; k++) {
        double mean = 0;
        for (int i = 0; i < y.rows; i++) {
          mean += y.at(i, k) / y.rows;
        }
        for (int i = 0; i < y.rows; i++) {
          residual = Math.hypot(residual, y.at(i, k) - prediction.at(i, k));
          total = Math.hypot(total, y.at(i, k) - mean);
        }
      }
      double share = total > 0 ? residual / total : 1;
      return new Fit(1 - share * share, residual / Math.sqrt(y.rows * (double) y.cols));
    }
  }

  /** True if no network of its kind is better by more than the tolerance asked for. */
  public boolean isProvenOptimal() {
    return termination == Termination.OPTIMAL;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: %d neurons, objective %.9g, lower bound %.9g, relative gap %.1e, R2 %.4f, %.3f s",
        termination,
        model.network().neurons(),
        certificate.objective(),
        certificate.lowerBound(),
        certificate.relativeGap(),
        fit.r2,
        seconds);
  }
}
