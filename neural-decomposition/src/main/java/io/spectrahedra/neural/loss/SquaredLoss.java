package io.spectrahedra.neural.loss;

import io.spectrahedra.sdp.problem.RowPenalty;

/** l(ŷ, y) = (y − ŷ)²/2, l*(ν) = ν²/2 + νy. */
public record SquaredLoss() implements SeparableLoss {
  @Override
  public String name() {
    return "squared";
  }

  @Override
  public Targets targets() {
    return Targets.NUMBERS;
  }

  @Override
  public double value(double prediction, double target) {
    double r = target - prediction;
    return r * r / 2;
  }

  @Override
  public double gradient(double prediction, double target) {
    return prediction - target;
  }

  @Override
  public double curvature(double prediction, double target) {
    return 1;
  }

  @Override
  public double conjugate(double nu, double target) {
    return nu * (nu / 2 + target);
  }

  @Override
  public RowPenalty penalty(double target) {
    return RowPenalty.quadratic(1);
  }

  @Override
  public boolean penalisesPrediction() {
    return false;
  }
}
