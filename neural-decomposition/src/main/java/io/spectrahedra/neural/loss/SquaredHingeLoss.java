package io.spectrahedra.neural.loss;

import io.spectrahedra.sdp.problem.RowPenalty;

/** For labels y = ±1 and m = yŷ, l = max(0, 1 − m)²/2; l*(ν) = yν + ν²/2 for yν ≤ 0. */
public record SquaredHingeLoss() implements SeparableLoss {
  @Override
  public String name() {
    return "squared-hinge";
  }

  @Override
  public Targets targets() {
    return Targets.SIGNS;
  }

  @Override
  public double value(double prediction, double target) {
    double missing = Math.max(0, 1 - target * prediction);
    return missing * missing / 2;
  }

  @Override
  public double gradient(double prediction, double target) {
    return -target * Math.max(0, 1 - target * prediction);
  }

  @Override
  public double curvature(double prediction, double target) {
    return target * prediction < 1 ? 1 : 0;
  }

  @Override
  public double conjugate(double nu, double target) {
    double scaled = target * nu;
    return scaled <= 0 ? scaled * (1 + scaled / 2) : Double.POSITIVE_INFINITY;
  }

  @Override
  public RowPenalty penalty(double target) {
    return RowPenalty.squaredHinge(1, target);
  }

  @Override
  public boolean penalisesPrediction() {
    return true;
  }
}
