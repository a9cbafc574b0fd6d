package io.spectrahedra.neural.activation;

import io.spectrahedra.neural.data.InputException;

/** σ(t) = at² + bt + c with a ≠ 0. */
public record QuadraticActivation(double a, double b, double c) {
  /** The least-squares fit of ReLU that the paper uses: 0.09t² + 0.5t + 0.47. */
  public static final QuadraticActivation RELU_FIT = new QuadraticActivation(0.09, 0.5, 0.47);

  /**
   * @throws InputException if a is 0, for σ would then be affine, or a coefficient is not finite
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
  }

  /**
   * Reads "a,b,c".
   *
   * @throws InputException if the text is not three numbers
   */
  public static QuadraticActivation parse(String text) {
    String[] parts = text.split(",", -1);
    try {
      if (parts.length == 3) {
        return new QuadraticActivation(
            Double.parseDouble(parts[0].strip()),
            Double.parseDouble(parts[1].strip()),
            Double.parseDouble(parts[2].strip()));
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new InputException(
        "activation must be three numbers a,b,c as in 0.09,0.5,0.47, was \"" + text + "\"");
  }

  public double at(double t) {
    return (a * t + b) * t + c;
  }

  /** As in "0.09t^2 + 0.5t + 0.47". */
  @Override
  public String toString() {
    return a + "t^2" + signed(b) + "t" + signed(c);
  }

  private static String signed(double value) {
    return (value < 0 ? " - " : " + ") + Math.abs(value);
  }
}
