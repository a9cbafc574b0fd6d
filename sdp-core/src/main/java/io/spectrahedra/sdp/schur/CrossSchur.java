package io.spectrahedra.sdp.schur;

import io.spectrahedra.sdp.cone.PsdCone;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.LowRankRows;
import io.spectrahedra.sdp.problem.RowGroup;
import java.util.Arrays;
import java.util.List;

/**
 * The terms of one group of a block against those of its other groups: ⟨Aₛ, H(Aₜ)⟩ by 𝒜(H(Aₜ)),
 * with a product of matrices for a term, or of vectors for each of its few vectors.
 */
final class CrossSchur implements BlockSchur {
  /**
   * Of a vector, times n²: two products with a matrix, and two of vectors at a tenth of the speed.
   */
  private static final double VECTOR_FLOPS = 44;

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
    int n = cone.order();
    DenseMatrix image = DenseMatrix.zeros(n, n);
    double[] inner = new double[m.rows];
    for (int t = 0; t < from.terms(); t++) {
      image.fill(0);
      if (from instanceof LowRankRows low && byVectors()) {
        addVectors(low, t, image);
      } else {
        DenseMatrix a = DenseMatrix.zeros(n, n);
        from.addTerm(from.scale(t), t, a);
        cone.addScaledProduct(1, a, image);
      }
      Arrays.fill(inner, 0);
      for (RowGroup group : to) {
        group.addApply(workers, image, inner);
      }
      for (int i = 0; i < m.rows; i++) {
        BlockSchur.addPair(m, from.row(t), i, inner[i]);
      }
    }
  }

  /** H(Σ wuuᵀ) = Σ w·sym(Xu (S⁻¹u)ᵀ). */
  private void addVectors(LowRankRows low, int t, DenseMatrix image) {
    double[] u = low.vectors().data();
    low.forEachVector(
        t,
        (weight, r) ->
            cone.addScaledProduct(low.scale(t) * weight, u, low.vectors().index(r, 0), image));
  }

  /** Whether few vectors take less than products of matrices. */
  private boolean byVectors() {
    return vectors() * VECTOR_FLOPS < matrixFlops();
  }

  /** Of all terms, shared ones counted for each. */
  private double vectors() {
    return from instanceof LowRankRows low
        ? low.own() + (double) low.shared() * low.terms()
        : Double.POSITIVE_INFINITY;
  }

  private double matrixFlops() {
    return from.terms() * 4.0 * cone.order();
  }

  @Override
  public double flops() {
    double n = cone.order();
    return n * n * Math.min(vectors() * VECTOR_FLOPS, matrixFlops());
  }

  @Override
  public String toString() {
    return "cross: " + from.terms() + " matrices against the other groups of the block";
  }
}
