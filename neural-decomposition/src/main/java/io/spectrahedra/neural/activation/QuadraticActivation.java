package io.spectrahedra.neural.activation;

import io.spectrahedra.neural.data.InputException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** σ(t) = at² + bt + c with a ≠ 0. */
public record QuadraticActivation(double a, double b, double c) {
  /** The least-squares fit of ReLU that the paper uses: 0.09t² + 0.5t + 0.47. */
  public static final QuadraticActivation RELU_FIT = new QuadraticActivation(0.09, 0.5, 0.47);

  /** t². */
  public static final QuadraticActivation QUADRATIC = new QuadraticActivation(1, 0, 0);

  /** Times n samples of d squares of features of size 1e40, still less than 1e100. */
  private static final double LARGEST = 1e10;

  private static final MathContext DIGITS = new MathContext(6);

  private static final Pattern NUMBERS = Pattern.compile("([^,\\[]*),([^,]*),([^,]*)");
  private static final Pattern NAMED = Pattern.compile("([a-z]+)(?:\\[([^,]*),([^,]*)\\])?");

  /**
   * @throws InputException if a is 0, for σ would then be affine, or a coefficient is not finite or
   *     more than 1e10 in size, for the numbers of a program could then overflow
   */
  public QuadraticActivation {
    if (!Double.isFinite(a) || !Double.isFinite(b) || !Double.isFinite(c)) {
      throw new InputException(
          "activation coefficients must be finite, were " + a + "," + b + "," + c);
    }
    if (a == 0) {
      throw new InputException(
          "activation coefficient a must not be 0: sigma(t) = "
              + b
              + "t + "
              + c
              + " is affine, and so would be the network: use linear regression");
    }
    if (Math.max(Math.abs(a), Math.max(Math.abs(b), Math.abs(c))) > LARGEST) {
      throw new InputException(
          "activation coefficients must be at most 1e10 in size, were " + a + "," + b + "," + c);
    }
  }

  /**
   * Reads "a,b,c", or the name of a function whose fit is wanted, on [−5, 5] or an interval given:
   * "relu", "silu[-3,3]"; "quadratic" is t².
   *
   * @throws InputException if the text is none of these, or the fit is affine
   */
  public static QuadraticActivation parse(String text) {
    Matcher named = NAMED.matcher(text.strip());
    Matcher numbers = NUMBERS.matcher(text.strip());
    try {
      if (numbers.matches()) {
        return new QuadraticActivation(
            Double.parseDouble(numbers.group(1)),
            Double.parseDouble(numbers.group(2)),
            Double.parseDouble(numbers.group(3)));
      }
      if (named.matches() && named.group(2) == null) {
        return named.group(1).equals("quadratic") ? QUADRATIC : PolynomialFit.of(named.group(1));
      }
      if (named.matches()) {
        return PolynomialFit.of(
            named.group(1), Double.parseDouble(named.group(2)), Double.parseDouble(named.group(3)));
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new InputException(
        "activation must be three numbers a,b,c as in 0.09,0.5,0.47, or a name as in relu or"
            + " silu[-3,3], was \""
            + text
            + "\"");
  }

  public double at(double t) {
    return (a * t + b) * t + c;
  }

  /** To six digits, as in "0.09t^2 + 0.5t + 0.47", "t^2" or "0.1875t^2 + 0.9375". */
  @Override
  public String toString() {
    return (a < 0 ? "-" : "")
        + (Math.abs(a) == 1 ? "" : digits(a))
        + "t^2"
        + (b == 0 ? "" : signed(b) + "t")
        + (c == 0 ? "" : signed(c));
  }

  private static String signed(double value) {
    return (value < 0 ? " - " : " + ") + digits(value);
  }

  /** The size to six digits. */
  private static String digits(double value) {
    double rounded = new BigDecimal(Math.abs(value)).round(DIGITS).doubleValue();
    return Double.toString(rounded).replaceFirst("\\.0$", "");
  }
}
