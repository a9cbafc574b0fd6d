package io.spectrahedra.neural.activation;

import io.spectrahedra.neural.data.InputException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.apache.commons.math3.special.Erf;

/**
 * The polynomial of degree two that is nearest to an activation function on an interval, in the
 * mean square over it: its projection on the Legendre polynomials P₀, P₁, P₂ [M25].
 */
public final class PolynomialFit {
  /** Where the preactivations are assumed to lie. */
  private static final double DEFAULT_END = 5;

  /** Gauss points on each of {@link #PIECES} pieces, on both sides of a kink at 0. */
  private static final int POINTS = 16;

  private static final int PIECES = 32;

  /** A square of this size, relative to the rest, is rounding. */
  private static final double AFFINE = 1e-12;

  /** To how many digits, of the largest coefficient, the quadrature is good for. */
  private static final int DIGITS = 14;

  private static final Map<String, DoubleUnaryOperator> FUNCTIONS = functions();

  private PolynomialFit() {}

  private static Map<String, DoubleUnaryOperator> functions() {
    Map<String, DoubleUnaryOperator> functions = new LinkedHashMap<>();
    functions.put("relu", t -> Math.max(0, t));
    functions.put("silu", t -> t / (1 + Math.exp(-t)));
    functions.put("gelu", t -> t * Erf.erfc(-t / Math.sqrt(2)) / 2);
    functions.put("softplus", t -> Math.max(0, t) + Math.log1p(Math.exp(-Math.abs(t))));
    functions.put("abs", Math::abs);
    functions.put("tanh", Math::tanh);
    functions.put("sigmoid", t -> 1 / (1 + Math.exp(-t)));
    return functions;
  }

  /** The names: relu, silu and so on. */
  static Set<String> names() {
    return FUNCTIONS.keySet();
  }

  /**
   * The fit of a function by its name on [−5, 5].
   *
   * @throws InputException as {@link #of(String, double, double)}
   */
  static QuadraticActivation of(String name) {
    return of(name, -DEFAULT_END, DEFAULT_END);
  }

  /**
   * The fit of a function by its name on [low, high].
   *
   * @throws InputException if there is no such name, or as {@link #of(DoubleUnaryOperator, double,
   *     double)}
   */
  static QuadraticActivation of(String name, double low, double high) {
    DoubleUnaryOperator function = FUNCTIONS.get(name);
    if (function == null) {
      throw new InputException(
          "there is no activation \""
              + name
              + "\": those with a name are quadratic and the fits of "
              + String.join(", ", names()));
    }
    return fit(name, function, low, high);
  }

  /**
   * The fit of any function, smooth but for a kink at 0, on [low, high]. On [−h, h] its
   * coefficients are rounded to 14 digits of the largest, and b is 0 if the function is even.
   *
   * @throws InputException if the interval is empty or not finite, or if the fit is affine: of odd
   *     functions it is on intervals around 0
   */
  public static QuadraticActivation of(DoubleUnaryOperator function, double low, double high) {
    return fit("the function", function, low, high);
  }

  private static QuadraticActivation fit(
      String name, DoubleUnaryOperator function, double low, double high) {
    if (!(low < high) || Double.isInfinite(low) || Double.isInfinite(high)) {
      throw new InputException(
          "an activation is fitted on an interval [low,high] with low < high, not on "
              + interval(low, high));
    }
    // s in [−1, 1], t = middle + half · s; c_k = (2k + 1)/2 ∫ σ(t) P_k(s) ds
    double middle = (low + high) / 2;
    double half = (high - low) / 2;
    boolean symmetric = low == -high;
    DoubleUnaryOperator even =
        symmetric ? t -> (function.applyAsDouble(t) + function.applyAsDouble(-t)) / 2 : function;
    DoubleUnaryOperator odd =
        symmetric ? t -> (function.applyAsDouble(t) - function.applyAsDouble(-t)) / 2 : function;
    double c0 = mean(even, low, high);
    double c1 = 3 * mean(t -> odd.applyAsDouble(t) * (t - middle) / half, low, high);
    double c2 =
        5
            * mean(
                t -> {
                  double s = (t - middle) / half;
                  return even.applyAsDouble(t) * (1.5 * s * s - 0.5);
                },
                low,
                high);
    if (Math.abs(c2) <= AFFINE * (Math.abs(c0) + Math.abs(c1))) {
      throw new InputException(
          "the fit of "
              + name
              + " on "
              + interval(low, high)
              + " is affine (a = 0), and so would be the network: take another interval or"
              + " activation, or linear regression");
    }
    // c₀ + c₁s + c₂(3s² − 1)/2 in powers of t
    double square = 1.5 * c2 / (half * half);
    double linear = c1 / half;
    if (symmetric) {
      double scale = Math.abs(c0) + Math.abs(c1) + Math.abs(c2);
      return new QuadraticActivation(
          rounded(square, scale / (half * half)),
          rounded(linear, scale / half),
          rounded(c0 - c2 / 2, scale));
    }
    return new QuadraticActivation(
        square,
        linear - 2 * square * middle,
        c0 - c2 / 2 - linear * middle + square * middle * middle);
  }

  /**
   * Without the rounding errors of the quadrature: a coefficient that is 0 or has few digits, as
   * those of even functions and of t/2 + an even one, is then exactly that.
   */
  private static double rounded(double coefficient, double scale) {
    if (!Double.isFinite(coefficient) || !Double.isFinite(scale)) {
      return coefficient; // which the activation refuses
    }
    int places = DIGITS - (int) Math.ceil(Math.log10(scale));
    return new BigDecimal(coefficient).setScale(places, RoundingMode.HALF_EVEN).doubleValue();
  }

  private static double mean(DoubleUnaryOperator f, double low, double high) {
    double integral =
        low < 0 && high > 0 ? integral(f, low, 0) + integral(f, 0, high) : integral(f, low, high);
    return integral / (high - low);
  }

  private static double integral(DoubleUnaryOperator f, double low, double high) {
    GaussIntegratorFactory factory = new GaussIntegratorFactory();
    double width = (high - low) / PIECES;
    double sum = 0;
    for (int piece = 0; piece < PIECES; piece++) {
      double from = low + piece * width;
      GaussIntegrator rule = factory.legendre(POINTS, from, from + width);
      sum += rule.integrate(f::applyAsDouble);
    }
    return sum;
  }

  private static String interval(double low, double high) {
    return "[" + low + "," + high + "]";
  }
}
