package io.spectrahedra.sdp.linalg;

/**
 * ⟨A, B⟩ as if computed with twice the digits and rounded once: Dot2 of Ogita, Rump and Oishi 2005,
 * with the products split as Dekker does. For inner products that are small against their terms.
 */
public final class CompensatedDot {
  /** 2²⁷ + 1 cuts 53 bits in two halves whose products are exact. */
  private static final double SPLITTER = 134217729;

  /** Of numbers beyond this the halves might overflow; their plain inner product will do. */
  private static final double LARGEST = 0x1p480;

  private CompensatedDot() {}

  /**
   * Σᵢⱼ AᵢⱼBᵢⱼ with an error of ε|⟨A, B⟩| + n²ε²Σ|AᵢⱼBᵢⱼ|; 25 flops an entry.
   *
   * @throws IllegalArgumentException if the shapes differ
   */
  public static double of(DenseMatrix a, DenseMatrix b) {
    if (a.rows != b.rows || a.cols != b.cols) {
      throw new IllegalArgumentException(
          "CompensatedDot.of: matrices must be of one shape, were "
              + a.rows
              + " x "
              + a.cols
              + " and "
              + b.rows
              + " x "
              + b.cols);
    }
    if (!(a.maxAbs() < LARGEST && b.maxAbs() < LARGEST)) {
      return a.dot(b);
    }
    double sum = 0;
    double errors = 0;
    for (int i = 0; i < a.rows; i++) {
      for (int j = 0; j < a.cols; j++) {
        double x = a.at(i, j);
        double y = b.at(i, j);
        double product = x * y;
        double next = sum + product;
        errors += sumError(sum, product, next) + productError(x, y, product);
        sum = next;
      }
    }
    return sum + errors;
  }

  /** Whether {@link #productError} has its halves. */
  static boolean areSplittable(double x, double y) {
    return Math.abs(x) < LARGEST && Math.abs(y) < LARGEST;
  }

  /** x + y − fl(x + y), exactly (Knuth). */
  static double sumError(double x, double y, double sum) {
    double added = sum - x;
    return (x - (sum - added)) + (y - added);
  }

  /** xy − fl(xy), exactly. */
  static double productError(double x, double y, double product) {
    double xHigh = high(x);
    double xLow = x - xHigh;
    double yHigh = high(y);
    double yLow = y - yHigh;
    return xLow * yLow - (((product - xHigh * yHigh) - xLow * yHigh) - xHigh * yLow);
  }

  private static double high(double x) {
    double scaled = SPLITTER * x;
    return scaled - (scaled - x);
  }
}
