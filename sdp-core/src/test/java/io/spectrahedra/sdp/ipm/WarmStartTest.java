package io.spectrahedra.sdp.ipm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.RandomMatrices;
import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.problem.SparseSymmetric;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Solution;
import io.spectrahedra.sdp.solver.Termination;
import io.spectrahedra.sdp.solver.WarmStart;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a solve that begins at the solution of a similar problem")
class WarmStartTest {
  private static final Settings SETTINGS = Settings.defaults();

  private static Solution warm(SdpProblem problem, Solution previous) {
    return Sdp.solve(problem, SETTINGS, WarmStart.of(previous, problem));
  }

  /** The same answer as from the usual start, to the tolerance, in that many iterations less. */
  private static void helps(SdpProblem before, SdpProblem problem, int less) {
    Solution cold = Sdp.solve(problem, SETTINGS);
    Solution warm = warm(problem, Sdp.solve(before, SETTINGS));
    assertThat(warm.termination()).as(warm.toString()).isEqualTo(Termination.OPTIMAL);
    assertThat(warm.warmStarted()).isTrue();
    assertThat(cold.warmStarted()).isFalse();
    assertSameAnswer(warm, cold);
    assertThat(warm.iterations()).isLessThanOrEqualTo(cold.iterations() - less);
  }

  private static void assertSameAnswer(Solution one, Solution other) {
    double size = 1 + Math.abs(other.primalObjective()) + Math.abs(other.dualObjective());
    assertThat(one.primalObjective()).isCloseTo(other.primalObjective(), within(3e-8 * size));
    assertThat(one.dualObjective()).isCloseTo(other.dualObjective(), within(3e-8 * size));
  }

