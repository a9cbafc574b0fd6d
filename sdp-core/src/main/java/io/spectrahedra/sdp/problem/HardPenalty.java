package io.spectrahedra.sdp.problem;

/** r = 0: f is 0 there and +∞ elsewhere, f* = 0. */
enum HardPenalty implements RowPenalty {
  INSTANCE;

  @Override
  public double value(double r) {
    return 0;
  }

  @Override
  public double conjugate(double y) {
    return 0;
  }

  @Override
  public double conjugateSlope(double y) {
    return 0;
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
  public boolean isHard() {
    return true;
  }
}
