package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.cone.Cone;
import io.spectrahedra.sdp.problem.Block;
import io.spectrahedra.sdp.problem.BlockMatrix;
import java.util.List;
import java.util.Optional;

/**
 * The cold start, X = ξe, y = 0, S = ηe, large enough against the equilibrated data (Toh, Todd and
 * Tütüncü 1999); y of a nonlinear row as near to 0 as it can be without being near an end.
 */
final class StartingPoint {
  private static final double LEAST = 10;

  /** How far from the ends of its interval y begins, if there is room. */
  private static final double MARGIN = 1;

  /** z_l(y − l) = z_u(u − y): residuals are of the size of 1, and so should the z be. */
  private static final double ROW_PRODUCT = 1;

  private StartingPoint() {}

  /** The better one where the problem has it [M50]. */
  static Optional<Iterate> interior(ScaledProblem problem, List<Cone> cones) {
    return InteriorStart.of(problem, cones, MARGIN);
  }

  /** The one that every problem has, {@code size} times as large as it usually is. */
  static Iterate usual(ScaledProblem problem, List<Cone> cones, double size) {
    List<Block> blocks = problem.source.blocks();
    BlockMatrix x = BlockMatrix.zeros(blocks);
    BlockMatrix s = BlockMatrix.zeros(blocks);
    for (int k = 0; k < cones.size(); k++) {
      int n = blocks.get(k).cols();
      cones.get(k).setToIdentity(size * Math.max(LEAST, n), x.block(k));
      cones.get(k).setToIdentity(size * Math.max(LEAST, Math.sqrt(n)), s.block(k));
    }
    double[] y = new double[problem.rows()];
    return new Iterate(x, y, s, RowTerms.start(problem.rowTerms, MARGIN, ROW_PRODUCT, y));
  }
}
