package io.spectrahedra.sdp.io;

/** Doubles to decimals with as few digits as give the same double when read. */
final class ShortestDecimal {
  /** Integers up to this are written as they are. */
  private static final long PLAIN_INTEGER = 10_000_000;

  private static final int MAX_PLAIN = 24;

  private ShortestDecimal() {}

  /** The value, finite, as a decimal; -0.0 is "-0". */
  static String of(double value) {
    long integer = (long) value;
    if (integer == value && Math.abs(integer) <= PLAIN_INTEGER) {
      return value == 0 && 1 / value < 0 ? "-0" : Long.toString(integer);
    }
    double magnitude = Math.abs(value);
    String text = Double.toString(magnitude);
    int letter = text.indexOf('E');
    String mantissa = letter < 0 ? text : text.substring(0, letter);
    int power = letter < 0 ? 0 : Integer.parseInt(text.substring(letter + 1));
    power -= mantissa.length() - 1 - mantissa.indexOf('.');
    long digits = Long.parseLong(mantissa.replace(".", ""));
    while (true) {
      long shorter = shorter(digits, power, magnitude);
      if (shorter == 0) {
        return (value < 0 ? "-" : "") + layOut(Long.toString(digits), power);
      }
      digits = shorter;
      power++;
    }
  }

  /**
   * The digits less the last one, up or down, if that is the same double; 0 if not. {@link
   * Double#toString} has at least two digits, and before JDK 19 sometimes one too many.
   */
  private static long shorter(long digits, int power, double magnitude) {
    if (digits < 10) {
      return 0;
    }
    long nearer = (digits + 5) / 10;
    long other = digits % 10 < 5 ? nearer + 1 : nearer - 1;
    if (isSame(nearer, power + 1, magnitude)) {
      return nearer;
    }
    return isSame(other, power + 1, magnitude) ? other : 0;
  }

  private static boolean isSame(long digits, int power, double magnitude) {
    return Double.parseDouble(digits + "e" + power) == magnitude;
  }

  /** digits · 10^power, with an exponent where that is shorter. */
  private static String layOut(String digits, int power) {
    int point = digits.length() + power; // the value is 0.digits · 10^point
    String scientific =
        digits.charAt(0)
            + (digits.length() > 1 ? "." + digits.substring(1) : "")
            + "e"
            + (point - 1);
    if (Math.abs(point) > MAX_PLAIN) {
      return scientific;
    }
    String plain;
    if (power >= 0) {
      plain = digits + "0".repeat(power);
    } else if (point > 0) {
      plain = digits.substring(0, point) + "." + digits.substring(point);
    } else {
      plain = "0." + "0".repeat(-point) + digits;
    }
    return plain.length() <= scientific.length() ? plain : scientific;
  }
}
