package io.spectrahedra.neural.certificate;

/**
 * hi + lo with |lo| ≤ ulp(hi)/2: numbers of 106 bits. Sums are those of Knuth, products those of
 * Dekker 1971; a result has a relative error of a few 2⁻¹⁰⁴ of its terms.
 */
record DoubleDouble(double hi, double lo) {
  static final DoubleDouble ZERO = new DoubleDouble(0, 0);

  /** 2²⁷ + 1 cuts 53 bits in two halves whose products are exact. */
  private static final double SPLITTER = 134217729;

  static DoubleDouble of(double x) {
    return new DoubleDouble(x, 0);
  }

  /** xy, exactly, unless numbers near 1e300 or 1e-300 turn up. */
  static DoubleDouble product(double x, double y) {
    double product = x * y;
    double xHigh = high(x);
    double xLow = x - xHigh;
    double yHigh = high(y);
    double yLow = y - yHigh;
    double error = xLow * yLow - (((product - xHigh * yHigh) - xLow * yHigh) - xHigh * yLow);
    return new DoubleDouble(product, error);
  }

  /** Σ xₖyₖ over {@code count} entries from the offsets. */
  static DoubleDouble dot(double[] x, int fromX, double[] y, int fromY, int count) {
    DoubleDouble sum = ZERO;
    for (int k = 0; k < count; k++) {
      sum = sum.plus(product(x[fromX + k], y[fromY + k]));
    }
    return sum;
  }

  DoubleDouble plus(DoubleDouble other) {
    double sum = hi + other.hi;
    double added = sum - hi;
    double error = (hi - (sum - added)) + (other.hi - added);
    return normal(sum, error + (lo + other.lo));
  }

  DoubleDouble times(DoubleDouble other) {
    DoubleDouble product = product(hi, other.hi);
    return normal(product.hi, product.lo + (hi * other.lo + lo * other.hi));
  }

  DoubleDouble times(double other) {
    return times(of(other));
  }

  private static DoubleDouble normal(double hi, double lo) {
    double sum = hi + lo;
    return new DoubleDouble(sum, lo - (sum - hi));
  }

  private static double high(double x) {
    double scaled = SPLITTER * x;
    return scaled - (scaled - x);
  }
}
