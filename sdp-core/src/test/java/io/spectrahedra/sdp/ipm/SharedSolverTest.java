package io.spectrahedra.sdp.ipm;

import static org.assertj.core.api.Assertions.assertThat;

import io.spectrahedra.sdp.problem.ExactProblems;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.Progress;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Solution;
import io.spectrahedra.testdata.sdp.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("one solver for several threads")
class SharedSolverTest {
  private static final int SOLVES = 8;

  private final InteriorPointSolver solver = new InteriorPointSolver();

  private Solution solve(SdpProblem problem, int threads) {
    Settings settings = Settings.defaults().withThreads(threads);
    return solver.solve(problem, settings, Progress.Listener.NONE, new Cancellation());
  }

  @Test
  void eightSolvesAtOnceGiveTheBitsOfOneAlone() throws Exception {
    List<SdpProblem> problems =
        List.of(
            ExactProblems.problem(Family.THETA_OF_KNESER_GRAPHS.generate(2)),
            ExactProblems.problem(Family.STRICTLY_COMPLEMENTARY_PAIRS.generate(5)));
    List<Solution> alone = problems.stream().map(problem -> solve(problem, 1)).toList();
    ExecutorService threads = Executors.newFixedThreadPool(SOLVES);
    try {
      CyclicBarrier start = new CyclicBarrier(SOLVES);
      List<Callable<Solution>> tasks = new ArrayList<>();
      for (int k = 0; k < SOLVES; k++) {
        int number = k;
        tasks.add(
            () -> {
              start.await(1, TimeUnit.MINUTES);
              return solve(problems.get(number % 2), 1 + number / 2 % 2);
            });
      }
      List<Future<Solution>> futures = threads.invokeAll(tasks);
      for (int k = 0; k < SOLVES; k++) {
        assertSameBits(futures.get(k).get(), alone.get(k % 2));
      }
    } finally {
      threads.shutdown();
    }
  }

  private static void assertSameBits(Solution one, Solution other) {
    assertThat(one.termination()).isEqualTo(other.termination());
    assertThat(one.iterations()).isEqualTo(other.iterations());
    assertThat(one.y()).containsExactly(other.y());
    for (int k = 0; k < one.x().blocks().size(); k++) {
      assertThat(one.x().block(k).toEjml().data).containsExactly(other.x().block(k).toEjml().data);
      assertThat(one.s().block(k).toEjml().data).containsExactly(other.s().block(k).toEjml().data);
    }
    assertThat(one.errors()).isEqualTo(other.errors());
  }
}
