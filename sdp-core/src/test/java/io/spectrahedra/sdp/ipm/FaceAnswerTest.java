package io.spectrahedra.sdp.ipm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.certificate.FarkasCertificate;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Solution;
import io.spectrahedra.sdp.solver.Termination;
import io.spectrahedra.sdp.solver.WarmStart;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("graph partition on its face: values known exactly, at 1e-10")
class FaceAnswerTest {
  private static final Settings EXACT = Settings.defaults().withTolerance(1e-10);

  /** ⟨L, X⟩ = n tr X for every X with Xe = 0. */
  @ParameterizedTest(name = "order {0}")
  @CsvSource({"4", "20", "61"})
  void completeGraph(int n) {
    DenseMatrix l = DenseMatrix.zeros(n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        join(l, i, j);
      }
    }
    assertThat(solve(l, 1).primalObjective()).isCloseTo(n * n, within(1e-9 * n * n));
  }

  /**
   * With sides of n/2 and s = e₁ᵀX₁₁e₁ = −e₁ᵀX₁₂e₂, ⟨L, X⟩ = n²/2 + 2s: least where s = 0, and most
   * where s = n²/4, for the sides themselves.
   */
  @ParameterizedTest(name = "order {0}, sign {1}")
  @CsvSource({"8, 1", "8, -1", "40, 1", "40, -1", "100, 1", "100, -1"})
  void completeBipartiteGraph(int n, int sign) {
    DenseMatrix l = DenseMatrix.zeros(n, n);
    for (int i = n / 2; i < n; i++) {
      for (int j = 0; j < n / 2; j++) {
        join(l, i, j);
      }
    }
    double value = sign > 0 ? n * n / 2.0 : -n * n;
    assertThat(solve(l, sign).primalObjective()).isCloseTo(value, within(1e-9 * n * n));
  }

  /** n times the second eigenvalue, whose eigenspace has a constant diagonal. */
  @ParameterizedTest(name = "order {0}")
  @CsvSource({"5", "24", "75"})
  void cycle(int n) {
    DenseMatrix l = DenseMatrix.zeros(n, n);
    for (int i = 0; i < n; i++) {
      join(l, i, (i + 1) % n);
    }
    double value = n * (2 - 2 * Math.cos(2 * Math.PI / n));
    assertThat(solve(l, 1).primalObjective()).isCloseTo(value, within(1e-9 * (1 + value)));
  }

  /** S ≥ 0 asks for a large multiple of eeᵀ, next to which rounding errors of X and S are large. */
  @ParameterizedTest(name = "seed {0}, density {1}")
  @CsvSource({"1, 0.02", "2, 0.02", "16, 0.02", "3, 0.05", "4, 0.2", "5, 0.5", "6, 0.8"})
  void randomGraph(int seed, double density) {
    Random random = new Random(seed);
    DenseMatrix l = DenseMatrix.zeros(124, 124);
    for (int i = 0; i < l.rows; i++) {
      for (int j = 0; j < i; j++) {
        if (random.nextDouble() < density) {
          join(l, i, j);
        }
      }
    }
    assertThat(solve(l, 1).errors().primalResidual()).isLessThanOrEqualTo(1e-12);
  }

  private static void join(DenseMatrix l, int i, int j) {
    l.add(i, j, -1);
    l.add(j, i, -1);
    l.add(i, i, 1);
    l.add(j, j, 1);
  }

  private static Solution solve(DenseMatrix l, double sign) {
    Solution solution = Sdp.solve(partition(l, sign), EXACT);
    assertThat(solution.termination()).as(solution.toString()).isEqualTo(Termination.OPTIMAL);
    assertThat(solution.errors().worst()).isLessThanOrEqualTo(1e-10);
    return solution;
  }

  private static SdpProblem partition(DenseMatrix l, double sign) {
    int n = l.rows;
    DenseMatrix ones = DenseMatrix.zeros(n, n);
    ones.fill(1);
    SdpProblem.Builder builder =
        SdpProblem.builder()
            .psd("X", n)
            .minimise("X", sign, ConstraintMatrix.dense(l))
            .row("balanced")
            .term("X", ConstraintMatrix.dense(ones))
            .equalTo(0);
    for (int i = 0; i < n; i++) {
      builder.row("x" + i).term("X", ConstraintMatrix.sparse(n).set(i, i, 1).build()).equalTo(1);
    }
    return builder.build();
  }

  @Test
  void warmStart() {
    DenseMatrix l = DenseMatrix.zeros(12, 12);
    for (int i = 0; i < 12; i++) {
      join(l, i, (i + 1) % 12);
      join(l, i, (i + 5) % 12);
    }
    SdpProblem problem = partition(l, 1);
    Solution cold = Sdp.solve(problem, Settings.defaults());
    join(l, 3, 8);
    SdpProblem next = partition(l, 1);
    Solution warm = Sdp.solve(next, Settings.defaults(), WarmStart.of(cold, next));
    assertThat(warm.termination()).isEqualTo(Termination.OPTIMAL);
    assertThat(warm.primalObjective())
        .isCloseTo(Sdp.solve(next, Settings.defaults()).primalObjective(), within(1e-6));
  }

  /** X₀₀ = 0 and X₀₁ = 1 have no X, and on the face the second row says 0 = 1. */
  @Test
  void infeasibleOnTheFace() {
    SdpProblem problem =
        SdpProblem.builder()
            .psd("X", 3)
            .minimise("X", ConstraintMatrix.identity(3))
            .row("zero")
            .term("X", ConstraintMatrix.sparse(3).set(0, 0, 1).build())
            .equalTo(0)
            .row("one")
            .term("X", ConstraintMatrix.sparse(3).set(0, 1, 0.5).build())
            .equalTo(1)
            .build();
    Solution solution = Sdp.solve(problem, Settings.defaults());
    assertThat(solution.termination()).isEqualTo(Termination.PRIMAL_INFEASIBLE);
    assertThat(FarkasCertificate.primalViolation(problem, solution.y()))
        .isLessThanOrEqualTo(FarkasCertificate.TOLERANCE);
  }

  /** −X₁₁ has no lower bound on the face. */
  @Test
  void unboundedOnTheFace() {
    SdpProblem problem =
        SdpProblem.builder()
            .psd("X", 3)
            .minimise("X", -1, ConstraintMatrix.sparse(3).set(1, 1, 1).build())
            .row("zero")
            .term("X", ConstraintMatrix.sparse(3).set(0, 0, 1).build())
            .equalTo(0)
            .row("one")
            .term("X", ConstraintMatrix.sparse(3).set(2, 2, 1).build())
            .equalTo(1)
            .build();
    Solution solution = Sdp.solve(problem, Settings.defaults());
    assertThat(solution.termination()).isEqualTo(Termination.DUAL_INFEASIBLE);
    assertThat(FarkasCertificate.dualViolation(problem, solution.x()))
        .isLessThanOrEqualTo(FarkasCertificate.TOLERANCE);
  }
}
