package io.spectrahedra.sdp.problem;

/**
 * f(r) = w r²/2 for |r| ≤ t and w t(|r| − t/2) beyond (Huber 1964), f*(y) = y²/(2w) on [−wt, wt].
 */
public record HuberPenalty(double weight, double threshold) implements RowPenalty {
  public HuberPenalty {
    PenaltyParameter.requireWeight("a Huber row", weight);
    if (!(threshold > 0) || Double.isInfinite(weight * threshold) || weight * threshold == 0) {
      throw new IllegalArgumentException(
          "threshold of a Huber row must be positive and finite, was " + threshold);
    }
  }

  @Override
  public double value(double r) {
    double size = Math.abs(r);
    return size <= threshold ? weight * r * r / 2 : weight * threshold * (size - threshold / 2);
  }

  @Override
  public double conjugate(double y) {
    return Math.abs(y) <= upper() ? y * y / (2 * weight) : Double.POSITIVE_INFINITY;
  }

  @Override
  public double conjugateSlope(double y) {
    return y / weight;
  }

  @Override
  public double conjugateCurvature(double y) {
    return 1 / weight;
  }

  @Override
  public boolean hasQuadraticConjugate() {
    return true;
  }

  @Override
  public double lower() {
    return -upper();
  }

  @Override
  public double upper() {
    return weight * threshold;
  }
}
