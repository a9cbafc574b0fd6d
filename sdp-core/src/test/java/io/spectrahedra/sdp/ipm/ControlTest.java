package io.spectrahedra.sdp.ipm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.certificate.FarkasCertificate;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.RandomMatrices;
import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.PointStatus;
import io.spectrahedra.sdp.solver.Progress;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Solution;
import io.spectrahedra.sdp.solver.Termination;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("limits, cancellation, progress, infeasibility, determinism")
class ControlTest {

  /** Large enough for several iterations of some milliseconds each. */
  private static SdpProblem problem() {
    RandomMatrices random = new RandomMatrices(1);
    DenseMatrix vectors = random.dense(151, 16);
    SdpProblem.Builder builder = SdpProblem.builder().psd("Z", 16).psd("W", 16);
    builder.minimise("Z", ConstraintMatrix.identity(16));
    builder.minimise("W", ConstraintMatrix.identity(16));
    for (int i = 0; i < 130; i++) {
      ConstraintMatrix a =
          io.spectrahedra.sdp.problem.LowRankMatrix.ofRows(
              vectors, new int[] {i, 150}, new double[] {1, -0.5});
      builder
          .row("r" + i)
          .term("Z", a)
          .term("W", -1, a)
          .near(random.next(), RowPenalty.quadratic(1));
    }
    builder.row("trace").term("Z", ConstraintMatrix.identity(16)).equalTo(2);
    return builder.build();
  }

  private static Solution solve(Settings settings, Progress.Listener listener, Cancellation c) {
    return Sdp.solve(problem(), settings, listener, c);
  }

  @ParameterizedTest(name = "{0} iterations")
  @ValueSource(ints = {0, 1, 3})
  void iterationLimit(int limit) {
    Solution solution = Sdp.solve(problem(), Settings.defaults().withMaxIterations(limit));
    assertThat(solution.termination()).isEqualTo(Termination.ITERATION_LIMIT);
    assertThat(solution.iterations()).isEqualTo(limit);
    assertHonest(solution);
  }

  @Test
  void timeLimitIncludesTheSetUp() {
    Solution solution =
        Sdp.solve(problem(), Settings.defaults().withTimeLimit(Duration.ofNanos(1)));
    assertThat(solution.termination()).isEqualTo(Termination.TIME_LIMIT);
    assertHonest(solution);
  }

  /** Nothing is set up, which may take as long as the whole of a time limit. */
  @Test
  void cancelledBeforeItBegins() {
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();
    Solution solution = solve(Settings.defaults(), Progress.Listener.NONE, cancellation);
    assertThat(solution.termination()).isEqualTo(Termination.CANCELLED);
    assertThat(solution.secondsByPhase()).doesNotContainKey("set-up").containsKey("final check");
    assertHonest(solution);
  }

  @Test
  void cancelledByTheListenerOfAnIteration() {
    Cancellation cancellation = new Cancellation();
    List<Progress> seen = new ArrayList<>();
    Solution solution =
        solve(
            Settings.defaults(),
            progress -> {
              seen.add(progress);
              if (progress.iteration() == 4) {
                cancellation.cancel();
              }
            },
            cancellation);
    assertThat(solution.termination()).isEqualTo(Termination.CANCELLED);
    assertThat(seen).hasSize(5);
    assertHonest(solution);
  }

