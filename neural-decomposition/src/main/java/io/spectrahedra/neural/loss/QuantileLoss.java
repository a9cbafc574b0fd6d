package io.spectrahedra.neural.loss;

import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.sdp.problem.RowPenalty;

/**
 * With r = y − ŷ, l = τ max(0, r) + (1 − τ) max(0, −r): the fit is the τ-quantile of y. l*(ν) = νy
 * for −τ ≤ ν ≤ 1 − τ.
 *
 * @param level τ, in (0, 1)
 */
public record QuantileLoss(double level) implements SeparableLoss {
  /**
   * @throws InputException if the level is not in (0, 1)
   */
  public QuantileLoss {
    if (!(level > 0 && level < 1)) {
      throw new InputException("tau of the quantile loss must lie in (0, 1), was " + level);
    }
  }

  @Override
  public String name() {
    return "quantile(" + level + ")";
  }

  @Override
  public Targets targets() {
    return Targets.NUMBERS;
  }

  @Override
  public double value(double prediction, double target) {
    double r = target - prediction;
    return Math.max(level * r, (level - 1) * r);
  }

  @Override
  public double gradient(double prediction, double target) {
    if (prediction == target) {
      return 0;
    }
    return prediction < target ? -level : 1 - level;
  }

  @Override
  public double curvature(double prediction, double target) {
    return 0;
  }

  @Override
  public double conjugate(double nu, double target) {
    return nu >= -level && nu <= 1 - level ? nu * target : Double.POSITIVE_INFINITY;
  }

  @Override
  public RowPenalty penalty(double target) {
    return RowPenalty.quantile(1, level);
  }

  @Override
  public boolean penalisesPrediction() {
    return false;
  }
}
