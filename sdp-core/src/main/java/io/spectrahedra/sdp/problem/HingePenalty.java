package io.spectrahedra.sdp.problem;

/** f(r) = w max(0, 1 − label·r), f*(y) = label·y for −w ≤ label·y ≤ 0. */
public record HingePenalty(double weight, double label) implements RowPenalty {
  public HingePenalty {
    PenaltyParameter.requireWeight("a hinge row", weight);
    PenaltyParameter.requireLabel("a hinge row", label);
  }

  @Override
  public double value(double r) {
    return weight * Math.max(0, 1 - label * r);
  }

  @Override
  public double conjugate(double y) {
    return lower() <= y && y <= upper() ? label * y : Double.POSITIVE_INFINITY;
  }

  @Override
  public double conjugateSlope(double y) {
    return label;
  }

  @Override
  public double conjugateCurvature(double y) {
    return 0;
  }

  @Override
  public boolean hasQuadraticConjugate() {
    return true;
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
