package io.spectrahedra.neural.certificate;

import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.sdp.linalg.DenseMatrix;

/** The dual objective along a ray, t ↦ −Σ l*(tνᵢ): concave, and Σ inf l at t = 0. */
final class DualRay {
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  /** The maximum is flat: half of the digits of t are enough. */
  private static final double PRECISION = 1e-7;

  /** Beside a maximum that is known: the square of this is rounding, this is not. */
  private static final double NEAR = 1e-5;

  private static final double UNIT = 0x1p-53;

  /** Of a conjugate, each of the size of its terms: |l*| + 2|νy| for the losses of [M18]. */
  private static final int ROUNDINGS = 8;

  private final TrainingProblem training;
  private final DenseMatrix nu;

  DualRay(TrainingProblem training, DenseMatrix nu) {
    this.training = training;
    this.nu = nu;
  }

  /** −Σ l*(tνᵢ), −∞ outside of the domain, and a bound on its error if the sum itself has none. */
  record Point(double t, double value, double rounding) {}

  /** At t; sums have twice the digits, terms have not. */
  Point at(double t) {
    double[] scaled = new double[nu.cols];
    DoubleDouble sum = DoubleDouble.ZERO;
    double sizes = 0;
    for (int i = 0; i < nu.rows; i++) {
      double[] target = training.y().row(i);
      double rate = 0;
      for (int k = 0; k < scaled.length; k++) {
        scaled[k] = t * nu.at(i, k);
        rate += Math.abs(scaled[k]);
      }
      double conjugate = training.loss().conjugate(scaled, target);
      if (conjugate == Double.POSITIVE_INFINITY) {
        return new Point(t, Double.NEGATIVE_INFINITY, 0);
      }
      sum = sum.plus(DoubleDouble.of(-conjugate));
      sizes += Math.abs(conjugate) + 2 * rate * largest(target);
    }
    return new Point(t, sum.hi(), ROUNDINGS * UNIT * sizes);
  }

  private static double largest(double... target) {
    double largest = 0;
    for (double entry : target) {
      largest = Math.max(largest, Math.abs(entry));
    }
    return largest;
  }

  /**
   * The largest value found for 0 ≤ t ≤ {@code most}; the end and t = 1, where a dual vector of a
   * solver is to be taken as it is, are tried. Where the values still rise at the end, as they do
   * at the dual vector of a network that is not 0, nothing else has to be; otherwise a golden
   * section search follows.
   */
  Point maximum(double most) {
    double high = Double.isFinite(most) ? most : 1;
    Point whole = at(Math.min(1, high));
    Point end = high > 1 ? at(high) : whole;
    if (Double.isFinite(end.value) && end.value >= at((1 - PRECISION) * high).value) {
      return larger(whole, end);
    }
    if (high >= 1 + NEAR
        && whole.value >= at(1 - NEAR).value
        && whole.value >= at(1 + NEAR).value) {
      return whole; // as for the gradient at f = 0, whose t is 1
    }
    return larger(search(high), larger(whole, larger(end, at(0))));
  }

  private static Point larger(Point first, Point second) {
    return second.value > first.value ? second : first;
  }

  private Point search(double most) {
    double high = most;
    double low = 0;
    double precision = PRECISION * high;
    Point left = at(high - GOLDEN * (high - low));
    Point right = at(low + GOLDEN * (high - low));
    Point best = larger(left, right);
    while (high - low > precision) {
      best = larger(best, larger(left, right));
      if (right.value > left.value) {
        low = left.t;
        left = right;
        right = at(low + GOLDEN * (high - low));
      } else {
        high = right.t;
        right = left;
        left = at(high - GOLDEN * (high - low));
      }
    }
    return best;
  }
}
