package io.spectrahedra.sdp.cone;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.SymmetricEigen;
import io.spectrahedra.sdp.linalg.Triangular;
import io.spectrahedra.sdp.linalg.Workers;

/**
 * The scaling G of a pair of matrices (X, S) in which both are the same diagonal matrix V (Nesterov
 * and Todd 1997), and the linearisation of XS = μI there [M59]:
 *
 * <pre>
 *   G⁻¹XG⁻ᵀ = GᵀSG = V,   W = GGᵀ,   H(D) = WDW,
 *   K = σμ S⁻¹ − X − G(E ∘ sym(G⁻¹dXₐG⁻ᵀ · GᵀdSₐG))Gᵀ,   Eᵢⱼ = 2/(vᵢ + vⱼ)
 * </pre>
 */
final class NesterovTodd {
  private final int n;
  private final Workers workers;
  private DenseMatrix g;
  private DenseMatrix gInverseTransposed;
  private final DenseMatrix w;
  private final double[] v;

  NesterovTodd(int n, Workers workers) {
    this.n = n;
    this.workers = workers;
    this.g = DenseMatrix.zeros(n, n);
    this.gInverseTransposed = g;
    this.w = DenseMatrix.zeros(n, n);
    this.v = new double[n];
  }

  /**
   * The scaling of X = LLᵀ and S = RᵀR, R = N⁻ᵀ; about 16n³ flops. With RL = UVQᵀ, G = LQV^{−1/2}
   * and G⁻ᵀ = RᵀUV^{−1/2}.
   */
  void update(DenseMatrix l, DenseMatrix inverseR) {
    DenseMatrix product = l.copy();
    Triangular.solveTransposed(workers, inverseR, product);
    DenseMatrix q =
        SymmetricEigen.of(workers, Gemm.product(workers, product.transposed(), product)).vectors();
    DenseMatrix images = Gemm.product(workers, product, q); // UV
    g = Gemm.product(workers, l, q);
    for (int k = 0; k < n; k++) {
      DenseMatrix image = images.view(0, k, n, 1);
      v[k] = image.frobeniusNorm();
      double root = Math.sqrt(v[k]);
      g.view(0, k, n, 1).scale(1 / root);
      image.scale(1 / (v[k] * root));
    }
    Triangular.solve(workers, inverseR, images);
    gInverseTransposed = images;
    Gemm.multiplyLower(workers, 1, g, g.transposed(), 0, w);
    w.mirrorLower();
  }

  /** ⟨X, S⟩ = tr V². */
  double complementarity() {
    double sum = 0;
    for (double each : v) {
      sum += each * each;
    }
    return sum;
  }

  /** G. */
  DenseMatrix g() {
    return g;
  }

  /** W = GGᵀ. */
  DenseMatrix w() {
    return w;
  }

  /** T ← T − G(E ∘ sym(G⁻¹dXG⁻ᵀ · GᵀdSG))Gᵀ; 14n³ flops. */
  void subtractSecondOrder(DenseMatrix dx, DenseMatrix ds, DenseMatrix target) {
    DenseMatrix x = congruence(gInverseTransposed, dx);
    DenseMatrix s = congruence(g, ds);
    DenseMatrix e = Gemm.product(workers, x, s);
    e.symmetrise();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        e.set(i, j, e.at(i, j) * 2 / (v[i] + v[j]));
      }
    }
    target.addSymmetricPart(workers, -1, congruence(g.transposed(), e));
  }

  /** T ← T + alpha · WDW, as G(GᵀDG)Gᵀ. */
  void addProduct(double alpha, DenseMatrix d, DenseMatrix target) {
    target.addSymmetricPart(workers, alpha, congruence(g.transposed(), congruence(g, d)));
  }

  /** BᵀDB. */
  private DenseMatrix congruence(DenseMatrix b, DenseMatrix d) {
    return Gemm.product(workers, b.transposed(), Gemm.product(workers, d, b));
  }
}
