package io.spectrahedra.sdp.problem;

/** f(r) = max(l·r, u·r) with l &lt; 0 &lt; u, f* = 0 on [l, u]. */
public record QuantilePenalty(double lower, double upper) implements RowPenalty {
  public QuantilePenalty {
    if (!(lower < 0 && upper > 0) || Double.isInfinite(lower) || Double.isInfinite(upper)) {
      throw new IllegalArgumentException(
          "slopes of a quantile row must be finite, one below and one above 0, were "
              + lower
              + " and "
              + upper);
    }
  }

  @Override
  public double value(double r) {
    return Math.max(lower * r, upper * r);
  }

  @Override
  public double conjugate(double y) {
    return lower <= y && y <= upper ? 0 : Double.POSITIVE_INFINITY;
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
}
