package io.spectrahedra.neural.decomposition;

import io.spectrahedra.sdp.kernel.Kernels;
import io.spectrahedra.sdp.linalg.Cholesky;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.Optional;

/**
 * The range of Eᵀ for an m × n matrix E, m < n, and its complement, through EEᵀ: m²n + m³/3 flops,
 * in products. Its condition is the square of that of E; steps of refinement on E itself make good
 * for that, or there is no answer.
 */
final class RowSpace {
  /** What regularises EEᵀ, against its largest entry: rows may follow from others. */
  private static final double ROUNDING = 1e-15;

  /** ‖Ex − b‖ counts as 0 below this share of the longest row of E and of ‖x‖, or of ‖b‖. */
  private static final double EXACT = 1e-13;

  /** A complement of less of the vector than this is rounding. */
  private static final double SHORT = 1e-8;

  private static final int MAX_STEPS = 12;

  private final DenseMatrix e;
  private final DenseMatrix factor;
  private final boolean isPositive;
  private final double longest;

  RowSpace(Workers workers, DenseMatrix e) {
    this.e = e;
    this.factor = DenseMatrix.zeros(e.rows, e.rows);
    Gemm.multiplyLower(workers, 1, e, e.transposed(), 0, factor);
    double largest = factor.maxAbs();
    for (int i = 0; i < e.rows; i++) {
      factor.add(i, i, ROUNDING * largest);
    }
    this.longest = Math.sqrt(largest);
    this.isPositive = Cholesky.factor(workers, factor) == e.rows;
  }

  /** Whether the rows do not depend on each other, to rounding. */
  boolean isPositive() {
    return isPositive;
  }

  /** The shortest x with Ex = b, if it can be had to rounding. */
  Optional<double[]> leastSolution(double... b) {
    double[] x = new double[e.cols];
    return isPositive && refine(x, b) <= EXACT * Math.max(norm(b), longest * norm(x))
        ? Optional.of(x)
        : Optional.empty();
  }

  /** The unit vector along the part of x that is orthogonal to all rows, if there is any. */
  Optional<double[]> complement(double... x) {
    double[] rest = x.clone();
    double rate = isPositive ? refine(rest, new double[e.rows]) : Double.POSITIVE_INFINITY;
    double norm = norm(rest);
    if (!(norm > SHORT * norm(x) && rate <= EXACT * longest * norm)) {
      return Optional.empty();
    }
    DenseMatrix.wrap(rest, 1, rest.length).scale(1 / norm);
    return Optional.of(rest);
  }

  /** x ← x + Eᵀ(EEᵀ)⁻¹(b − Ex), as long as that helps; ‖b − Ex‖. */
  private double refine(double[] x, double[] b) {
    double[] residual = residual(x, b);
    double before = Double.POSITIVE_INFINITY;
    double now = norm(residual);
    for (int step = 0; step < MAX_STEPS && now < before / 2; step++) {
      Cholesky.solve(factor, residual);
      for (int i = 0; i < e.rows; i++) {
        Kernels.best().add(e.cols, residual[i], e.data(), e.index(i, 0), x, 0);
      }
      residual = residual(x, b);
      before = now;
      now = norm(residual);
    }
    return now;
  }

  private double[] residual(double[] x, double[] b) {
    double[] residual = new double[e.rows];
    for (int i = 0; i < e.rows; i++) {
      residual[i] = b[i] - Kernels.best().dot(e.cols, e.data(), e.index(i, 0), x, 0);
    }
    return residual;
  }

  private static double norm(double[] v) {
    return Math.sqrt(Kernels.best().dot(v.length, v, 0, v, 0));
  }
}