  /** Max-cut on a random graph, with weights that differ from 1 by {@code change} at most. */
  private static SdpProblem maxCut(int n, long seed, double change) {
    SplittableRandom random = new SplittableRandom(seed);
    DenseMatrix laplacian = DenseMatrix.zeros(n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        boolean edge = random.nextDouble() < 6.0 / n;
        double weight = 1 + change * (2 * random.nextDouble() - 1);
        if (edge) {
          laplacian.add(i, j, -weight);
          laplacian.add(j, i, -weight);
          laplacian.add(i, i, weight);
          laplacian.add(j, j, weight);
        }
      }
    }
    SdpProblem.Builder builder = SdpProblem.builder().psd("X", n);
    builder.minimise("X", -0.25, ConstraintMatrix.dense(laplacian));
    for (int i = 0; i < n; i++) {
      ConstraintMatrix entry = ConstraintMatrix.sparse(n).set(i, i, 1).build();
      builder.row("diagonal " + i).term("X", entry).equalTo(1);
    }
    return builder.build();
  }

  /** The triangle inequalities Xᵢⱼ + Xⱼₖ + Xᵢₖ ≥ −1 of the first {@code cuts} corners. */
  private static SdpProblem withCuts(int n, int cuts) {
    SdpProblem.Builder builder = SdpProblem.builder().psd("X", n);
    DenseMatrix laplacian = DenseMatrix.zeros(n, n);
    laplacian.fill(-1);
    for (int i = 0; i < n; i++) {
      laplacian.set(i, i, n - 1);
    }
    builder.minimise("X", -0.25, ConstraintMatrix.dense(laplacian));
    for (int i = 0; i < n; i++) {
      ConstraintMatrix entry = ConstraintMatrix.sparse(n).set(i, i, 1).build();
      builder.row("diagonal " + i).term("X", entry).equalTo(1);
    }
    for (int k = cuts - 1; k >= 0; k--) { // those known before are not the first
      SparseSymmetric.Entries corners = ConstraintMatrix.sparse(n);
      corners.set(k, k + 1, 0.5).set(k + 1, k + 2, 0.5).set(k, k + 2, 0.5);
      builder.row("cut " + k).term("X", corners.build()).atLeast(-1);
    }
    return builder.build();
  }

  /** The complete graph of 8 corners: −¼ tr LX = −16 without cuts, and with them. */
  @Test
  void inequalitiesComeAndGo() {
    for (int[] cuts : new int[][] {{0, 3}, {3, 6}, {6, 2}, {5, 5}}) {
      SdpProblem problem = withCuts(8, cuts[1]);
      Solution previous = Sdp.solve(withCuts(8, cuts[0]), SETTINGS);
      WarmStart start = WarmStart.of(previous, problem);
      DenseMatrix slacks = start.x().block(1);
      assertThat(slacks.rows).isEqualTo(cuts[1]);
      DenseMatrix x = previous.primal("X");
      for (int j = 0; j < cuts[1]; j++) {
        int k = cuts[1] - 1 - j;
        double left = 1 + x.at(k, k + 1) + x.at(k + 1, k + 2) + x.at(k, k + 2);
        assertThat(slacks.at(j, 0)).isCloseTo(left, within(1e-6));
      }
      Solution warm = Sdp.solve(problem, SETTINGS, start);
      assertThat(warm.termination()).isEqualTo(Termination.OPTIMAL);
      assertThat(warm.primalObjective()).isCloseTo(-16, within(1e-6));
    }
  }

  /** A row that is a large multiple of another is left out, and shows what the other one lacks. */
  @Test
  void whereTheWarmStartEndsTooSoonTheUsualOneIsTaken() {
    RandomMatrices random = new RandomMatrices(5);
    for (int k = 0; k < 40; k++) {
      SdpProblem.Builder builder = SdpProblem.builder().psd("X", 5);
      builder.minimise("X", ConstraintMatrix.dense(random.positive(5, 0.1)));
      DenseMatrix inside = random.positive(5, 0.5);
      for (int i = 0; i < 4; i++) {
        DenseMatrix a = random.symmetric(5);
        builder.row("row " + i).term("X", ConstraintMatrix.dense(a)).equalTo(a.dot(inside));
        DenseMatrix multiple = a.copy();
        multiple.scale(1e5);
        builder
            .row("multiple " + i)
            .term("X", ConstraintMatrix.dense(multiple))
            .equalTo(multiple.dot(inside));
      }
      SdpProblem problem = builder.build();
      Solution cold = Sdp.solve(problem, SETTINGS);
      Solution warm = warm(problem, cold);
      assertThat(warm.errors().worst())
          .as("%d: cold %s, warm %s", k, cold, warm)
          .isLessThanOrEqualTo(Math.max(SETTINGS.tolerance(), cold.errors().worst()));
    }
  }

  @ParameterizedTest(name = "weights changed by {0}")
  @CsvSource({"0, 8", "1e-4, 8", "1e-2, 6", "0.1, 4"})
  void maxCutWithOtherWeights(double change, int less) {
    helps(maxCut(40, 1, 0), maxCut(40, 1, change), less);
  }

  /** The Lovász number of a random graph without one of its edges, or with all. */
  private static SdpProblem theta(int n, int without) {
    SplittableRandom random = new SplittableRandom(1);
    DenseMatrix ones = DenseMatrix.zeros(n, n);
    ones.fill(1);
    SdpProblem.Builder builder = SdpProblem.builder().psd("X", n);
    builder.minimise("X", -1, ConstraintMatrix.dense(ones));
    builder.row("trace").term("X", ConstraintMatrix.identity(n)).equalTo(1);
    int edges = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        if (random.nextDouble() < 0.3 && edges++ != without) {
          ConstraintMatrix entry = ConstraintMatrix.sparse(n).set(i, j, 1).build();
          builder.row("edge " + i + " " + j).term("X", entry).equalTo(0);
        }
      }
    }
    return builder.build();
  }

  @ParameterizedTest(name = "edge {0}")
  @ValueSource(ints = {3, 17})
  void thetaWithAnEdgeLessOrMore(int edge) {
    helps(theta(20, -1), theta(20, edge), 3);
    helps(theta(20, edge), theta(20, -1), 3);
  }

  /** min β(tr Z + tr V) + Σ f(rᵢ): what training a network is. */
  private static SdpProblem fit(int rows, double beta, RowPenalty penalty) {
    int n = 6;
    RandomMatrices random = new RandomMatrices(3);
    SdpProblem.Builder builder = SdpProblem.builder().psd("Z", n).psd("V", n);
    builder.minimise("Z", beta, ConstraintMatrix.identity(n));
    builder.minimise("V", beta, ConstraintMatrix.identity(n));
    for (int i = 0; i < rows; i++) {
      ConstraintMatrix a = ConstraintMatrix.lowRank(random.dense(n, 1), 1);
      builder.row("sample " + i).term("Z", a).term("V", -1, a).near(2 * random.next(), penalty);
    }
    return builder.build();
  }

  @ParameterizedTest(name = "{0} rows, beta times {1}")
  @CsvSource({"15, 0.99, 2", "15, 0.8, 1", "100, 0.99, 2", "100, 0.8, 2"})
  void regularisationPathOfQuadraticRows(int rows, double factor, int less) {
    RowPenalty penalty = RowPenalty.quadratic(1);
    helps(fit(rows, 1, penalty), fit(rows, factor, penalty), less);
  }

  @Test
  void nonlinearRows() {
    for (RowPenalty penalty :
        List.of(
            RowPenalty.huber(1, 0.5),
            RowPenalty.logistic(1, 1),
            RowPenalty.exponential(1, 0.5),
            new OwnPenalties.Expectile(1, 0.8),
            RowPenalty.squaredHinge(1, 1),
            RowPenalty.absolute(1))) {
      helps(fit(60, 1, penalty), fit(60, 1 - 1e-4, penalty), 1);
    }
  }

  /** Second-order cones, a nonnegative block and free variables. */
  private static SdpProblem mixed(double change) {
    RandomMatrices random = new RandomMatrices(9);
    int n = 8;
    SdpProblem.Builder builder =
        SdpProblem.builder().secondOrder("q", n).nonNegative("v", n).free("f", 2);
    double[] cost = random.dense(1, n).row(0);
    cost[0] = n;
    builder.minimise("q", ConstraintMatrix.vector(cost));
    builder.minimise("v", ConstraintMatrix.vector(1, 2, 3, 4, 5, 6, 7, 8));
    for (int i = 0; i < 6; i++) {
      double[] a = random.dense(1, n).row(0);
      double[] b = random.dense(1, n).row(0);
      double rhs = 3 * a[0] + change * random.next();
      for (double entry : b) {
        rhs += entry;
      }
      builder
          .row("row " + i)
          .term("q", ConstraintMatrix.vector(a))
          .term("v", ConstraintMatrix.vector(b))
          .term("f", ConstraintMatrix.vector(random.next(), random.next()))
          .equalTo(rhs);
    }
    return builder.build();
  }

  @ParameterizedTest(name = "b changed by {0}")
  @CsvSource({"0, 8", "1e-4, 6", "1e-2, 4"})
  void allCones(double change, int less) {
    helps(mixed(0), mixed(change), less);
  }

  /** A rank-deficient problem whose dependent rows come and go. */
  @Test
  void dependentRows() {
    SdpProblem.Builder builder = SdpProblem.builder().psd("X", 2);
    builder.minimise("X", ConstraintMatrix.sparse(2).set(0, 0, 1).set(1, 1, 2).build());
    builder.row("trace").term("X", ConstraintMatrix.identity(2)).equalTo(1);
    SdpProblem once = builder.build();
    SdpProblem twice =
        builder.row("again").term("X", ConstraintMatrix.identity(2)).equalTo(1).build();
    helps(once, twice, 5);
    helps(twice, once, 5);
  }

  /** Max-cut of two triangles and a point, whose block is solved in parts. */
  private static SdpProblem twoTriangles(double weight) {
    SparseSymmetric.Entries cost = ConstraintMatrix.sparse(7);
    for (int i = 0; i < 6; i++) {
      cost.set(i, 3 * (i / 3) + (i + 1) % 3, i < 3 ? weight : 1);
    }
    SdpProblem.Builder builder = SdpProblem.builder().psd("X", 7).minimise("X", cost.build());
    for (int i = 0; i < 7; i++) {
      ConstraintMatrix entry = ConstraintMatrix.sparse(7).set(i, i, 1).build();
      builder.row("diagonal " + i).term("X", entry).equalTo(1);
    }
    return builder.build();
  }

  @Test
  void blocksThatFallApart() {
    helps(twoTriangles(1), twoTriangles(1.01), 2);
  }

  /** The graph of another problem is no help. */
  @Test
  void anotherProblem() {
    SdpProblem problem = maxCut(40, 9, 0);
    Solution cold = Sdp.solve(problem, SETTINGS);
    Solution warm = warm(problem, Sdp.solve(maxCut(40, 1, 0), SETTINGS));
    assertThat(warm.warmStarted()).isFalse();
    assertThat(warm.iterations()).isEqualTo(cold.iterations());
    assertThat(warm.y()).isEqualTo(cold.y());
  }

  /** Whatever it is given, a solve ends with the same answer. */
  @ParameterizedTest(name = "scale {0}")
  @ValueSource(doubles = {0, 1e-12, 1e-3, 1, 1e3, 1e12, 1e300})
  void rubbish(double scale) {
    for (int seed = 0; seed < 5; seed++) {
      SdpProblem problem = maxCut(12, seed, 0);
      DenseMatrix x = new RandomMatrices(seed).symmetric(12);
      x.scale(scale);
      double[] y = new RandomMatrices(seed + 50).dense(1, 12).row(0);
      for (int i = 0; i < y.length; i++) {
        y[i] *= scale;
      }
      Solution solution =
          Sdp.solve(problem, SETTINGS, new WarmStart(BlockMatrix.of(List.of(x)), y));
      assertThat(solution.termination()).as(solution.toString()).isEqualTo(Termination.OPTIMAL);
      assertSameAnswer(solution, Sdp.solve(problem, SETTINGS));
    }
  }

  /** tr X = 1 becomes tr X = −1. */
  @Test
  void aProblemWithoutSolution() {
    SdpProblem.Builder one = SdpProblem.builder().psd("X", 3);
    one.minimise("X", ConstraintMatrix.dense(new RandomMatrices(1).symmetric(3)));
    Solution previous =
        Sdp.solve(one.row("trace").term("X", ConstraintMatrix.identity(3)).equalTo(1).build());
    SdpProblem.Builder other = SdpProblem.builder().psd("X", 3);
    other.minimise("X", ConstraintMatrix.dense(new RandomMatrices(1).symmetric(3)));
    SdpProblem problem =
        other.row("trace").term("X", ConstraintMatrix.identity(3)).equalTo(-1).build();
    assertThat(warm(problem, previous).termination()).isEqualTo(Termination.PRIMAL_INFEASIBLE);
  }

  @Test
  void sameBitsForEveryNumberOfThreads() {
    SdpProblem problem = maxCut(70, 1, 0.01);
    WarmStart start = WarmStart.of(Sdp.solve(maxCut(70, 1, 0)), problem);
    Solution one = Sdp.solve(problem, SETTINGS.withThreads(1), start);
    Solution three = Sdp.solve(problem, SETTINGS.withThreads(3), start);
    assertThat(one.warmStarted()).isTrue();
    assertThat(three.y()).isEqualTo(one.y());
    assertThat(three.x().block(0).data()).isEqualTo(one.x().block(0).data());
  }

  @Test
  void shapesThatDoNotFit() {
    SdpProblem problem = theta(6, -1);
    int m = problem.rows().size();
    BlockMatrix x = BlockMatrix.zeros(problem.blocks());
    assertThatThrownBy(() -> Sdp.solve(problem, SETTINGS, new WarmStart(x, new double[m + 1])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("warm start: numbers of y must be " + m + ", were " + (m + 1));
    BlockMatrix small = BlockMatrix.of(List.of(DenseMatrix.identity(5)));
    assertThatThrownBy(() -> Sdp.solve(problem, SETTINGS, new WarmStart(small, new double[m])))
        .hasMessage("warm start: block \"X\" of X: rows must be 6, were 5");
    BlockMatrix two = BlockMatrix.of(List.of(x.block(0), x.block(0)));
    assertThatThrownBy(() -> Sdp.solve(problem, SETTINGS, new WarmStart(two, new double[m])))
        .hasMessage("warm start: blocks of X must be 1, were 2");
    double[] y = new double[m];
    y[1] = Double.NaN;
    assertThatThrownBy(() -> Sdp.solve(problem, SETTINGS, new WarmStart(x, y)))
        .hasMessage("warm start: X and y must be finite");
    Solution previous = Sdp.solve(theta(5, -1));
    assertThatThrownBy(() -> WarmStart.of(previous, problem))
        .hasMessage(
            "warm start: block \"X\" is Psd[size=6], in the previous problem it was Psd[size=5]");
    assertThatThrownBy(() -> WarmStart.of(previous, fit(3, 1, RowPenalty.quadratic(1))))
        .hasMessage("no block is named \"Z\", the blocks are [X]");
  }
}
