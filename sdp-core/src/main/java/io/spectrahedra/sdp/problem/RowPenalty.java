package io.spectrahedra.sdp.problem;

/**
 * What the residual r = b − 𝒜(X) of a row costs: a convex function f with f(0) = 0 ≤ f.
 *
 * <p>A row is hard (r = 0) or elastic. The solver needs of an elastic row only its conjugate f*,
 * which adds a term to the diagonal of the Schur complement and no variable to the problem [M2].
 */
public sealed interface RowPenalty {
  /** f(r). Of a hard row 0: how far it is from being satisfied is its infeasibility, no cost. */
  double value(double r);

  /** f*(y) = sup over r of y·r − f(r). */
  double conjugate(double y);

  /** The curvature of f*: 0 for a hard row, 1/w for a quadratic one. */
  double compliance();

  /** True if r must be 0. */
  default boolean isHard() {
    return compliance() == 0;
  }

  /** r = 0. */
  static RowPenalty hard() {
    return Hard.INSTANCE;
  }

  /**
   * f(r) = weight · r²/2.
   *
   * @throws IllegalArgumentException if weight is not positive and finite
   */
  static RowPenalty quadratic(double weight) {
    return new Quadratic(weight);
  }

  /** r = 0: f is 0 there and +∞ elsewhere, f* = 0. */
  enum Hard implements RowPenalty {
    INSTANCE;

    @Override
    public double value(double r) {
      return 0;
    }

    @Override
    public double conjugate(double y) {
      return 0;
    }

    @Override
    public double compliance() {
      return 0;
    }
  }

  /** f(r) = w r²/2, f*(y) = y²/(2w). */
  record Quadratic(double weight) implements RowPenalty {
    public Quadratic {
      if (!(weight > 0) || !Double.isFinite(1 / weight) || !Double.isFinite(weight)) {
        throw new IllegalArgumentException(
            "weight of a quadratic row must be positive and finite, was " + weight);
      }
    }

    @Override
    public double value(double r) {
      return weight * r * r / 2;
    }

    @Override
    public double conjugate(double y) {
      return y * y / (2 * weight);
    }

    @Override
    public double compliance() {
      return 1 / weight;
    }
  }
}
