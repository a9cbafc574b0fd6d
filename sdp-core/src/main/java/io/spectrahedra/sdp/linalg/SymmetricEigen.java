package io.spectrahedra.sdp.linalg;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A = V diag(λ) Vᵀ of a symmetric matrix.
 *
 * <p>Householder reduction to tridiagonal form, then implicit QL with Wilkinson's shift (Golub and
 * Van Loan, 4th edition, §8.3): backward stable, ‖AV − VΛ‖ and ‖VᵀV − I‖ of the order of n·ε.
 *
 * @param values the eigenvalues, ascending
 * @param vectors n × n, orthogonal; column k belongs to eigenvalue k
 */
public record SymmetricEigen(double[] values, DenseMatrix vectors) {
  /**
   * QL needs two or three sweeps an eigenvalue; more than this many means the entries are not
   * finite.
   */
  private static final int MAX_SWEEPS = 60;

  /**
   * All eigenvalues and eigenvectors; about 9n³ flops.
   *
   * @param a symmetric; only its lower triangle is read
   * @throws IllegalArgumentException if a is not square or has an entry that is not finite
   */
  public static SymmetricEigen of(DenseMatrix a) {
    Tridiagonal t = Tridiagonal.of(a);
    DenseMatrix rows = t.orthogonalRows();
    diagonalise(t.diagonal, t.offDiagonal, rows);
    int n = a.rows;
    int[] order = ascending(t.diagonal);
    double[] values = new double[n];
    DenseMatrix vectors = DenseMatrix.zeros(n, n);
    for (int k = 0; k < n; k++) {
      values[k] = t.diagonal[order[k]];
      for (int i = 0; i < n; i++) {
        vectors.set(i, k, rows.at(order[k], i));
      }
    }
    return new SymmetricEigen(values, vectors);
  }

  /** The eigenvalues alone, ascending; 4n³/3 flops. Arguments and errors as {@link #of}. */
  public static double[] valuesOf(DenseMatrix a) {
    Tridiagonal t = Tridiagonal.of(a);
    diagonalise(t.diagonal, t.offDiagonal, null);
    Arrays.sort(t.diagonal);
    return t.diagonal;
  }

