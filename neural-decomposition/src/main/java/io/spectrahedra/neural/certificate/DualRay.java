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

  private final TrainingProblem training;
  private final DenseMatrix nu;

  DualRay(TrainingProblem training, DenseMatrix nu) {
    this.training = training;
    this.nu = nu;
  }

  /** At t; −∞ outside of the domain. */
  double at(double t) {
    double[] scaled = new double[nu.cols];
    double sum = 0;
    for (int i = 0; i < nu.rows; i++) {
      for (int k = 0; k < scaled.length; k++) {
        scaled[k] = t * nu.at(i, k);
      }
      sum -= training.loss().conjugate(scaled, training.y().row(i));
    }
    return sum;
  }

  /**
   * The largest value found for 0 ≤ t ≤ {@code most}; the end and t = 1, where a dual vector of a
   * solver is to be taken as it is, are tried. Where the values still rise at the end, as they do
   * at the dual vector of a network that is not 0, nothing else has to be; otherwise a golden
   * section search follows.
   */
  double maximum(double most) {
    double high = Double.isFinite(most) ? most : 1;
    double whole = at(Math.min(1, high));
    double end = high > 1 ? at(high) : whole;
    if (Double.isFinite(end) && end >= at((1 - PRECISION) * high)) {
      return Math.max(whole, end);
    }
    if (high >= 1 + NEAR && whole >= at(1 - NEAR) && whole >= at(1 + NEAR)) {
      return whole; // as for the gradient at f = 0, whose t is 1
    }
    return Math.max(search(high), Math.max(whole, Math.max(end, at(0))));
  }

  private double search(double most) {
    double high = most;
    double best = Double.NEGATIVE_INFINITY;
    double low = 0;
    double precision = PRECISION * high;
    double left = high - GOLDEN * (high - low);
    double right = low + GOLDEN * (high - low);
    double atLeft = at(left);
    double atRight = at(right);
    while (high - low > precision) {
      best = Math.max(best, Math.max(atLeft, atRight));
      if (atRight > atLeft) {
        low = left;
        left = right;
        atLeft = atRight;
        right = low + GOLDEN * (high - low);
        atRight = at(right);
      } else {
        high = right;
        right = left;
        atRight = atLeft;
        left = high - GOLDEN * (high - low);
        atLeft = at(left);
      }
    }
    return best;
  }
}
