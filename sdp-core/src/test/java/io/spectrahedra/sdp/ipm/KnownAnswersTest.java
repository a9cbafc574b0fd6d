package io.spectrahedra.sdp.ipm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.SymmetricEigen;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.RandomMatrices;
import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.problem.SparseSymmetric;
import io.spectrahedra.sdp.problem.SparseVector;
import io.spectrahedra.sdp.solver.PointStatus;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Solution;
import io.spectrahedra.sdp.solver.Termination;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("problems with answers known in closed form")
class KnownAnswersTest {
  private static final Settings EXACT = Settings.defaults().withTolerance(1e-9);

  /** All six DIMACS errors within the tolerance, and the answer as close as they allow. */
  static Solution solve(SdpProblem problem, double answer) {
    Solution solution = Sdp.solve(problem, EXACT);
    assertThat(solution.termination()).as(solution.toString()).isEqualTo(Termination.OPTIMAL);
    assertThat(solution.primalStatus()).isEqualTo(PointStatus.FEASIBLE);
    assertThat(solution.dualStatus()).isEqualTo(PointStatus.FEASIBLE);
    assertThat(solution.errors().worst()).isLessThanOrEqualTo(1e-9);
    double allowed = 1e-8 * (1 + Math.abs(answer));
    assertThat(solution.primalObjective()).isCloseTo(answer, within(allowed));
    assertThat(solution.dualObjective()).isCloseTo(answer, within(allowed));
    return solution;
  }

  /** A linear program: the cheapest of n prices, y its value. */
  @Test
  void linearProgram() {
    Solution solution =
        solve(
            SdpProblem.builder()
                .nonNegative("x", 4)
                .minimise("x", ConstraintMatrix.vector(3, 1.5, 2, 7))
                .row("sum")
                .term("x", ConstraintMatrix.vector(1, 1, 1, 1))
                .equalTo(2)
                .build(),
            3);
    assertThat(solution.primal("x").at(1, 0)).isCloseTo(2, within(1e-7));
    assertThat(solution.dual("x").at(0, 0)).isCloseTo(1.5, within(1e-7));
  }

  /**
   * min x + (b − x)²/2 over x ≥ 0 is at x = max(0, b − 1), in one row or in two that say the same.
   */
  @ParameterizedTest(name = "b = {0}")
  @ValueSource(doubles = {5, 1.5, 0.3, -2})
  void oneElasticRow(double b) {
    double x = Math.max(0, b - 1);
    double answer = x + (b - x) * (b - x) / 2;
    ConstraintMatrix one = ConstraintMatrix.vector(1);
    solve(
        SdpProblem.builder()
            .nonNegative("x", 1)
            .minimise("x", one)
            .row("fit")
            .term("x", one)
            .near(b, RowPenalty.quadratic(1))
            .build(),
        answer);
    Solution twice =
        solve(
            SdpProblem.builder()
                .nonNegative("x", 1)
                .minimise("x", one)
                .row("half")
                .term("x", one)
                .near(b, RowPenalty.quadratic(0.25))
                .row("the rest")
                .term("x", 2, one)
                .near(2 * b, RowPenalty.quadratic(0.1875))
                .build(),
            answer);
    // y = w·r in each elastic row
    assertThat(twice.y()[0]).isCloseTo(0.25 * (b - x), within(1e-6));
    assertThat(twice.y()[1]).isCloseTo(0.1875 * 2 * (b - x), within(1e-6));
  }

  /**
   * The nearest positive semidefinite matrix drops the negative eigenvalues: half their squares.
   */
  @ParameterizedTest(name = "n = {0}")
  @ValueSource(ints = {2, 5, 8})
  void nearestPositiveSemidefiniteMatrix(int n) {
    DenseMatrix target = new RandomMatrices(n + 40).symmetric(n);
    double answer = 0;
    for (double value : SymmetricEigen.valuesOf(target)) {
      answer += value < 0 ? value * value / 2 : 0;
    }
    SdpProblem.Builder builder = SdpProblem.builder().psd("X", n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double weight = i == j ? 1 : 2; // an off-diagonal entry counts twice in the norm
        builder
            .row("entry " + i + "," + j)
            .term("X", ConstraintMatrix.sparse(n).set(i, j, i == j ? 1 : 0.5).build())
            .near(target.at(i, j), RowPenalty.quadratic(weight));
      }
    }
    solve(builder.build(), answer);
  }

  /** min ⟨C, X⟩ − ⟨F, Y⟩ with tr X + 1ᵀv = 1 over several blocks: all weight goes to the best. */
  @Test
  void mixedBlocks() {
    RandomMatrices random = new RandomMatrices(50);
    DenseMatrix c = random.symmetric(4);
    DenseMatrix f = random.symmetric(3);
    f.scale(2);
    double best =
        Math.min(-0.5, Math.min(SymmetricEigen.valuesOf(c)[0], SymmetricEigen.valuesOf(f)[0]));
    solve(
        SdpProblem.builder()
            .psd("X", 4)
            .psd("Y", 3)
            .nonNegative("v", 2)
            .minimise("X", ConstraintMatrix.dense(c))
            .minimise("Y", ConstraintMatrix.dense(f))
            .minimise("v", SparseVector.of(0.1, -0.5))
            .constant(10)
            .row("weight")
            .term("X", ConstraintMatrix.identity(4))
            .term("Y", ConstraintMatrix.identity(3))
            .term("v", ConstraintMatrix.vector(1, 1))
            .equalTo(1)
            .build(),
        10 + best);
  }

  /**
   * The max-cut bound of an odd cycle, n cos²(π/2n): a quarter of the largest eigenvalue of its
   * Laplacian times n, for the cycle looks the same from every node. S is sparse.
   */
  @Test
  void maxCutOfALongOddCycle() {
    int n = 501;
    SparseSymmetric.Entries minusLaplacian = ConstraintMatrix.sparse(n);
    for (int i = 0; i < n; i++) {
      minusLaplacian.set(i, i, -0.5).set(i, (i + 1) % n, 0.25);
    }
    SdpProblem.Builder builder = SdpProblem.builder().psd("X", n);
    builder.minimise("X", minusLaplacian.build());
    for (int i = 0; i < n; i++) {
      builder
          .row("node " + i)
          .term("X", SparseSymmetric.ofEntries(n, new int[] {i}, new int[] {i}, new double[] {1}))
          .equalTo(1);
    }
    double cosine = Math.cos(Math.PI / (2 * n));
    solve(builder.build(), -n * cosine * cosine);
    assertThat(Sdp.explain(builder.build())).contains("block 1: S: sparse Cholesky");
  }
}
