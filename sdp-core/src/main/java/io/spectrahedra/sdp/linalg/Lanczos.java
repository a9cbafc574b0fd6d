package io.spectrahedra.sdp.linalg;

import io.spectrahedra.sdp.kernel.Kernels;
import java.util.SplittableRandom;

/**
 * The smallest eigenvalue of a symmetric matrix that is given by its product with a vector.
 *
 * <p>Lanczos with full reorthogonalisation. The Ritz value θ is at least λmin, and some eigenvalue
 * lies within the residual of θ, after any number of steps. That it is λmin, and θ − residual a
 * bound of it, is certain only after all n steps. After fewer, when the residual has fallen below
 * the tolerance, θ may still belong to another eigenvalue: to one that agrees with λmin to about
 * the tolerance, or where n is large, the tolerance is crude, and the start vector has next to
 * nothing of an eigenvector that stands alone. For the largest eigenvalue, give −A.
 *
 * @param value the smallest Ritz value θ ≥ λmin
 * @param residual ‖Av − θv‖ for its unit Ritz vector v, and what rounding may have added
 */
public record Lanczos(double value, double residual) {

  /** Units of rounding, relative to the size of T, that a product and its place in T may be off. */
  private static final double ROUNDING = 8;

  /** For each multiplication with a vector, a product of matrices does so many. */
  private static final long SLOWER = 3;

  /** Rows that one task multiplies. */
  private static final int ROWS = 256;

  /** A product with a vector: target ← A·x. */
  @FunctionalInterface
  public interface Product {
    void apply(double[] x, double[] target);

    /**
     * With a row-major matrix.
     *
     * @throws IllegalArgumentException if A is not square and row-major; by the product, if x is of
     *     another length
     */
    static Product of(Workers workers, DenseMatrix a) {
      a.requireSquare("Lanczos.Product");
      Arguments.requireRowMajor("Lanczos.Product", "a", a);
      return (x, target) -> {
        if (x.length != a.cols) {
          throw new IllegalArgumentException(
              "Lanczos.Product: a of %d x %d does not fit x of length %d"
                  .formatted(a.rows, a.cols, x.length));
        }
        workers
            .forWork(SLOWER * a.rows * a.cols)
            .forSlices(
                a.rows,
                ROWS,
                (from, to) -> {
                  for (int i = from; i < to; i++) {
                    target[i] = Kernels.best().dot(a.cols, a.data(), a.index(i, 0), x, 0);
                  }
                });
      };
    }
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
    SplittableRandom random = new SplittableRandom(n); // the same results on every run
    double[] v = randomUnit(n, random);
    double[] w = new double[n];
    double size = 0; // of T
    double left = 0; // ‖AV − VT‖
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
      size = Math.max(size, Math.max(Math.abs(alpha[k]), beta[k]));
      boolean closed = beta[k] <= ROUNDING * Math.ulp(1.0) * size; // A maps the span to itself
      boolean last = k + 1 == steps || (closed && tolerance > 0);
      if (last || (tolerance > 0 && k % 5 == 4)) {
        best = ritz(alpha, beta, k + 1, left);
        if (last || best.residual <= tolerance * Math.max(1, Math.abs(best.value))) {
          break;
        }
      }
      if (closed) { // what it has nothing of, but for rounding, may still be below
        left = Math.hypot(left, beta[k]);
        beta[k] = 0;
        w = randomUnit(n, random);
        orthogonalise(w, basis, k);
        orthogonalise(w, basis, k);
      }
      v = unit(w);
    }
    return best;
  }

  /**
   * The smallest Ritz value, from eigenvalues of T and the last entries of its eigenvectors.
   *
   * @param error of T
   */
  private static Lanczos ritz(double[] alpha, double[] beta, int k, double error) {
    double largest = 0;
    for (int i = 0; i < k; i++) {
      largest = Math.max(largest, Math.max(Math.abs(alpha[i]), i + 1 < k ? beta[i] : 0));
    }
    int scale = largest == 0 ? 0 : Math.getExponent(largest);
    double[] d = new double[k];
    double[] off = new double[k - 1];
    for (int i = 0; i < k; i++) {
      d[i] = Math.scalb(alpha[i], -scale);
      if (i + 1 < k) {
        off[i] = Math.scalb(beta[i], -scale);
      }
    }
    DenseMatrix lastEntries = DenseMatrix.zeros(k, 1);
    lastEntries.set(k - 1, 0, 1);
    TridiagonalQl.diagonalise(d, off, lastEntries);
    int smallest = 0;
    double size = 0;
    for (int i = 0; i < k; i++) {
      smallest = d[i] < d[smallest] ? i : smallest;
      size = Math.max(size, Math.abs(d[i]));
    }
    double rounding = ROUNDING * Math.ulp(1.0) * Math.scalb(size, scale);
    rounding += size == 0 ? 0 : k * Double.MIN_VALUE;
    double residual = Math.abs(beta[k - 1] * lastEntries.at(smallest, 0)) + rounding + error;
    return new Lanczos(Math.scalb(d[smallest], scale), residual);
  }

  private static double[] randomUnit(int n, SplittableRandom random) {
    double[] v = new double[n];
    for (int i = 0; i < n; i++) {
      v[i] = random.nextDouble() - 0.5;
    }
    return unit(v);
  }

  private static double[] unit(double[] w) {
    double norm = norm(w);
    double[] v = w.clone();
    for (int i = 0; i < v.length; i++) {
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
