package io.spectrahedra.neural.decomposition;

import io.spectrahedra.neural.architecture.NeuronNorm;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.SymmetricEigen;
import io.spectrahedra.sdp.linalg.Workers;

/**
 * Z ≈ PᵀP of a positive semidefinite Z, from its largest eigenvalues.
 *
 * @param rows r × order: row k is √λₖ vₖ, but for what {@link #balanced} does
 * @param dropped the sum of the absolute values of the eigenvalues left out
 */
public record RankFactorisation(DenseMatrix rows, double dropped) {
  /** Eigenvalues of PᵀP that are smaller than the largest by this factor are 0. */
  private static final double ROUNDING = 1e-14;

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
    return new RankFactorisation(rows, dropped);
  }

  /**
   * The factorisation of a Z of order d + 1 nearby with trace(Z₁) = Z₄, or trace(Z₁) ≤ Z₄ for
   * neurons of norm at most one, which cutting eigenvalues off has spoilt [M14]: with (w; t) the
   * rows of P and one factor near 1 for all w,
   *
   * <pre>  Σ‖w‖² = Σt²  or  Σ‖w‖² ≤ Σt².</pre>
   */
  public RankFactorisation balanced(NeuronNorm norm) {
    int d = rows.cols - 1;
    double weight = rows.view(0, 0, rows.rows, d).frobeniusNorm();
    double last = rows.view(0, d, rows.rows, 1).frobeniusNorm();
    if (norm == NeuronNorm.AT_MOST_ONE && weight <= last) {
      return this;
    }
    if (weight == 0 || last == 0) { // no part of Z satisfies the equality
      return new RankFactorisation(
          DenseMatrix.zeros(0, d + 1), dropped + weight * weight + last * last);
    }
    DenseMatrix scaled = rows.copy();
    scaled.view(0, 0, rows.rows, d).scale(last / weight);
    return new RankFactorisation(scaled, dropped);
  }

  /** That of Z₁, by its eigenvectors. */
  public RankFactorisation ofZ1() {
    DenseMatrix w = rows.view(0, 0, rows.rows, rows.cols - 1).copy();
    SymmetricEigen eigen = SymmetricEigen.of(new RankFactorisation(w, 0).product());
    double rounding = ROUNDING * eigen.values()[w.cols - 1];
    return new RankFactorisation(of(eigen, Math.max(0, rounding)).rows, dropped);
  }

  /** PᵀP. */
  public DenseMatrix product() {
    return Gemm.product(Workers.SERIAL, rows.transposed(), rows);
  }
}
