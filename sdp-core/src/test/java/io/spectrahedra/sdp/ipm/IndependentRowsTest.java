package io.spectrahedra.sdp.ipm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.RandomMatrices;
import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.Solution;
import io.spectrahedra.sdp.solver.Termination;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("rows that depend on others are found, and no others")
class IndependentRowsTest {
  private static final int N = 6;

  private static ConstraintMatrix entry(int i, int j, double value) {
    return ConstraintMatrix.sparse(N).set(i, j, value).build();
  }

  private static SdpProblem.Builder trace() {
    return SdpProblem.builder().psd("X", N).minimise("X", ConstraintMatrix.identity(N));
  }

  private static int[] rest(SdpProblem.Builder builder) {
    return RowPeeling.rest(builder.build(), 1e-6, Workers.SERIAL);
  }

  @Test
  void rowsWithPlacesOfTheirOwnArePeeled() {
    SdpProblem.Builder builder = trace();
    builder.row("trace").term("X", ConstraintMatrix.identity(N)).equalTo(1);
    builder.row("edge").term("X", entry(3, 1, 1)).equalTo(0);
    builder.row("corner").term("X", entry(0, 0, 2)).equalTo(1);
    // peeled after the trace, which alone has (1, 1): a chain
    builder
        .row("two")
        .term("X", ConstraintMatrix.sparse(N).set(0, 0, 1).set(3, 1, 1).set(2, 2, 1).build())
        .equalTo(1);
    assertThat(rest(builder)).isEmpty();
  }

  /** Of millions of entries it takes seconds. */
  @Test
  void theSearchIsStoppedOnRequest() {
    SdpProblem.Builder builder = trace();
    builder.row("a").term("X", entry(0, 0, 1)).equalTo(1);
    SdpProblem problem = builder.build();
    try (Workers stopped = new Workers(1, () -> true)) {
      assertThatThrownBy(() -> RowPeeling.rest(problem, 1e-6, stopped))
          .isInstanceOf(Workers.StoppedException.class);
    }
  }

  /** 0 = 5 says nothing that others say, 0 = 0 does. */
  @Test
  void aRowThatContradictsItselfDoesNotFollow() {
    SdpProblem.Builder builder = trace().allowZeroRows();
    builder.row("a").term("X", entry(0, 0, 1)).equalTo(1);
    builder.row("zero").term("X", entry(0, 0, 0)).equalTo(0);
    builder.row("contradiction").term("X", entry(0, 0, 0)).equalTo(5);
    Solution solution = Sdp.solve(builder.build());
    assertThat(solution.termination()).isEqualTo(Termination.PRIMAL_INFEASIBLE);
    assertThat(solution.dependentRows()).containsExactly("zero");
  }

  @Test
  void onlyRowsThatMayDependStay() {
    SdpProblem.Builder builder = trace();
    builder.row("a").term("X", entry(0, 0, 1)).equalTo(1);
    builder
        .row("own")
        .term("X", ConstraintMatrix.sparse(N).set(0, 0, 1).set(4, 2, 1).build())
        .equalTo(1);
    builder.row("a again").term("X", entry(0, 0, 3)).equalTo(3);
    builder.row("elastic").term("X", entry(0, 0, 3)).near(3, RowPenalty.quadratic(1));
    assertThat(rest(builder)).containsExactly(0, 2);
    IndependentRows rows = IndependentRows.of(builder.build(), Workers.SERIAL, 1e-8);
    assertThat(rows.dropped()).containsExactly("a again");
    assertThat(rows.kept()).containsExactly(0, 1, 3);
    assertThat(rows.expand(new double[] {1, 2, 4})).containsExactly(1, 2, 0, 4);
  }

  @Test
  void aTinyEntryOfItsOwnIsNotEnough() {
    SdpProblem.Builder builder = trace();
    builder.row("a").term("X", entry(0, 0, 1)).equalTo(1);
    builder
        .row("b")
        .term("X", ConstraintMatrix.sparse(N).set(0, 0, 1).set(5, 5, 1e-9).build())
        .equalTo(1);
    assertThat(rest(builder)).containsExactly(0, 1);
  }

  @Test
  void aDenseOrLowRankRowCoversItsBlock() {
    RandomMatrices random = new RandomMatrices(2);
    SdpProblem.Builder builder = trace();
    builder.row("entry").term("X", entry(0, 0, 1)).equalTo(1);
    builder.row("low rank").term("X", random.lowRank(N, 2)).equalTo(1);
    assertThat(rest(builder)).containsExactly(0, 1);
    assertThat(IndependentRows.of(builder.build(), Workers.SERIAL, 1e-8).dropped()).isEmpty();
  }

