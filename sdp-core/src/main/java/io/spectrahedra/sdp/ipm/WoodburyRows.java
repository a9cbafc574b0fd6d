package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.cone.Cone;
import io.spectrahedra.sdp.ipm.PhaseClock.Phase;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.schur.WoodburySystem;
import java.util.List;

/**
 * Many elastic rows in few dimensions [M40]. dX comes from the reduced system and satisfies the
 * rows; rounding goes into dX = K − H(dS) instead, where it is kept small against μ.
 */
record WoodburyRows(
    ScaledProblem problem, List<Cone> cones, WoodburySystem system, PhaseClock clock)
    implements RowSystem {

  @Override
  public boolean factor(double[] d) {
    clock.run(Phase.SCHUR, () -> system.assemble(d));
    return clock.time(Phase.FACTOR, system::factor);
  }

  @Override
  public double flops() {
    return system.flops();
  }

  @Override
  public double solveFlops() {
    return system.solveFlops();
  }

  @Override
  public boolean satisfiesElasticRows() {
    return true;
  }

  @Override
  public void solve(double[] g) {
    system.solve(g);
  }

  @Override
  public void solve(double[] g, BlockMatrix dx, BlockMatrix ds) {
    BlockMatrix adjoint = BlockMatrix.zeros(problem.source.blocks());
    boolean negligible = problem.isNegligible(ds);
    for (int k = 0; k < cones.size() && !negligible; k++) {
      cones.get(k).addScaledProduct(-1, ds.block(k), dx.block(k));
    }
    system.solve(g, adjoint, dx);
    for (int k = 0; k < cones.size(); k++) {
      if (!system.sees(k)) {
        cones.get(k).addScaledProduct(1, adjoint.block(k), dx.block(k));
      }
    }
    ds.addScaled(-1, adjoint);
  }

  @Override
  public String toString() {
    return system.toString();
  }
}
