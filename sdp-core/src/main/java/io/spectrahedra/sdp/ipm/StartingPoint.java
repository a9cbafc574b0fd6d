package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.cone.Cone;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.SdpProblem;
import java.util.List;

/**
 * X = ξe, y = 0, S = ηe, large enough against the equilibrated data (Toh, Todd and Tütüncü 1999).
 */
final class StartingPoint {
  private static final double LEAST = 10;

  private StartingPoint() {}

  static Iterate of(SdpProblem problem, List<Cone> cones) {
    BlockMatrix x = BlockMatrix.zeros(problem.blocks());
    BlockMatrix s = BlockMatrix.zeros(problem.blocks());
    for (int k = 0; k < cones.size(); k++) {
      int n = problem.blocks().get(k).cols();
      cones.get(k).setToIdentity(Math.max(LEAST, n), x.block(k));
      cones.get(k).setToIdentity(Math.max(LEAST, Math.sqrt(n)), s.block(k));
    }
    return new Iterate(x, new double[problem.rows().size()], s);
  }
}
