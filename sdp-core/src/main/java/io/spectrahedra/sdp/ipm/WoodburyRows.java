package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.ipm.PhaseClock.Phase;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.schur.WoodburySystem;

/** Of many elastic rows in few dimensions: they see no free variables. */
record WoodburyRows(WoodburySystem system, PhaseClock clock) implements RowSystem {
  @Override
  public boolean factor(double[] d) {
    clock.time(
        Phase.SCHUR,
        () -> {
          system.assemble(d);
          return system;
        });
    return clock.time(Phase.FACTOR, system::factor);
  }

  @Override
  public void solve(double[] g) {
    system.solve(g);
  }

  @Override
  public void solve(double[] g, BlockMatrix h, BlockMatrix dx) {
    system.solve(g);
  }

  @Override
  public String toString() {
    return system.toString();
  }
}
