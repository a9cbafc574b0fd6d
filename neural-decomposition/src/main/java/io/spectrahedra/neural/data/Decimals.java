package io.spectrahedra.neural.data;

/**
 * Numbers of few digits, exactly and without a detour: a whole number below 2⁵³ and a power of ten
 * up to 10²² are doubles, so that their quotient is rounded once (Clinger 1990).
 */
final class Decimals {
  /** Digits of numbers that are all below 2⁵³. */
  private static final int MAX_DIGITS = 15;

  private static final double[] POWERS = new double[MAX_DIGITS + 1];

  static {
    POWERS[0] = 1;
    for (int e = 1; e < POWERS.length; e++) {
      POWERS[e] = 10 * POWERS[e - 1];
    }
  }

  private Decimals() {}

  /** The number that digits with at most one point and a sign say; NaN of anything else. */
  static double parse(CharSequence text) {
    int length = text.length();
    boolean negative = length > 0 && text.charAt(0) == '-';
    long digits = 0;
    int count = 0;
    int point = -1;
    for (int i = negative ? 1 : 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9' && count < MAX_DIGITS) {
        digits = 10 * digits + (c - '0');
        count++;
      } else if (c == '.' && point < 0) {
        point = count;
      } else {
        return Double.NaN;
      }
    }
    if (count == 0) {
      return Double.NaN;
    }
    double value = digits / POWERS[point < 0 ? 0 : count - point];
    return negative ? -value : value;
  }
}
