package io.spectrahedra.neural.train;

import io.spectrahedra.neural.certificate.GlobalOptimality;
import io.spectrahedra.neural.network.Model;
import io.spectrahedra.sdp.solver.DimacsErrors;
import io.spectrahedra.sdp.solver.Termination;
import java.util.Locale;
import java.util.Map;

/**
 * The result of a training: the model, and the proof of how good it is.
 *
 * @param termination OPTIMAL if the relative gap is within the tolerance; otherwise why not:
 *     NEARLY_OPTIMAL only if it is at most 1e-6
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
   * @param r2 of the outputs for the targets as the loss has them, the average over the outputs;
   *     NaN where there is an accuracy and the loss takes no numbers, for outputs are then on no
   *     scale of the targets
   * @param rmse of the same
   * @param accuracy share of the samples whose class, or sign where the loss takes 1 and −1, is
   *     predicted; NaN where numbers are
   */
  public record Fit(double r2, double rmse, double accuracy) {
    /** As in "R2 0.592366, RMSE 49.1653", or "accuracy 0.980000". */
    @Override
    public String toString() {
      return Double.isNaN(accuracy)
          ? String.format(Locale.ROOT, "R2 %.6f, RMSE %.6g", r2, rmse)
          : String.format(Locale.ROOT, "accuracy %.6f", accuracy);
    }
  }

  /** True if no network of its kind is better by more than the tolerance asked for. */
  public boolean isProvenOptimal() {
    return termination == Termination.OPTIMAL;
  }

  /** What a gap above the tolerance means, and what may help: one sentence. */
  public String advice() {
    if (termination != Termination.NEARLY_OPTIMAL && termination != Termination.NUMERICAL_LIMIT) {
      return termination.advice();
    }
    String features =
        model.provenance().standardise().equals("none") ? "standardise the features, " : "";
    return "Rounding errors stopped the progress, and the gap says how much better another network"
        + " can be at most: "
        + features
        + "centre targets that are far from 0 compared with their spread, or take a larger beta.";
  }

  /** The same with bilinear neurons, v = u; itself if it has them. */
  public TrainedNetwork bilinear() {
    return new TrainedNetwork(
        model.withNetwork(model.network().bilinear()),
        termination,
        certificate,
        fit,
        errors,
        iterations,
        droppedEigenvalues,
        seconds,
        secondsByPhase);
  }

  /** As in "OPTIMAL: 12 neurons, bias, objective ..., relative gap 4.8e-11, R2 ..., 0.123 s". */
  @Override
  public String toString() {
    String parts = model.network().architecture().parts();
    return String.format(
        Locale.ROOT,
        "%s: %d %s%s, %s, %s, %.3f s",
        termination,
        model.network().neurons(),
        model.network().neurons() == 1 ? "neuron" : "neurons",
        parts.isEmpty() ? "" : ", " + parts,
        certificate,
        fit,
        seconds);
  }
}
