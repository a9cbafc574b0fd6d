package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.sdp.problem.SmoothPenalty;

/** Losses of a user's own: nothing in the solver knows them. */
final class OwnPenalties {
  private OwnPenalties() {}

  /**
   * f(r) = w·level·r²/2 for r ≥ 0 and w(1 − level)r²/2 below (Newey and Powell 1987): f*″ jumps.
   */
  record Expectile(double weight, double level) implements RowPenalty {
    @Override
    public double value(double r) {
      return weightAt(r) * r * r / 2;
    }

    @Override
    public double conjugate(double y) {
      return y * y / (2 * weightAt(y));
    }

    @Override
    public double conjugateSlope(double y) {
      return y / weightAt(y);
    }

    @Override
    public double conjugateCurvature(double y) {
      return 1 / weightAt(y);
    }

    private double weightAt(double r) {
      return weight * (r < 0 ? 1 - level : level);
    }
  }

  /** f(r) = w ln cosh r, f*(y) = w((1 + s) ln(1 + s) + (1 − s) ln(1 − s))/2 with s = y/w. */
  record LogCosh(double weight) implements RowPenalty {
    @Override
    public double value(double r) {
      double size = Math.abs(r);
      return weight * (size + Math.log1p(Math.exp(-2 * size)) - Math.log(2));
    }

    @Override
    public double conjugate(double y) {
      double s = Math.abs(y / weight);
      if (s > 1) {
        return Double.POSITIVE_INFINITY;
      }
      double rest = s < 1 ? (1 - s) * Math.log1p(-s) : 0;
      return weight * ((1 + s) * Math.log1p(s) + rest) / 2;
    }

    @Override
    public double conjugateSlope(double y) {
      double s = inner(y);
      return (Math.log1p(s) - Math.log1p(-s)) / 2;
    }

    @Override
    public double conjugateCurvature(double y) {
      double s = inner(y);
      return 1 / (weight * (1 - s) * (1 + s));
    }

    private double inner(double y) {
      return Math.max(Math.nextUp(-1.0), Math.min(Math.nextDown(1.0), y / weight));
    }

    @Override
    public double lower() {
      return -weight;
    }

    @Override
    public double upper() {
      return weight;
    }
  }

  /**
   * f(r) = w s ln(1 + exp((1 − label·r)/s)), a hinge with a round corner, f*(y) = w(s(σ ln σ + (1 −
   * σ) ln(1 − σ)) − σ) with σ = −label·y/w.
   */
  record RoundHinge(double weight, double label, double width) implements SmoothPenalty {
    private RowPenalty logistic() {
      return RowPenalty.logistic(1, 1);
    }

    /** What the logistic loss has in place of r. */
    private double at(double r) {
      return (label * r - 1) / width;
    }

    @Override
    public double value(double r) {
      return weight * width * logistic().value(at(r));
    }

    @Override
    public double slope(double r) {
      return weight * label * ((SmoothPenalty) logistic()).slope(at(r));
    }

    @Override
    public double curvature(double r) {
      return weight / width * ((SmoothPenalty) logistic()).curvature(at(r));
    }

    @Override
    public double greatestCurvature() {
      return weight / width / 4;
    }

    @Override
    public double conjugate(double y) {
      double share = label * y / weight;
      return weight * (width * logistic().conjugate(share) + share);
    }

    @Override
    public double conjugateSlope(double y) {
      return label * (width * logistic().conjugateSlope(label * y / weight) + 1);
    }

    @Override
    public double conjugateCurvature(double y) {
      return width / weight * logistic().conjugateCurvature(label * y / weight);
    }

    @Override
    public double lower() {
      return label > 0 ? -weight : 0;
    }

    @Override
    public double upper() {
      return label > 0 ? 0 : weight;
    }
  }

  /**
   * f(r) = w t²(√(1 + (r/t)²) − 1), f*(y) = w t²(1 − √(1 − s²)) with s = y/(wt) (Charbonnier et al.
   * 1994).
   */
  record PseudoHuber(double weight, double threshold) implements SmoothPenalty {
    @Override
    public double value(double r) {
      double u = Math.abs(r / threshold);
      return weight * threshold * threshold * (u / (1 + Math.hypot(1, u)) * u);
    }

    @Override
    public double slope(double r) {
      double u = r / threshold;
      return weight * threshold * (u / Math.hypot(1, u));
    }

    @Override
    public double curvature(double r) {
      double size = Math.hypot(1, r / threshold);
      return weight / size / size / size;
    }

    @Override
    public double greatestCurvature() {
      return weight;
    }

    @Override
    public double conjugate(double y) {
      double s = Math.abs(y / (weight * threshold));
      double root = Math.sqrt((1 - s) * (1 + s));
      return s > 1 ? Double.POSITIVE_INFINITY : weight * threshold * threshold * s * s / (1 + root);
    }

    @Override
    public double conjugateSlope(double y) {
      double s = inner(y);
      return threshold * s / Math.sqrt((1 - s) * (1 + s));
    }

    @Override
    public double conjugateCurvature(double y) {
      double s = inner(y);
      return Math.pow((1 - s) * (1 + s), -1.5) / weight;
    }

    private double inner(double y) {
      return Math.max(Math.nextUp(-1.0), Math.min(Math.nextDown(1.0), y / (weight * threshold)));
    }

    @Override
    public double lower() {
      return -weight * threshold;
    }

    @Override
    public double upper() {
      return weight * threshold;
    }
  }

  /**
   * f(r) = w(exp(r) − count·r + count·ln count − count), the deviance of a Poisson variable, f*(y)
   * = w(s ln s − s) − w(count·ln count − count) with s = count + y/w ≥ 0.
   */
  record Poisson(double weight, double count) implements RowPenalty {
    @Override
    public double value(double r) {
      return weight * (Math.exp(r) - count * r + entropy(count));
    }

    @Override
    public double conjugate(double y) {
      return y < lower()
          ? Double.POSITIVE_INFINITY
          : weight * (entropy(Math.max(0, count + y / weight)) - entropy(count));
    }

    private static double entropy(double s) {
      return s > 0 ? s * Math.log(s) - s : 0;
    }

    @Override
    public double conjugateSlope(double y) {
      return Math.log(inner(y));
    }

    @Override
    public double conjugateCurvature(double y) {
      return 1 / (weight * inner(y));
    }

    private double inner(double y) {
      return Math.max(1e-100, count + y / weight);
    }

    @Override
    public double lower() {
      return -weight * count;
    }
  }
}
