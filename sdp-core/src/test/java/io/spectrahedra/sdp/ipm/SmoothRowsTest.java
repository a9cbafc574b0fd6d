package io.spectrahedra.sdp.ipm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.LogisticPenalty;
import io.spectrahedra.sdp.problem.RandomMatrices;
import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.problem.SmoothPenalty;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Solution;
import io.spectrahedra.sdp.solver.Termination;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("smooth rows by their slopes [M61]")
class SmoothRowsTest {
  private static final int SAMPLES = 150;
  private static final int ORDER = 6;
  private static final double TOLERANCE = 1e-10;

  /** What a penalty is to the solver that does not say that it is smooth. */
  private record Plain(SmoothPenalty of) implements RowPenalty {
    @Override
    public double value(double r) {
      return of.value(r);
    }

    @Override
    public double conjugate(double y) {
      return of.conjugate(y);
    }

    @Override
    public double conjugateSlope(double y) {
      return of.conjugateSlope(y);
    }

    @Override
    public double conjugateCurvature(double y) {
      return of.conjugateCurvature(y);
    }

    @Override
    public double lower() {
      return of.lower();
    }

    @Override
    public double upper() {
      return of.upper();
    }
  }

  /**
   * min β tr(X + Y) + Σ f(bᵢ − uᵢᵀ(X − Y)uᵢ) over X, Y ⪰ 0, b = ±target on the two sides of a
   * quadric.
   */
  private static SdpProblem problem(
      double beta, double size, double target, DoubleFunction<? extends RowPenalty> penalty) {
    RandomMatrices random = new RandomMatrices(7);
    var identity = ConstraintMatrix.sparse(ORDER);
    for (int i = 0; i < ORDER; i++) {
      identity.set(i, i, beta);
    }
    SdpProblem.Builder builder =
        SdpProblem.builder()
            .psd("X", ORDER)
            .psd("Y", ORDER)
            .minimise("X", identity.build())
            .minimise("Y", identity.build());
    for (int i = 0; i < SAMPLES; i++) {
      DenseMatrix u = random.dense(ORDER, 1);
      double label =
          u.at(0, 0) * u.at(0, 0) + u.at(1, 0) * u.at(2, 0) > 0.4 - 0.3 * random.next() ? 1 : -1;
      u.scale(size);
      ConstraintMatrix square = ConstraintMatrix.lowRank(u, 1);
      builder
          .row("sample " + i)
          .term("X", square)
          .term("Y", -1, square)
          .near(target * label, penalty.apply(label));
    }
    return builder.build();
  }

  private static Solution solve(SdpProblem problem) {
    Solution solution = Sdp.solve(problem, Settings.defaults().withTolerance(TOLERANCE));
    assertThat(solution.termination()).isEqualTo(Termination.OPTIMAL);
    assertThat(solution.errors().worst()).isLessThanOrEqualTo(TOLERANCE);
    return solution;
  }

  /** By slopes and by conjugates, in that order, which must lead to the same optimum. */
  private static int[] iterations(
      double beta, double size, double target, DoubleFunction<SmoothPenalty> penalty) {
    Solution smooth = solve(problem(beta, size, target, penalty));
    Solution plain = solve(problem(beta, size, target, label -> new Plain(penalty.apply(label))));
    double expected = plain.primalObjective();
    assertThat(smooth.primalObjective())
        .isCloseTo(expected, within(2 * TOLERANCE * (1 + 2 * Math.abs(expected))));
    return new int[] {smooth.iterations(), plain.iterations()};
  }

  @ParameterizedTest(name = "beta {0}, samples of size {1}, weight {2}")
  @CsvSource({"1, 1, 1", "1e-3, 1, 1", "10, 1, 1", "1, 30, 1", "1, 1, 1e3", "1, 0.01, 1e4"})
  void logisticRows(double beta, double size, double weight) {
    int[] iterations = iterations(beta, size, 0, label -> new LogisticPenalty(weight, -label));
    assertThat(iterations[0]).isLessThan(iterations[1]);
  }

  /** Losses of one's own. */
  @ParameterizedTest(name = "beta {0}, samples of size {1}, width {2}")
  @CsvSource({"1, 1, 1", "1e-3, 1, 1", "0.1, 10, 2", "1, 1, 0.1"})
  void roundHinges(double beta, double size, double width) {
    iterations(beta, size, 0, label -> new OwnPenalties.RoundHinge(1.5, -label, width));
  }

  @ParameterizedTest(name = "beta {0}, samples of size {1}, threshold {2}")
  @CsvSource({"1, 1, 1", "1e-3, 1, 1", "0.1, 10, 1", "1, 1, 0.01", "1, 1, 1e3"})
  void pseudoHuberRows(double beta, double size, double threshold) {
    iterations(beta, size, 3, label -> new OwnPenalties.PseudoHuber(1.5, threshold));
  }
}
