package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.problem.Equilibration;
import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.problem.SmoothPenalty;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The penalties of the rows in the units of the scaled problem [M5]: f̂*(ŷ) = f*(y)/(τω).
 * Immutable.
 *
 * <p>A row is <em>linear</em> if it is hard or quadratic: r = Dy with a constant D [M2]. The others
 * are counted by j, and row {@code nonlinear[j]} is the j-th of them: their f*′ is something else,
 * or their multiplier lies in an interval [M32]. <em>Smooth</em> rows may be counted apart: their
 * equation is then ŷ = f̂′(r̂) [M61].
 */
final class ScaledRows {
  /** Of the greatest f″: what f″ counts as at least, for 1/f″ has to be finite. */
  private static final double LEAST_CURVATURE = 1e-12;

  /** Of the greatest f″: what it has to be where the iteration begins. */
  private static final double BENT = 0.1;

  private final List<SdpProblem.Row> rows;
  private final Equilibration scaling;
  private final boolean bySlopes;

  /** D̂ of the linear rows: 0 for a hard one, and in place of the others. */
  final double[] compliance;

  /** The numbers of the rows that are neither linear nor smooth, ascending. */
  final int[] nonlinear;

  /** The numbers of the smooth rows, ascending; none where they are counted among the others. */
  final int[] smooth;

  /** What they cost, and the least that D can be there. */
  private final SmoothPenalty[] smoothPenalties;

  private final double[] leastCompliance;

  /** ‖Â‖ of each, at most. */
  private final double[] norms;

  /** The ends of their intervals; infinite where there is none. */
  final double[] lower;

  final double[] upper;

  /** True if a row has X and y in one equation: f* is curved. */
  final boolean curved;

  /** True if the slope of every f* is an affine function of y between the ends. */
  final boolean affine;

  /** What the rows that are not linear add to ν. */
  final int degree;

  /**
   * @param bySlopes whether smooth rows are counted apart
   */
  ScaledRows(SdpProblem source, Equilibration scaling, boolean bySlopes) {
    this.rows = source.rows();
    this.scaling = scaling;
    this.bySlopes = bySlopes;
    this.nonlinear =
        IntStream.range(0, rows.size()).filter(i -> !isLinear(i) && !isSmooth(i)).toArray();
    this.smooth = IntStream.range(0, rows.size()).filter(this::isSmooth).toArray();
    this.smoothPenalties =
        Arrays.stream(smooth)
            .mapToObj(i -> (SmoothPenalty) penalty(i))
            .toArray(SmoothPenalty[]::new);
    this.norms =
        Arrays.stream(smooth)
            .mapToDouble(i -> scaling.rowScale(i) * Equilibration.norm(rows.get(i)))
            .toArray();
    this.leastCompliance = new double[smooth.length];
    for (int j = 0; j < smooth.length; j++) {
      double greatest = smoothPenalties[j].greatestCurvature();
      leastCompliance[j] = scaling.compliance(smooth[j], 1 / greatest);
    }
    this.compliance = new double[rows.size()];
    boolean anyCurvature = false;
    for (int i = 0; i < compliance.length; i++) {
      double curvature = penalty(i).conjugateCurvature(between(i, 0));
      anyCurvature |= curvature > 0;
      compliance[i] = isLinear(i) ? scaling.compliance(i, curvature) : 0;
    }
    this.curved = anyCurvature;
    this.affine = rows.stream().allMatch(row -> row.penalty().hasQuadraticConjugate());
    this.degree = Arrays.stream(nonlinear).map(i -> penalty(i).degree()).sum();
    this.lower = new double[nonlinear.length];
    this.upper = new double[nonlinear.length];
    for (int j = 0; j < nonlinear.length; j++) {
      lower[j] = scaling.scaledMultiplier(nonlinear[j], penalty(nonlinear[j]).lower());
      upper[j] = scaling.scaledMultiplier(nonlinear[j], penalty(nonlinear[j]).upper());
    }
  }

