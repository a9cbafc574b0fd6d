package io.spectrahedra.sdp.certificate;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.SymmetricEigen;

/**
 * The global maximum of a quadratic on the unit sphere, max uᵀQu + qᵀu over ‖u‖ = 1, by one
 * eigendecomposition.
 *
 * <p>With Q = V diag(λ) Vᵀ and g = Vᵀq, every μ ≥ λmax gives the upper bound
 *
 * <pre>  D(μ) = μ + ¼ Σₖ gₖ²/(μ − λₖ)      [M17]</pre>
 *
 * <p>and the least of them is the maximum: at the root of Σ gₖ²/(4(μ − λₖ)²) = 1 if that lies above
 * λmax, with uₖ = gₖ/(2(μ − λₖ)); otherwise (the hard case, g orthogonal to the top eigenspace) at
 * λmax itself, where a top eigenvector fills what u lacks in length.
 *
 * @param value attained at {@code maximiser}: never above the maximum, up to rounding
 * @param upperBound D(μ): never below it, up to rounding
 * @param maximiser a unit vector
 */
public record SphereTrustRegion(double value, double upperBound, double[] maximiser) {
  /** Bisection halves a range of exponents: this many steps reach the last bit. */
  private static final int STEPS = 200;

  /**
   * The root is looked for above this share of its upper bound; what lies below is the hard case.
   */
  private static final double LEAST_SHARE = 1e-40;

  /** A stationary vector shorter than 1 by less than this is so by rounding. */
  private static final double ROUNDING = 1e-10;

  /**
   * Maximises uᵀQu + qᵀu over the unit sphere; about 9d³ flops.
   *
   * @param quadratic symmetric d × d; only its lower triangle is read
   * @param linear of length d ≥ 1
   */
  public static SphereTrustRegion maximise(DenseMatrix quadratic, double[] linear) {
    int d = linear.length;
    if (quadratic.rows != d || d == 0) {
      throw new IllegalArgumentException(
          "a linear term of length "
              + d
              + " does not fit a quadratic one of order "
              + quadratic.rows);
    }
    SymmetricEigen eigen = SymmetricEigen.of(quadratic);
    double[] g = new double[d];
    for (int k = 0; k < d; k++) {
      for (int i = 0; i < d; i++) {
        g[k] += eigen.vectors().at(i, k) * linear[i];
      }
    }
    double[] below = new double[d]; // λmax − λₖ ≥ 0
    for (int k = 0; k < d; k++) {
      below[k] = eigen.values()[d - 1] - eigen.values()[k];
    }
    double delta = root(g, below);
    double[] w = stationary(g, below, delta);
    return evaluate(eigen, g, w, bound(eigen.values()[d - 1], g, below, delta));
  }

  /** δ = μ − λmax ≥ 0 at the least D: the root of ‖u(δ)‖ = 1, or nearly 0 in the hard case. */
  private static double root(double[] g, double[] below) {
    double norm = 0;
    for (double entry : g) {
      norm = Math.hypot(norm, entry);
    }
    double high = norm / 2; // ‖u(δ)‖ ≤ ‖g‖/(2δ)
    double low = high * LEAST_SHARE;
    if (length(g, below, low) <= 1) {
      return low;
    }
    for (int step = 0; step < STEPS && low < Math.nextDown(high); step++) {
      double middle = low < high / 4 ? Math.sqrt(low) * Math.sqrt(high) : low + (high - low) / 2;
      if (length(g, below, middle) > 1) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** ‖u‖ for uₖ = gₖ/(2(δ + below[k])). */
  private static double length(double[] g, double[] below, double delta) {
    double length = 0;
    for (int k = 0; k < g.length; k++) {
      length = Math.hypot(length, component(g[k], delta + below[k]));
    }
    return length;
  }

  private static double component(double g, double distance) {
    return g == 0 ? 0 : g / (2 * distance);
  }

  /** The maximiser in the basis of eigenvectors; what it lacks in length goes to the top one. */
  private static double[] stationary(double[] g, double[] below, double delta) {
    int d = g.length;
    double[] w = new double[d];
    double length = 0;
    for (int k = 0; k < d; k++) {
      w[k] = component(g[k], delta + below[k]);
      length = Math.hypot(length, w[k]);
    }
    if (length < 1 - ROUNDING) {
      w[d - 1] += Math.copySign(Math.sqrt((1 - length) * (1 + length)), w[d - 1]);
    }
    return w;
  }

  private static double bound(double largest, double[] g, double[] below, double delta) {
    double sum = 0;
    for (int k = 0; k < g.length; k++) {
      sum += g[k] * component(g[k], delta + below[k]) / 2;
    }
    return largest + delta + sum;
  }

  private static SphereTrustRegion evaluate(
      SymmetricEigen eigen, double[] g, double[] w, double bound) {
    int d = w.length;
    double norm = 0;
    for (double entry : w) {
      norm = Math.hypot(norm, entry);
    }
    double value = 0;
    double[] u = new double[d];
    for (int k = 0; k < d; k++) {
      double unit = w[k] / norm;
      value += eigen.values()[k] * unit * unit + g[k] * unit;
      for (int i = 0; i < d; i++) {
        u[i] += eigen.vectors().at(i, k) * unit;
      }
    }
    return new SphereTrustRegion(value, bound, u);
  }
}
