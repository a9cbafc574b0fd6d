package io.spectrahedra.neural.decomposition;

import io.spectrahedra.neural.architecture.NeuronNorm;
import io.spectrahedra.sdp.kernel.Kernels;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.SymmetricEigen;

/**
 * Z = Σ yⱼyⱼᵀ with yⱼ = (wⱼ; tⱼ) and ‖wⱼ‖ = |tⱼ|, of a positive semidefinite Z with trace(Z₁) = Z₄:
 * each yⱼ is a neuron with direction wⱼ/tⱼ and strength tⱼ² [M15] (Bartan and Pilanci; the lemma is
 * that of rank-one decomposition behind the S-lemma).
 *
 * <p>With q(y) = ‖w‖² − t², the vectors of a {@link RankFactorisation} have Σq = 0. As long as two
 * have opposite signs, the pair is rotated in its plane until one of them has q = 0; pᵀp + rᵀr and
 * q + q stay as they are. Pairing the largest q with the smallest keeps the rotations moderate;
 * what rounding leaves of q in the end is taken out by an adjustment of ‖w‖ and |t| to their
 * quadratic mean, of the order of ε‖Z‖ against Z however small the vector.
 *
 * <p>For neurons of norm at most one, trace(Z₁) ≤ Z₄, the same rotations end with all q ≤ 0.
 *
 * @param vectors one yⱼ a row, r × (d+1)
 * @param dropped eigenvalue sum that the factorisation left out of Z
 */
public record NeuralDecomposition(DenseMatrix vectors, double dropped) {

  /**
   * Decomposes Z into neurons of norm one, leaving out eigenvalues of at most {@code tolerance}
   * times the largest.
   *
   * @param z symmetric, order d + 1 ≥ 2; a Z that violates the trace equality or has negative
   *     eigenvalues is replaced by one nearby that does not
   * @param tolerance relative, in [0, 1)
   */
  public static NeuralDecomposition of(DenseMatrix z, double tolerance) {
    if (!(tolerance >= 0 && tolerance < 1)) {
      throw new IllegalArgumentException("tolerance must lie in [0, 1), was " + tolerance);
    }
    SymmetricEigen eigen = SymmetricEigen.of(z);
    double threshold = tolerance * Math.max(0, eigen.values()[z.rows - 1]);
    return of(RankFactorisation.of(eigen, threshold).balanced(NeuronNorm.ONE), NeuronNorm.ONE);
  }

  /** Decomposes PᵀP of a balanced factorisation; O(r²d) with r its rank. */
  public static NeuralDecomposition of(RankFactorisation factorisation, NeuronNorm norm) {
    DenseMatrix rows = factorisation.rows().copy();
    int r = rows.rows;
    double[] q = new double[r];
    for (int k = 0; k < r; k++) {
      q[k] = q(rows, k, k);
    }
    for (int step = 0; step < r; step++) {
      int p = 0;
      int n = 0;
      for (int k = 1; k < r; k++) {
        p = q[k] > q[p] ? k : p;
        n = q[k] < q[n] ? k : n;
      }
      if (!(q[p] > 0 && q[n] < 0)) {
        break;
      }
      // the one whose q is smaller in size becomes balanced, the other takes up the rest
      int balanced = q[p] < -q[n] ? p : n;
      int other = balanced == p ? n : p;
      rotate(rows, balanced, other);
      q[balanced] = 0;
      q[other] = q(rows, other, other);
    }
    return new NeuralDecomposition(equalised(rows, norm), factorisation.dropped());
  }

  /**
   * Decomposes Z₁ = PᵀP where Z₂ does not matter, that is for σ(t) = at² + c, and Z₄ = tr Z₁: each
   * row w is a neuron with direction w/‖w‖ and strength ‖w‖² [M20]. The general decomposition gives
   * both u and −u, which are then one.
   */
  public static NeuralDecomposition spectral(RankFactorisation factorisation) {
    DenseMatrix rows = factorisation.rows();
    DenseMatrix vectors = DenseMatrix.zeros(rows.rows, rows.cols + 1);
    for (int k = 0; k < rows.rows; k++) {
      DenseMatrix w = rows.view(k, 0, 1, rows.cols);
      vectors.view(k, 0, 1, rows.cols).setTo(w);
      vectors.set(k, rows.cols, w.frobeniusNorm());
    }
    return new NeuralDecomposition(vectors, factorisation.dropped());
  }

  /**
   * (p, r) ← (p + τr, r − τp)/√(1 + τ²) with q(p + τr) = 0, which keeps ppᵀ + rrᵀ; q(p) and q(r)
   * have opposite signs, and |q(p)| ≤ |q(r)| makes |τ| the smaller root ≤ 1 or so.
   */
  private static void rotate(DenseMatrix rows, int p, int r) {
    double c = q(rows, p, p);
    double b = q(rows, p, r);
    double a = q(rows, r, r);
    double discriminant = Math.hypot(b, Math.sqrt(Math.abs(a)) * Math.sqrt(Math.abs(c))); // ac < 0
    // of the two roots of aτ² + 2bτ + c the smaller in size, without cancellation
    double tau = -c / (b + Math.copySign(discriminant, b));
    double norm = Math.hypot(1, tau);
    double[] data = rows.data();
    int left = rows.index(p, 0);
    int right = rows.index(r, 0);
    for (int i = 0; i < rows.cols; i++) {
      double pi = data[left + i];
      double ri = data[right + i];
      data[left + i] = (pi + tau * ri) / norm;
      data[right + i] = (ri - tau * pi) / norm;
    }
  }

  /** The bilinear form of G = diag(1, …, 1, −1) between two rows. */
  private static double q(DenseMatrix rows, int k, int l) {
    int d = rows.cols - 1;
    double[] data = rows.data();
    return Kernels.best().dot(d, data, rows.index(k, 0), data, rows.index(l, 0))
        - rows.at(k, d) * rows.at(l, d);
  }

  /** Every row with ‖w‖ = |t|, or ‖w‖ ≤ |t|; rows that have no direction or weight are left out. */
  private static DenseMatrix equalised(DenseMatrix rows, NeuronNorm allowed) {
    int d = rows.cols - 1;
    DenseMatrix result = DenseMatrix.zeros(rows.rows, rows.cols);
    int kept = 0;
    for (int k = 0; k < rows.rows; k++) {
      DenseMatrix w = rows.view(k, 0, 1, d);
      double norm = w.frobeniusNorm();
      double t = rows.at(k, d);
      boolean inside = allowed == NeuronNorm.AT_MOST_ONE && norm <= Math.abs(t);
      double length = inside ? norm : Math.hypot(norm, t) / Math.sqrt(2);
      double strength = inside ? Math.abs(t) : length;
      if (strength > 0 && (norm > 0 || inside)) {
        DenseMatrix target = result.view(kept, 0, 1, d);
        target.setTo(w);
        target.scale(norm > 0 ? length / norm : 1);
        result.set(kept++, d, Math.copySign(strength, t));
      }
    }
    return result.view(0, 0, kept, d + 1).copy();
  }
}
