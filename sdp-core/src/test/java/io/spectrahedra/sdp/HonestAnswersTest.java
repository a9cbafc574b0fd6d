package io.spectrahedra.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.certificate.DimacsCheck;
import io.spectrahedra.sdp.certificate.FarkasCertificate;
import io.spectrahedra.sdp.io.SdpaReader;
import io.spectrahedra.sdp.io.SdpaWriter;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.PointStatus;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Solution;
import io.spectrahedra.sdp.solver.Termination;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("problems that are only almost infeasible, or have no interior")
class HonestAnswersTest {
  private static final double TOLERANCE = 1e-8;

  @TempDir private Path folder;

  private static ConstraintMatrix entry(int n, int i, int j, double value) {
    return ConstraintMatrix.sparse(n).set(i, j, value).build();
  }

  /** The problem as it was built, and as it is read from a file. */
  private List<SdpProblem> bothWays(SdpProblem problem) {
    Path file = folder.resolve("p.dat-s");
    SdpaWriter.write(file, problem);
    return List.of(problem, SdpaReader.read(file));
  }

  /** The errors are those of the point, and what is called feasible is. */
  private static Solution solve(SdpProblem problem) {
    Solution solution = Sdp.solve(problem, Settings.defaults().withTolerance(TOLERANCE));
    DimacsCheck check = DimacsCheck.of(problem, solution.x(), solution.y(), solution.s());
    assertThat(solution.errors()).isEqualTo(check.errors());
    assertThat(solution.primalObjective()).isEqualTo(check.primalObjective());
    boolean optimal = solution.termination() == Termination.OPTIMAL;
    assertThat(optimal).isEqualTo(solution.errors().worst() <= TOLERANCE);
    boolean feasible =
        Math.max(solution.errors().primalResidual(), solution.errors().primalCone()) <= TOLERANCE;
    if (solution.primalStatus() != PointStatus.INFEASIBILITY_CERTIFICATE) {
      assertThat(solution.primalStatus() == PointStatus.FEASIBLE).isEqualTo(feasible);
    }
    return solution;
  }

  private static double size(double[] y) {
    return Arrays.stream(y).map(Math::abs).max().orElse(0);
  }

  /**
   * X₀₀ = 0 and X₀₁ = 1: X₀₀ = ε allows it, so that no ray is exact; but 1e8 times the size of the
   * data is far enough for a proof.
   */
  @Test
  void almostFeasiblePrimal() {
    for (double cost : new double[] {0, 1}) {
      SdpProblem built =
          SdpProblem.builder()
              .psd("X", 2)
              .minimise("X", cost, ConstraintMatrix.identity(2))
              .row("corner")
              .term("X", entry(2, 0, 0, 1))
              .equalTo(0)
              .row("beside it")
              .term("X", entry(2, 0, 1, 1))
              .equalTo(2)
              .build();
      for (SdpProblem problem : bothWays(built)) {
        Solution solution = solve(problem);
        assertThat(solution.termination()).isEqualTo(Termination.PRIMAL_INFEASIBLE);
        assertThat(FarkasCertificate.primalViolation(problem, solution.y()))
            .isLessThanOrEqualTo(FarkasCertificate.TOLERANCE);
        assertThat(size(solution.y())).isGreaterThan(1e6);
      }
    }
  }

  /** (y, 1; 1, 0) ⪰ 0: y = ∞ allows it. */
  @Test
  void almostFeasibleDual() {
    SdpProblem built =
        SdpProblem.builder()
            .psd("X", 2)
            .minimise("X", entry(2, 0, 1, 1))
            .row("corner")
            .term("X", entry(2, 0, 0, 1))
            .equalTo(1)
            .build();
    for (SdpProblem problem : bothWays(built)) {
      assertUnbounded(problem, solve(problem));
    }
  }

  /**
   * min 2X₀₁ with X₀₀ = 0, which is 0, for X₀₁ is 0 on the face; with X₀₀ = ε there is no lower
   * bound, and (y, 1; 1, 0) ⪰ 0 asks for y = ∞, or for one that is large against the tolerance.
   */
  @Test
  void boundedByItsLackOfAnInterior() {
    SdpProblem built =
        SdpProblem.builder()
            .psd("X", 2)
            .minimise("X", entry(2, 0, 1, 1))
            .row("corner")
            .term("X", entry(2, 0, 0, 1))
            .equalTo(0)
            .build();
    for (SdpProblem problem : bothWays(built)) {
      Solution solution = solve(problem);
      assertThat(solution.termination()).isEqualTo(Termination.OPTIMAL);
      assertThat(solution.primalObjective()).isCloseTo(0, within(1e-8));
      assertThat(solution.errors().worst()).isLessThanOrEqualTo(1e-8);
    }
  }

  private static void assertUnbounded(SdpProblem problem, Solution solution) {
    assertThat(solution.termination()).isEqualTo(Termination.DUAL_INFEASIBLE);
    assertThat(FarkasCertificate.dualViolation(problem, solution.x()))
        .isLessThanOrEqualTo(FarkasCertificate.TOLERANCE);
    assertThat(solution.x().maxAbs()).isGreaterThan(1e6);
  }

