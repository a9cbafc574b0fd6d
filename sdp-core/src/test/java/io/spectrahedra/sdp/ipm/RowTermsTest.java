package io.spectrahedra.sdp.ipm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.RandomMatrices;
import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.sdp.problem.SdpProblem;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("what the rows add to the Newton system")
class RowTermsTest {
  private static final List<RowPenalty> PENALTIES =
      List.of(
          RowPenalty.hard(),
          RowPenalty.absolute(2),
          RowPenalty.quadratic(3),
          RowPenalty.huber(0.7, 1.3),
          RowPenalty.squaredHinge(0.6, -1),
          RowPenalty.hinge(2, 1),
          new OwnPenalties.LogCosh(4),
          RowPenalty.logistic(4, 1));

  private static final int CURVED = 6;
  private static final int SMOOTH = 7;

  private final ScaledRows rows = new ScaledProblem(problem(), Workers.SERIAL).rowTerms;
  private final int m = PENALTIES.size();
  private final double[] y = new double[m];
  private final double[] slack = new RandomMatrices(9).dense(1, m).row(0);
  private final RowTerms terms = RowTerms.start(rows, 0.1, 0.3, y);

  private static SdpProblem problem() {
    SdpProblem.Builder builder = SdpProblem.builder().nonNegative("x", 1);
    ConstraintMatrix one = ConstraintMatrix.vector(1);
    builder.minimise("x", one);
    for (int i = 0; i < PENALTIES.size(); i++) {
      builder.row("row " + i).term("x", one).near(1, PENALTIES.get(i));
    }
    return builder.build();
  }

  private static double[] residuals(RowTerms of, double[] y, double[] slack) {
    return of.residuals(y, slack, of.compliance(y, slack));
  }

  private Step step(RowStep target, long seed) {
    RandomMatrices random = new RandomMatrices(seed);
    double[] dy = new double[m];
    for (int i = 0; i < m; i++) {
      dy[i] = 0.01 * random.next();
    }
    BlockMatrix none = BlockMatrix.of(List.of());
    return new Step(none, dy, none).withRows(terms.direction(target, y, dy));
  }

  @Test
  void theStartIsInsideAndCentred() {
    assertThat(terms.isInside(y)).isTrue();
    assertThat(y[0]).isZero();
    assertThat(y[1]).isZero();
    assertThat(y[4]).isCloseTo(0.1, within(1e-15));
    assertThat(y[5]).isCloseTo(-0.1, within(1e-15));
    assertThat(y[SMOOTH]).isZero();
    // two ends each of absolute, Huber, hinge and ln cosh, one of the squared hinge
    assertThat(terms.gap(y)).isCloseTo(9 * 0.3, within(1e-14));
    assertThat(residuals(terms, y, slack)[0]).isEqualTo(slack[0]);
  }

  /**
   * To first order a step that leaves b − 𝒜(X) as it is changes rₚ by −D dy − k_u + k_l, and takes
   * every product to its target.
   */
  @Test
  void theDirectionSolvesTheLinearisedRows() {
    double centre = 0.2;
    RowStep target = terms.target(centre, y);
    Step step = step(target, 1);
    double[] before = residuals(terms, y, slack);
    double[] expected = terms.rightHandSides(new double[m], target);
    double[] d = terms.compliance(y, slack);
    assertThat(d[0]).isZero();
    double small = 1e-6;
    RowTerms moved = terms.copy();
    moved.add(small, step.rows());
    double[] movedY = y.clone();
    for (int i = 0; i < m; i++) {
      movedY[i] += small * step.dy()[i];
    }
    double[] after = residuals(moved, movedY, slack);
    for (int i = 0; i < m; i++) {
      double change = (before[i] - after[i]) / small;
      assertThat(change).isCloseTo(d[i] * step.dy()[i] - expected[i], within(1e-4));
    }
    double change = (moved.gap(movedY) - terms.gap(y)) / small;
    assertThat(change).isCloseTo(9 * centre - terms.gap(y), within(1e-4));
    assertThat(terms.gap(y, step.dy(), step.rows(), new StepLength(small, small)))
        .isCloseTo(moved.gap(movedY), within(1e-14));
  }

  /** After a full step with the exact second-order term all products would be at their target. */
  @Test
  void theSecondOrderTermIsTheProductOfTheAffineStep() {
    Step affine = step(terms.target(0, y), 2);
    RowStep plain = terms.target(0.2, y);
    RowStep corrected = terms.correctedTarget(0.2, y, affine);
    for (int j = 0; j < rows.nonlinear.length; j++) {
      double dy = affine.dy()[rows.nonlinear[j]];
      double above = y[rows.nonlinear[j]] - rows.lower[j];
      double below = rows.upper[j] - y[rows.nonlinear[j]];
      if (!Double.isInfinite(above)) {
        assertThat((plain.lower()[j] - corrected.lower()[j]) * above)
            .isCloseTo(affine.rows().lower()[j] * dy, within(1e-13));
      }
      if (!Double.isInfinite(below)) {
        assertThat((plain.upper()[j] - corrected.upper()[j]) * below)
            .isCloseTo(-affine.rows().upper()[j] * dy, within(1e-13));
      }
    }
  }

