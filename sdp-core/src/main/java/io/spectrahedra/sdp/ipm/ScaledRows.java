package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.problem.Equilibration;
import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.sdp.problem.SdpProblem;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The penalties of the rows in the units of the scaled problem [M5]: f̂*(ŷ) = f*(y)/(τω).
 * Immutable.
 *
 * <p>A row is <em>bounded</em> if its multiplier lies in an interval that has an end [M32]. Bounded
 * rows are counted by j, and row {@code bounded[j]} is the j-th of them.
 */
final class ScaledRows {
  private final List<SdpProblem.Row> rows;
  private final Equilibration scaling;

  /** D̂ of the rows that are not bounded: 0 for a hard one. */
  final double[] compliance;

  /** The numbers of the bounded rows, ascending. */
  final int[] bounded;

  /** The ends of their intervals; infinite where there is none. */
  final double[] lower;

  final double[] upper;

  /** True if a row has X and y in one equation: f* is curved. */
  final boolean curved;

  /** True if the slope of an f* is not an affine function of y. */
  final boolean nonlinear;

  ScaledRows(SdpProblem source, Equilibration scaling) {
    this.rows = source.rows();
    this.scaling = scaling;
    this.bounded = IntStream.range(0, rows.size()).filter(i -> penalty(i).degree() > 0).toArray();
    this.compliance = new double[rows.size()];
    boolean anyCurvature = false;
    for (int i = 0; i < compliance.length; i++) {
      RowPenalty penalty = penalty(i);
      double curvature = penalty.conjugateCurvature(0);
      anyCurvature |= curvature > 0;
      compliance[i] = penalty.degree() > 0 ? 0 : scaling.compliance(i, curvature);
    }
    this.curved = anyCurvature;
    this.nonlinear = rows.stream().anyMatch(row -> !row.penalty().hasQuadraticConjugate());
    this.lower = new double[bounded.length];
    this.upper = new double[bounded.length];
    for (int j = 0; j < bounded.length; j++) {
      lower[j] = scaling.scaledMultiplier(bounded[j], penalty(bounded[j]).lower());
      upper[j] = scaling.scaledMultiplier(bounded[j], penalty(bounded[j]).upper());
    }
  }

  private RowPenalty penalty(int i) {
    return rows.get(i).penalty();
  }

  /** The multiplier of row i in the user's units, in its interval whatever rounding does. */
  double multiplier(int i, double y) {
    return penalty(i).nearest(scaling.multiplier(i, y));
  }

  /** The derivative of f̂* of the j-th bounded row at ŷ. */
  double slope(int j, double y) {
    int i = bounded[j];
    return scaling.rhs(i, penalty(i).conjugateSlope(scaling.multiplier(i, y)));
  }

  /** The second derivative of f̂* of the j-th bounded row at ŷ. */
  double curvature(int j, double y) {
    int i = bounded[j];
    return scaling.compliance(i, penalty(i).conjugateCurvature(scaling.multiplier(i, y)));
  }

  /** True if the slope of the j-th bounded row is an affine function of ŷ. */
  boolean isQuadratic(int j) {
    return penalty(bounded[j]).hasQuadraticConjugate();
  }

  /** lim f̂(tr̂)/t for t → ∞ of row i; +∞ of a hard or quadratic one unless r̂ = 0. */
  double recession(int i, double r) {
    return penalty(i).recession(scaling.residual(i, r))
        / (scaling.primalScale() * scaling.dualScale());
  }
}
