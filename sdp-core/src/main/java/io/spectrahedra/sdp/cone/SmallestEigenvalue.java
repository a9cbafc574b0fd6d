package io.spectrahedra.sdp.cone;

import io.spectrahedra.sdp.kernel.Kernels;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Lanczos;
import io.spectrahedra.sdp.linalg.SymmetricEigen;
import java.util.Arrays;

/** What a step length asks for: the smallest eigenvalue of L⁻¹dX L⁻ᵀ, or a lower estimate. */
final class SmallestEigenvalue {
  /**
   * Up to this order L⁻¹dX L⁻ᵀ is formed and made tridiagonal; above it Lanczos needs its products
   * with a few vectors alone, which cost less than to form it.
   */
  static final int FORMED_ORDER = 64;

  private static final int LANCZOS_STEPS = 60;
  private static final double LANCZOS_ACCURACY = 0.01;

  private SmallestEigenvalue() {}

  /** Of a small symmetric matrix; −∞ where its numbers have overflown. */
  static double of(DenseMatrix a) {
    a.symmetrise();
    return Double.isFinite(a.maxAbs()) ? SymmetricEigen.smallestOf(a) : Double.NEGATIVE_INFINITY;
  }

  /** Of a symmetric matrix of order n given by its products; −∞ where these have overflown. */
  static double of(int n, Lanczos.Product a) {
    boolean[] overflown = {false};
    Lanczos.Product finite =
        (v, target) -> {
          a.apply(v, target);
          if (!Double.isFinite(Kernels.best().dot(n, target, 0, target, 0))) {
            overflown[0] = true;
            Arrays.fill(target, 0); // an end, and nothing to stumble over
          }
        };
    double estimate = Lanczos.smallest(n, finite, LANCZOS_ACCURACY, LANCZOS_STEPS).lowerEstimate();
    return overflown[0] ? Double.NEGATIVE_INFINITY : estimate;
  }
}
