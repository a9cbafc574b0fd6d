package io.spectrahedra.sdp.linalg;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Implicit QL with Wilkinson's shift (Golub and Van Loan, 4th edition, §8.3) for symmetric
 * tridiagonal matrices, or parts of one, that are scaled to a largest entry of about 1.
 */
final class TridiagonalQl {
  /**
   * QL needs two or three sweeps an eigenvalue, of clusters more; more than this many an eigenvalue
   * in all means the entries are not finite.
   */
  private static final int MAX_SWEEPS = 60;

  private TridiagonalQl() {}

  /**
   * d ← eigenvalues, in no order; rotates the rows of {@code rows} along, if there are any: from
   * the identity they become the eigenvectors.
   *
   * @param offDiagonal one entry less than d; not changed
   */
  static void diagonalise(double[] d, double[] offDiagonal, @Nullable DenseMatrix rows) {
    int n = d.length;
    double[] e = Arrays.copyOf(offDiagonal, n); // e[n-1] = 0
    long left = (long) MAX_SWEEPS * n;
    for (int l = 0; l < n; l++) {
      while (true) {
        int m = l;
        while (m < n - 1 && !negligible(e[m], d[m], d[m + 1])) {
          m++;
        }
        if (m == l) {
          break;
        }
        if (left-- == 0) {
          throw new ArithmeticException("QL has not converged in " + MAX_SWEEPS * n + " sweeps");
        }
        sweep(d, e, l, m, rows);
      }
    }
  }

  /**
   * Against its neighbours, or against what scaling to 1 and the sweeps so far have rounded off: a
   * sweep that begins among entries of size 1 leaves half an ulp of these in a cluster at 0.
   */
  private static boolean negligible(double off, double a, double b) {
    return Math.abs(off) <= Math.ulp(1.0) / 2 * (Math.abs(a) + Math.abs(b))
        || Math.abs(off) <= Math.ulp(1.0) / 2;
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
      r = Math.sqrt(f * f + g * g);
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
