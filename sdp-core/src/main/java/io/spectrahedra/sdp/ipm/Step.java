package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.problem.BlockMatrix;

/** A direction in the space of {@link Iterate}. */
record Step(BlockMatrix dx, double[] dy, BlockMatrix ds, RowStep rows) {

  Step(BlockMatrix dx, double[] dy, BlockMatrix ds) {
    this(dx, dy, ds, RowStep.NONE);
  }

  Step withRows(RowStep other) {
    return new Step(dx, dy, ds, other);
  }

  /** A copy of (dX, dy, dS). */
  Step copy() {
    return new Step(dx.copy(), dy.clone(), ds.copy());
  }

  /** (dX, dy, dS) ← those of another step. */
  void setTo(Step other) {
    dx.setTo(other.dx);
    System.arraycopy(other.dy, 0, dy, 0, dy.length);
    ds.setTo(other.ds);
  }
}
