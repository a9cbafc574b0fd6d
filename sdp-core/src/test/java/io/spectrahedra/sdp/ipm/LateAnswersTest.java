package io.spectrahedra.sdp.ipm;

import static org.assertj.core.api.Assertions.assertThat;

import io.spectrahedra.sdp.certificate.DimacsCheck;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.RandomMatrices;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.DimacsErrors;
import io.spectrahedra.sdp.solver.Progress;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.StopRequest;
import io.spectrahedra.sdp.solver.WarmStart;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("answers whose gap is closed")
class LateAnswersTest {
  private static final int N = 5;

  /** Such that the gap is about half of it. */
  private static final double SMALL = 1e-9;

  /** The smallest eigenvalue of C. */
  private final ScaledProblem problem = smallestEigenvalue(Workers.SERIAL);

  private final Iterate optimal = solved(problem);

  private static ScaledProblem smallestEigenvalue(Workers workers) {
    SdpProblem.Builder builder = SdpProblem.builder().psd("X", N);
    builder.minimise("X", ConstraintMatrix.dense(new RandomMatrices(3).symmetric(N)));
    builder.row("trace").term("X", ConstraintMatrix.identity(N)).equalTo(1);
    return new ScaledProblem(builder.build(), workers);
  }

  private static Iterate solved(ScaledProblem problem) {
    StopRequest stop = new StopRequest(Duration.ZERO, new Cancellation());
    Observer observer = new Observer(Progress.Listener.NONE, stop, new PhaseClock());
    Iteration iteration =
        new Iteration(
            problem, Settings.defaults().withTolerance(1e-13), WarmStart.NONE, 1, observer);
    iteration.run();
    return iteration.best().copy();
  }

  /** (1 + share) X − share · I/n, of the same trace: beyond the optimum for share &gt; 0. */
  private Iterate beyond(double share) {
    Iterate point = optimal.copy();
    DenseMatrix x = point.x.block(0);
    double trace = 0;
    for (int i = 0; i < N; i++) {
      trace += x.at(i, i);
    }
    x.scale(1 + share);
    x.addScaled(-share * trace / N, DenseMatrix.identity(N));
    return point;
  }

  private DimacsErrors errors(Answer answer) {
    return DimacsCheck.of(problem.source, answer.x(), answer.y(), answer.s()).errors();
  }

  /** From the other side, and from the same one. */
  @ParameterizedTest
  @ValueSource(doubles = {-0.5, 1e-6})
  void theGapOfTheBestIsClosedWithTheXOfAnother(double other) {
    LateAnswers answers = new LateAnswers(problem, 1);
    answers.offer(beyond(other));
    double before = answers.offer(beyond(SMALL));
    assertThat(before).isGreaterThan(1e-10);
    Answer closed = answers.bestWithGapClosed().orElseThrow();
    assertThat(answers.worst()).isLessThan(1e-12);
    assertThat(errors(closed).worst()).isEqualTo(answers.worst());
  }

  @Test
  void yIsThatOfTheBest() {
    LateAnswers answers = new LateAnswers(problem, 1);
    answers.offer(beyond(-0.5));
    answers.offer(beyond(SMALL));
    double[] y = answers.best().orElseThrow().y();
    BlockMatrix x = answers.best().orElseThrow().x();
    Answer closed = answers.bestWithGapClosed().orElseThrow();
    assertThat(closed.y()).isEqualTo(y);
    assertThat(closed.x().block(0).at(0, 0)).isNotEqualTo(x.block(0).at(0, 0));
  }

  @Test
  void ofOneAnswerThereIsNothingToCloseItWith() {
    LateAnswers answers = new LateAnswers(problem, 1);
    double before = answers.offer(beyond(SMALL));
    assertThat(answers.bestWithGapClosed()).isPresent();
    assertThat(answers.worst()).isEqualTo(before);
    assertThat(new LateAnswers(problem, 1).bestWithGapClosed()).isEmpty();
  }

  /** As it does where a face makes more of it. */
  @Test
  void outsideOfTheConeCountsAsOftenAsItIsMagnified() {
    LateAnswers answers = new LateAnswers(problem, 100);
    double worst = answers.offer(beyond(SMALL));
    DimacsErrors errors = errors(answers.best().orElseThrow());
    assertThat(errors.primalCone()).isPositive();
    assertThat(worst).isEqualTo(100 * errors.primalCone()).isGreaterThan(errors.worst());
  }

  @Test
  void aRequestToStopLosesNothing() {
    AtomicBoolean stop = new AtomicBoolean();
    LateAnswers answers = new LateAnswers(smallestEigenvalue(new Workers(1, stop::get)), 1);
    answers.offer(beyond(-0.5));
    double before = answers.offer(beyond(SMALL));
    stop.set(true);
    assertThat(answers.bestWithGapClosed()).isPresent();
    assertThat(answers.worst()).isEqualTo(before);
  }

  /** It may be all that says that the bound is not tight. */
  @Test
  void aLargeGapIsLeft() {
    LateAnswers answers = new LateAnswers(problem, 1);
    answers.offer(beyond(-0.5));
    double before = answers.offer(beyond(1e-6));
    answers.bestWithGapClosed();
    assertThat(answers.worst()).isEqualTo(before).isGreaterThan(2e-9);
  }
}
