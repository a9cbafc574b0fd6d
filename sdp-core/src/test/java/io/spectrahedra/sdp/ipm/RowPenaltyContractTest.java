package io.spectrahedra.sdp.ipm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.RandomMatrices;
import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.problem.SmoothPenalty;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("every row penalty keeps the contract of the interior-point method")
class RowPenaltyContractTest {
  private static final int POINTS = 200;

  static Stream<RowPenalty> elastic() {
    return Stream.of(
        RowPenalty.quadratic(0.3),
        RowPenalty.absolute(2),
        RowPenalty.quantile(3, 0.9),
        RowPenalty.huber(0.7, 1.3),
        RowPenalty.hinge(0.6, 1),
        RowPenalty.hinge(5, -1),
        RowPenalty.squaredHinge(0.6, 1),
        RowPenalty.squaredHinge(5, -1),
        RowPenalty.logistic(0.4, 1),
        RowPenalty.logistic(6, -1),
        RowPenalty.exponential(0.3, 0),
        RowPenalty.exponential(5, 1),
        RowPenalty.exponential(2, 0.3),
        new OwnPenalties.Expectile(2, 0.8),
        new OwnPenalties.LogCosh(0.7),
        new OwnPenalties.PseudoHuber(0.7, 2),
        new OwnPenalties.RoundHinge(0.7, -1, 1),
        new OwnPenalties.Poisson(0.5, 3),
        new OwnPenalties.Poisson(2, 0));
  }

  static Stream<RowPenalty> all() {
    return Stream.concat(Stream.of(RowPenalty.hard()), elastic());
  }

  /** Between the ends, at least a hundredth of the length (or of 1) away from them. */
  private static double inside(RowPenalty penalty, RandomMatrices random) {
    double low = Math.max(penalty.lower(), -4);
    double high = Math.min(penalty.upper(), 4);
    return low + (high - low) * (0.01 + 0.98 * (1 + random.next()) / 2);
  }

