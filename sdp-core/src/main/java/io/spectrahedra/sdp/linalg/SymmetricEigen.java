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
    return of(Workers.SERIAL, a);
  }

  public static SymmetricEigen of(Workers workers, DenseMatrix a) {
    Tridiagonalisation t = Tridiagonalisation.of(workers, a);
    int n = a.rows;
    DenseMatrix rows = DenseMatrix.identity(n);
    diagonalise(t.diagonal(), t.offDiagonal(), rows);
    int[] order = ascending(t.diagonal());
    double[] values = new double[n];
    DenseMatrix vectors = DenseMatrix.zeros(n, n);
    for (int k = 0; k < n; k++) {
      values[k] = t.diagonal()[order[k]];
      for (int i = 0; i < n; i++) {
        vectors.set(i, k, rows.at(order[k], i));
      }
    }
    t.applyTo(workers, vectors);
    return new SymmetricEigen(values, vectors);
  }

  public static double[] valuesOf(DenseMatrix a) {
    Tridiagonalisation t = Tridiagonalisation.of(Workers.SERIAL, a);
    double[] values = t.diagonal();
    diagonalise(values, t.offDiagonal(), null);
    Arrays.sort(values);
    return values;
  }

  private static int[] ascending(double[] values) {
    return java.util.stream.IntStream.range(0, values.length)
        .boxed()
        .sorted(java.util.Comparator.comparingDouble(k -> values[k]))
        .mapToInt(Integer::intValue)
        .toArray();
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
