package io.spectrahedra.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.ExactProblems;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Solution;
import io.spectrahedra.testdata.sdp.Answer;
import io.spectrahedra.testdata.sdp.ExactSdp;
import io.spectrahedra.testdata.sdp.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the javadoc of {@link Solution} says of y and S, term by term. */
@DisplayName("dual variables: sign, inner product, off-diagonal entries, strong duality")
class DualVariablesTest {
  private static final Settings SETTINGS = Settings.defaults().withTolerance(1e-9);

  static IntStream seeds() {
    return IntStream.range(0, 20);
  }

  /**
   * min 2X₀₀ + 2c·X₀₁ + X₁₁ with X₀₁ = t, X₀₀ = 1: 2 + 2ct + t², y₁ = 2c + 2t, y₀ = 2 − t². S is C
   * − Σ yᵢAᵢ with the entries of each Aᵢ in both triangles, and is 0 on the vector (1, t).
   */
  @ParameterizedTest(name = "t = {0}")
  @ValueSource(doubles = {-3, 0.001, 0.5, 20})
  void byHand(double t) {
    double c = 0.25;
    Solution solution =
        Sdp.solve(
            SdpProblem.builder()
                .psd("X", 2)
                .minimise(
                    "X", ConstraintMatrix.sparse(2).set(0, 0, 2).set(0, 1, c).set(1, 1, 1).build())
                .row("corner")
                .term("X", ConstraintMatrix.sparse(2).set(0, 0, 1).build())
                .equalTo(1)
                .row("side")
                .term("X", ConstraintMatrix.sparse(2).set(0, 1, 0.5).build())
                .equalTo(t)
                .build(),
            SETTINGS);
    double value = 2 + 2 * c * t + t * t;
    // the slopes are those of a parabola whose value is known to about 1e-9: y to the root of that
    double loose = 1e-4 * (1 + t * t);
    assertThat(solution.primalObjective()).isCloseTo(value, within(1e-8 * (1 + t * t)));
    assertThat(solution.y()[0]).isCloseTo(2 - t * t, within(loose));
    assertThat(solution.y()[1]).isCloseTo(2 * c + 2 * t, within(loose));
    DenseMatrix s = solution.dual("X");
    assertThat(s.at(0, 0)).isCloseTo(2 - solution.y()[0], within(1e-8 * (1 + t * t)));
    assertThat(s.at(0, 1)).isCloseTo(c - solution.y()[1] / 2, within(1e-8 * (1 + t * t)));
    assertThat(s.at(1, 0)).isEqualTo(s.at(0, 1));
    assertThat(s.at(1, 1)).isCloseTo(1, within(1e-8));
    assertThat(s.at(0, 0) + t * s.at(0, 1)).isCloseTo(0, within(loose));
  }

  /** A greater right-hand side of a row with y > 0 costs more, of one with y < 0 less. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void multipliersAreSlopesOfTheOptimalValue(int seed) {
    ExactSdp exact = Family.STRICTLY_COMPLEMENTARY_PAIRS.generate(2L * seed);
    Answer.Pair pair = (Answer.Pair) exact.answer();
    Solution solution = Sdp.solve(ExactProblems.problem(exact), SETTINGS);
    double h = 1e-3;
    int row = seed % pair.y().length;
    double up = Sdp.solve(ExactProblems.problem(moved(exact, row, h)), SETTINGS).dualObjective();
    double down = Sdp.solve(ExactProblems.problem(moved(exact, row, -h)), SETTINGS).dualObjective();
    // the optimal value is convex in b: y lies between the slopes to the left and to the right
    double value = solution.dualObjective();
    double rounding = 4e-8 * (1 + Math.abs(value)) / h;
    assertThat(solution.y()[row])
        .isBetween((value - down) / h - rounding, (up - value) / h + rounding);
    assertThat(pair.y()[row]).isBetween((value - down) / h - rounding, (up - value) / h + rounding);
  }

  private static ExactSdp moved(ExactSdp exact, int row, double by) {
    List<ExactSdp.Row> rows = new ArrayList<>(exact.rows());
    ExactSdp.Row old = rows.get(row);
    rows.set(row, new ExactSdp.Row(old.coefficients(), old.rhs() + by, old.weight()));
    return new ExactSdp(exact.name(), exact.blocks(), exact.objective(), rows, exact.answer());
  }

  /** bᵀy − Σ yᵢ²/(2wᵢ) = ⟨C, X⟩ + Σ wᵢrᵢ²/2, S = C − Σ yᵢAᵢ, ⟨X, S⟩ = 0, all by plain loops. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void strongDuality(int seed) {
    ExactSdp exact = Family.STRICTLY_COMPLEMENTARY_PAIRS.generate(seed);
    SdpProblem problem = ExactProblems.problem(exact);
    Solution solution = Sdp.solve(problem, SETTINGS);
    double dual = 0;
    BlockMatrix slack = BlockMatrix.zeros(problem.blocks());
    problem.addObjective(slack);
    for (int i = 0; i < exact.rows().size(); i++) {
      double y = solution.y()[i];
      dual += exact.rows().get(i).rhs() * y - y * y / (2 * exact.rows().get(i).weight());
      for (SdpProblem.Term term : problem.rows().get(i).terms()) {
        term.matrix().addTo(-y * term.scale(), slack.block(term.block()));
      }
    }
    double value = ((Answer.Pair) exact.answer()).value();
    double size = 1 + Math.abs(value);
    assertThat(dual).isCloseTo(value, within(1e-8 * size));
    assertThat(solution.dualObjective()).isCloseTo(dual, within(1e-12 * size));
    assertThat(solution.primalObjective())
        .isCloseTo(dual, within(2e-9 * (1 + 2 * Math.abs(value))));
    double inner = 0;
    for (int k = 0; k < problem.blocks().size(); k++) {
      DenseMatrix x = solution.x().block(k);
      DenseMatrix s = solution.s().block(k);
      for (int i = 0; i < s.rows; i++) {
        for (int j = 0; j < s.cols; j++) {
          inner += x.at(i, j) * s.at(i, j); // every entry off the diagonal comes twice
          assertThat(s.at(i, j)).isCloseTo(slack.block(k).at(i, j), within(1e-8 * size));
        }
      }
    }
    assertThat(inner).isCloseTo(0, within(2e-9 * (1 + 2 * Math.abs(value))));
  }
}
