package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.problem.BlockMatrix;

/**
 * A primal-dual point (X, y, S) of the scaled problem, with the multipliers of its rows. Mutable.
 */
final class Iterate {
  final BlockMatrix x;
  final double[] y;
  final BlockMatrix s;
  final RowTerms rows;

  Iterate(BlockMatrix x, double[] y, BlockMatrix s, RowTerms rows) {
    this.x = x;
    this.y = y;
    this.s = s;
    this.rows = rows;
  }

  Iterate copy() {
    return new Iterate(x.copy(), y.clone(), s.copy(), rows.copy());
  }

  /** This ← other. */
  void setTo(Iterate other) {
    x.setTo(other.x);
    System.arraycopy(other.y, 0, y, 0, y.length);
    s.setTo(other.s);
    rows.setTo(other.rows);
  }

  /** ⟨X, S⟩ and what the nonlinear rows add to it. */
  double gap() {
    return x.dot(s) + rows.gap(y);
  }

  /** (X, z) ← (X, z) + αₚ (dX, dz), (y, S) ← (y, S) + α_d (dy, dS). */
  void add(Step step, double alphaPrimal, double alphaDual) {
    x.addScaled(alphaPrimal, step.dx());
    for (int i = 0; i < y.length; i++) {
      y[i] += alphaDual * step.dy()[i];
    }
    s.addScaled(alphaDual, step.ds());
    rows.add(alphaPrimal, step.rows());
  }
}
