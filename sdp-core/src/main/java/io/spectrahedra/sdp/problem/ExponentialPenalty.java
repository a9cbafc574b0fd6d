package io.spectrahedra.sdp.problem;

/**
 * f(r) = w(exp(r − 1) − share·r), f*(y) = w s ln s with s = share + y/w ≥ 0: C rows of this kind
 * and a free variable are a softmax [M41].
 */
public record ExponentialPenalty(double weight, double share) implements RowPenalty {
  public ExponentialPenalty {
    PenaltyParameter.requireWeight("an exponential row", weight);
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "share of an exponential row must lie in [0, 1], was " + share);
    }
  }

  @Override
  public double value(double r) {
    return weight * (Math.exp(r - 1) - share * r);
  }

  @Override
  public double conjugate(double y) {
    if (!(y >= lower())) {
      return Double.POSITIVE_INFINITY;
    }
    double s = innerShare(y);
    return weight * s * Math.log(s);
  }

  @Override
  public double conjugateSlope(double y) {
    return 1 + Math.log(innerShare(y));
  }

  @Override
  public double conjugateCurvature(double y) {
    return 1 / (weight * innerShare(y));
  }

  /** s, or a positive number next to the 0 that rounding has carried it to. */
  private double innerShare(double y) {
    return Math.max(1 / SdpProblem.LARGEST, share + y / weight);
  }

  @Override
  public double lower() {
    return -weight * share;
  }
}
