package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.problem.BlockMatrix;

/** A primal-dual point (X, y, S) of the scaled problem. Mutable. */
final class Iterate {
  final BlockMatrix x;
  final double[] y;
  final BlockMatrix s;

  Iterate(BlockMatrix x, double[] y, BlockMatrix s) {
    this.x = x;
    this.y = y;
    this.s = s;
  }

  Iterate copy() {
    return new Iterate(x.copy(), y.clone(), s.copy());
  }

  /** This ← other. */
  void setTo(Iterate other) {
    x.setTo(other.x);
    System.arraycopy(other.y, 0, y, 0, y.length);
    s.setTo(other.s);
  }

  /** X ← X + αₚ dX, (y, S) ← (y, S) + α_d (dy, dS). */
  void add(Step step, double alphaPrimal, double alphaDual) {
    x.addScaled(alphaPrimal, step.dx());
    for (int i = 0; i < y.length; i++) {
      y[i] += alphaDual * step.dy()[i];
    }
    s.addScaled(alphaDual, step.ds());
  }
}
