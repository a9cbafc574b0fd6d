package io.spectrahedra.sdp.linalg;

/**
 * The smallest eigenvalue of a symmetric tridiagonal matrix, by bisection with Sturm sequences
 * (Barth, Martin and Wilkinson 1967): T − xI has as many negative pivots as T has eigenvalues below
 * x.
 */
final class TridiagonalBisection {
  /** What stands in for a pivot of 0: so little that e²/pivot counts as infinite. */
  private static final double LEAST_PIVOT = Double.MIN_NORMAL;

  private TridiagonalBisection() {}

  /**
   * The largest number known to have no eigenvalue below it, to an ulp of the norm; some fifty
   * times n divisions.
   *
   * @param d diagonal, of length 1 or more
   * @param e off the diagonal, one entry less
   */
  static double smallest(double[] d, double[] e) {
    double low = Double.POSITIVE_INFINITY; // the disc farthest to the left (Gershgorin)
    double high = Double.POSITIVE_INFINITY;
    double norm = 0;
    for (int i = 0; i < d.length; i++) {
      double radius = (i > 0 ? Math.abs(e[i - 1]) : 0) + (i < e.length ? Math.abs(e[i]) : 0);
      low = Math.min(low, d[i] - radius);
      high = Math.min(high, d[i]);
      norm = Math.max(norm, Math.abs(d[i]) + radius);
    }
    double enough = Math.ulp(norm);
    while (high - low > enough) {
      double middle = low + (high - low) / 2;
      if (middle <= low || middle >= high) {
        break;
      }
      if (hasNoneBelow(middle, d, e)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static boolean hasNoneBelow(double x, double[] d, double[] e) {
    double pivot = d[0] - x;
    for (int i = 1; i < d.length; i++) {
      if (pivot < 0) {
        return false;
      }
      pivot = d[i] - x - e[i - 1] * (e[i - 1] / Math.max(pivot, LEAST_PIVOT));
    }
    return !(pivot < 0);
  }
}
