package io.spectrahedra.neural.decomposition;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.SymmetricEigen;

/**
 * Z ≈ PᵀP of a positive semidefinite Z of order d + 1 with trace(Z₁) = Z₄, from its largest
 * eigenvalues, such that the sum keeps that equality [M14]: with (w; t) the rows of P,
 *
 * <pre>  Σ‖w‖² = Σt².</pre>
 *
 * @param rows r × (d+1): row k is √λₖ vₖ, its first d entries scaled by one common factor near 1
 * @param dropped the sum of the absolute values of the eigenvalues left out
 */
public record RankFactorisation(DenseMatrix rows, double dropped) {

  /** Keeps the eigenvalues above {@code threshold}, at least 0; the others are dropped. */
  public static RankFactorisation of(SymmetricEigen eigen, double threshold) {
    double[] values = eigen.values();
    int n = values.length;
    int rank = 0;
    double dropped = 0;
    for (double value : values) {
      if (value > threshold && value > 0) {
        rank++;
      } else {
        dropped += Math.abs(value);
      }
    }
    DenseMatrix rows = DenseMatrix.zeros(rank, n);
    for (int k = 0; k < rank; k++) {
      int largest = n - 1 - k;
      double root = Math.sqrt(values[largest]);
      for (int i = 0; i < n; i++) {
        rows.set(k, i, root * eigen.vectors().at(i, largest));
      }
    }
    return balanced(rows, dropped);
  }

  private static RankFactorisation balanced(DenseMatrix rows, double dropped) {
    int d = rows.cols - 1;
    DenseMatrix w = rows.view(0, 0, rows.rows, d);
    double weight = w.frobeniusNorm();
    double last = rows.view(0, d, rows.rows, 1).frobeniusNorm();
    if (weight == 0 || last == 0) { // no part of Z satisfies the equality
      return new RankFactorisation(
          DenseMatrix.zeros(0, d + 1), dropped + weight * weight + last * last);
    }
    w.scale(last / weight);
    return new RankFactorisation(rows, dropped);
  }

  /** r. */
  public int rank() {
    return rows.rows;
  }
}
