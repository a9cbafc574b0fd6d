package io.spectrahedra.sdp.problem;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.Optional;

/**
 * wwᵀ.
 *
 * @param w the vector, not 0
 * @param pivot its largest entry
 */
record RankOne(double[] w, int pivot) {
  /** Of the largest entry: what a matrix may differ from wwᵀ by, to be called that. */
  private static final double ROUNDING = 1e-14;

  /** A as wwᵀ, if it is that to rounding; O(n²). */
  static Optional<RankOne> of(DenseMatrix a) {
    int p = 0;
    for (int i = 1; i < a.rows; i++) {
      if (a.at(i, i) > a.at(p, p)) {
        p = i;
      }
    }
    double largest = a.at(p, p);
    if (!(largest > 0)) {
      return Optional.empty();
    }
    double[] w = new double[a.rows];
    for (int i = 0; i < w.length; i++) {
      w[i] = a.at(i, p) / Math.sqrt(largest);
      for (int j = 0; j <= i; j++) {
        if (!(Math.abs(a.at(i, j) - w[i] * w[j]) <= ROUNDING * largest)) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(new RankOne(w, p));
  }

  /**
   * An orthonormal basis of the null space, n × (n − 1): the columns but the p-th of the reflection
   * I − 2vvᵀ/‖v‖² that maps w to a multiple of e_p.
   */
  DenseMatrix nullSpace() {
    int n = w.length;
    double norm = DenseMatrix.wrap(w, n, 1).frobeniusNorm();
    double[] v = w.clone();
    v[pivot] += Math.copySign(norm, w[pivot]);
    double beta = 1 / (norm * Math.abs(v[pivot])); // 2/‖v‖²
    DenseMatrix basis = DenseMatrix.zeros(n, n - 1);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (j != pivot) {
          basis.set(i, j < pivot ? j : j - 1, (i == j ? 1 : 0) - beta * v[i] * v[j]);
        }
      }
    }
    return basis;
  }
}
