package io.spectrahedra.sdp.ipm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.certificate.FarkasCertificate;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.RandomMatrices;
import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.PointStatus;
import io.spectrahedra.sdp.solver.Solution;
import io.spectrahedra.sdp.solver.Termination;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("rows that follow from others, or contradict them")
class DependentRowsTest {
  private static final ConstraintMatrix TRACE = ConstraintMatrix.identity(2);
  private static final ConstraintMatrix COST =
      ConstraintMatrix.sparse(2).set(0, 0, 1).set(1, 1, 2).build();

  static IntStream seeds() {
    return IntStream.range(0, 20);
  }

  /** min X₀₀ + 2X₁₁ with tr X = 1 is 1, and y = 1. */
  private static SdpProblem.Builder trace() {
    return SdpProblem.builder()
        .allowZeroRows()
        .psd("X", 2)
        .minimise("X", COST)
        .row("trace")
        .term("X", TRACE)
        .equalTo(1);
  }

  private static Solution optimal(SdpProblem problem, double answer, String... dependent) {
    Solution solution = KnownAnswersTest.solve(problem, answer);
    assertThat(solution.dependentRows()).containsExactly(dependent);
    return solution;
  }

  /** A ray that the checker accepts, found before any iteration. */
  private static Solution contradiction(SdpProblem problem) {
    Solution solution = Sdp.solve(problem);
    assertThat(solution.termination())
        .as(solution.toString())
        .isEqualTo(Termination.PRIMAL_INFEASIBLE);
    assertThat(solution.dualStatus()).isEqualTo(PointStatus.INFEASIBILITY_CERTIFICATE);
    assertThat(FarkasCertificate.primalViolation(problem, solution.y())).isLessThanOrEqualTo(1e-8);
    double value = 0;
    for (int i = 0; i < solution.y().length; i++) {
      value += problem.rows().get(i).rhs() * solution.y()[i];
    }
    assertThat(value).isCloseTo(1, within(1e-12));
    assertThat(solution.iterations()).isZero();
    return solution;
  }

  @Test
  void zeroIsZero() {
    optimal(trace().row("nothing").equalTo(0).build(), 1, "nothing");
    Solution solution =
        optimal(
            trace()
                .row("explicit zeros")
                .term("X", ConstraintMatrix.sparse(2).set(1, 0, 0).build())
                .equalTo(0)
                .row("terms that cancel")
                .term("X", TRACE)
                .term("X", -1, TRACE)
                .equalTo(0)
                .build(),
            1,
            "explicit zeros",
            "terms that cancel");
    assertThat(solution.y()[1]).isZero();
  }

  @ParameterizedTest(name = "0 = {0}")
  @ValueSource(doubles = {3, -3, 1e-3, 1e100})
  void zeroIsNotThree(double rhs) {
    Solution solution = contradiction(trace().row("absurd").equalTo(rhs).build());
    assertThat(solution.y()).containsExactly(0, 1 / rhs);
  }

  @Test
  void termsThatCancelAreNotThree() {
    contradiction(trace().row("absurd").term("X", TRACE).term("X", -1, TRACE).equalTo(3).build());
  }

  /** Nothing but such rows. */
  @Test
  void zeroRowsAlone() {
    SdpProblem.Builder nothing =
        SdpProblem.builder().allowZeroRows().psd("X", 2).minimise("X", TRACE);
    optimal(nothing.row("a").equalTo(0).row("b").equalTo(0).build(), 0, "a", "b");
    contradiction(nothing.row("c").equalTo(-2).build());
  }

  @Test
  void copiesMultiplesAndSums() {
    optimal(
        trace()
            .row("copy")
            .term("X", TRACE)
            .equalTo(1)
            .row("third")
            .term("X", -1e6, TRACE)
            .equalTo(-1e6)
            .row("small")
            .term("X", 1e-6, TRACE)
            .equalTo(1e-6)
            .row("nothing")
            .equalTo(0)
            .build(),
        1,
        "copy",
        "third",
        "small",
        "nothing");
  }

  @ParameterizedTest(name = "tr X = 1 and {0} tr X = {0} + 1")
  @ValueSource(doubles = {1, -1, 1e-3, 1e3})
  void copiesWithAnotherRightHandSide(double scale) {
    contradiction(trace().row("copy").term("X", scale, TRACE).equalTo(scale + 1).build());
  }

  /** Two of three agree. */
  @Test
  void triples() {
    contradiction(
        trace().row("b").term("X", TRACE).equalTo(1).row("c").term("X", TRACE).equalTo(2).build());
  }

  /** What differs by less than the tolerance may be solved to the tolerance. */
  @Test
  void roundedRightHandSidesAreNoContradiction() {
    SdpProblem problem = trace().row("copy").term("X", TRACE).equalTo(1 + 1e-10).build();
    assertThat(Sdp.solve(problem).termination()).isEqualTo(Termination.OPTIMAL);
  }

  /** Σ of twenty random rows, right or wrong by 1, between rows with penalties. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void combinationsOfManyRowsBetweenPenalties(int seed) {
    for (int wrong = 0; wrong <= 1; wrong++) {
      RandomMatrices random = new RandomMatrices(seed);
      SdpProblem.Builder builder = SdpProblem.builder().psd("X", 7).nonNegative("v", 3);
      DenseMatrix feasible = random.positive(7, 1);
      builder.minimise("X", ConstraintMatrix.dense(random.positive(7, 1)));
      builder.minimise("v", ConstraintMatrix.vector(1, 2, 3));
      DenseMatrix sum = DenseMatrix.zeros(7, 7);
      double rhs = 0;
      for (int i = 0; i < 20; i++) {
        DenseMatrix a = random.symmetric(7);
        double weight = 3 * random.next();
        sum.addScaled(weight, a);
        rhs += weight * a.dot(feasible);
        builder.row("r" + i).term("X", ConstraintMatrix.dense(a)).equalTo(a.dot(feasible));
        builder
            .row("wish " + i)
            .term("X", ConstraintMatrix.dense(a))
            .term("v", ConstraintMatrix.vector(1, 1, 1))
            .near(random.next(), i % 2 == 0 ? RowPenalty.quadratic(1) : RowPenalty.absolute(1));
      }
      builder.row("sum").term("X", ConstraintMatrix.dense(sum)).equalTo(rhs + wrong);
      SdpProblem problem = builder.build();
      if (wrong == 1) {
        Solution solution = contradiction(problem);
        for (int i = 0; i < 20; i++) {
          assertThat(solution.y()[2 * i + 1]).isZero();
        }
      } else {
        Solution solution = Sdp.solve(problem);
        assertThat(solution.termination()).isEqualTo(Termination.OPTIMAL);
        assertThat(solution.dependentRows()).hasSize(1);
      }
    }
  }

  /** More quadratic rows than dimensions are compressed; the ray is that of the rows as given. */
  @Test
  void contradictionsBesideCompressedRows() {
    SdpProblem.Builder builder = trace().row("copy").term("X", TRACE).equalTo(2);
    RandomMatrices random = new RandomMatrices(1);
    for (int i = 0; i < 10; i++) {
      builder
          .row("fit " + i)
          .term("X", ConstraintMatrix.dense(random.symmetric(2)))
          .near(1, RowPenalty.quadratic(1));
    }
    builder.row("absurd").equalTo(1);
    Solution solution = contradiction(builder.build());
    assertThat(solution.y()).hasSize(13);
  }
}
