package io.spectrahedra.sdp.problem;

/**
 * What the residual r = b − 𝒜(X) of a row costs: a convex function f ≥ 0 [M32].
 *
 * <p>A row is hard (r = 0) or elastic. The solver needs of an elastic row only its conjugate f*,
 * smooth on the interval [{@link #lower}, {@link #upper}] and +∞ outside: it adds a term to the
 * diagonal of the Schur complement and no variable to the problem [M2].
 *
 * <p>A row that fits a target has the target as its right-hand side b, and r is what is missing. A
 * row that classifies has b = 0 and the prediction with a minus sign as its terms, so that r is the
 * prediction, and the penalty has the label.
 *
 * <p>A loss of one's own is a class that implements this interface, of which the solver asks that
 *
 * <ul>
 *   <li>f is convex, ≥ 0 and finite for every r (+∞ only by overflow), so that lower ≤ 0 ≤ upper,
 *       with lower &lt; upper; they are the slopes of f far out;
 *   <li>f has no straight piece but those of slope lower and upper: f* is then differentiable
 *       between the ends. One that has, such as max(0, |r| − 1), is the sum of several rows;
 *   <li>{@link #conjugate} is f* up to and including the ends, to the precision of the numbers: the
 *       gap that ends a solve is made of it;
 *   <li>{@link #conjugateSlope} and {@link #conjugateCurvature} are finite strictly between the
 *       ends, where alone they are asked for, however near to one. The slope is continuous and may
 *       tend to ±∞ at an end; the curvature may jump where the slope has a kink, but not by more
 *       than a factor of ten: an f that needs that is the sum of two rows, each with an interval;
 *   <li>{@link #hasQuadraticConjugate} is true only if the slope is affine: otherwise steps are
 *       checked against the curvature of f*, and halved [M34];
 *   <li>results depend on the arguments alone: several threads may ask at once. An object may serve
 *       any number of rows.
 * </ul>
 *
 * <p>One that is smooth everywhere and whose interval ends at 0, as the logistic one, takes fewer
 * iterations as a {@link SmoothPenalty}.
 *
 * <p>The other methods follow from these and stay as they are.
 */
public interface RowPenalty {
  /** f(r). Of a hard row 0: how far it is from being satisfied is its infeasibility, no cost. */
  double value(double r);

  /** f*(y) = sup over r of y·r − f(r), at most 0 for y = 0; +∞ outside [lower, upper]. */
  double conjugate(double y);

  /** The derivative of f* at y between the ends: the r that y belongs to. */
  double conjugateSlope(double y);

  /** The second derivative of f* at y between the ends: 0 everywhere or nowhere. */
  double conjugateCurvature(double y);

  /** The least y with f*(y) finite; −∞ if there is none. */
  default double lower() {
    return Double.NEGATIVE_INFINITY;
  }

  /** The greatest y with f*(y) finite; +∞ if there is none. */
  default double upper() {
    return Double.POSITIVE_INFINITY;
  }

  /** True if the slope of f* is an affine function of y between the ends. */
  default boolean hasQuadraticConjugate() {
    return false;
  }

  /** Barrier parameter of [lower, upper]: the number of its finite ends, one logarithm each. */
  default int degree() {
    return (Double.isInfinite(lower()) ? 0 : 1) + (Double.isInfinite(upper()) ? 0 : 1);
  }

  /** The y in [lower, upper] nearest to the one given. */
  default double nearest(double y) {
    return Math.max(lower(), Math.min(upper(), y));
  }

  /** lim f(tr)/t for t → ∞, which is sup yr over [lower, upper]. */
  default double recession(double r) {
    if (r == 0) {
      return 0;
    }
    return r * (r > 0 ? upper() : lower());
  }

  /** True if r must be 0, as in {@link #hard()} alone. */
  default boolean isHard() {
    return false;
  }

  /** r = 0. */
  static RowPenalty hard() {
    return HardPenalty.INSTANCE;
  }

  /**
   * f(r) = weight · r²/2.
   *
   * @throws IllegalArgumentException if weight is not positive and finite
   */
  static RowPenalty quadratic(double weight) {
    return new QuadraticPenalty(weight);
  }

  /**
   * f(r) = weight · |r|.
   *
   * @throws IllegalArgumentException if weight is not positive and finite
   */
  static RowPenalty absolute(double weight) {
    PenaltyParameter.requireWeight("an absolute row", weight);
    return new QuantilePenalty(-weight, weight);
  }

  /**
   * f(r) = weight · (level · max(0, r) + (1 − level) · max(0, −r)): over many rows with the same
   * terms the fit is the quantile of that level of the right-hand sides.
   *
   * @throws IllegalArgumentException if weight is not positive and finite or level not in (0, 1)
   */
  static RowPenalty quantile(double weight, double level) {
    PenaltyParameter.requireWeight("a quantile row", weight);
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException(
          "level of a quantile row must lie in (0, 1), was " + level);
    }
    return new QuantilePenalty(-weight * (1 - level), weight * level);
  }

  /**
   * f(r) = weight · r²/2 up to |r| = threshold, and linear from there on.
   *
   * @throws IllegalArgumentException if weight or threshold is not positive and finite
   */
  static RowPenalty huber(double weight, double threshold) {
    return new HuberPenalty(weight, threshold);
  }

  /**
   * f(r) = weight · max(0, 1 − label·r), where r is the prediction.
   *
   * @throws IllegalArgumentException if weight is not positive and finite or label not 1 or −1
   */
  static RowPenalty hinge(double weight, double label) {
    return new HingePenalty(weight, label);
  }

  /**
   * f(r) = weight · max(0, 1 − label·r)²/2, where r is the prediction.
   *
   * @throws IllegalArgumentException if weight is not positive and finite or label not 1 or −1
   */
  static RowPenalty squaredHinge(double weight, double label) {
    return new SquaredHingePenalty(weight, label);
  }

  /**
   * f(r) = weight · ln(1 + exp(−label·r)), where r is the prediction.
   *
   * @throws IllegalArgumentException if weight is not positive and finite or label not 1 or −1
   */
  static RowPenalty logistic(double weight, double label) {
    return new LogisticPenalty(weight, label);
  }

  /**
   * f(r) = weight · (exp(r − 1) − share·r). One row for each class k of a sample, with the residual
   * rₖ = prediction − t, its class's share of the labels (1 for the one it has, 0 for the others)
   * and a free variable t of cost 0 that these rows have in common, costs the sample's softmax
   * cross-entropy, weight · (ln Σ exp(predictionₖ) − Σ shareₖ·predictionₖ) [M41].
   *
   * @throws IllegalArgumentException if weight is not positive and finite or share not in [0, 1]
   */
  static RowPenalty exponential(double weight, double share) {
    return new ExponentialPenalty(weight, share);
  }
}
