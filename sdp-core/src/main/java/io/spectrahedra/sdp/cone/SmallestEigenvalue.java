package io.spectrahedra.sdp.cone;

import io.spectrahedra.sdp.kernel.Kernels;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Lanczos;
import io.spectrahedra.sdp.linalg.SymmetricEigen;
import io.spectrahedra.sdp.linalg.Workers;

/** What a step length asks for: the smallest eigenvalue of L⁻¹dX L⁻ᵀ, or a lower estimate. */
final class SmallestEigenvalue {
  /** Above this order L⁻¹dX L⁻ᵀ is not formed: its products with vectors cost less. */
  static final int FORMED_ORDER = 500;

  /** Up to this order from all eigenvalues, above it from Lanczos. */
  private static final int EIGENVALUE_ORDER = 64;

  /** Rows of one task of a product with a vector. */
  private static final int ROWS = 256;

  private static final int LANCZOS_STEPS = 60;
  private static final double LANCZOS_ACCURACY = 0.01;

  private SmallestEigenvalue() {}

  /** Of a symmetric matrix; −∞ where its numbers have overflown. */
  static double of(Workers workers, DenseMatrix a) {
    a.symmetrise();
    if (!Double.isFinite(a.maxAbs())) {
      return Double.NEGATIVE_INFINITY;
    }
    return a.rows <= EIGENVALUE_ORDER
        ? SymmetricEigen.valuesOf(a)[0]
        : of(a.rows, (v, target) -> multiply(workers, a, v, target));
  }

  /** Of a symmetric matrix of order n given by its products. */
  static double of(int n, Lanczos.Product a) {
    return Lanczos.smallest(n, a, LANCZOS_ACCURACY, LANCZOS_STEPS).lowerEstimate();
  }

  /** target ← Av. */
  static void multiply(Workers workers, DenseMatrix a, double[] v, double[] target) {
    workers.forSlices(
        a.rows,
        ROWS,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            target[i] = Kernels.best().dot(a.cols, a.data(), a.index(i, 0), v, 0);
          }
        });
  }
}
