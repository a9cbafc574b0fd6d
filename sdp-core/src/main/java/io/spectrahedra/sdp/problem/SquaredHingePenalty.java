package io.spectrahedra.sdp.problem;

/** f(r) = w max(0, 1 − label·r)²/2, f*(y) = label·y + y²/(2w) for label·y ≤ 0. */
public record SquaredHingePenalty(double weight, double label) implements RowPenalty {
  public SquaredHingePenalty {
    PenaltyParameter.requireWeight("a squared hinge row", weight);
    PenaltyParameter.requireLabel("a squared hinge row", label);
  }

  @Override
  public double value(double r) {
    double missing = Math.max(0, 1 - label * r);
    return weight * missing * missing / 2;
  }

  @Override
  public double conjugate(double y) {
    return label * y <= 0 ? label * y + y * y / (2 * weight) : Double.POSITIVE_INFINITY;
  }

  @Override
  public double conjugateSlope(double y) {
    return label + y / weight;
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
    return label > 0 ? Double.NEGATIVE_INFINITY : 0;
  }

  @Override
  public double upper() {
    return label > 0 ? 0 : Double.POSITIVE_INFINITY;
  }
}
