package io.spectrahedra.neural.decomposition;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.SymmetricEigen;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Pairs of sign vectors (u, v) whose weighted sum Σα sym(uvᵀ) is D = Z − Z′ on average (Krivine
 * 1979; [M26]): the signs of Gaussian vectors with
 *
 * <pre>  cov(g_u) = cov(g_v) = sinh(cQ/ρ),   cov(g_u, g_v) = sin(cD/ρ)   entry by entry,</pre>
 *
 * <p>where c = ln(1 + √2), Q = Z + Z′ and all entries on the diagonal of Q are ρ. M draws of weight
 * ρπ/(2cM) have Σ|α| = Kρ, K = π/(2c) ≈ 1.782, and an error of O(ρ/√M) in every entry.
 *
 * @param pairs m × 2f, a row (u, v) each, all different as functions (xᵀu)(xᵀv)
 * @param weights their weights, those of equal draws added
 */
public record KrivineRounding(DenseMatrix pairs, double[] weights) {
  private static final double C = Math.log(1 + Math.sqrt(2));

  /** K: how far the relaxation may be below the best network at most, as a factor. */
  public static final double FACTOR = Math.PI / (2 * C);

  /**
   * Draws; O(f³ + Mf²).
   *
   * @param plus Z, f × f
   * @param minus Z′
   * @param draws M
   * @param random equal states give equal pairs
   */
  public static KrivineRounding of(
      DenseMatrix plus, DenseMatrix minus, int draws, RandomGenerator random) {
    int f = plus.rows;
    double rho = 0;
    for (int j = 0; j < f; j++) {
      rho = Math.max(rho, plus.at(j, j) + minus.at(j, j));
    }
    if (rho == 0) {
      return new KrivineRounding(DenseMatrix.zeros(0, 2 * f), new double[0]);
    }
    DenseMatrix sum = DenseMatrix.zeros(f, f); // covariances of g_u ± g_v, halved
    DenseMatrix difference = DenseMatrix.zeros(f, f);
    for (int i = 0; i < f; i++) {
      for (int j = 0; j < f; j++) {
        double q = i == j ? rho : plus.at(i, j) + minus.at(i, j);
        double own = Math.sinh(C * q / rho);
        double mixed = Math.sin(C * (plus.at(i, j) - minus.at(i, j)) / rho);
        sum.set(i, j, own + mixed);
        difference.set(i, j, own - mixed);
      }
    }
    return counted(root(sum), root(difference), draws, random, FACTOR * rho / draws);
  }

  /** F with FFᵀ = A, but for negative eigenvalues, which are rounding errors. */
  private static DenseMatrix root(DenseMatrix a) {
    a.symmetrise();
    SymmetricEigen eigen = SymmetricEigen.of(a);
    DenseMatrix f = eigen.vectors().copy();
    for (int k = 0; k < f.cols; k++) {
      f.view(0, k, f.rows, 1).scale(Math.sqrt(Math.max(0, eigen.values()[k])));
    }
    return f;
  }

  private static KrivineRounding counted(
      DenseMatrix sum, DenseMatrix difference, int draws, RandomGenerator random, double weight) {
    int f = sum.rows;
    Map<BitSet, Integer> counts = new LinkedHashMap<>(); // in the order in which they are drawn
    for (int draw = 0; draw < draws; draw++) {
      double[] a = gaussian(sum, random);
      double[] b = gaussian(difference, random);
      boolean[] u = new boolean[f];
      boolean[] v = new boolean[f];
      for (int i = 0; i < f; i++) {
        u[i] = a[i] + b[i] >= 0;
        v[i] = a[i] - b[i] >= 0;
      }
      int sign = u[0] == v[0] ? 1 : -1;
      counts.merge(key(positive(u), positive(v)), sign, Integer::sum);
    }
    counts.values().removeIf(count -> count == 0);
    DenseMatrix pairs = DenseMatrix.zeros(counts.size(), 2 * f);
    int row = 0;
    for (BitSet key : counts.keySet()) {
      for (int i = 0; i < 2 * f; i++) {
        pairs.set(row, i, key.get(i) ? 1 : -1);
      }
      row++;
    }
    double[] weights = counts.values().stream().mapToDouble(count -> count * weight).toArray();
    return new KrivineRounding(pairs, weights);
  }

  private static double[] gaussian(DenseMatrix root, RandomGenerator random) {
    double[] vector = new double[root.rows];
    for (int k = 0; k < root.cols; k++) {
      double xi = random.nextGaussian();
      for (int i = 0; i < vector.length; i++) {
        vector[i] += xi * root.at(i, k);
      }
    }
    return vector;
  }

  /** u or −u, whichever has a positive first entry. */
  private static boolean[] positive(boolean[] u) {
    if (u[0]) {
      return u;
    }
    boolean[] negative = new boolean[u.length];
    IntStream.range(0, u.length).forEach(i -> negative[i] = !u[i]);
    return negative;
  }

  /** The same for (u, v) and (v, u), which say the same. */
  private static BitSet key(boolean[] u, boolean[] v) {
    boolean swap = Arrays.compare(u, v) < 0;
    BitSet key = new BitSet(2 * u.length);
    for (int i = 0; i < u.length; i++) {
      key.set(i, swap ? v[i] : u[i]);
      key.set(u.length + i, swap ? u[i] : v[i]);
    }
    return key;
  }
}
