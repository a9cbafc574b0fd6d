package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.linalg.Cholesky;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.Block;
import io.spectrahedra.sdp.problem.BlockMatrix;
import java.util.Optional;

/**
 * X ← X + 𝒜*((𝒜𝒜*)⁻¹(b − 𝒜(X))), the nearest matrix that satisfies the rows [M54]. Its
 * eigenvalues may be below 0 by the size of the change, where those of an iterate are not: it is an
 * answer, and no point to go on from.
 */
final class RowProjection {
  /** The second for what rounding has left of the first. */
  private static final int PASSES = 2;

  private RowProjection() {}

  /**
   * The point with that X; an assembly and a factorisation of 𝒜𝒜*.
   *
   * @return nothing with elastic rows, whose residuals are no errors, with free variables, or where
   *     𝒜𝒜* is singular or kept as a sparse matrix
   */
  static Optional<Iterate> of(ScaledProblem problem, Iterate point) {
    if (problem.elastic
        || problem.source.blocks().stream().anyMatch(Block.Free.class::isInstance)) {
      return Optional.empty();
    }
    Optional<DenseMatrix> gram = DependentRows.gram(problem);
    if (gram.isEmpty() || Cholesky.factor(problem.workers, gram.get()) < problem.rows()) {
      return Optional.empty();
    }
    Iterate projected = point.copy();
    BlockMatrix change = BlockMatrix.zeros(problem.source.blocks());
    for (int pass = 0; pass < PASSES; pass++) {
      double[] w = Residuals.of(problem, projected, 1).primal();
      Cholesky.solve(problem.workers, gram.get(), w);
      problem.operator.adjoint(problem.workers, w, change);
      projected.x.addScaled(1, change);
    }
    return Optional.of(projected);
  }
}
