package io.spectrahedra.sdp.linalg;

import io.spectrahedra.sdp.kernel.Kernels;

/**
 * The roots λ₀ &lt; λ₁ &lt; … of 1/ρ + Σ zⱼ²/(dⱼ − λ) = 0, the eigenvalues of diag(d) + ρzzᵀ, for
 * d₀ &lt; d₁ &lt; …, ρ &gt; 0 and no zⱼ = 0: one right of every pole dⱼ and left of the next.
 *
 * <p>A root is found as its distance τ from the nearer of the two poles, so that every dⱼ − λ is
 * known to almost full relative precision. Each step interpolates the poles left and right of the
 * root by one each (R.-C. Li, Solving secular equations stably and efficiently, LAPACK working note
 * 89, 1993: "the middle way"), inside a bracket that halves where that does not.
 */
final class SecularEquation {
  private static final double EPS = Math.ulp(1.0) / 2;
  private static final int MAX_STEPS = 120;

  private final double[] d;
  private final double[] z;
  private final double inverseRho;

  /** d₍ₖ₎ + width is right of the last root. */
  private final double width;

  /** dⱼ less the pole that the root is measured from. */
  private final double[] shifted;

  /** Σ zⱼ²/(dⱼ − λ) over some poles, and its derivative. */
  private final double[] sums = new double[2];

  /** For one thread. */
  SecularEquation(double[] d, double[] z, double rho) {
    this.shifted = new double[d.length];
    this.d = d;
    this.z = z;
    this.inverseRho = 1 / rho;
    double sum = 0;
    for (double entry : z) {
      sum += entry * entry;
    }
    this.width = rho * sum * (1 + 8 * EPS * z.length);
  }

  /**
   * Root i.
   *
   * @param delta ← dⱼ − λᵢ for every j, from {@code offset} on
   */
  double solve(int i, double[] delta, int offset) {
    int k = d.length;
    if (k == 1) {
      delta[offset] = -z[0] * z[0] / inverseRho;
      return d[0] - delta[offset];
    }
    boolean last = i == k - 1;
    double gap = last ? width : d[i + 1] - d[i];
    shiftTo(d[i]);
    Kernels.best().poleSums(k, z, shifted, 0, gap / 2, sums);
    double middle = inverseRho + sums[0];
    boolean left = middle > 0; // of the middle between the poles, or right of it
    int origin = left || last ? i : i + 1;
    double low = last && !left ? gap / 2 : origin == i ? 0 : -gap / 2;
    double high = origin != i ? 0 : left ? gap / 2 : gap;
    double guess = last ? low + (high - low) / 2 : guess(i, gap, middle, left);
    if (origin != i) {
      shiftTo(d[origin]);
    }
    double tau = root(Math.min(i, k - 2), low, high, guess);
    for (int j = 0; j < k; j++) {
      delta[offset + j] = shifted[j] - tau;
    }
    return d[origin] + tau;
  }

  private void shiftTo(double pole) {
    for (int j = 0; j < d.length; j++) {
      shifted[j] = d[j] - pole;
    }
  }

  /** The root from its nearer pole, if all poles but its two neighbours were far away. */
  private double guess(int i, double gap, double middle, boolean left) {
    double before = z[i] * z[i];
    double behind = z[i + 1] * z[i + 1];
    double others = middle + (before - behind) / (gap / 2);
    double c = left ? others : -others;
    double a = c * gap + before + behind;
    double b = (left ? before : behind) * gap;
    double root = Math.sqrt(Math.abs(a * a - 4 * b * c));
    double tau = a > 0 ? 2 * b / (a + root) : (a - root) / (2 * c);
    return left ? tau : -tau;
  }

  /** The root between low and high; interpolated are the poles p and p + 1. */
  private double root(int p, double low, double high, double guess) {
    Kernels kernels = Kernels.best();
    int k = d.length;
    int q = p + 1;
    double left = low;
    double right = high;
    double tau = guess > left && guess < right ? guess : left + (right - left) / 2;
    for (int step = 0; step < MAX_STEPS; step++) {
      kernels.poleSums(q, z, shifted, 0, tau, sums);
      double psi = sums[0];
      double dpsi = sums[1];
      kernels.poleSums(k - q, z, shifted, q, tau, sums);
      double phi = sums[0];
      double dphi = sums[1];
      double w = inverseRho + psi + phi;
      double sizes = 8 * (Math.abs(psi) + Math.abs(phi)) + 3 * inverseRho;
      if (Math.abs(w) <= EPS * (sizes + Math.abs(tau) * (dpsi + dphi))) {
        return tau;
      }
      if (w < 0) {
        left = tau;
      } else {
        right = tau;
      }
      double next = tau + step(w, dpsi, dphi, shifted[p] - tau, shifted[q] - tau);
      if (!(next > left && next < right) || step % 8 == 7) {
        next = middle(left, right);
      }
      if (next == tau || next <= left || next >= right) {
        return tau; // no number between
      }
      tau = next;
    }
    return tau;
  }

  /** Halves the exponents where the ends are far apart: a root may be very close to its pole. */
  private static double middle(double left, double right) {
    if (left == 0 || right == 0) {
      double far = left == 0 ? right : left;
      return Math.abs(far) < Double.MIN_NORMAL ? far / 2 : far / 1024;
    }
    if ((left > 0 && right > 4 * left) || (right < 0 && left < 4 * right)) {
      return Math.copySign(Math.sqrt(Math.abs(left)) * Math.sqrt(Math.abs(right)), left);
    }
    return left + (right - left) / 2;
  }

  /** To the root of c + s/(δ₀ − η) + S/(δ₁ − η), which agrees with ψ and φ to first order. */
  private static double step(double w, double dpsi, double dphi, double delta0, double delta1) {
    double a = (delta0 + delta1) * w - delta0 * delta1 * (dpsi + dphi);
    double b = delta0 * delta1 * w;
    double c = w - delta0 * dpsi - delta1 * dphi;
    double root = Math.sqrt(Math.abs(a * a - 4 * b * c));
    double eta;
    if (delta1 > 0) { // between the poles
      eta = a <= 0 ? (a - root) / (2 * c) : 2 * b / (a + root);
    } else { // right of both
      c = Math.abs(c);
      eta = a >= 0 ? (a + root) / (2 * c) : 2 * b / (a - root);
    }
    return w * eta < 0 ? eta : -w / (dpsi + dphi);
  }
}