  /** t = u₁ and u₂ = 1 in the second-order cone. */
  @Test
  void almostFeasibleInASecondOrderCone() {
    Solution solution =
        solve(
            SdpProblem.builder()
                .secondOrder("q", 3)
                .minimise("q", ConstraintMatrix.vector(1, 0, 0))
                .row("edge")
                .term("q", ConstraintMatrix.vector(1, -1, 0))
                .equalTo(0)
                .row("beside it")
                .term("q", ConstraintMatrix.vector(0, 0, 1))
                .equalTo(1)
                .build());
    assertThat(solution.termination())
        .isIn(Termination.PRIMAL_INFEASIBLE, Termination.NUMERICAL_LIMIT);
    assertThat(solution.x().maxAbs()).isFinite();
  }

  /** min X₀₀ with X₀₁ = 1 is 0, for X₁₁ → ∞ only. */
  @Test
  void anInfimumThatIsNoMinimum() {
    SdpProblem built =
        SdpProblem.builder()
            .psd("X", 2)
            .minimise("X", entry(2, 0, 0, 1))
            .row("beside it")
            .term("X", entry(2, 0, 1, 1))
            .equalTo(2)
            .build();
    for (SdpProblem problem : bothWays(built)) {
      Solution solution = solve(problem);
      assertThat(solution.termination()).isEqualTo(Termination.OPTIMAL);
      assertThat(solution.primalObjective()).isCloseTo(0, within(1e-7));
      assertThat(solution.dualObjective()).isCloseTo(0, within(1e-7));
    }
  }

  /** X₀₀ = 0 leaves X₀₁ = 0, so that min 2X₀₁ + X₁₁ + 2X₂₂ with X₁₁ + X₂₂ = 1 is 1, for y → ∞. */
  @Test
  void aSupremumThatIsNoMaximum() {
    SdpProblem built =
        SdpProblem.builder()
            .psd("X", 3)
            .minimise(
                "X", ConstraintMatrix.sparse(3).set(0, 1, 1).set(1, 1, 1).set(2, 2, 2).build())
            .row("corner")
            .term("X", entry(3, 0, 0, 1))
            .equalTo(0)
            .row("sum")
            .term("X", ConstraintMatrix.sparse(3).set(1, 1, 1).set(2, 2, 1).build())
            .equalTo(1)
            .build();
    for (SdpProblem problem : bothWays(built)) {
      Solution solution = solve(problem);
      assertThat(solution.termination()).isEqualTo(Termination.OPTIMAL);
      assertThat(solution.primalObjective()).isCloseTo(1, within(1e-7));
    }
  }

  /**
   * min X₂₂ with X₁₁ = 0 and 2X₀₁ + X₂₂ = 1 is 1, its dual max y₀ with (0, −y₀; −y₀, −y₁) ⪰ 0 is 0
   * (Vandenberghe and Boyd 1996). On the face X₀₁ = 0, and the dual there is 1 too: with a y₁ that
   * is large against the tolerance, (0, −1; −1, −y₁) is as good as in the cone.
   */
  @Test
  void aGapBetweenPrimalAndDual() {
    SdpProblem built =
        SdpProblem.builder()
            .psd("X", 3)
            .minimise("X", entry(3, 2, 2, 1))
            .row("sum")
            .term("X", ConstraintMatrix.sparse(3).set(0, 1, 1).set(2, 2, 1).build())
            .equalTo(1)
            .row("corner")
            .term("X", entry(3, 1, 1, 1))
            .equalTo(0)
            .build();
    for (SdpProblem problem : bothWays(built)) {
      Solution solution = solve(problem);
      assertThat(solution.termination()).isEqualTo(Termination.OPTIMAL);
      assertThat(solution.primalObjective()).isCloseTo(1, within(1e-7));
      assertThat(solution.dualObjective()).isCloseTo(1, within(1e-7));
      assertThat(solution.errors().worst()).isLessThanOrEqualTo(1e-8);
    }
  }

  /** One large coefficient makes a direction look like a ray: x₁ − M·x₂ = 1, and x₁ + M·x₂ = 1. */
  @ParameterizedTest(name = "M = {0}")
  @ValueSource(doubles = {1e6, 1e7, 1e8, 1e9, 1e10})
  void aLargeCoefficientIsNoProof(double large) {
    SdpProblem.Builder least = SdpProblem.builder().nonNegative("x", 2);
    least.minimise("x", ConstraintMatrix.vector(1, 1));
    least.row("r").term("x", ConstraintMatrix.vector(1, -large)).equalTo(1);
    assertOptimal(least.build(), 1);
    SdpProblem.Builder most = SdpProblem.builder().nonNegative("x", 2);
    most.minimise("x", ConstraintMatrix.vector(-1, 0));
    most.row("r").term("x", ConstraintMatrix.vector(1, large)).equalTo(1);
    assertOptimal(most.build(), -1);
    SdpProblem.Builder far = SdpProblem.builder().nonNegative("x", 2);
    far.minimise("x", ConstraintMatrix.vector(-1, 0));
    far.row("r").term("x", ConstraintMatrix.vector(1 / large, 1)).equalTo(1);
    assertOptimal(far.build(), -large);
  }

  private static void assertOptimal(SdpProblem problem, double value) {
    Solution solution = Sdp.solve(problem);
    assertThat(solution.termination()).as(solution.toString()).isEqualTo(Termination.OPTIMAL);
    assertThat(solution.primalObjective()).isCloseTo(value, within(3e-8 * Math.abs(value)));
  }
}