  @Test
  void theLongestStepsEndAtTheBoundary() {
    for (int seed = 0; seed < 20; seed++) {
      Step step = step(terms.target(0.01 * seed, y), seed);
      double dual = terms.maxStepDual(y, step.dy(), 1e6);
      double primal = terms.maxStepPrimal(step.rows(), 1e6);
      assertThat(isInside(step, primal * (1 - 1e-9), 0)).isTrue();
      assertThat(isInside(step, 0, dual * (1 - 1e-9))).isTrue();
      assertThat(dual).isLessThan(1e6);
      assertThat(isInside(step, 0, dual * (1 + 1e-9))).isFalse();
      assertThat(isInside(step, primal * (1 + 1e-9), 0)).isEqualTo(primal == 1e6);
    }
  }

  private boolean isInside(Step step, double primal, double dual) {
    RowTerms moved = terms.copy();
    moved.add(primal, step.rows());
    double[] movedY = y.clone();
    for (int i = 0; i < m; i++) {
      movedY[i] += dual * step.dy()[i];
    }
    return moved.isInside(movedY);
  }

  private Residuals residuals(double[] rp) {
    double[] d = terms.compliance(y, slack);
    return new Residuals(slack, d, rp, BlockMatrix.of(List.of()), 0, 0, 0, 0, 0, 0, 0, 0);
  }

  /**
   * There are two rows whose residual a step does not shrink by 1 − α. Where 𝒜(dX) + D dy = rₚ +
   * k_l − k_u, it adds α(D dy − rₚ − k_l + k_u) to b − 𝒜(X).
   */
  @Test
  void theMeritIsThatOfTheCurvedRowsAfterTheStep() {
    RowStep target = terms.target(0.2, y);
    Step step = step(target, 3);
    double[] d = terms.compliance(y, slack);
    double[] rp = residuals(terms, y, slack);
    double[] rhs = terms.rightHandSides(rp, target);
    for (double alpha : new double[] {0, 0.7, 1}) {
      RowTerms moved = terms.copy();
      moved.add(alpha, step.rows());
      double[] movedY = y.clone();
      double[] movedSlack = slack.clone();
      for (int i = 0; i < m; i++) {
        movedY[i] += alpha * step.dy()[i];
        movedSlack[i] += alpha * (d[i] * step.dy()[i] - rhs[i]);
      }
      double[] left = residuals(moved, movedY, movedSlack);
      double gradient = left[SMOOTH] / moved.compliance(movedY, movedSlack)[SMOOTH];
      double expected =
          left[CURVED] * left[CURVED] / d[CURVED] + rows.leastCompliance(0) * gradient * gradient;
      assertThat(terms.merit(y, residuals(rp), step, alpha))
          .isCloseTo(expected, within(1e-12 * (1 + expected)));
    }
  }

  /** At r = 8 the slope of ln(1 + exp(−r)) says nothing of the one at −2. */
  @Test
  void aStepIsCurbedWhereTheSlopeOfASmoothRowChanges() {
    slack[SMOOTH] = 8; // the scales of this problem are 1
    y[SMOOTH] = rows.gradient(0, slack[SMOOTH]) - 1e-3;
    double d = terms.compliance(y, slack)[SMOOTH];
    double[] rp = new double[m];
    rp[SMOOTH] = residuals(terms, y, slack)[SMOOTH];
    double[] dy = new double[m];
    dy[SMOOTH] = (rp[SMOOTH] - 1.25 * slack[SMOOTH]) / d;
    BlockMatrix none = BlockMatrix.of(List.of());
    Step step = new Step(none, dy, none).withRows(RowStep.zeros(rows.nonlinear.length));
    double before = terms.merit(y, residuals(rp), step, 0);
    assertThat(terms.merit(y, residuals(rp), step, 1)).isGreaterThan(100 * before);
    double alpha = terms.curbed(y, residuals(rp), step, 1e-9, 1);
    assertThat(alpha).isLessThan(1).isGreaterThan(1e-3);
    assertThat(terms.merit(y, residuals(rp), step, alpha)).isLessThan(before);
  }

  @Test
  void aStepIsCurbedWhereTheCurvatureOfAConjugateUndoesIt() {
    double[] dy = new double[m];
    dy[CURVED] = -3.9; // from y = 0 next to the end
    BlockMatrix none = BlockMatrix.of(List.of());
    RowStep target = terms.target(0.2, y);
    Step step = new Step(none, dy, none).withRows(terms.direction(target, y, dy));
    double[] rp = new double[m];
    rp[CURVED] = 1e-4;
    y[SMOOTH] = rows.gradient(0, slack[SMOOTH]);
    double before = terms.merit(y, residuals(rp), step, 0);
    assertThat(terms.merit(y, residuals(rp), step, 1)).isGreaterThan(100 * before);
    double alpha = terms.curbed(y, residuals(rp), step, 1e-9, 1);
    assertThat(alpha).isLessThan(0.1).isGreaterThan(1e-8);
    assertThat(terms.merit(y, residuals(rp), step, alpha)).isLessThan(before);
    assertThat(terms.merit(y, residuals(rp), step, 2 * alpha))
        .isGreaterThan((1 - 0.2 * alpha) * before);
    // harmless against a large gap, or where the slope hardly bends
    assertThat(terms.curbed(y, residuals(rp), step, 1e9, 1)).isEqualTo(1);
    dy[CURVED] = -1e-4;
    assertThat(terms.curbed(y, residuals(rp), step, 1e-9, 1)).isEqualTo(1);
    // f* of all other rows is quadratic
    Arrays.fill(rp, 1);
    rp[CURVED] = 0;
    rp[SMOOTH] = 0;
    Arrays.fill(dy, 3);
    dy[CURVED] = 0;
    dy[SMOOTH] = 0;
    assertThat(terms.curbed(y, residuals(rp), step, 1e-9, 1)).isEqualTo(1);
  }
}
