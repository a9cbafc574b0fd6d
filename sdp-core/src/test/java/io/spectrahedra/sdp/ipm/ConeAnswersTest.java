package io.spectrahedra.sdp.ipm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.certificate.FarkasCertificate;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.RandomMatrices;
import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.problem.SparseVector;
import io.spectrahedra.sdp.solver.Solution;
import io.spectrahedra.sdp.solver.Termination;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("second-order cones and free variables in problems with answers in closed form")
class ConeAnswersTest {
  private static final ConstraintMatrix ONE = ConstraintMatrix.vector(1);

  private static SparseVector unit(int length, int index) {
    return SparseVector.unit(length, index, 1);
  }

  /** The nearest point of the cone to (t, u) is itself, 0, or (t + ‖u‖)/2 · (1, u/‖u‖). */
  @ParameterizedTest(name = "n = {0}, t = {1}")
  @CsvSource({"1, -1", "1, 2", "2, 0.1", "2, -3", "5, 0", "5, 0.7", "5, 9", "5, -9", "40, 1"})
  void projectionOntoTheCone(int n, double t) {
    double[] target = new RandomMatrices(n).dense(1, n).row(0);
    target[0] = t;
    double size = 0;
    for (int i = 1; i < n; i++) {
      size = Math.hypot(size, target[i]);
    }
    double head = t >= size ? t : t <= -size ? 0 : (t + size) / 2;
    SdpProblem.Builder builder = SdpProblem.builder().secondOrder("x", n);
    double[] nearest = new double[n];
    double answer = 0;
    for (int i = 0; i < n; i++) {
      nearest[i] = i == 0 ? head : t >= size ? target[i] : head * target[i] / size;
      answer += Math.pow(nearest[i] - target[i], 2) / 2;
      builder.row("entry " + i).term("x", unit(n, i)).near(target[i], RowPenalty.quadratic(1));
    }
    Solution solution = KnownAnswersTest.solve(builder.build(), answer);
    for (int i = 0; i < n; i++) {
      // strong convexity: ‖x − x*‖²/2 is at most the gap
      assertThat(solution.primal("x").at(i, 0)).isCloseTo(nearest[i], within(2e-4));
    }
  }

  /** max aᵀu over ‖u‖ ≤ 1 is ‖a‖. */
  @ParameterizedTest(name = "n = {0}")
  @ValueSource(ints = {2, 3, 30})
  void lengthOfAVector(int n) {
    double[] a = new RandomMatrices(n + 7).dense(1, n).row(0);
    a[0] = 0;
    double length = 0;
    for (double entry : a) {
      length = Math.hypot(length, entry);
    }
    Solution solution =
        KnownAnswersTest.solve(
            SdpProblem.builder()
                .secondOrder("x", n)
                .minimise("x", -1, ConstraintMatrix.vector(a))
                .row("radius")
                .term("x", unit(n, 0))
                .equalTo(1)
                .build(),
            -length);
    assertThat(solution.y()[0]).isCloseTo(-length, within(1e-7));
  }

  /** The smallest ball around pairs of opposite points of a sphere is the sphere's. */
  @ParameterizedTest(name = "dimension {0}")
  @ValueSource(ints = {1, 2, 5})
  void enclosingBallOfPointsOnASphere(int d) {
    RandomMatrices random = new RandomMatrices(d);
    double[] centre = random.dense(1, d).row(0);
    double radius = 2.5;
    SdpProblem.Builder builder = SdpProblem.builder().free("centre", d).free("radius", 1);
    builder.minimise("radius", ONE);
    for (int k = 0; k < 2 * d; k++) {
      double[] way = random.dense(1, d).row(0);
      double length = 0;
      for (double entry : way) {
        length = Math.hypot(length, entry);
      }
      for (int side = -1; side <= 1; side += 2) {
        String name = "point " + side * (k + 1);
        builder.secondOrder(name, d + 1);
        builder.row(name + " t").term(name, unit(d + 1, 0)).term("radius", -1, ONE).equalTo(0);
        for (int i = 0; i < d; i++) {
          builder
              .row(name + "," + i)
              .term(name, unit(d + 1, i + 1))
              .term("centre", unit(d, i))
              .equalTo(centre[i] + side * radius * way[i] / length);
        }
      }
    }
    Solution solution = KnownAnswersTest.solve(builder.build(), radius);
    assertThat(solution.dual("centre").maxAbs()).isZero();
    for (int i = 0; i < d; i++) {
      assertThat(solution.primal("centre").at(i, 0)).isCloseTo(centre[i], within(1e-4));
    }
  }

