package io.spectrahedra.sdp.ipm;

import static org.assertj.core.api.Assertions.assertThat;

import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Solution;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("the graph partition bound, which has no interior")
class GraphPartitionTest {
  private static final int ORDER = 60;

  /**
   * min ⟨L, X⟩ with Xᵢᵢ = 1 and ⟨eeᵀ, X⟩ = 0: that row loses all digits of the Schur complement,
   * and the answer must not depend on where it stands.
   */
  @ParameterizedTest(name = "seed {0}, edges {1}")
  @CsvSource({"1, 0.05", "2, 0.05", "3, 0.1", "4, 0.1", "5, 0.3", "6, 0.3", "7, 0.6", "8, 0.6"})
  void balancedRowFirstOrLast(int seed, double density) {
    DenseMatrix laplacian = laplacian(new Random(seed), density);
    Solution first = solve(laplacian, true);
    Solution last = solve(laplacian, false);
    double apart = Math.abs(first.primalObjective() - last.primalObjective());
    assertThat(apart).isLessThanOrEqualTo(1e-6 * (1 + Math.abs(last.primalObjective())));
  }

  private static Solution solve(DenseMatrix laplacian, boolean balancedFirst) {
    SdpProblem.Builder builder = SdpProblem.builder().psd("X", ORDER);
    builder.minimise("X", ConstraintMatrix.dense(laplacian));
    for (int i = -1; i <= ORDER; i++) {
      if (i == (balancedFirst ? -1 : ORDER)) {
        DenseMatrix ones = DenseMatrix.zeros(ORDER, ORDER);
        ones.fill(1);
        builder.row("balanced").term("X", ConstraintMatrix.dense(ones)).equalTo(0);
      } else if (i >= 0 && i < ORDER) {
        builder
            .row("x" + i)
            .term("X", ConstraintMatrix.sparse(ORDER).set(i, i, 1).build())
            .equalTo(1);
      }
    }
    Solution solution = Sdp.solve(builder.build(), Settings.defaults());
    assertThat(solution.errors().worst()).as(solution.toString()).isLessThanOrEqualTo(1e-7);
    return solution;
  }

  private static DenseMatrix laplacian(Random random, double density) {
    DenseMatrix l = DenseMatrix.zeros(ORDER, ORDER);
    for (int i = 0; i < ORDER; i++) {
      for (int j = 0; j < i; j++) {
        if (random.nextDouble() < density) {
          l.add(i, j, -1);
          l.add(j, i, -1);
          l.add(i, i, 1);
          l.add(j, j, 1);
        }
      }
    }
    return l;
  }
}
