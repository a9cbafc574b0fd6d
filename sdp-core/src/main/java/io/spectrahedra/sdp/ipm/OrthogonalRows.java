package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.cone.Cone;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.schur.OrthogonalSchur;
import java.util.List;
import java.util.Optional;

/**
 * M by an orthogonal factorisation, and H by the factors of X and S: for hard rows where rounding
 * of both is what keeps dX from them [M58].
 */
record OrthogonalRows(ScaledProblem problem, List<Cone> cones, OrthogonalSchur schur)
    implements RowSystem {

  /** Nothing with elastic rows or free variables, or where there is no such factorisation. */
  static Optional<RowSystem> of(ScaledProblem problem, List<Cone> cones, FreeVariables free) {
    return problem.elastic || !free.isEmpty()
        ? Optional.empty()
        : OrthogonalSchur.of(problem.operator, cones)
            .map(schur -> new OrthogonalRows(problem, cones, schur));
  }

  @Override
  public boolean factor(double[] d) {
    return schur.factor(problem.workers);
  }

  @Override
  public double flops() {
    return schur.flops();
  }

  @Override
  public double solveFlops() {
    return 4.0 * problem.rows() * problem.rows();
  }

  @Override
  public boolean satisfiesElasticRows() {
    return false;
  }

  @Override
  public void solve(double[] g) {
    schur.solve(problem.workers, g);
  }

  @Override
  public void solve(double[] g, BlockMatrix dx, BlockMatrix ds) {
    solve(g);
    BlockMatrix adjoint = BlockMatrix.zeros(problem.source.blocks());
    problem.operator.adjoint(problem.workers, g, adjoint);
    ds.addScaled(-1, adjoint);
    for (int k = 0; k < cones.size(); k++) {
      cones.get(k).addFactoredProduct(-1, ds.block(k), dx.block(k));
    }
  }
}
