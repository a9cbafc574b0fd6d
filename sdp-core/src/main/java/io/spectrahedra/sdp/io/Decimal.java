package io.spectrahedra.sdp.io;

import java.nio.charset.StandardCharsets;

/** Decimal numbers in bytes to doubles and integers, correctly rounded. */
final class Decimal {
  /** No integer at all. */
  static final long NO_INTEGER = Long.MIN_VALUE;

  /** 10^k is a double for k up to 22. */
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  /** More digits than this may not fit a long. */
  private static final int LONG_DIGITS = 18;

  private static final long EXACT = 1L << 53;

  /** An exponent beyond this is zero or infinity whatever the digits, of which there are fewer. */
  private static final int MAX_EXPONENT = 100_000;

  private Decimal() {}

  /**
   * The double nearest to the number in {@code text[start, end)}: an optional sign, digits with at
   * most one point, an optional exponent after e or E, or after d or D as Fortran writes it.
   *
   * <p>Up to 2^53 · 10^±22 one multiplication or division of two exact doubles rounds correctly
   * (Clinger 1990); beyond, {@link Double#parseDouble} does it.
   *
   * @return NaN if it is not a number of this form
   */
  static double parse(byte[] text, int start, int end) {
    int p = start;
    boolean negative = p < end && text[p] == '-';
    if (p < end && (text[p] == '-' || text[p] == '+')) {
      p++;
    }
    long digits = 0;
    int used = 0; // significant digits in the long
    int seen = 0; // digits of any kind
    int scale = 0;
    boolean point = false;
    for (; p < end; p++) {
      int d = text[p] - '0';
      if (d >= 0 && d <= 9) {
        seen++;
        used += used > 0 || d > 0 ? 1 : 0;
        digits = used <= LONG_DIGITS ? 10 * digits + d : digits;
        scale -= point ? 1 : 0;
      } else if (text[p] == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    int exponent = p < end && seen > 0 ? exponent(text, p, end) : 0;
    if (seen == 0 || exponent == Integer.MIN_VALUE) {
      return Double.NaN;
    }
    int power = scale + exponent;
    if (used <= LONG_DIGITS && digits <= EXACT && power >= -22 && power <= 22) {
      double value = power < 0 ? digits / POWERS[-power] : digits * POWERS[power];
      return negative ? -value : value;
    }
    return slow(text, start, end);
  }

  /** The exponent that begins with its letter at p; Integer.MIN_VALUE if it is none. */
  private static int exponent(byte[] text, int begin, int end) {
    int p = begin;
    if ((text[p] | 0x20) != 'e' && (text[p] | 0x20) != 'd') {
      return Integer.MIN_VALUE;
    }
    p++;
    boolean negative = p < end && text[p] == '-';
    if (p < end && (text[p] == '-' || text[p] == '+')) {
      p++;
    }
    if (p == end) {
      return Integer.MIN_VALUE;
    }
    int exponent = 0;
    for (; p < end; p++) {
      int d = text[p] - '0';
      if (d < 0 || d > 9) {
        return Integer.MIN_VALUE;
      }
      exponent = Math.min(MAX_EXPONENT, 10 * exponent + d);
    }
    return negative ? -exponent : exponent;
  }

  private static double slow(byte[] text, int start, int end) {
    String number = new String(text, start, end - start, StandardCharsets.ISO_8859_1);
    return Double.parseDouble(number.replace('d', 'e').replace('D', 'e'));
  }

  /**
   * The integer in {@code text[start, end)}, which may be written as a floating-point number, as in
   * 10.0 or 1e1.
   *
   * @return {@link #NO_INTEGER} if it is none or beyond ±2^53
   */
  static long parseInteger(byte[] text, int start, int end) {
    int p = start;
    long value = 0;
    while (p < end && p < start + LONG_DIGITS - 3 && text[p] >= '0' && text[p] <= '9') {
      value = 10 * value + text[p++] - '0';
    }
    if (p == end && p > start) {
      return value;
    }
    double number = parse(text, start, end);
    return number == Math.rint(number) && Math.abs(number) <= EXACT ? (long) number : NO_INTEGER;
  }
}
