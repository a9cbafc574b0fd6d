package io.spectrahedra.sdp.ipm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.RandomMatrices;
import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Solution;
import java.util.Arrays;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("every row penalty, in problems of one variable that bisection or sorting solves")
class RowAnswersTest {
  private static final ConstraintMatrix ONE = ConstraintMatrix.vector(1);

  private static double[] numbers(int count, long seed) {
    RandomMatrices random = new RandomMatrices(seed);
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = 5 * Math.pow(random.next(), 3) + 1;
    }
    return numbers;
  }

  /** min Σ f(bᵢ − x) over a free x. */
  private static Solution location(double[] b, RowPenalty penalty, double answer) {
    SdpProblem.Builder builder = SdpProblem.builder().free("x", 1);
    for (double rhs : b) {
      builder.row("near " + rhs).term("x", ONE).near(rhs, penalty);
    }
    return KnownAnswersTest.solve(builder.build(), answer);
  }

  private static double cost(double[] b, RowPenalty penalty, double x) {
    return Arrays.stream(b).map(rhs -> penalty.value(rhs - x)).sum();
  }

  /** The root of an increasing function, between −1e3 and 1e3. */
  private static double root(DoubleUnaryOperator increasing) {
    double low = -1e3;
    double high = 1e3;
    for (int k = 0; k < 200; k++) {
      double middle = (low + high) / 2;
      if (increasing.applyAsDouble(middle) < 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  @ParameterizedTest(name = "{0} numbers")
  @ValueSource(ints = {1, 3, 4, 15, 101})
  void leastAbsoluteDeviationIsTheMedian(int count) {
    double[] b = numbers(count, count);
    double[] sorted = Arrays.stream(b).sorted().toArray();
    RowPenalty penalty = RowPenalty.absolute(2);
    double median = sorted[count / 2];
    Solution solution = location(b, penalty, cost(b, penalty, median));
    double x = solution.primal("x").at(0, 0);
    assertThat(x).isBetween(sorted[(count - 1) / 2] - 1e-6, median + 1e-6);
    assertThat(Arrays.stream(solution.y()).map(Math::abs).max().getAsDouble())
        .isLessThanOrEqualTo(2);
  }

  @ParameterizedTest(name = "level {0}, {1} numbers")
  @CsvSource({"0.5, 7", "0.1, 33", "0.9, 33", "0.25, 101", "0.999, 12"})
  void quantileRowsGiveTheQuantile(double level, int count) {
    double[] b = numbers(count, count + 1);
    double[] sorted = Arrays.stream(b).sorted().toArray();
    RowPenalty penalty = RowPenalty.quantile(1, level);
    double expected = sorted[(int) Math.ceil(level * count) - 1];
    Solution solution = location(b, penalty, cost(b, penalty, expected));
    assertThat(solution.primal("x").at(0, 0)).isCloseTo(expected, within(1e-5));
  }

  @ParameterizedTest(name = "threshold {0}")
  @ValueSource(doubles = {1e-3, 0.5, 2, 50})
  void huberLocation(double threshold) {
    double[] b = numbers(25, 9);
    RowPenalty penalty = RowPenalty.huber(1.5, threshold);
    double expected =
        root(
            x ->
                Arrays.stream(b)
                    .map(rhs -> Math.max(-threshold, Math.min(threshold, x - rhs)))
                    .sum());
    Solution solution = location(b, penalty, cost(b, penalty, expected));
    if (threshold >= 0.5) {
      assertThat(solution.primal("x").at(0, 0)).isCloseTo(expected, within(1e-4));
    }
  }

  /** min λx²/2 + Σ f(aᵢx) over a free x; the labels are those of noisy thresholds at 0.2. */
  private static void classification(
      double lambda, DoubleFunction<RowPenalty> penaltyOfLabel, long seed) {
    RandomMatrices random = new RandomMatrices(seed);
    int count = 40;
    double[] a = new double[count];
    RowPenalty[] penalty = new RowPenalty[count];
    SdpProblem.Builder builder = SdpProblem.builder().free("x", 1);
    builder.row("size").term("x", ONE).near(0, RowPenalty.quadratic(lambda));
    for (int i = 0; i < count; i++) {
      a[i] = 3 * random.next() + 0.4;
      penalty[i] = penaltyOfLabel.apply(a[i] + random.next() > 0.2 ? 1 : -1);
      builder.row("sample " + i).term("x", -a[i], ONE).near(0, penalty[i]);
    }
    DoubleUnaryOperator objective =
        x -> {
          double value = lambda * x * x / 2;
          for (int i = 0; i < count; i++) {
            value += penalty[i].value(a[i] * x);
          }
          return value;
        };
    // golden-section search: all that is asked of the objective is that it is convex
    double low = -1e3;
    double high = 1e3;
    double ratio = (Math.sqrt(5) - 1) / 2;
    for (int k = 0; k < 150; k++) {
      double left = high - ratio * (high - low);
      double right = low + ratio * (high - low);
      if (objective.applyAsDouble(left) < objective.applyAsDouble(right)) {
        high = right;
      } else {
        low = left;
      }
    }
    KnownAnswersTest.solve(builder.build(), objective.applyAsDouble((low + high) / 2));
  }

  @ParameterizedTest(name = "lambda {0}, weight {1}")
  @CsvSource({"1, 1", "1e-3, 1", "1e3, 1", "1, 100", "1, 1e-3"})
  void hinge(double lambda, double weight) {
    classification(lambda, label -> RowPenalty.hinge(weight, label), 1);
  }

  @ParameterizedTest(name = "lambda {0}, weight {1}")
  @CsvSource({"1, 1", "1e-3, 1", "1e3, 1", "1, 100", "1, 1e-3"})
  void squaredHinge(double lambda, double weight) {
    classification(lambda, label -> RowPenalty.squaredHinge(weight, label), 2);
  }

  @ParameterizedTest(name = "lambda {0}, weight {1}")
  @CsvSource({"1, 1", "1e-3, 1", "1e3, 1", "1, 100", "1, 1e-3"})
  void logistic(double lambda, double weight) {
    classification(lambda, label -> RowPenalty.logistic(weight, label), 3);
  }

  /** Many quadratic rows are compressed, the row next to them is not. */
  @ParameterizedTest(name = "weight {0}")
  @ValueSource(doubles = {0.5, 3, 1000})
  void quadraticRowsAreCompressedNextToOthers(double weight) {
    double[] b = numbers(20, 4);
    SdpProblem.Builder builder = SdpProblem.builder().free("x", 1);
    for (double rhs : b) {
      builder.row("near " + rhs).term("x", ONE).near(rhs, RowPenalty.quadratic(1));
    }
    builder.row("zero").term("x", ONE).near(0, RowPenalty.absolute(weight));
    double mean = Arrays.stream(b).average().getAsDouble();
    double x = Math.signum(mean) * Math.max(0, Math.abs(mean) - weight / b.length);
    double answer = cost(b, RowPenalty.quadratic(1), x) + weight * Math.abs(x);
    Solution solution = KnownAnswersTest.solve(builder.build(), answer);
    double sum = Arrays.stream(b).map(rhs -> rhs - x).sum();
    assertThat(solution.y()[20]).isCloseTo(-sum, within(1e-3)); // 𝒜*(y) = 0
  }

  /** Samples that x > 0 separates: large margins, where f*″ is large and f* far from quadratic. */
  @ParameterizedTest(name = "lambda {0}")
  @ValueSource(doubles = {1e-6, 1e-3, 1})
  void logisticRowsOfSeparableSamples(double lambda) {
    // λx = a/(1 + exp(ax)) for two samples that say the same
    SdpProblem problem =
        SdpProblem.builder()
            .free("x", 1)
            .row("size")
            .term("x", ONE)
            .near(0, RowPenalty.quadratic(lambda))
            .row("positive")
            .term("x", -2, ONE)
            .near(0, RowPenalty.logistic(0.5, 1))
            .row("negative")
            .term("x", 2, ONE)
            .near(0, RowPenalty.logistic(0.5, -1))
            .build();
    double x = root(t -> lambda * t - 2 / (1 + Math.exp(2 * t)));
    double answer = lambda * x * x / 2 + Math.log1p(Math.exp(-2 * x));
    Solution solution = KnownAnswersTest.solve(problem, answer);
    assertThat(solution.y()[1]).isNegative().isGreaterThan(-0.5);
  }

  /** The x with Σ f′(bᵢ − x) = 0 is the expectile. */
  @ParameterizedTest(name = "level {0}, {1} numbers")
  @CsvSource({"0.5, 7", "0.1, 33", "0.8, 33", "0.9, 101"})
  void ownPenaltyWithoutAnInterval(double level, int count) {
    double[] b = numbers(count, count + 2);
    RowPenalty penalty = new OwnPenalties.Expectile(2, level);
    double expected =
        root(x -> -Arrays.stream(b).map(rhs -> (rhs > x ? level : 1 - level) * (rhs - x)).sum());
    Solution solution = location(b, penalty, cost(b, penalty, expected));
    assertThat(solution.primal("x").at(0, 0)).isCloseTo(expected, within(1e-7));
  }

  @ParameterizedTest(name = "spread {0}")
  @ValueSource(doubles = {0.01, 1, 100})
  void ownPenaltyOfBoundedSlope(double spread) {
    double[] b = Arrays.stream(numbers(25, 11)).map(number -> spread * number).toArray();
    RowPenalty penalty = new OwnPenalties.LogCosh(1.5);
    double expected = root(x -> -Arrays.stream(b).map(rhs -> Math.tanh(rhs - x)).sum());
    location(b, penalty, cost(b, penalty, expected));
  }

  @ParameterizedTest(name = "lambda {0}, weight {1}")
  @CsvSource({"1, 1", "1e-3, 1", "1e3, 1", "1, 100", "1, 1e-3"})
  void ownPenaltyThatGrowsExponentially(double lambda, double weight) {
    classification(lambda, label -> new OwnPenalties.Poisson(weight, 2 + 2 * label), 4);
  }

  /** min tr X + exp(tr X) − 5 tr X begins at tr X = 1000, for a hard row keeps it from 0. */
  @Test
  void aLossThatOverflowsAtTheStart() {
    var identity = ConstraintMatrix.sparse(100);
    for (int i = 0; i < 100; i++) {
      identity.set(i, i, 1);
    }
    RowPenalty penalty = new OwnPenalties.Poisson(1, 5);
    double x = Math.log(4);
    SdpProblem problem =
        SdpProblem.builder()
            .psd("X", 100)
            .minimise("X", identity.build())
            .nonNegative("one", 1)
            .row("exp")
            .term("X", -1, identity.build())
            .near(0, penalty)
            .row("one")
            .term("one", ConstraintMatrix.vector(1))
            .equalTo(1)
            .build();
    KnownAnswersTest.solve(problem, x + penalty.value(x));
    Solution start = Sdp.solve(problem, Settings.defaults().withMaxIterations(0));
    assertThat(start.primalObjective()).isInfinite();
    assertThat(start.errors().worst()).isFinite();
  }
}
