package io.spectrahedra.neural.loss;

import io.spectrahedra.sdp.problem.RowPenalty;

/** l(ŷ, y) = |y − ŷ|, l*(ν) = νy for |ν| ≤ 1. */
public record AbsoluteLoss() implements SeparableLoss {
  @Override
  public String name() {
    return "absolute";
  }

  @Override
  public Targets targets() {
    return Targets.NUMBERS;
  }

  @Override
  public double value(double prediction, double target) {
    return Math.abs(target - prediction);
  }

  @Override
  public double gradient(double prediction, double target) {
    return Math.signum(prediction - target);
  }

  @Override
  public double curvature(double prediction, double target) {
    return 0;
  }

  @Override
  public double conjugate(double nu, double target) {
    return Math.abs(nu) <= 1 ? nu * target : Double.POSITIVE_INFINITY;
  }

  @Override
  public RowPenalty penalty(double target) {
    return RowPenalty.absolute(1);
  }

  @Override
  public boolean penalisesPrediction() {
    return false;
  }
}
