package io.spectrahedra.sdp.ipm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.RandomMatrices;
import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.sdp.problem.SdpProblem;
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
          RowPenalty.logistic(4, 1));

  private final ScaledRows rows = new ScaledProblem(problem(), Workers.SERIAL).rowTerms;
  private final int m = PENALTIES.size();
  private final double[] y = new double[m];
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
    // two ends each of absolute, Huber, hinge and logistic, one of the squared hinge
    assertThat(terms.gap(y)).isCloseTo(9 * 0.3, within(1e-14));
    assertThat(terms.residuals(y)[0]).isZero();
  }

  /** To first order a step changes r by D dy + k_u − k_l, and takes every product to its target. */
  @Test
  void theDirectionSolvesTheLinearisedRows() {
    double centre = 0.2;
    RowStep target = terms.target(centre, y);
    Step step = step(target, 1);
    double[] before = terms.residuals(y);
    double[] expected = terms.rightHandSides(new double[m], target);
    double[] d = terms.compliance(y);
    assertThat(d[0]).isZero();
    double small = 1e-6;
    RowTerms moved = terms.copy();
    moved.add(small, step.rows());
    double[] movedY = y.clone();
    for (int i = 0; i < m; i++) {
      movedY[i] += small * step.dy()[i];
    }
    double[] after = moved.residuals(movedY);
    for (int i = 0; i < m; i++) {
      double change = (after[i] - before[i]) / small;
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

  /** The logistic row is the only one whose residual a step does not shrink by 1 − α. */
  @Test
  void theMeritIsThatOfTheNonlinearRowAfterTheStep() {
    RowStep target = terms.target(0.2, y);
    Step step = step(target, 3);
    double[] rp = new RandomMatrices(5).dense(1, m).row(0);
    assertThat(terms.merit(y, step, rp, 0))
        .isCloseTo(rp[6] * rp[6] / terms.compliance(y)[6], within(1e-14));
    double alpha = 0.7;
    RowTerms moved = terms.copy();
    moved.add(alpha, step.rows());
    double[] movedY = y.clone();
    for (int i = 0; i < m; i++) {
      movedY[i] += alpha * step.dy()[i];
    }
    // where 𝒜(dX) + D dy = rₚ + k_l − k_u, the step takes 𝒜(dX) off b − 𝒜(X)
    double inner = terms.rightHandSides(rp, target)[6] - terms.compliance(y)[6] * step.dy()[6];
    double left = rp[6] + terms.residuals(y)[6] - alpha * inner - moved.residuals(movedY)[6];
    assertThat(terms.merit(y, step, rp, alpha))
        .isCloseTo(left * left / terms.compliance(y)[6], within(1e-12));
  }

  @Test
  void aStepIsCurbedWhereTheCurvatureOfALogisticRowUndoesIt() {
    double[] dy = new double[m];
    dy[6] = -3; // from s = 0.025 to 0.775
    BlockMatrix none = BlockMatrix.of(List.of());
    RowStep target = terms.target(0.2, y);
    Step step = new Step(none, dy, none).withRows(terms.direction(target, y, dy));
    double[] rp = new double[m];
    rp[6] = 0.01;
    double before = terms.merit(y, step, rp, 0);
    assertThat(terms.merit(y, step, rp, 1)).isGreaterThan(100 * before);
    double alpha = terms.curbed(y, step, rp, 1e-9, 1);
    assertThat(alpha).isLessThan(0.1).isGreaterThan(1e-8);
    assertThat(terms.merit(y, step, rp, alpha)).isLessThan(before);
    assertThat(terms.merit(y, step, rp, 2 * alpha)).isGreaterThan((1 - 0.2 * alpha) * before);
    // harmless against a large gap, or where the slope hardly bends
    assertThat(terms.curbed(y, step, rp, 1e9, 1)).isEqualTo(1);
    dy[6] = -1e-4;
    assertThat(terms.curbed(y, step, rp, 1e-9, 1)).isEqualTo(1);
    // f* of all other rows is quadratic
    java.util.Arrays.fill(rp, 1);
    rp[6] = 0;
    java.util.Arrays.fill(dy, 3);
    dy[6] = 0;
    assertThat(terms.curbed(y, step, rp, 1e-9, 1)).isEqualTo(1);
  }
}
