package io.spectrahedra.sdp.ipm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.RandomMatrices;
import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Solution;
import io.spectrahedra.sdp.solver.Termination;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("random problems")
class RandomProblemsTest {

  static IntStream seeds() {
    return IntStream.range(0, 40);
  }

  static IntStream manySeeds() {
    return IntStream.range(40, 1000);
  }

  /** Rows beyond the dimensions are compressed, with the same answer as a few that say the same. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void moreRowsThanDimensions(int seed) {
    RandomMatrices random = new RandomMatrices(seed + 1000);
    int n = 2 + seed % 3;
    int rows = n * (n + 1) + 5 + seed % 20;
    DenseMatrix c = random.positive(n, 0.1);
    SdpProblem.Builder few =
        SdpProblem.builder().psd("X", n).minimise("X", ConstraintMatrix.dense(c));
    SdpProblem.Builder many =
        SdpProblem.builder().psd("X", n).minimise("X", ConstraintMatrix.dense(c));
    for (int i = 0; i < n; i++) {
      ConstraintMatrix a = random.any(n);
      double rhs = random.next() * 3;
      few.row("r" + i).term("X", a).near(rhs, RowPenalty.quadratic(rows));
      for (int k = 0; k < rows; k++) { // the same row in many equal parts
        many.row("r" + i + "," + k).term("X", a).near(rhs, RowPenalty.quadratic(1));
      }
    }
    Settings settings = Settings.defaults().withTolerance(1e-9);
    Solution one = Sdp.solve(few.build(), settings);
    Solution other = Sdp.solve(many.build(), settings);
    assertThat(other.termination()).isEqualTo(Termination.OPTIMAL);
    assertThat(other.errors().worst()).isLessThanOrEqualTo(1e-9);
    assertThat(other.y()).hasSize(rows * n);
    double size = 1 + Math.abs(one.primalObjective());
    assertThat(other.primalObjective()).isCloseTo(one.primalObjective(), within(1e-8 * size));
    assertThat(other.dualObjective()).isCloseTo(one.primalObjective(), within(1e-8 * size));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("manySeeds")
  @Tag("slow")
  void manyCompressedProblems(int seed) {
    moreRowsThanDimensions(seed);
  }

  @Test
  void badlyScaledDataAreEquilibrated() {
    RandomMatrices random = new RandomMatrices(3);
    DenseMatrix x = random.positive(4, 1);
    SdpProblem.Builder builder = SdpProblem.builder().psd("X", 4);
    builder.minimise("X", 1e7, ConstraintMatrix.identity(4));
    double[] scale = {1e-6, 1, 1e5, 1e8};
    for (int i = 0; i < 4; i++) {
      ConstraintMatrix a = random.any(4);
      builder.row("row " + i).term("X", scale[i], a).equalTo(scale[i] * a.dot(x));
    }
    Solution solution = Sdp.solve(builder.build());
    assertThat(solution.termination()).isEqualTo(Termination.OPTIMAL);
    assertThat(solution.errors().worst()).isLessThanOrEqualTo(1e-8);
  }

  @Test
  void theAnswerIsExactlySymmetric() {
    RandomMatrices random = new RandomMatrices(4);
    SdpProblem.Builder builder = SdpProblem.builder().psd("X", 12);
    builder.minimise("X", ConstraintMatrix.dense(random.positive(12, 0.1)));
    for (int i = 0; i < 20; i++) {
      builder.row("row " + i).term("X", random.any(12)).near(1, RowPenalty.quadratic(1));
    }
    Solution solution = Sdp.solve(builder.build());
    for (BlockMatrix matrix : List.of(solution.x(), solution.s())) {
      DenseMatrix block = matrix.block(0);
      for (int i = 0; i < 12; i++) {
        for (int j = 0; j < i; j++) {
          assertThat(block.at(i, j)).isEqualTo(block.at(j, i));
        }
      }
    }
  }
}
