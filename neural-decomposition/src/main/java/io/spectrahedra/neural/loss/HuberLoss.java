package io.spectrahedra.neural.loss;

import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.sdp.problem.RowPenalty;

/**
 * With r = y − ŷ, l = r²/2 for |r| ≤ δ and δ(|r| − δ/2) beyond; l*(ν) = ν²/2 + νy for |ν| ≤ δ.
 *
 * @param threshold δ, positive
 */
public record HuberLoss(double threshold) implements SeparableLoss {
  /**
   * @throws InputException if the threshold is not positive and finite
   */
  public HuberLoss {
    if (!(threshold > 0) || !Double.isFinite(threshold)) {
      throw new InputException(
          "delta of the Huber loss must be positive and finite, was " + threshold);
    }
  }

  @Override
  public String name() {
    return "huber(" + threshold + ")";
  }

  @Override
  public Targets targets() {
    return Targets.NUMBERS;
  }

  @Override
  public double value(double prediction, double target) {
    double r = Math.abs(target - prediction);
    return r <= threshold ? r * r / 2 : threshold * (r - threshold / 2);
  }

  @Override
  public double gradient(double prediction, double target) {
    return Math.max(-threshold, Math.min(threshold, prediction - target));
  }

  @Override
  public double curvature(double prediction, double target) {
    return Math.abs(prediction - target) < threshold ? 1 : 0;
  }

  @Override
  public double conjugate(double nu, double target) {
    return Math.abs(nu) <= threshold ? nu * (nu / 2 + target) : Double.POSITIVE_INFINITY;
  }

  @Override
  public RowPenalty penalty(double target) {
    return RowPenalty.huber(1, threshold);
  }

  @Override
  public boolean penalisesPrediction() {
    return false;
  }
}
