package io.spectrahedra.sdp.ipm;

import static org.assertj.core.api.Assertions.assertThat;

import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.Progress;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Solution;
import io.spectrahedra.sdp.solver.Termination;
import io.spectrahedra.sdp.solver.WarmStart;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("numbers near the ends of the range: whatever the answer is, its errors are numbers")
class ExtremeNumbersTest {
  private static final double[] SIZES = {
    Double.MIN_VALUE, 1e-310, 1e-200, 1 / SdpProblem.LARGEST, 1e-50, 1, 1e50, 1e99
  };

  /** min ⟨C, X⟩ + c·(v₁ + v₂) s.t. ⟨A, X⟩ + a·v₁ = b, and rows of that kind on v. */
  private static SdpProblem problem(String kind, double a, double b, double c) {
    var builder = SdpProblem.builder().psd("X", 2).nonNegative("v", 2);
    builder.minimise("X", ConstraintMatrix.dense(matrix(2 * c, c, 3 * c)));
    builder.minimise("v", ConstraintMatrix.vector(c, c));
    builder
        .row("t")
        .term("X", ConstraintMatrix.dense(matrix(a, 0.5 * a, a)))
        .term("v", ConstraintMatrix.vector(a, 0))
        .equalTo(b);
    switch (kind) {
      case "none" -> {}
      case "hard" -> builder.row("u").term("v", ConstraintMatrix.vector(1, 1)).equalTo(1);
      case "Huber" ->
          builder.row("u").term("v", ConstraintMatrix.vector(1, 1)).near(b, RowPenalty.huber(1, 1));
      default -> {
        for (int i = 0; i < 9; i++) { // more than there are dimensions
          builder
              .row("u" + i)
              .term("v", ConstraintMatrix.vector((1 + i) * a, a))
              .near(b + i * c, RowPenalty.quadratic(1));
        }
      }
    }
    return builder.build();
  }

  private static DenseMatrix matrix(double first, double off, double second) {
    return DenseMatrix.of(new double[][] {{first, off}, {off, second}});
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "hard", "Huber", "quadratic"})
  void everyCombination(String kind) {
    for (double a : SIZES) {
      for (double b : SIZES) {
        for (double c : SIZES) {
          assertFinite(problem(kind, a, b, c));
        }
      }
    }
  }

  /** What is seen of a solve, which is cancelled at the given start. */
  private static final class Starts implements Progress.Listener {
    private final Cancellation cancellation = new Cancellation();
    private final int last;
    private int count;
    private boolean lost;

    Starts(int last) {
      this.last = last;
    }

    @Override
    public void onProgress(Progress progress) {
      count += progress.iteration() == 0 ? 1 : 0;
      if (count == last) {
        cancellation.cancel();
      }
    }

    @Override
    public void onRemark(String remark) {
      lost |= remark.contains("once more, from a larger start");
    }

    Solution solve(SdpProblem problem) {
      Settings settings = Settings.defaults();
      return new InteriorPointSolver().solve(problem, settings, WarmStart.NONE, this, cancellation);
    }
  }

  @Test
  void whatIsLostIsBegunOnceMoreFromALargerStart() {
    SdpProblem lost = problem("Huber", 1e50, 1e-200, 1e50);
    Starts all = new Starts(Integer.MAX_VALUE);
    Solution solution = all.solve(lost);
    assertThat(all.lost).isTrue();
    assertThat(all.count).isEqualTo(2);
    assertThat(solution.iterations()).isLessThanOrEqualTo(Settings.defaults().maxIterations());
    Starts cancelled = new Starts(2);
    assertThat(cancelled.solve(lost).termination()).isEqualTo(Termination.CANCELLED);
    assertThat(cancelled.count).isEqualTo(2);
  }

  private static void assertFinite(SdpProblem problem) {
    Solution solution = Sdp.solve(problem);
    assertThat(solution.errors().worst() + solution.primalObjective() + solution.dualObjective())
        .as(solution.toString())
        .isFinite();
  }
}
