package io.spectrahedra.neural.loss;

import io.spectrahedra.sdp.problem.RowPenalty;

/** For labels y = ±1 and m = yŷ, l = max(0, 1 − m); l*(ν) = yν for −1 ≤ yν ≤ 0. */
public record HingeLoss() implements SeparableLoss {
  @Override
  public String name() {
    return "hinge";
  }

  @Override
  public Targets targets() {
    return Targets.SIGNS;
  }

  @Override
  public double value(double prediction, double target) {
    return Math.max(0, 1 - target * prediction);
  }

  @Override
  public double gradient(double prediction, double target) {
    return target * prediction < 1 ? -target : 0;
  }

  @Override
  public double curvature(double prediction, double target) {
    return 0;
  }

  @Override
  public double conjugate(double nu, double target) {
    double scaled = target * nu;
    return scaled >= -1 && scaled <= 0 ? scaled : Double.POSITIVE_INFINITY;
  }

  @Override
  public RowPenalty penalty(double target) {
    return RowPenalty.hinge(1, target);
  }

  @Override
  public boolean penalisesPrediction() {
    return true;
  }
}