  /** The line nearest to t² on [−1, 1] in the largest deviation is 1/2, at 1/2. */
  @Test
  void chebyshevRegression() {
    int count = 21;
    SdpProblem.Builder builder =
        SdpProblem.builder()
            .free("line", 2)
            .free("deviation", 1)
            .nonNegative("above", count)
            .nonNegative("below", count)
            .minimise("deviation", ONE);
    for (int i = 0; i < count; i++) {
      double t = -1 + 2.0 * i / (count - 1);
      ConstraintMatrix at = ConstraintMatrix.vector(1, t);
      builder
          .row("above " + i)
          .term("line", at)
          .term("deviation", ONE)
          .term("above", -1, unit(count, i))
          .equalTo(t * t)
          .row("below " + i)
          .term("line", at)
          .term("deviation", -1, ONE)
          .term("below", unit(count, i))
          .equalTo(t * t);
    }
    Solution solution = KnownAnswersTest.solve(builder.build(), 0.5);
    assertThat(solution.primal("line").at(0, 0)).isCloseTo(0.5, within(1e-7));
    assertThat(solution.primal("line").at(1, 0)).isCloseTo(0, within(1e-7));
  }

  /** Least squares over free variables alone is a linear system, here x = (XᵀX)⁻¹Xᵀb = b + c. */
  @Test
  void leastSquaresOfFreeVariablesAlone() {
    Solution solution =
        KnownAnswersTest.solve(
            SdpProblem.builder()
                .free("x", 2)
                .row("first")
                .term("x", ConstraintMatrix.vector(1, 1))
                .near(3, RowPenalty.quadratic(1))
                .row("second")
                .term("x", ConstraintMatrix.vector(1, -1))
                .near(1, RowPenalty.quadratic(2))
                .build(),
            0);
    assertThat(solution.primal("x").at(0, 0)).isCloseTo(2, within(1e-7));
    assertThat(solution.primal("x").at(1, 0)).isCloseTo(1, within(1e-7));
  }

  /** Rows that meet free variables alone fix them; what is left is the cheapest v with 1ᵀv = 3. */
  @Test
  void freeVariablesAloneInSomeRows() {
    Solution solution =
        KnownAnswersTest.solve(
            SdpProblem.builder()
                .free("f", 3)
                .nonNegative("v", 2)
                .minimise("f", ConstraintMatrix.vector(1, 1, 0))
                .minimise("v", ConstraintMatrix.vector(-1, 2))
                .row("only free")
                .term("f", ConstraintMatrix.vector(1, -1, 0))
                .equalTo(-1)
                .row("only free again")
                .term("f", ConstraintMatrix.vector(1, 1, 0))
                .equalTo(3)
                .row("both")
                .term("f", ConstraintMatrix.vector(0, 0, 2))
                .term("v", ConstraintMatrix.vector(1, 1))
                .equalTo(7)
                .row("only one")
                .term("f", ConstraintMatrix.vector(0, 0, 1))
                .equalTo(2)
                .build(),
            3 - 3);
    assertThat(solution.primal("f").at(0, 0)).isCloseTo(1, within(1e-8));
    assertThat(solution.primal("f").at(1, 0)).isCloseTo(2, within(1e-8));
    assertThat(solution.primal("v").at(0, 0)).isCloseTo(3, within(1e-7));
  }

  /** A free variable may be the sum of others: columns of 𝒜 that depend on each other. */
  @Test
  void dependentFreeVariables() {
    SdpProblem.Builder builder =
        SdpProblem.builder().free("f", 3).nonNegative("v", 1).minimise("v", ONE);
    double[] b = {1, 2, 4};
    for (int i = 0; i < 3; i++) {
      builder
          .row("row " + i)
          .term("f", ConstraintMatrix.vector(1, i, 1 + i))
          .term("v", ONE)
          .near(b[i], RowPenalty.absolute(1));
    }
    // the best line through (0, 1), (1, 2), (2, 4) in the sum of absolute values is 1 + 1.5t
    KnownAnswersTest.solve(builder.build(), 0.5);
  }

  private static Solution infeasible(SdpProblem problem) {
    Solution solution = Sdp.solve(problem);
    assertThat(solution.termination())
        .as(solution.toString())
        .isEqualTo(Termination.PRIMAL_INFEASIBLE);
    assertThat(FarkasCertificate.primalViolation(problem, solution.y())).isLessThanOrEqualTo(1e-8);
    return solution;
  }