  private boolean isLinear(int i) {
    RowPenalty penalty = penalty(i);
    return !isSmooth(i)
        && penalty.degree() == 0
        && penalty.hasQuadraticConjugate()
        && penalty.conjugateSlope(0) == 0;
  }

  /**
   * Whether the equation of row i is ŷ = f̂′(r̂): where y could not begin at 0 otherwise, and f″
   * says something there [M61].
   */
  boolean isSmooth(int i) {
    return bySlopes
        && penalty(i) instanceof SmoothPenalty penalty
        && (penalty.lower() == 0 || penalty.upper() == 0)
        && penalty.curvature(rows.get(i).rhs()) >= BENT * penalty.greatestCurvature();
  }

  private RowPenalty penalty(int i) {
    return rows.get(i).penalty();
  }

  /** The multiplier of row i in the user's units, in its interval whatever rounding does. */
  double multiplier(int i, double y) {
    return penalty(i).nearest(scaling.multiplier(i, y));
  }

  /** y, or the number next to the end that rounding has carried it to. */
  private double between(int i, double y) {
    double lower = Math.nextUp(penalty(i).lower());
    return Math.max(lower, Math.min(Math.nextDown(penalty(i).upper()), y));
  }

  /** The derivative of f̂* of the j-th nonlinear row at ŷ. */
  double slope(int j, double y) {
    int i = nonlinear[j];
    double at = between(i, scaling.multiplier(i, y));
    return scaling.rhs(i, penalty(i).conjugateSlope(at));
  }

  /** The second derivative of f̂* of the j-th nonlinear row at ŷ. */
  double curvature(int j, double y) {
    int i = nonlinear[j];
    double at = between(i, scaling.multiplier(i, y));
    return scaling.compliance(i, penalty(i).conjugateCurvature(at));
  }

  /** f̂′ of the j-th smooth row at r̂. */
  double gradient(int j, double r) {
    int i = smooth[j];
    return scaling.scaledMultiplier(i, smoothPenalties[j].slope(scaling.residual(i, r)));
  }

  /** 1/f̂″ of the j-th smooth row at r̂: what D is there. */
  double smoothCompliance(int j, double r) {
    int i = smooth[j];
    double least = LEAST_CURVATURE * smoothPenalties[j].greatestCurvature();
    double curvature = Math.max(least, smoothPenalties[j].curvature(scaling.residual(i, r)));
    return scaling.compliance(i, 1 / curvature);
  }

  /** The least that 1/f̂″ of the j-th smooth row can be. */
  double leastCompliance(int j) {
    return leastCompliance[j];
  }

  /** ‖𝒜*(ŷ − ŷ′)‖, at most, for the ŷ′ in the intervals of the smooth rows nearest to ŷ. */
  double outside(double[] y) {
    double outside = 0;
    for (int j = 0; j < smooth.length; j++) {
      int i = smooth[j];
      outside += norms[j] * Math.abs(scaling.scaledMultiplier(i, multiplier(i, y[i])) - y[i]);
    }
    return outside;
  }

  /**
   * What a lack of each row counts as [M61]: in a smooth row, whose equation has been multiplied by
   * D, as if that had been by the least D there is.
   */
  double[] weights(double[] d) {
    double[] weights = new double[d.length];
    Arrays.fill(weights, 1);
    for (int j = 0; j < smooth.length; j++) {
      weights[smooth[j]] = leastCompliance[j] / d[smooth[j]];
    }
    return weights;
  }

  /** True if the slope of the j-th nonlinear row is an affine function of ŷ. */
  boolean isQuadratic(int j) {
    return penalty(nonlinear[j]).hasQuadraticConjugate();
  }

  /** lim f̂(tr̂)/t for t → ∞ of row i; +∞ of a hard or quadratic one unless r̂ = 0. */
  double recession(int i, double r) {
    return penalty(i).recession(scaling.residual(i, r))
        / (scaling.primalScale() * scaling.dualScale());
  }
}
