package io.spectrahedra.sdp.schur;

import io.spectrahedra.sdp.cone.PsdCone;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.SymmetricEigen;
import io.spectrahedra.sdp.linalg.Triangular;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.DenseSymmetric;

/**
 * H(B) = sym(X B S⁻¹) of a matrix block as FFᵀ, in packed coordinates [M4]. In the basis P in which
 * X = PPᵀ and S⁻¹ = PΛ⁻¹Pᵀ,
 *
 * <pre>  H(B) = P(Ω ∘ PᵀBP)Pᵀ,   Ωᵢⱼ = (1/λᵢ + 1/λⱼ)/2,   Fᵀb = √Ω ∘ PᵀBP      [M40]</pre>
 *
 * <p>F is never formed: a product with it costs 4n³ flops.
 */
final class ProductFactor {
  /** Rows of one task. */
  private static final int PART = 16;

  private final PsdCone cone;
  private final int n;
  private final double[] rootOmega;
  private DenseMatrix p;

  ProductFactor(PsdCone cone) {
    this.cone = cone;
    this.n = cone.x().rows;
    this.rootOmega = new double[DenseSymmetric.svecLength(n)];
    this.p = DenseMatrix.zeros(n, n);
  }

  /** F at the current pair; about 12n³ flops. */
  void update(Workers workers) {
    // S = RᵀR for R = N⁻ᵀ: the eigenvalues of XS are the squared singular values of RL
    DenseMatrix product = cone.xFactor().copy();
    Triangular.solveTransposed(workers, cone.sFactorInverse(), product);
    DenseMatrix v =
        SymmetricEigen.of(workers, Gemm.product(workers, product.transposed(), product)).vectors();
    DenseMatrix images = Gemm.product(workers, product, v);
    double[] inverse = new double[n];
    for (int k = 0; k < n; k++) {
      double root = images.view(0, k, n, 1).frobeniusNorm();
      inverse[k] = 1 / (root * root);
    }
    int e = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        rootOmega[e++] = Math.sqrt((inverse[i] + inverse[j]) / 2);
      }
    }
    p = Gemm.product(workers, cone.xFactor(), v);
  }

  /** Every row bᵀ of {@code target} ← alpha · (Fᵀb)ᵀ for the row bᵀ of {@code rows}. */
  void transposeTimes(Workers workers, double alpha, DenseMatrix rows, DenseMatrix target) {
    workers.forSlices(
        rows.rows,
        PART,
        (from, to) -> {
          DenseMatrix b = DenseMatrix.zeros(n, n);
          DenseMatrix bp = DenseMatrix.zeros(n, n);
          for (int r = from; r < to; r++) {
            b.fill(0);
            DenseSymmetric.addUnpacked(alpha, rows.data(), rows.index(r, 0), b);
            Gemm.multiply(Workers.SERIAL, 1, b, p, 0, bp);
            Gemm.multiply(Workers.SERIAL, 1, p.transposed(), bp, 0, b);
            int start = target.index(r, 0);
            DenseSymmetric.svec(b, target.data(), start);
            for (int e = 0; e < rootOmega.length; e++) {
              target.data()[start + e] *= rootOmega[e];
            }
          }
        });
  }

  /** T ← T + alpha · Fτ, unpacked, for τ = tau[offset..]. */
  void addTimes(double alpha, double[] tau, int offset, DenseMatrix target) {
    double[] scaled = new double[rootOmega.length];
    for (int e = 0; e < scaled.length; e++) {
      scaled[e] = rootOmega[e] * tau[offset + e];
    }
    DenseMatrix inner = DenseMatrix.zeros(n, n);
    DenseSymmetric.addUnpacked(alpha, scaled, 0, inner);
    DenseMatrix half = Gemm.product(Workers.SERIAL, p, inner);
    Gemm.multiply(Workers.SERIAL, 1, half, p.transposed(), 1, target);
  }
}
