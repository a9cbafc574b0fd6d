package io.spectrahedra.sdp.schur;

import io.spectrahedra.sdp.cone.PsdCone;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.SymmetricEigen;
import io.spectrahedra.sdp.linalg.TallQr;
import io.spectrahedra.sdp.linalg.Triangular;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.DenseSymmetric;
import java.util.Arrays;
import java.util.List;

/**
 * H of one or two matrix blocks that have the same terms B up to signs j as FFᵀ, in packed
 * coordinates. Of Nesterov and Todd's scalings W₁ = TΘTᵀ and W₂ = T(I − Θ)Tᵀ,
 *
 * <pre>
 *   H₁ = T⊗T diag(α) (T⊗T)ᵀ,   H₂ = T⊗T diag(β) (T⊗T)ᵀ,   α = θᵢθⱼ,   β = (1 − θᵢ)(1 − θⱼ),
 *   Fᵀ(j₁B, j₂B) = (γ ∘ TᵀBT, 0),   γ = √(α + β)                                        [M59]
 * </pre>
 *
 * <p>in an orthonormal basis of the two numbers of each place: what the terms see, and what is
 * hidden from them. A block alone has Θ = I and nothing hidden. F is never formed: a product with
 * it costs 4n³ flops.
 */
final class TwinFactor {
  private final List<PsdCone> cones;
  private final double[] sign;
  private final int n;
  private DenseMatrix t;

  /** γ. */
  private final double[] seen;

  /** What a place of each block is worth in what is seen and in what is hidden. */
  private final double[][] seenOf;

  private final double[][] hiddenOf;

  /**
   * @param cones one or two, linearised by Nesterov and Todd's scaling
   * @param sign j of each
   */
  TwinFactor(List<PsdCone> cones, double[] sign) {
    this.cones = cones;
    this.sign = sign;
    this.n = cones.get(0).order();
    int q = DenseSymmetric.svecLength(n);
    this.t = DenseMatrix.zeros(n, n);
    this.seen = new double[q];
    this.seenOf = new double[cones.size()][q];
    this.hiddenOf = new double[cones.size()][q];
  }

  /** F at the current pairs; O(n³) flops. */
  void update(Workers workers) {
    double[] first = new double[n];
    double[] second = new double[n];
    if (cones.size() == 1) {
      t = cones.get(0).leftFactor();
      Arrays.fill(first, 1);
    } else {
      diagonalise(workers, first, second);
    }
    int e = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double alpha = first[i] * first[j];
        double beta = second[i] * second[j];
        seen[e] = Math.sqrt(alpha + beta);
        double inverse = seen[e] > 0 ? 1 / seen[e] : 0;
        seenOf[0][e] = sign[0] * alpha * inverse;
        if (cones.size() > 1) {
          double hidden = Math.sqrt(alpha * beta) * inverse;
          seenOf[1][e] = sign[1] * beta * inverse;
          hiddenOf[0][e] = -sign[1] * hidden;
          hiddenOf[1][e] = sign[0] * hidden;
        }
        e++;
      }
    }
  }

  /** T, the diagonal of Θ and that of I − Θ. */
  private void diagonalise(Workers workers, double[] first, double[] second) {
    DenseMatrix g1 = cones.get(0).leftFactor().copy();
    DenseMatrix g2 = cones.get(1).leftFactor().copy();
    DenseMatrix rows = DenseMatrix.zeros(2 * n, n);
    rows.view(0, 0, n, n).setTo(g1.transposed());
    rows.view(n, 0, n, n).setTo(g2.transposed());
    DenseMatrix r =
        TallQr.triangularFactor(
            workers, 2 * n, n, (from, target) -> target.setTo(rows.view(from, 0, target.rows, n)));
    DenseMatrix c = r.transposed().copy(); // W₁ + W₂ = CCᵀ
    Triangular.solve(workers, c, g1);
    Triangular.solve(workers, c, g2);
    DenseMatrix u =
        SymmetricEigen.of(workers, Gemm.product(workers, g1, g1.transposed())).vectors();
    DenseMatrix images1 = Gemm.product(workers, u.transposed(), g1);
    DenseMatrix images2 = Gemm.product(workers, u.transposed(), g2);
    for (int k = 0; k < n; k++) {
      double norm1 = images1.view(k, 0, 1, n).frobeniusNorm();
      double norm2 = images2.view(k, 0, 1, n).frobeniusNorm();
      first[k] = norm1 * norm1;
      second[k] = norm2 * norm2;
    }
    t = Gemm.product(workers, c, u);
  }

  /** Whether there are hidden places. */
  boolean isPair() {
    return cones.size() > 1;
  }

  /** T. */
  DenseMatrix t() {
    return t;
  }

  /** γ, a number a place. */
  double[] seen() {
    return seen;
  }

  /** svec(TᵀCT). */
  double[] image(DenseMatrix c) {
    DenseMatrix half = Gemm.product(Workers.SERIAL, c, t);
    DenseMatrix image = Gemm.product(Workers.SERIAL, t.transposed(), half);
    double[] packed = new double[seen.length];
    DenseSymmetric.svec(image, packed, 0);
    return packed;
  }

  /** Of svec(TᵀCT) for a matrix C of block k alone: adds what is seen, and what is hidden. */
  void addImage(int k, double[] image, double[] target, int seenAt, int hiddenAt) {
    add(image, seenOf[k], target, seenAt);
    if (isPair()) {
      add(image, hiddenOf[k], target, hiddenAt);
    }
  }

  private static void add(double[] image, double[] weight, double[] target, int to) {
    for (int e = 0; e < image.length; e++) {
      target[to + e] += weight[e] * image[e];
    }
  }

  /** z[to..] ← itself + γ ∘ svec(TᵀCT) for svec(C) = c[from..]. */
  void addSeenImage(double[] c, int from, double[] z, int to) {
    DenseMatrix inner = DenseMatrix.zeros(n, n);
    DenseSymmetric.addUnpacked(1, c, from, inner);
    add(image(inner), seen, z, to);
  }

  /** Target ← target + the part of Fτ in block k. */
  void addTimes(int k, double[] tau, int seenAt, int hiddenAt, DenseMatrix target) {
    double[] places = new double[seen.length];
    for (int e = 0; e < places.length; e++) {
      places[e] = seenOf[k][e] * tau[seenAt + e];
      if (isPair()) {
        places[e] += hiddenOf[k][e] * tau[hiddenAt + e];
      }
    }
    addBack(places, target);
  }

  /** Target ← target + what terms see of Fτ. */
  void addSeen(double[] tau, int seenAt, DenseMatrix target) {
    double[] places = new double[seen.length];
    for (int e = 0; e < places.length; e++) {
      places[e] = seen[e] * tau[seenAt + e];
    }
    addBack(places, target);
  }

  private void addBack(double[] places, DenseMatrix target) {
    DenseMatrix inner = DenseMatrix.zeros(n, n);
    DenseSymmetric.addUnpacked(1, places, 0, inner);
    DenseMatrix half = Gemm.product(Workers.SERIAL, t, inner);
    Gemm.multiply(Workers.SERIAL, 1, half, t.transposed(), 1, target);
  }
}
