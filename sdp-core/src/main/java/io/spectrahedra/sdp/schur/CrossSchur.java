package io.spectrahedra.sdp.schur;

import io.spectrahedra.sdp.cone.PsdCone;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.RowGroup;
import java.util.List;

/**
 * The terms of one group of a block against those of its other groups: ⟨Aₛ, H(Aₜ)⟩ by 𝒜(H(Aₜ)).
 */
final class CrossSchur implements BlockSchur {
  private final PsdCone cone;
  private final RowGroup from;
  private final List<RowGroup> to;

  CrossSchur(PsdCone cone, RowGroup from, List<RowGroup> to) {
    this.cone = cone;
    this.from = from;
    this.to = to;
  }

  @Override
  public void addTo(Workers workers, DenseMatrix m) {
    int n = cone.x().rows;
    DenseMatrix a = DenseMatrix.zeros(n, n);
    DenseMatrix w = DenseMatrix.zeros(n, n);
    double[] inner = new double[m.rows];
    for (int t = 0; t < from.terms(); t++) {
      a.fill(0);
      from.addTerm(from.scale(t), t, a);
      w.fill(0);
      cone.addScaledProduct(1, a, w);
      java.util.Arrays.fill(inner, 0);
      for (RowGroup group : to) {
        group.addApply(workers, w, inner);
      }
      for (int i = 0; i < m.rows; i++) {
        BlockSchur.addPair(m, from.row(t), i, inner[i]);
      }
    }
  }

  @Override
  public double flops() {
    double n = cone.x().rows;
    return from.terms() * 4 * n * n * n;
  }

  @Override
  public String toString() {
    return "cross: " + from.terms() + " matrices against the other groups of the block";
  }
}
