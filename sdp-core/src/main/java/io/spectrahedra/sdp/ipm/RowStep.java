package io.spectrahedra.sdp.ipm;

/**
 * A direction, or a target, of the multipliers that nonlinear rows keep: one entry for each of
 * them, 0 where its interval has no such end.
 */
record RowStep(double[] lower, double[] upper) {
  static final RowStep NONE = new RowStep(new double[0], new double[0]);

  static RowStep zeros(int count) {
    return new RowStep(new double[count], new double[count]);
  }
}