  private static int[] ascending(double[] values) {
    return java.util.stream.IntStream.range(0, values.length)
        .boxed()
        .sorted(java.util.Comparator.comparingDouble(k -> values[k]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** A = QTQᵀ; column k of the strict lower triangle of {@code reflectors} holds reflector k. */
  private record Tridiagonal(
      double[] diagonal, double[] offDiagonal, DenseMatrix reflectors, double[] tau) {

    static Tridiagonal of(DenseMatrix source) {
      source.requireSquare("symmetric eigenvalues");
      int n = source.rows;
      DenseMatrix a = source.copy();
      a.mirrorLower();
      if (!Double.isFinite(a.maxAbs())) {
        throw new IllegalArgumentException("a matrix with NaN or infinity has no eigenvalues");
      }
      double[] d = new double[n];
      double[] e = new double[Math.max(0, n - 1)];
      double[] tau = new double[Math.max(0, n - 1)];
      for (int k = 0; k + 1 < n; k++) {
        tau[k] = reflect(a, k, e);
        if (tau[k] != 0) {
          updateTrailing(a, k, tau[k]);
        }
      }
      for (int k = 0; k < n; k++) {
        d[k] = a.at(k, k);
      }
      return new Tridiagonal(d, e, a, tau);
    }

    /**
     * H = I − τvvᵀ with v₀ = 1 maps column k below the diagonal to (e, 0, ..., 0). Leaves v there;
     * entries are scaled first, so that no square over- or underflows.
     */
    private static double reflect(DenseMatrix a, int k, double[] e) {
      int n = a.rows;
      double alpha = a.at(k + 1, k);
      double scale = 0;
      for (int i = k + 2; i < n; i++) {
        scale = Math.max(scale, Math.abs(a.at(i, k)));
      }
      if (scale == 0) {
        e[k] = alpha;
        a.set(k + 1, k, 1);
        return 0;
      }
      scale = Math.max(scale, Math.abs(alpha));
      double sum = 0;
      for (int i = k + 1; i < n; i++) {
        double scaled = a.at(i, k) / scale;
        sum += scaled * scaled;
      }
      double beta = -Math.copySign(scale * Math.sqrt(sum), alpha);
      for (int i = k + 2; i < n; i++) {
        a.set(i, k, a.at(i, k) / (alpha - beta));
      }
      a.set(k + 1, k, 1);
      e[k] = beta;
      return (beta - alpha) / beta;
    }

    /** B ← HBH for the trailing part B of A: B − vwᵀ − wvᵀ with w = p − (τ pᵀv/2)v, p = τBv. */
    private static void updateTrailing(DenseMatrix a, int k, double tau) {
      int m = a.rows - k - 1;
      double[] data = a.data();
      double[] v = new double[m];
      double[] w = new double[m];
      for (int i = 0; i < m; i++) {
        v[i] = a.at(k + 1 + i, k);
      }
      double pv = 0;
      for (int i = 0; i < m; i++) {
        int row = a.index(k + 1 + i, k + 1);
        double sum = 0;
        for (int j = 0; j < m; j++) {
          sum += data[row + j] * v[j];
        }
        w[i] = tau * sum;
        pv += w[i] * v[i];
      }
      double half = tau * pv / 2;
      for (int i = 0; i < m; i++) {
        w[i] -= half * v[i];
      }
      for (int i = 0; i < m; i++) {
        int row = a.index(k + 1 + i, k + 1);
        double vi = v[i];
        double wi = w[i];
        for (int j = 0; j < m; j++) {
          data[row + j] -= vi * w[j] + wi * v[j];
        }
      }
    }

    /** Qᵀ, built from the last reflector to the first so that each acts on its own part only. */
    DenseMatrix orthogonalRows() {
      int n = diagonal.length;
      DenseMatrix rows = DenseMatrix.identity(n);
      double[] data = rows.data();
      for (int k = n - 2; k >= 0; k--) {
        if (tau[k] == 0) {
          continue;
        }
        int m = n - k - 1;
        double[] v = new double[m];
        for (int i = 0; i < m; i++) {
          v[i] = reflectors.at(k + 1 + i, k);
        }
        for (int r = k + 1; r < n; r++) { // row r of Qᵀ is column r of Q ← HQ
          int at = r * n + k + 1;
          double sum = 0;
          for (int i = 0; i < m; i++) {
            sum += v[i] * data[at + i];
          }
          sum *= tau[k];
          for (int i = 0; i < m; i++) {
            data[at + i] -= sum * v[i];
          }
        }
      }
      return rows;
    }
  }

  /** Implicit QL: d ← eigenvalues; rotates the rows of {@code rows} along, if there are any. */
  private static void diagonalise(double[] d, double[] offDiagonal, @Nullable DenseMatrix rows) {
    int n = d.length;
    double[] e = Arrays.copyOf(offDiagonal, n); // e[n-1] = 0
    double norm = 0;
    for (int k = 0; k < n; k++) {
      norm = Math.max(norm, Math.abs(d[k]) + Math.abs(e[k]));
    }
    double rounding = Math.max(norm * Math.ulp(1.0) / 16, Double.MIN_NORMAL);
    for (int l = 0; l < n; l++) {
      for (int sweep = 0; ; sweep++) {
        int m = l;
        while (m < n - 1 && !negligible(e[m], d[m], d[m + 1], rounding)) {
          m++;
        }
        if (m == l) {
          break;
        }
        if (sweep == MAX_SWEEPS) {
          throw new ArithmeticException("QL has not converged in " + MAX_SWEEPS + " sweeps");
        }
        sweep(d, e, l, m, rows);
      }
    }
  }

  /** Against its neighbours, or against what the reduction to tridiagonal form has rounded off. */
  private static boolean negligible(double off, double a, double b, double rounding) {
    return Math.abs(off) <= Math.ulp(1.0) / 2 * (Math.abs(a) + Math.abs(b))
        || Math.abs(off) <= rounding;
  }

  /** One QL sweep over the unreduced part l..m. */
  private static void sweep(double[] d, double[] e, int l, int m, @Nullable DenseMatrix rows) {
    double g = (d[l + 1] - d[l]) / (2 * e[l]);
    double r = Math.hypot(g, 1);
    g = d[m] - d[l] + e[l] / (g + Math.copySign(r, g));
    double s = 1;
    double c = 1;
    double p = 0;
    for (int i = m - 1; i >= l; i--) {
      double f = s * e[i];
      double b = c * e[i];
      r = Math.hypot(f, g);
      e[i + 1] = r;
      if (r == 0) { // the part splits here by underflow
        d[i + 1] -= p;
        e[m] = 0;
        return;
      }
      s = f / r;
      c = g / r;
      g = d[i + 1] - p;
      r = (d[i] - g) * s + 2 * c * b;
      p = s * r;
      d[i + 1] = g + p;
      g = c * r - b;
      if (rows != null) {
        rotate(rows, i, s, c);
      }
    }
    d[l] -= p;
    e[l] = g;
    e[m] = 0;
  }

  private static void rotate(DenseMatrix rows, int i, double s, double c) {
    double[] data = rows.data();
    int low = rows.index(i, 0);
    int high = rows.index(i + 1, 0);
    for (int j = 0; j < rows.cols; j++) {
      double f = data[high + j];
      double q = data[low + j];
      data[high + j] = s * q + c * f;
      data[low + j] = c * q - s * f;
    }
  }
}