  /** f(r) + f*(y) ≥ yr, with equality at r = f*′(y), and beyond it at an end. */
  @ParameterizedTest
  @MethodSource("elastic")
  void valueAndConjugateMeet(RowPenalty penalty) {
    RandomMatrices random = new RandomMatrices(1);
    for (int k = 0; k < POINTS; k++) {
      double y = inside(penalty, random);
      double r = penalty.conjugateSlope(y);
      double size = 1 + Math.abs(y * r) + penalty.value(r);
      assertThat(penalty.value(r) + penalty.conjugate(y)).isCloseTo(y * r, within(1e-14 * size));
      double other = 10 * random.next();
      assertThat(penalty.value(other) + penalty.conjugate(y))
          .isGreaterThanOrEqualTo(y * other - 1e-14 * (1 + Math.abs(y * other)));
      assertThat(penalty.value(other)).isNotNegative();
    }
    for (int side = -1; side <= 1; side += 2) {
      double end = side < 0 ? penalty.lower() : penalty.upper();
      if (!Double.isInfinite(end)) {
        double inner = side < 0 ? Math.nextUp(end) : Math.nextDown(end);
        double slope = penalty.conjugateSlope(inner);
        double r = slope + side * 40; // of a curved row the slope is infinite but for rounding
        double size = 1 + Math.abs(end * r);
        assertThat(penalty.value(r) + penalty.conjugate(end))
            .isCloseTo(end * r, within(1e-14 * size));
        assertThat(penalty.conjugate(end + side * 1e-9)).isInfinite();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("elastic")
  void slopeAndCurvatureAreTheDerivatives(RowPenalty penalty) {
    RandomMatrices random = new RandomMatrices(2);
    for (int k = 0; k < POINTS; k++) {
      double y = inside(penalty, random);
      double h = 1e-5 * room(penalty, y);
      double slope = (penalty.conjugate(y + h) - penalty.conjugate(y - h)) / (2 * h);
      double curvature = (penalty.conjugateSlope(y + h) - penalty.conjugateSlope(y - h)) / (2 * h);
      assertThat(slope).isCloseTo(penalty.conjugateSlope(y), within(slopeError(penalty, y)));
      assertThat(curvature)
          .isCloseTo(penalty.conjugateCurvature(y), within(curvatureError(penalty, y)));
      assertThat(penalty.conjugateCurvature(y)).isNotNegative();
      assertThat(penalty.conjugateCurvature(y) > 0).isEqualTo(isCurved(penalty));
    }
  }

  /** At 0, or next to it if 0 is an end. */
  private static boolean isCurved(RowPenalty penalty) {
    double lower = Math.nextUp(penalty.lower());
    double at = Math.max(lower, Math.min(Math.nextDown(penalty.upper()), 0));
    return penalty.conjugateCurvature(at) > 0;
  }

  /** From y to the nearer end, at most 1. */
  private static double room(RowPenalty penalty, double y) {
    return Math.min(1, Math.min(y - penalty.lower(), penalty.upper() - y));
  }

  /** Of a difference over h = 1e-5·room: its rounding, and h² times a third derivative f*″/room. */
  private static double slopeError(RowPenalty penalty, double y) {
    double room = room(penalty, y);
    return 1e-15 * (1 + Math.abs(penalty.conjugate(y)) + Math.abs(y)) / (1e-5 * room)
        + 1e-9 * (Math.abs(penalty.conjugateSlope(y)) + penalty.conjugateCurvature(y) * room);
  }

  /** The same for a difference of slopes, with a fourth derivative of f*″/room². */
  private static double curvatureError(RowPenalty penalty, double y) {
    double room = room(penalty, y);
    double slope = 1 + Math.abs(penalty.conjugateSlope(y)) + penalty.conjugateCurvature(y);
    return 1e-15 * slope / (1e-5 * room) + 1e-9 * penalty.conjugateCurvature(y);
  }

  @ParameterizedTest
  @MethodSource("elastic")
  void bothAreConvex(RowPenalty penalty) {
    RandomMatrices random = new RandomMatrices(3);
    for (int k = 0; k < POINTS; k++) {
      double t = (1 + random.next()) / 2;
      double a = inside(penalty, random);
      double b = inside(penalty, random);
      double chord = t * penalty.conjugate(a) + (1 - t) * penalty.conjugate(b);
      assertThat(penalty.conjugate(t * a + (1 - t) * b)).isLessThanOrEqualTo(chord + 1e-13);
      double p = 9 * random.next();
      double q = 9 * random.next();
      chord = t * penalty.value(p) + (1 - t) * penalty.value(q);
      assertThat(penalty.value(t * p + (1 - t) * q)).isLessThanOrEqualTo(chord + 1e-13 * chord);
    }
  }

  /** 0 is in the interval; its ends are the slopes of f far out. */
  @ParameterizedTest
  @MethodSource("elastic")
  void theEndsAreTheSlopesFarOut(RowPenalty penalty) {
    assertThat(penalty.lower()).isLessThanOrEqualTo(0);
    assertThat(penalty.upper()).isGreaterThanOrEqualTo(0);
    assertThat(penalty.conjugate(0)).isLessThanOrEqualTo(0); // f ≥ 0
    int ends = 0;
    for (double r : new double[] {-1e6, 1e6}) {
      double end = r < 0 ? penalty.lower() : penalty.upper();
      ends += Double.isInfinite(end) ? 0 : 1;
      if (Double.isInfinite(end)) {
        assertThat(penalty.recession(r)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(penalty.value(r) / Math.abs(r)).isGreaterThan(1e5);
      } else {
        double slope = (penalty.value(2 * r) - penalty.value(r)) / r;
        assertThat(penalty.recession(r)).isEqualTo(end * r);
        assertThat(slope).isCloseTo(end, within(1e-9));
        assertThat(penalty.nearest(end + Math.signum(r))).isEqualTo(end);
      }
    }
    assertThat(penalty.degree()).isEqualTo(ends);
    assertThat(penalty.recession(0)).isZero();
    assertThat(penalty.isHard()).isFalse();
  }

  static Stream<SmoothPenalty> smooth() {
    return elastic().filter(SmoothPenalty.class::isInstance).map(SmoothPenalty.class::cast);
  }

  /**
   * f′ and f″ are derivatives of f and f′, f″ is the reciprocal of f*″, and no more than its sup.
   */
  @ParameterizedTest
  @MethodSource("smooth")
  void slopeAndCurvatureOfASmoothOneBelongToItsConjugate(SmoothPenalty penalty) {
    RandomMatrices random = new RandomMatrices(5);
    double greatest = 0;
    for (int k = 0; k < POINTS; k++) {
      double r = 5 * random.next();
      double h = 1e-5;
      double y = penalty.slope(r);
      double size = 1 + penalty.value(r);
      assertThat((penalty.value(r + h) - penalty.value(r - h)) / (2 * h))
          .isCloseTo(y, within(1e-9 * size));
      assertThat((penalty.slope(r + h) - penalty.slope(r - h)) / (2 * h))
          .isCloseTo(penalty.curvature(r), within(1e-9 * size));
      assertThat(penalty.conjugateSlope(y)).isCloseTo(r, within(1e-10));
      assertThat(penalty.curvature(r) * penalty.conjugateCurvature(y)).isCloseTo(1, within(1e-10));
      greatest = Math.max(greatest, penalty.curvature(r));
    }
    assertThat(greatest).isBetween(0.9 * penalty.greatestCurvature(), penalty.greatestCurvature());
    for (double r : new double[] {-1e300, -1e3, 1e3, 1e300}) {
      assertThat(penalty.slope(r)).isBetween(penalty.lower(), penalty.upper());
      assertThat(penalty.curvature(r)).isBetween(0.0, 1e-2 * greatest);
    }
  }

  private static ScaledProblem scaled(double rhs, RowPenalty penalty) {
    SdpProblem problem =
        SdpProblem.builder()
            .nonNegative("x", 2)
            .minimise("x", ConstraintMatrix.vector(70, 1))
            .row("hard")
            .term("x", ConstraintMatrix.vector(3, 4))
            .equalTo(1000)
            .row("row")
            .term("x", ConstraintMatrix.vector(0, 200))
            .near(rhs, penalty)
            .build();
    return new ScaledProblem(problem, Workers.SERIAL);
  }

  /** f̂′(r̂) = ŷ and f̂″(r̂) = 1/D̂, whatever the scales are. */
  @ParameterizedTest
  @MethodSource("smooth")
  void theScaledSlopeIsThatOfTheRow(SmoothPenalty penalty) {
    ScaledProblem scaled = scaled(0, penalty);
    ScaledRows rows = scaled.rowTerms;
    assertThat(rows.curved).isTrue();
    if (penalty.lower() < 0 && penalty.upper() > 0) { // y begins at 0 by the conjugate too
      assertThat(rows.smooth).isEmpty();
      return;
    }
    assertThat(rows.smooth).containsExactly(1);
    assertThat(rows.nonlinear).isEmpty();
    assertThat(scaled.degree).isEqualTo(scaled.blockDegree);
    double size = Math.max(Math.abs(penalty.lower()), penalty.upper());
    double least = scaled.scaling.compliance(1, 1 / penalty.greatestCurvature());
    RandomMatrices random = new RandomMatrices(6);
    for (int k = 0; k < POINTS; k++) {
      double y = inside(penalty, random);
      double slack = scaled.scaling.rhs(1, penalty.conjugateSlope(y));
      double d = scaled.scaling.compliance(1, penalty.conjugateCurvature(y));
      assertThat(scaled.scaling.multiplier(1, rows.gradient(0, slack)))
          .isCloseTo(y, within(1e-13 * size));
      assertThat(rows.smoothCompliance(0, slack) / d).isCloseTo(1, within(1e-9));
      assertThat(rows.weights(new double[] {0, d})).containsExactly(1, least / d);
    }
    // in R_d its row counts by how far y is outside: 200 of its φ
    double unit = 200 * scaled.scaling.rowScale(1);
    double end = scaled.scaling.scaledMultiplier(1, penalty.upper());
    assertThat(rows.outside(new double[] {7, end})).isCloseTo(0, within(1e-15 * unit));
    assertThat(rows.outside(new double[] {7, end + 0.25})).isCloseTo(unit / 4, within(1e-9 * unit));
  }

  /** Where f″ is next to nothing, slopes say nothing. */
  @Test
  void farOutRowsGoByTheirConjugates() {
    assertThat(scaled(2, RowPenalty.logistic(1, 1)).rowTerms.smooth).containsExactly(1);
    assertThat(scaled(-6, RowPenalty.logistic(1, 1)).rowTerms.smooth).isEmpty();
    assertThat(scaled(0, new OwnPenalties.RoundHinge(1, 1, 0.1)).rowTerms.smooth).isEmpty();
  }

  /** f̂*(ŷ) = f*(y)/(τω), whatever the scales of the rows, of b and of C. */
  @ParameterizedTest
  @MethodSource("all")
  void theScaledRowIsTheRow(RowPenalty penalty) {
    ScaledProblem scaled = scaled(-6, penalty).byConjugates();
    ScaledRows rows = scaled.rowTerms;
    assertThat(scaled.isHard(0)).isTrue();
    assertThat(scaled.isHard(1)).isEqualTo(penalty.isHard());
    assertThat(rows.curved).isEqualTo(!penalty.isHard() && isCurved(penalty));
    double unit = scaled.objectiveUnit();
    RandomMatrices random = new RandomMatrices(4);
    for (int k = 0; k < POINTS; k++) {
      double y = inside(penalty, random);
      double scaledY = scaled.scaling.scaledMultiplier(1, y);
      double h = 1e-5 * room(penalty, y);
      double step = scaled.scaling.scaledMultiplier(1, h);
      double slope = (penalty.conjugate(y + h) - penalty.conjugate(y - h)) / unit / (2 * step);
      assertThat(rows.multiplier(1, scaledY)).isCloseTo(y, within(1e-15 * Math.abs(y)));
      boolean isNonlinear = rows.nonlinear.length > 0;
      double ours = isNonlinear ? rows.slope(0, scaledY) : rows.compliance[1] * scaledY;
      double slopeUnit = h / step / unit; // of f̂*′ against f*′
      assertThat(ours).isCloseTo(slope, within(slopeUnit * slopeError(penalty, y)));
      if (isNonlinear) {
        assertThat(rows.nonlinear).containsExactly(1);
        assertThat(rows.lower[0]).isEqualTo(scaled.scaling.scaledMultiplier(1, penalty.lower()));
        assertThat(rows.upper[0]).isEqualTo(scaled.scaling.scaledMultiplier(1, penalty.upper()));
        double curvature =
            (rows.slope(0, scaledY + step) - rows.slope(0, scaledY - step)) / (2 * step);
        assertThat(rows.curvature(0, scaledY))
            .isCloseTo(curvature, within(slopeUnit * h / step * curvatureError(penalty, y)));
      }
      double r = random.next();
      double expected = penalty.recession(r) / unit;
      double actual = rows.recession(1, scaled.scaling.rhs(1, r));
      assertThat(
              actual - expected == 0
                  || Math.abs(actual / expected - 1) < 1e-14
                  || actual == expected)
          .isTrue();
    }
  }
}
