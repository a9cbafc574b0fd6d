package io.spectrahedra.sdp.ipm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.LowRankMatrix;
import io.spectrahedra.sdp.problem.RandomMatrices;
import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Solution;
import io.spectrahedra.sdp.solver.Termination;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("the lift of many samples, solved in the dimensions of its blocks")
class ManyElasticRowsTest {
  private static final Settings SETTINGS = Settings.defaults().withTolerance(1e-9);

  /** σ(t) = at² + bt + c. */
  private record Activation(double a, double b, double c) {
    double at(double t) {
      return (a * t + b) * t + c;
    }
  }

  private static final Activation RELU = new Activation(0.09, 0.5, 0.47);
  private static final Activation SQUARE = new Activation(1, 0, 0); // sees no last column

  /** A loss, as the row of a sample whose output is y. */
  enum Loss {
    LOGISTIC,
    HINGE,
    SQUARED_HINGE,
    HUBER,
    ABSOLUTE,
    QUANTILE;

    private boolean classifies() {
      return compareTo(HUBER) < 0;
    }

    private RowPenalty penalty(double y) {
      return switch (this) {
        case LOGISTIC -> RowPenalty.logistic(1, y);
        case HINGE -> RowPenalty.hinge(1, y);
        case SQUARED_HINGE -> RowPenalty.squaredHinge(1, y);
        case HUBER -> RowPenalty.huber(1, 0.2);
        case ABSOLUTE -> RowPenalty.absolute(1);
        case QUANTILE -> RowPenalty.quantile(1, 0.3);
      };
    }
  }

  /**
   * The scalar lift [M13] of samples of three planted neurons, with noise; every one of the first
   * {@code repeated} twice.
   */
  private static SdpProblem.Builder lift(
      Loss loss, int n, int d, double beta, Activation sigma, int repeated) {
    RandomMatrices random = new RandomMatrices(n + d);
    DenseMatrix neurons = random.dense(3, d);
    double shift = sigma.b / 2 / sigma.a;
    DenseMatrix vectors = DenseMatrix.zeros(n + 1, d + 1);
    vectors.view(0, 0, n, d).setTo(random.dense(n, d));
    vectors.view(0, 0, n, d).scale(Math.sqrt(3));
    vectors.view(0, d, n, 1).fill(shift);
    vectors.set(n, d, 1);
    ConstraintMatrix penalty = ConstraintMatrix.sparse(d + 1).set(d, d, beta).build();
    SdpProblem.Builder builder =
        SdpProblem.builder()
            .psd("Z", d + 1)
            .psd("Z'", d + 1)
            .minimise("Z", penalty)
            .minimise("Z'", penalty);
    double[] weight = {sigma.a, sigma.c - sigma.a * shift * shift};
    for (int i = 0; i < n; i++) {
      int sample = i < 2 * repeated ? i / 2 : i;
      double y = 0;
      for (int k = 0; k < 3; k++) {
        double t = vectors.view(sample, 0, 1, d).dot(neurons.view(k, 0, 1, d));
        y += (k - 1.2) * sigma.at(t);
      }
      double output = loss.classifies() ? Math.signum(y + 0.3 * random.next()) : y + random.next();
      double sign = loss.classifies() ? -1 : 1;
      ConstraintMatrix m = LowRankMatrix.ofRows(vectors, new int[] {sample, n}, weight);
      builder
          .row("sample " + i)
          .term("Z", sign, m)
          .term("Z'", -sign, m)
          .near(loss.classifies() ? 0 : output, loss.penalty(output));
    }
    var entries = ConstraintMatrix.sparse(d + 1).set(d, d, -1);
    for (int j = 0; j < d; j++) {
      entries.set(j, j, 1);
    }
    ConstraintMatrix balance = entries.build();
    builder.row("trace of Z").term("Z", balance).equalTo(0);
    return builder.row("trace of Z'").term("Z'", balance).equalTo(0);
  }

  /** The same with a variable that is 0 at the optimum: elastic rows that see it need all of M. */
  private static SdpProblem withAllOfM(SdpProblem.Builder lift) {
    ConstraintMatrix one = ConstraintMatrix.vector(1);
    lift.nonNegative("s", 1).minimise("s", one);
    return lift.row("s").term("s", one).near(0, RowPenalty.quadratic(1)).build();
  }

  private static void requireSameOptimum(
      Loss loss, int n, int d, double beta, Activation sigma, int repeated) {
    SdpProblem problem = lift(loss, n, d, beta, sigma, repeated).build();
    SdpProblem whole = withAllOfM(lift(loss, n, d, beta, sigma, repeated));
    assertThat(Sdp.explain(problem)).contains(n + " elastic rows in the");
    assertThat(Sdp.explain(whole)).contains("M: " + (n + 3) + " x " + (n + 3));
    Solution reduced = Sdp.solve(problem, SETTINGS);
    Solution full = Sdp.solve(whole, SETTINGS);
    assertThat(reduced.termination()).isEqualTo(Termination.OPTIMAL);
    assertThat(full.termination()).isEqualTo(Termination.OPTIMAL);
    assertThat(reduced.primalObjective())
        .isCloseTo(full.primalObjective(), within(1e-8 * (1 + Math.abs(full.primalObjective()))));
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void sameOptimumAsWithAllOfM(Loss loss) {
    requireSameOptimum(loss, 400, 5, 2, RELU, 0);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void sameOptimumWithRepeatedSamples(Loss loss) {
    requireSameOptimum(loss, 300, 4, 0.1, RELU, 120);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void sameOptimumWhereDimensionsAreNotSeen(Loss loss) {
    requireSameOptimum(loss, 300, 4, 2, SQUARE, 0);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void theZeroNetworkIsOptimalWhereItCostsTooMuch(Loss loss) {
    SdpProblem problem = lift(loss, 300, 4, 1e4, RELU, 0).build();
    Solution solution = Sdp.solve(problem, SETTINGS);
    assertThat(solution.termination()).isEqualTo(Termination.OPTIMAL);
    double atZero =
        problem.rows().stream()
            .filter(row -> !row.penalty().isHard())
            .mapToDouble(row -> row.penalty().value(row.rhs()))
            .sum();
    assertThat(solution.primalObjective()).isCloseTo(atZero, within(2e-9 * (1 + atZero)));
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void sameBitsForEveryNumberOfThreads(Loss loss) {
    SdpProblem problem = lift(loss, 3000, 4, 2, RELU, 0).build();
    Solution serial = Sdp.solve(problem, SETTINGS.withThreads(1));
    Solution parallel = Sdp.solve(problem, SETTINGS.withThreads(3));
    assertThat(parallel.y()).isEqualTo(serial.y());
    assertThat(parallel.primal("Z").data()).isEqualTo(serial.primal("Z").data());
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void nineDigitsOfFiveThousandSamples(Loss loss) {
    Solution solution = Sdp.solve(lift(loss, 5000, 4, 2, RELU, 0).build(), SETTINGS);
    assertThat(solution.termination()).isEqualTo(Termination.OPTIMAL);
    assertThat(solution.errors().worst()).isLessThanOrEqualTo(1e-9);
  }

  @Tag("slow")
  @ParameterizedTest(name = "{0}")
  @EnumSource
  void aHundredThousandSamples(Loss loss) {
    Solution solution = Sdp.solve(lift(loss, 100_000, 20, 10, RELU, 0).build(), SETTINGS);
    assertThat(solution.termination()).isEqualTo(Termination.OPTIMAL);
    assertThat(solution.errors().worst()).isLessThanOrEqualTo(1e-9);
  }
}