  @Test
  void interruptedAndStaysSo() {
    Solution solution;
    Thread.currentThread().interrupt();
    try {
      solution = Sdp.solve(problem());
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(solution.termination()).isEqualTo(Termination.CANCELLED);
    assertHonest(solution);
  }

  @Test
  void theBestPointIsReturnedAndTheErrorsAreThoseOfTheBest() {
    List<Double> infeasibility = new ArrayList<>();
    Solution solution =
        solve(
            Settings.defaults().withMaxIterations(6),
            progress -> infeasibility.add(progress.dualInfeasibility()),
            new Cancellation());
    assertThat(solution.errors().dualResidual()).isLessThanOrEqualTo(infeasibility.get(0));
    assertHonest(solution);
  }

  private static void assertHonest(Solution solution) {
    assertThat(solution.x().maxAbs()).isFinite();
    assertThat(solution.errors().worst()).isFinite().isGreaterThan(1e-8);
    assertThat(solution.secondsByPhase()).containsKey("final check");
  }

  @Test
  void oneRecordAnIterationInOrder() {
    List<Progress> seen = new ArrayList<>();
    Solution solution = solve(Settings.defaults(), seen::add, new Cancellation());
    assertThat(solution.termination()).isEqualTo(Termination.OPTIMAL);
    assertThat(seen).hasSize(solution.iterations() + 1);
    for (int k = 0; k < seen.size(); k++) {
      assertThat(seen.get(k).iteration()).isEqualTo(k);
      assertThat(seen.get(k).stepPrimal()).isEqualTo(seen.get(k).stepDual()); // elastic rows
    }
    double total =
        solution.secondsByPhase().values().stream().mapToDouble(Double::doubleValue).sum();
    assertThat(total).isCloseTo(solution.seconds(), org.assertj.core.api.Assertions.within(1e-6));
  }

  @Test
  void thePlanIsToldOnceBeforeTheFirstIteration() {
    List<String> heard = new ArrayList<>();
    Progress.Listener listener =
        new Progress.Listener() {
          @Override
          public void onSetUp(Supplier<String> plan) {
            heard.add(plan.get());
          }

          @Override
          public void onProgress(Progress progress) {
            heard.add("iteration");
          }
        };
    Solution solution = solve(Settings.defaults(), listener, new Cancellation());
    assertThat(heard).hasSize(solution.iterations() + 2);
    assertThat(heard.get(0)).isEqualTo(Sdp.explain(problem())).contains("M: 131 x 131");
    assertThat(heard.subList(1, heard.size())).containsOnly("iteration");
  }

  @Test
  void remarksGoToTheListener() {
    List<String> remarks = new ArrayList<>();
    Progress.Listener listener =
        new Progress.Listener() {
          @Override
          public void onRemark(String remark) {
            remarks.add(remark);
          }

          @Override
          public void onProgress(Progress progress) {}
        };
    solve(Settings.defaults(), listener, new Cancellation());
    assertThat(remarks).isEmpty();
    SdpProblem wide =
        SdpProblem.builder()
            .nonNegative("x", 2)
            .minimise("x", ConstraintMatrix.vector(1, 1))
            .row("small")
            .term("x", ConstraintMatrix.vector(1, 2))
            .equalTo(1e-6)
            .row("large")
            .term("x", ConstraintMatrix.vector(2, -1))
            .equalTo(1e6)
            .build();
    Solution unused = Sdp.solve(wide, Settings.defaults(), listener, new Cancellation());
    assertThat(remarks)
        .containsExactly(
            "the data are badly scaled, which may cost accuracy: right-hand sides, in units of the"
                + " largest coefficient of their rows, from 5.0e-07 to 5.0e+05");
  }

  @Test
  void silentByDefault() {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream caught = new ByteArrayOutputStream();
    try (PrintStream sink = new PrintStream(caught, true, StandardCharsets.UTF_8)) {
      System.setOut(sink);
      System.setErr(sink);
      Solution unused = Sdp.solve(problem());
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    assertThat(caught.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void sameBitsOnEveryRunAndForEveryNumberOfThreads() {
    Solution one = Sdp.solve(problem(), Settings.defaults().withThreads(1));
    for (int threads : new int[] {1, 2, 3, 8}) {
      Solution other = Sdp.solve(problem(), Settings.defaults().withThreads(threads));
      assertThat(other.y()).isEqualTo(one.y());
      for (int k = 0; k < 2; k++) {
        assertThat(other.x().block(k).data()).isEqualTo(one.x().block(k).data());
        assertThat(other.s().block(k).data()).isEqualTo(one.s().block(k).data());
      }
      assertThat(other.iterations()).isEqualTo(one.iterations());
    }
  }

  /** X ≥ 0 with tr X = −1. */
  @Test
  void primalInfeasible() {
    SdpProblem problem =
        SdpProblem.builder()
            .psd("X", 3)
            .minimise("X", ConstraintMatrix.dense(new RandomMatrices(1).symmetric(3)))
            .row("trace")
            .term("X", ConstraintMatrix.identity(3))
            .equalTo(-1)
            .row("wish")
            .term("X", ConstraintMatrix.sparse(3).set(0, 1, 1).build())
            .near(2, RowPenalty.quadratic(1))
            .build();
    Solution solution = Sdp.solve(problem);
    assertThat(solution.termination()).isEqualTo(Termination.PRIMAL_INFEASIBLE);
    assertThat(solution.dualStatus()).isEqualTo(PointStatus.INFEASIBILITY_CERTIFICATE);
    assertThat(FarkasCertificate.primalViolation(problem, solution.y())).isLessThan(1e-8);
    assertThat(solution.y()[1]).isZero();
  }

  /** min −X₀₀ with X₁₁ = 1: unbounded below. */
  @Test
  void dualInfeasible() {
    SdpProblem problem =
        SdpProblem.builder()
            .psd("X", 2)
            .minimise("X", ConstraintMatrix.sparse(2).set(0, 0, -1).build())
            .row("corner")
            .term("X", ConstraintMatrix.sparse(2).set(1, 1, 1).build())
            .equalTo(1)
            .build();
    Solution solution = Sdp.solve(problem);
    assertThat(solution.termination()).isEqualTo(Termination.DUAL_INFEASIBLE);
    assertThat(solution.primalStatus()).isEqualTo(PointStatus.INFEASIBILITY_CERTIFICATE);
    assertThat(FarkasCertificate.dualViolation(problem, solution.x())).isLessThan(1e-8);
  }

  @Test
  void settingsNameTheFieldTheValueAndTheRange() {
    Settings settings = Settings.defaults();
    assertThatThrownBy(() -> settings.withTolerance(-1))
        .hasMessage("tolerance must lie in (0, 1), was -1.0");
    assertThatThrownBy(() -> settings.withTolerance(Double.NaN))
        .hasMessage("tolerance must lie in (0, 1), was NaN");
    assertThatThrownBy(() -> settings.withGapFloor(2))
        .hasMessage("gapFloor must lie in [0, 1], was 2.0");
    assertThatThrownBy(() -> settings.withMaxIterations(-1))
        .hasMessage("maxIterations must be at least 0, was -1");
    assertThatThrownBy(() -> settings.withTimeLimit(Duration.ofSeconds(-1)))
        .hasMessage("timeLimit must not be negative, was PT-1S");
    assertThatThrownBy(() -> settings.withThreads(0))
        .hasMessage("threads must be at least 1 and at most 1024, was 0");
  }
}
