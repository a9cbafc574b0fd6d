package io.spectrahedra.sdp.problem;

/**
 * f(r) = w ln(1 + exp(−label·r)), f*(y) = w(s ln s + (1 − s) ln(1 − s)) with s = −label·y/w in [0,
 * 1].
 */
public record LogisticPenalty(double weight, double label) implements SmoothPenalty {
  public LogisticPenalty {
    PenaltyParameter.requireWeight("a logistic row", weight);
    PenaltyParameter.requireLabel("a logistic row", label);
  }

  @Override
  public double value(double r) {
    double margin = label * r;
    return weight * (Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin))));
  }

  @Override
  public double conjugate(double y) {
    double s = share(y);
    if (!(s >= 0 && s <= 1)) {
      return Double.POSITIVE_INFINITY;
    }
    double entropy = s > 0 ? s * Math.log(s) : 0;
    return weight * (s < 1 ? entropy + (1 - s) * Math.log1p(-s) : entropy);
  }

  @Override
  public double conjugateSlope(double y) {
    double s = innerShare(y);
    return -label * (Math.log(s) - Math.log1p(-s));
  }

  @Override
  public double conjugateCurvature(double y) {
    double s = innerShare(y);
    return 1 / (weight * s * (1 - s));
  }

  @Override
  public double slope(double r) {
    double t = label * r;
    double e = Math.exp(-Math.abs(t));
    return -label * weight * (t >= 0 ? e / (1 + e) : 1 / (1 + e));
  }

  @Override
  public double curvature(double r) {
    double e = Math.exp(-Math.abs(r));
    return weight * e / ((1 + e) * (1 + e));
  }

  @Override
  public double greatestCurvature() {
    return weight / 4;
  }

  private double share(double y) {
    return -label * y / weight;
  }

  /** s, or the number next to the end that rounding has carried it to. */
  private double innerShare(double y) {
    return Math.max(Double.MIN_NORMAL, Math.min(Math.nextDown(1.0), share(y)));
  }

  @Override
  public double lower() {
    return label > 0 ? -weight : 0;
  }

  @Override
  public double upper() {
    return label > 0 ? 0 : weight;
  }
}