  private static void unbounded(SdpProblem problem) {
    Solution solution = Sdp.solve(problem);
    assertThat(solution.termination())
        .as(solution.toString())
        .isEqualTo(Termination.DUAL_INFEASIBLE);
    assertThat(FarkasCertificate.dualViolation(problem, solution.x())).isLessThanOrEqualTo(1e-8);
  }

  /** ‖u‖ ≤ t with t = 1 and u₁ = 2. */
  @Test
  void emptyIntersectionOfAConeAndALine() {
    infeasible(
        SdpProblem.builder()
            .secondOrder("x", 3)
            .row("t")
            .term("x", unit(3, 0))
            .equalTo(1)
            .row("u")
            .term("x", unit(3, 1))
            .equalTo(2)
            .build());
  }

  /** Two balls of radius 1 whose centres are 3 apart have no point in common. */
  @Test
  void emptyIntersectionOfTwoBalls() {
    SdpProblem.Builder builder =
        SdpProblem.builder().free("point", 2).secondOrder("a", 3).secondOrder("b", 3);
    for (String ball : new String[] {"a", "b"}) {
      builder.row(ball + " radius").term(ball, unit(3, 0)).equalTo(1);
      for (int i = 0; i < 2; i++) {
        builder
            .row(ball + " centre " + i)
            .term(ball, unit(3, i + 1))
            .term("point", -1, unit(2, i))
            .equalTo(i == 0 && ball.equals("b") ? 3 : 0);
      }
    }
    infeasible(builder.build());
  }

  /** x + v = 1 and x = 3 leave no v ≥ 0. */
  @Test
  void emptyIntersectionWithAFreeVariable() {
    Solution solution =
        infeasible(
            SdpProblem.builder()
                .free("x", 1)
                .nonNegative("v", 1)
                .row("sum")
                .term("x", ONE)
                .term("v", ONE)
                .equalTo(1)
                .row("fixed")
                .term("x", ONE)
                .equalTo(3)
                .build());
    assertThat(solution.y()[0]).isCloseTo(-0.5, within(1e-6));
  }

  @Test
  void contradictionAboutAFreeVariable() {
    infeasible(
        SdpProblem.builder()
            .free("x", 2)
            .nonNegative("v", 1)
            .row("one")
            .term("x", ConstraintMatrix.vector(1, 1))
            .equalTo(1)
            .row("two")
            .term("x", ConstraintMatrix.vector(2, 2))
            .equalTo(3)
            .row("three")
            .term("v", ONE)
            .equalTo(1)
            .build());
  }

  @Test
  void unboundedFreeVariables() {
    unbounded(
        SdpProblem.builder()
            .free("x", 2)
            .nonNegative("v", 1)
            .minimise("x", ConstraintMatrix.vector(1, 0.5))
            .row("sum")
            .term("x", ConstraintMatrix.vector(1, 1))
            .term("v", ONE)
            .equalTo(1)
            .build());
    unbounded(
        SdpProblem.builder()
            .free("x", 1)
            .secondOrder("q", 2)
            .minimise("x", ONE)
            .row("t")
            .term("q", ConstraintMatrix.vector(1, 0))
            .equalTo(1)
            .build());
  }

  /** |1 − x| grows by 1 with x ≥ 0, and −2x falls by 2; the rows of slope 3 hold it. */
  @Test
  void unboundedAgainstARowOfBoundedSlope() {
    SdpProblem.Builder builder = SdpProblem.builder().nonNegative("x", 2);
    builder.minimise("x", ConstraintMatrix.vector(-2, 1));
    builder.row("fit").term("x", ConstraintMatrix.vector(1, 0)).near(1, RowPenalty.absolute(1));
    unbounded(builder.build());
    builder.row("steep").term("x", ConstraintMatrix.vector(1, 0)).near(1, RowPenalty.absolute(3));
    KnownAnswersTest.solve(builder.build(), -2);
  }

  @Test
  void theAnswerOfNoIterationsIsInTheCone() {
    SdpProblem problem =
        SdpProblem.builder()
            .free("f", 2)
            .secondOrder("q", 3)
            .row("row")
            .term("f", ConstraintMatrix.vector(1, 1))
            .term("q", unit(3, 2))
            .equalTo(1)
            .build();
    Answer answer = Answer.identity(problem);
    assertThat(answer.s().block(0).maxAbs()).isZero();
    assertThat(answer.x().block(1)).extracting(DenseMatrix::maxAbs).isEqualTo(1.0);
  }
}