  /** ⟨aaᵀ + bbᵀ, X⟩ = 2 after ⟨aaᵀ, X⟩ = ⟨bbᵀ, X⟩ = 1, and 3 after them. */
  @Test
  void consistentRowsAreDroppedAndOthersProveInfeasibility() {
    RandomMatrices random = new RandomMatrices(3);
    DenseMatrix u = random.dense(N, 2);
    for (double rhs : new double[] {2, 3}) {
      SdpProblem.Builder builder = trace();
      for (int k : new int[] {0, 1}) {
        builder.row("u" + k).term("X", ConstraintMatrix.lowRank(u.view(0, k, N, 1), 1)).equalTo(1);
      }
      builder.row("both").term("X", ConstraintMatrix.lowRank(u, 1, 1)).equalTo(rhs);
      Solution solution = Sdp.solve(builder.build());
      assertThat(solution.dependentRows()).hasSize(rhs == 2 ? 1 : 0);
      assertThat(solution.termination())
          .isEqualTo(rhs == 2 ? Termination.OPTIMAL : Termination.PRIMAL_INFEASIBLE);
    }
  }

  /** Sums of sparse rows, in any order: what is dropped leaves as many rows as the rank. */
  @Test
  void randomSparseRowsKeepTheirRank() {
    for (int seed = 0; seed < 20; seed++) {
      RandomMatrices random = new RandomMatrices(seed);
      SdpProblem.Builder builder = trace();
      DenseMatrix sum = DenseMatrix.zeros(N, N);
      for (int i : IntStream.range(0, 4).toArray()) {
        ConstraintMatrix a = random.sparse(N, 0.4);
        builder.row("r" + i).term("X", a).equalTo(a.dot(DenseMatrix.identity(N)));
        a.addTo(i + 1, sum);
      }
      builder.row("sum").term("X", ConstraintMatrix.dense(sum)).equalTo(sum.trace());
      assertThat(IndependentRows.of(builder.build(), Workers.SERIAL, 1e-8).dropped()).hasSize(1);
      Solution solution = Sdp.solve(builder.build());
      assertThat(solution.primalObjective()).isCloseTo(solution.dualObjective(), within(1e-6));
    }
  }

  /**
   * x₁ = 1, x₁ + 10⁻⁵x₂ = 1 + 10⁻⁵, x₂ = 1 in any order: a small pivot that comes early must not
   * hide that one row follows.
   */
  @Test
  void smallPivotsDoNotHideARow() {
    ConstraintMatrix first = ConstraintMatrix.vector(1, 0);
    ConstraintMatrix second = ConstraintMatrix.vector(0, 1);
    ConstraintMatrix both = ConstraintMatrix.vector(1, 1e-5);
    List<ConstraintMatrix> rows = List.of(first, both, second);
    double[] rhs = {1, 1 + 1e-5, 1};
    for (int[] order : new int[][] {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}}) {
      SdpProblem.Builder builder = SdpProblem.builder().nonNegative("x", 2);
      builder.minimise("x", ConstraintMatrix.vector(1, 1));
      for (int i : order) {
        builder.row("r" + i).term("x", rows.get(i)).equalTo(rhs[i]);
      }
      Solution solution = Sdp.solve(builder.build());
      assertThat(solution.dependentRows()).hasSize(1);
      assertThat(solution.termination()).isEqualTo(Termination.OPTIMAL);
      assertThat(solution.primalObjective()).isCloseTo(2, within(1e-8));
    }
  }

  /** Four rows of small integers and two combinations of them, with factors from 0.01 to 100. */
  @Test
  void combinationsWithFactorsOfAnySizeAreDropped() {
    for (int seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      double[][] a = new double[6][10];
      for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 10; j++) {
          a[i][j] = random.nextInt(-3, 4);
        }
      }
      for (int i = 4; i < 6; i++) {
        for (int k = 0; k < 4; k++) {
          double factor = Math.pow(10, random.nextDouble(-2, 2)) * (random.nextBoolean() ? 1 : -1);
          for (int j = 0; j < 10; j++) {
            a[i][j] += factor * a[k][j];
          }
        }
      }
      SdpProblem.Builder builder = SdpProblem.builder().nonNegative("x", 10);
      for (int i = 0; i < 6; i++) {
        double rhs = DoubleStream.of(a[i]).sum();
        builder.row("r" + i).term("x", ConstraintMatrix.vector(a[i])).equalTo(rhs);
      }
      assertThat(IndependentRows.of(builder.build(), Workers.SERIAL, 1e-8).dropped())
          .as("seed " + seed)
          .hasSize(2);
    }
  }
}
