package io.spectrahedra.sdp.ipm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.RandomMatrices;
import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.Progress;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.StopRequest;
import io.spectrahedra.sdp.solver.WarmStart;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("answers that are moved to the rows")
class RowProjectionTest {
  private static final int N = 5;

  /** The smallest eigenvalue of C; and with an elastic row what adds 0 to it. */
  private static ScaledProblem problem(boolean elastic) {
    SdpProblem.Builder builder = SdpProblem.builder().psd("X", N);
    builder.minimise("X", ConstraintMatrix.dense(new RandomMatrices(3).symmetric(N)));
    builder.row("trace").term("X", ConstraintMatrix.identity(N)).equalTo(1);
    if (elastic) {
      builder
          .row("elastic")
          .term("X", ConstraintMatrix.identity(N))
          .near(1, RowPenalty.quadratic(1));
    }
    return new ScaledProblem(builder.build(), Workers.SERIAL);
  }

  private static Iterate solved(ScaledProblem problem) {
    StopRequest stop = new StopRequest(Duration.ZERO, new Cancellation());
    Observer observer = new Observer(Progress.Listener.NONE, stop, new PhaseClock());
    Iteration iteration = new Iteration(problem, Settings.defaults(), WarmStart.NONE, 1, observer);
    iteration.run();
    return iteration.best().copy();
  }

  @Test
  void whatTheRowsLackIsAddedToThePoint() {
    ScaledProblem problem = problem(false);
    Iterate point = solved(problem);
    point.x.block(0).addScaled(1e-3, DenseMatrix.identity(N)); // which is 𝒜*(1), up to scale
    LateAnswers answers = new LateAnswers(problem, 1);
    RowProjection projection = new RowProjection(problem, answers);
    assertThat(projection.offer(point)).isLessThan(1e-7);
    DenseMatrix x = answers.best().orElseThrow().x().block(0);
    double trace = 0;
    for (int i = 0; i < N; i++) {
      trace += x.at(i, i);
    }
    assertThat(trace).isCloseTo(1, within(1e-14));
  }

  @Test
  void theBestOfSeveralIsKept() {
    ScaledProblem problem = problem(false);
    Iterate point = solved(problem);
    LateAnswers answers = new LateAnswers(problem, 1);
    RowProjection projection = new RowProjection(problem, answers);
    double error = projection.offer(point);
    point.s.block(0).addScaled(1, DenseMatrix.identity(N));
    assertThat(projection.offer(point)).isEqualTo(error);
  }

  @Test
  void residualsOfElasticRowsAreNoErrors() {
    ScaledProblem problem = problem(true);
    LateAnswers answers = new LateAnswers(problem, 1);
    RowProjection projection = new RowProjection(problem, answers);
    assertThat(projection.offer(solved(problem))).isInfinite();
    assertThat(answers.best()).isEmpty();
  }
}
