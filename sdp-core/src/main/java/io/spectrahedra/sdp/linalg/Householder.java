package io.spectrahedra.sdp.linalg;

import io.spectrahedra.sdp.kernel.Kernels;
import java.util.Arrays;

/**
 * Reflections I − τvvᵀ with v = (1, x) that map a vector (α, x) to (β, 0) (Golub and Van Loan, 4th
 * edition, §5.1).
 */
final class Householder {
  /** Sums of squares between these are neither rounded to subnormals nor infinite. */
  private static final double SMALL = 0x1p-960;

  private static final double LARGE = 0x1p960;

  /** Vectors shorter than this have lost digits to underflow, and count as zero. */
  private static final double LEAST = Double.MIN_NORMAL * 0x1p53;

  private Householder() {}

  /**
   * x ← the rest of v for x = x[offset], …, x[offset + n − 1].
   *
   * @return β; α itself if x = 0 or (α, x) is tiny, and then there is nothing to reflect
   */
  static double reflect(double alpha, double[] x, int offset, int n) {
    double sum = Kernels.best().dot(n, x, offset, x, offset);
    double norm;
    if (sum > SMALL && sum + alpha * alpha < LARGE) {
      norm = Math.sqrt(alpha * alpha + sum);
    } else {
      double scale = 0;
      for (int i = offset; i < offset + n; i++) {
        scale = Math.max(scale, Math.abs(x[i]));
      }
      if (scale == 0) {
        return alpha;
      }
      norm = scaledNorm(Math.max(scale, Math.abs(alpha)), alpha, x, offset, n);
      if (norm < LEAST) { // I − τvvᵀ would not be orthogonal
        Arrays.fill(x, offset, offset + n, 0);
        return alpha;
      }
    }
    double beta = -Math.copySign(norm, alpha);
    double divisor = alpha - beta;
    for (int i = offset; i < offset + n; i++) {
      x[i] /= divisor;
    }
    return beta;
  }

  /** ‖(α, x)‖ where squares over- or underflow. */
  private static double scaledNorm(double scale, double alpha, double[] x, int offset, int n) {
    double sum = (alpha / scale) * (alpha / scale);
    for (int i = offset; i < offset + n; i++) {
      sum += (x[i] / scale) * (x[i] / scale);
    }
    return scale * Math.sqrt(sum);
  }

  /** τ of the reflection that maps a vector with first entry α to (β, 0); 0 if it has none. */
  static double tau(double alpha, double beta) {
    return alpha == beta ? 0 : (beta - alpha) / beta;
  }
}
