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
}
