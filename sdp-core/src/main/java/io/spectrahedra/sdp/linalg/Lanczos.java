package io.spectrahedra.sdp.linalg;

import io.spectrahedra.sdp.kernel.Kernels;
import java.util.SplittableRandom;

/**
 * The smallest eigenvalue of a symmetric matrix that is given by its product with a vector.
 *
 * <p>Lanczos with full reorthogonalisation. The Ritz value θ is at least λmin, and some eigenvalue
 * lies within the residual of θ, after any number of steps. That it is λmin, and θ − residual a
 * bound of it, is certain only after all n steps, if the start vector is not orthogonal to its
 * eigenvector, which a random one is with probability 0; after fewer, when the residual has fallen
 * below the tolerance, it is as good as certain but for eigenvalues that agree to about the
 * tolerance. For the largest eigenvalue, give −A.
 *
 * @param value the smallest Ritz value θ ≥ λmin
 * @param residual ‖Av − θv‖ for its unit Ritz vector v
 */
public record Lanczos(double value, double residual) {

  /** A product with a vector: target ← A·x. */
  @FunctionalInterface
  public interface Product {
    void apply(double[] x, double[] target);
  }

  /**
   * θ − residual: a lower bound of the smallest eigenvalue once θ has converged to it. After fewer
   * steps it may be above it; who needs a proof confirms it by {@link Cholesky#factor}.
   */
  public double lowerEstimate() {
    return value - residual;
  }

  /**
   * The smallest eigenvalue θ to within {@code tolerance} · max(1, |θ|), or as well as {@code
   * maxSteps} products give it.
   *
   * @param n order of A
   * @param tolerance not negative; with 0 all steps are made
   * @param maxSteps at least 1; more than n are never made
   * @throws IllegalArgumentException if an argument is out of range or a product is not finite
   */
  public static Lanczos smallest(int n, Product a, double tolerance, int maxSteps) {
    if (n < 1 || maxSteps < 1) {
      throw new IllegalArgumentException(
          "smallest: n and maxSteps must be at least 1, were " + n + " and " + maxSteps);
    }
    if (!(tolerance >= 0)) {
      throw new IllegalArgumentException(
          "smallest: tolerance must not be negative, was " + tolerance);
    }
    int steps = Math.min(n, maxSteps);
    double[][] basis = new double[steps][];
    double[] alpha = new double[steps];
    double[] beta = new double[steps];
    double[] v = randomUnit(n);
    double[] w = new double[n];
    Lanczos best = new Lanczos(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    for (int k = 0; k < steps; k++) {
      basis[k] = v;
      a.apply(v, w);
      alpha[k] = dot(w, v);
      orthogonalise(w, basis, k);
      orthogonalise(w, basis, k); // twice is enough
      beta[k] = norm(w);
      if (!Double.isFinite(alpha[k]) || !Double.isFinite(beta[k])) {
        throw new IllegalArgumentException(
            "smallest: the product in step " + k + " is not finite: v'Av = " + alpha[k]);
      }
      boolean last = k + 1 == steps || beta[k] <= 1e-14 * Math.abs(alpha[k]);
      if (last || k % 5 == 4) {
        best = ritz(alpha, beta, k + 1);
        if (last || best.residual <= tolerance * Math.max(1, Math.abs(best.value))) {
          break;
        }
      }
      v = w.clone();
      for (int i = 0; i < n; i++) {
        v[i] /= beta[k];
      }
    }
    return best;
  }

  private static Lanczos ritz(double[] alpha, double[] beta, int k) {
    DenseMatrix t = DenseMatrix.zeros(k, k);
    for (int i = 0; i < k; i++) {
      t.set(i, i, alpha[i]);
      if (i > 0) {
        t.set(i, i - 1, beta[i - 1]);
      }
    }
    SymmetricEigen eigen = SymmetricEigen.of(t);
    return new Lanczos(eigen.values()[0], Math.abs(beta[k - 1] * eigen.vectors().at(k - 1, 0)));
  }

  /** Always the same vector for one n, so that results are the same on every run. */
  private static double[] randomUnit(int n) {
    SplittableRandom random = new SplittableRandom(n);
    double[] v = new double[n];
    for (int i = 0; i < n; i++) {
      v[i] = random.nextDouble() - 0.5;
    }
    double norm = Math.sqrt(dot(v, v));
    for (int i = 0; i < n; i++) {
      v[i] /= norm;
    }
    return v;
  }

  private static void orthogonalise(double[] w, double[][] basis, int k) {
    for (int j = 0; j <= k; j++) {
      double c = dot(w, basis[j]);
      for (int i = 0; i < w.length; i++) {
        w[i] -= c * basis[j][i];
      }
    }
  }

  /** ‖w‖, also where squares over- or underflow. */
  private static double norm(double[] w) {
    double square = dot(w, w);
    return square > 0x1p-960 && square < 0x1p960
        ? Math.sqrt(square)
        : DenseMatrix.wrap(w, 1, w.length).frobeniusNorm();
  }

  private static double dot(double[] x, double[] y) {
    return Kernels.best().dot(x.length, x, 0, y, 0);
  }
}
