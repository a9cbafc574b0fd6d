package io.spectrahedra.sdp.problem;

/** f(r) = w r²/2, f*(y) = y²/(2w). */
public record QuadraticPenalty(double weight) implements RowPenalty {
  public QuadraticPenalty {
    PenaltyParameter.requireWeight("a quadratic row", weight);
  }

  @Override
  public double value(double r) {
    return weight * r * r / 2;
  }

  @Override
  public double conjugate(double y) {
    return y * y / (2 * weight);
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
}
