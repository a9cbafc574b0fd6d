package io.spectrahedra.sdp.certificate;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.Block;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.SdpProblem;

/**
 * How far a point is outside of K or K*: max(0, −λ) for its smallest eigenvalue λ in the algebra of
 * its blocks: of a matrix its own, of a vector ≥ 0 an entry, of (t, u) in the second-order cone t −
 * ‖u‖ [M30]. A free block is always in K, and outside of K* by maxᵢ |sᵢ|.
 */
final class ConeMembership {
  private ConeMembership() {}

  /** How far X is outside of K; 0 inside. */
  static double outsidePrimal(Workers workers, SdpProblem problem, BlockMatrix x) {
    double outside = 0;
    for (int k = 0; k < problem.blocks().size(); k++) {
      if (!(problem.blocks().get(k) instanceof Block.Free)) {
        outside = Math.max(outside, -smallest(workers, problem.blocks().get(k), x.block(k)));
      }
    }
    return outside;
  }

  /** How far S is outside of K*; 0 inside. */
  static double outsideDual(Workers workers, SdpProblem problem, BlockMatrix s) {
    double outside = 0;
    for (int k = 0; k < problem.blocks().size(); k++) {
      outside = Math.max(outside, -smallest(workers, problem.blocks().get(k), s.block(k)));
    }
    return outside;
  }

  private static double smallest(Workers workers, Block block, DenseMatrix v) {
    if (block instanceof Block.Psd) {
      return DimacsCheck.smallestEigenvalue(workers, v);
    }
    if (block instanceof Block.Free) {
      return -v.maxAbs();
    }
    if (block instanceof Block.SecondOrder) {
      return v.at(0, 0) - v.view(1, 0, v.rows - 1, 1).frobeniusNorm();
    }
    double smallest = v.at(0, 0);
    for (int i = 1; i < v.rows; i++) {
      smallest = Math.min(smallest, v.at(i, 0));
    }
    return smallest;
  }
}
