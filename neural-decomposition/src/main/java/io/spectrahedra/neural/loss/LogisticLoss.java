package io.spectrahedra.neural.loss;

import io.spectrahedra.sdp.problem.RowPenalty;
import java.util.Arrays;
import java.util.Optional;

/**
 * For labels y = ±1 and m = yŷ, l = ln(1 + e⁻ᵐ); with s = −yν, l*(ν) = s ln s + (1 − s) ln(1 − s)
 * for 0 ≤ s ≤ 1. The probability of y = 1 is 1/(1 + e⁻ʸ̂).
 */
public record LogisticLoss() implements SeparableLoss {
  @Override
  public String name() {
    return "logistic";
  }

  @Override
  public Targets targets() {
    return Targets.SIGNS;
  }

  @Override
  public double value(double prediction, double target) {
    double margin = target * prediction;
    return Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin)));
  }

  @Override
  public double gradient(double prediction, double target) {
    return -target * probability(-target * prediction);
  }

  @Override
  public double curvature(double prediction, double target) {
    return probability(prediction) * probability(-prediction);
  }

  @Override
  public double conjugate(double nu, double target) {
    double s = -target * nu;
    if (!(s >= 0 && s <= 1)) {
      return Double.POSITIVE_INFINITY;
    }
    double entropy = s > 0 ? s * Math.log(s) : 0;
    return s < 1 ? entropy + (1 - s) * Math.log1p(-s) : entropy;
  }

  @Override
  public RowPenalty penalty(double target) {
    return RowPenalty.logistic(1, target);
  }

  @Override
  public boolean penalisesPrediction() {
    return true;
  }

  /** Of several outputs, one class against the rest each, those of the classes over their sum. */
  @Override
  public Optional<double[]> probabilities(double[] prediction) {
    if (prediction.length == 1) {
      return Optional.of(new double[] {probability(-prediction[0]), probability(prediction[0])});
    }
    double[] logarithms = Arrays.stream(prediction).map(t -> -value(t, 1)).toArray();
    return Optional.of(CrossEntropyLoss.softmax(logarithms));
  }

  /** 1/(1 + e⁻ᵗ): the probability of 1 where the network says t. */
  private static double probability(double t) {
    return t >= 0 ? 1 / (1 + Math.exp(-t)) : Math.exp(t) / (1 + Math.exp(t));
  }
}
