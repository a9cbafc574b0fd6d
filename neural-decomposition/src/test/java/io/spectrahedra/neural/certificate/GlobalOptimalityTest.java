package io.spectrahedra.neural.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.Random;
import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.architecture.Architecture;
import io.spectrahedra.neural.certificate.GlobalOptimality.Claim;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.Samples;
import io.spectrahedra.neural.data.Standardisation;
import io.spectrahedra.neural.loss.Losses;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.neural.train.TrainedNetwork;
import io.spectrahedra.neural.train.TrainingOptions;
import io.spectrahedra.neural.train.TrainingOptions.Standardise;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("the certificate holds for every network, and is tight for the best")
class GlobalOptimalityTest {
  private static final QuadraticActivation RELU = QuadraticActivation.RELU_FIT;
  private static final double BETA = 0.5;

  private static Claim claim(Dataset data, DenseMatrix hidden, double... output) {
    return new Claim(Random.problem(data, RELU, BETA), hidden, output, new int[output.length]);
  }

  private static DenseMatrix units(Random random, int m, int d) {
    DenseMatrix hidden = DenseMatrix.zeros(m, d);
    for (int j = 0; j < m; j++) {
      double[] u = random.unit(d);
      for (int i = 0; i < d; i++) {
        hidden.set(j, i, u[i]);
      }
    }
    return hidden;
  }

  @Test
  void lossesBelowTheLeastDoubleProveNothing() {
    Dataset data = new Random(3).planted(12, 2, RELU);
    double[] y = Random.column(data);
    for (double scale : new double[] {1e-200, 1e-170, 0}) {
      double[] scaled = Arrays.stream(y).map(each -> scale * each).toArray();
      TrainingProblem problem =
          Random.problem(Dataset.of(data.x(), scaled), RELU, Math.max(1e-300, 0.001 * scale));
      Claim nothing = new Claim(problem, DenseMatrix.zeros(0, 2), new double[0], new int[0]);
      GlobalOptimality certificate = GlobalOptimality.of(Workers.SERIAL, nothing);
      assertThat(certificate.objective()).isEqualTo(0);
      assertThat(certificate.proves(1e-8)).as("targets times %s", scale).isEqualTo(scale == 0);
      assertThat(certificate.relativeRounding())
          .isEqualTo(scale == 0 ? 0 : Double.POSITIVE_INFINITY);
    }
  }

  /** No network falls below a bound, whichever network and dual vector the bound comes from. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void noNetworkIsBelowABound(int seed) {
    Random random = new Random(seed);
    Dataset data = random.planted(20 + seed, 1 + seed, RELU);
    TrainedNetwork best =
        PolynomialNetworks.train(
            data, TrainingOptions.defaults().withBeta(BETA).withStandardise(Standardise.NONE));
    double optimum = best.certificate().objective();
    assertThat(best.certificate().relativeGap()).isBetween(0.0, 1e-8);
    for (int trial = 0; trial < 30; trial++) {
      int m = trial % 5;
      Claim claim = claim(data, units(random, m, data.x().cols), random.vector(m));
      GlobalOptimality residual = GlobalOptimality.of(Workers.SERIAL, claim);
      GlobalOptimality any =
          GlobalOptimality.of(Workers.SERIAL, claim, List.of(random.matrix(data.samples(), 1)));
      assertThat(residual.lowerBound()).isLessThanOrEqualTo(optimum * (1 + 1e-12));
      assertThat(any.lowerBound()).isLessThanOrEqualTo(optimum * (1 + 1e-12));
      assertThat(any.lowerBound()).isGreaterThanOrEqualTo(residual.lowerBound());
      assertThat(residual.objective()).isGreaterThanOrEqualTo(optimum * (1 - 1e-8));
      assertThat(residual.objective())
          .isEqualTo(GlobalOptimality.of(Workers.SERIAL, claim).objective());
    }
  }

  /** At the optimum the residual is the dual vector: the weights alone prove the network best. */
  @Test
  void theWeightsAloneProveTheBestNetwork() {
    Dataset data = new Random(9).planted(200, 4, RELU);
    TrainedNetwork best =
        PolynomialNetworks.train(
            data,
            TrainingOptions.defaults()
                .withBeta(BETA)
                .withStandardise(Standardise.NONE)
                .withTolerance(1e-11));
    GlobalOptimality alone =
        GlobalOptimality.of(
            Workers.SERIAL,
            claim(data, best.model().network().hidden(), best.model().network().weights()));
    assertThat(alone.relativeGap()).isBetween(0.0, 1e-6);
    assertThat(alone.objective()).isCloseTo(best.certificate().objective(), within(1e-10));
  }

  @Test
  void theZeroNetworkIsBestForLargePenalties() {
    Dataset data = new Random(3).planted(15, 3, RELU);
    double half = 0;
    for (double y : Random.column(data)) {
      half += y * y / 2;
    }
    Claim zero =
        new Claim(
            Random.problem(data, RELU, 1e6), DenseMatrix.zeros(0, 3), new double[0], new int[0]);
    GlobalOptimality certificate = GlobalOptimality.of(Workers.SERIAL, zero);
    assertThat(certificate.objective()).isCloseTo(half, within(1e-12 * half));
    assertThat(certificate.relativeGap()).isBetween(0.0, 1e-15);
    assertThat(certificate.dualViolation()).isZero();
  }

  @Test
  void nothingToFitHasNoGap() {
    GlobalOptimality certificate =
        GlobalOptimality.of(
            Workers.SERIAL,
            claim(Dataset.of(new double[][] {{1}, {2}}, new double[2]), DenseMatrix.zeros(0, 1)));
    assertThat(certificate.objective()).isZero();
    assertThat(certificate.lowerBound()).isZero();
    assertThat(certificate.relativeGap()).isZero();
  }

  @Test
  void claimsThatMakeNoSense() {
    Dataset data = Dataset.of(new double[][] {{1, 2}, {3, 4}}, new double[] {1, 2});
    DenseMatrix notUnit = DenseMatrix.of(new double[][] {{0.6, 0.9}});
    assertThatThrownBy(() -> GlobalOptimality.of(Workers.SERIAL, claim(data, notUnit, 1)))
        .hasMessageStartingWith("neuron 0 must have norm 1, has 1.08");
    assertThatThrownBy(() -> claim(data, notUnit, 1, 2))
        .hasMessage(
            "sizes do not fit: neurons of 2 inputs, 1 x 2 hidden and 2 output weights in 2 places");
  }

  @Test
  void aBoundAboveTheObjectiveProvesNothingFiner() {
    assertThat(new GlobalOptimality(1, 1 - 1e-9, 0).proves(1e-8)).isTrue();
    assertThat(new GlobalOptimality(1, 1 + 1e-9, 0).proves(1e-8)).isTrue();
    assertThat(new GlobalOptimality(1, 1 + 1e-7, 0).proves(1e-8)).isFalse();
    assertThat(new GlobalOptimality(0, 0, 0).proves(1e-8)).isTrue();
    assertThat(new GlobalOptimality(1, Double.NEGATIVE_INFINITY, 0).proves(1e-8)).isFalse();
  }

  /**
   * Rows that are interpolated under a tiny penalty: what plain predictions round away is a large
   * share of the objective. The reference adds up exact decimals.
   */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"quantile(0.999999)", "absolute", "hinge", "squared"})
  void theObjectiveOfInterpolatedRowsIsThatOfTheNetwork(String loss) {
    Random random = new Random(5);
    double beta = 1e-13;
    for (int trial = 0; trial < 20; trial++) {
      DenseMatrix x = random.matrix(4, 3);
      DenseMatrix hidden = units(random, 9, 3);
      double[] weights = random.vector(9);
      BigDecimal[] exact = new BigDecimal[4];
      DenseMatrix y = DenseMatrix.zeros(4, 1);
      for (int i = 0; i < 4; i++) {
        exact[i] = exactPrediction(x.row(i), hidden, weights);
        y.set(i, 0, loss.equals("hinge") ? Math.signum(exact[i].doubleValue()) : near(exact[i]));
      }
      TrainingProblem problem =
          new TrainingProblem(
              new Samples(x, Standardisation.none(3)),
              y,
              Architecture.dense(3),
              RELU,
              Losses.parse(loss),
              beta);
      GlobalOptimality certificate =
          GlobalOptimality.of(
              Workers.SERIAL, new Claim(problem, hidden, weights, new int[weights.length]));
      BigDecimal objective = BigDecimal.ZERO;
      for (int i = 0; i < 4; i++) {
        objective = objective.add(exactLoss(loss, exact[i], new BigDecimal(y.at(i, 0))));
      }
      for (double weight : weights) {
        objective = objective.add(new BigDecimal(beta).multiply(new BigDecimal(weight).abs()));
      }
      double expected = objective.doubleValue();
      assertThat(certificate.objective()).isCloseTo(expected, within(1e-13 * expected));
      assertThat(certificate.rounding()).isLessThanOrEqualTo(1e-10 * expected);
    }
  }

  private static double near(BigDecimal value) {
    return Math.nextUp(value.doubleValue());
  }

  private static BigDecimal exactPrediction(double[] x, DenseMatrix hidden, double[] weights) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int j = 0; j < weights.length; j++) {
      BigDecimal t = BigDecimal.ZERO;
      for (int k = 0; k < x.length; k++) {
        t = t.add(new BigDecimal(x[k]).multiply(new BigDecimal(hidden.at(j, k))));
      }
      BigDecimal said =
          new BigDecimal(RELU.a())
              .multiply(t)
              .add(new BigDecimal(RELU.b()))
              .multiply(t)
              .add(new BigDecimal(RELU.c()));
      sum = sum.add(said.multiply(new BigDecimal(weights[j])));
    }
    return sum;
  }

  private static BigDecimal exactLoss(String loss, BigDecimal prediction, BigDecimal y) {
    BigDecimal r = y.subtract(prediction);
    return switch (loss) {
      case "absolute" -> r.abs();
      case "squared" -> r.multiply(r).divide(BigDecimal.valueOf(2));
      case "hinge" -> BigDecimal.ONE.subtract(y.multiply(prediction)).max(BigDecimal.ZERO);
      default -> {
        double level = 0.999999;
        yield new BigDecimal(level)
            .multiply(r)
            .max(new BigDecimal(level).subtract(BigDecimal.ONE).multiply(r));
      }
    };
  }

  /** A gap of nothing between sums whose rounding may hide a tenth of a percent proves nothing. */
  @Test
  void whatRoundingMayHideCountsAgainstTheTolerance() {
    assertThat(new GlobalOptimality(1, 1 - 1e-9, 0, 8e-9, 0).proves(1e-8)).isTrue();
    assertThat(new GlobalOptimality(1, 1 - 1e-9, 0, 1e-8, 0).proves(1e-8)).isFalse();
    assertThat(new GlobalOptimality(0, 0, 0, 1e-300, 0).proves(1e-8)).isFalse();
    GlobalOptimality part = new GlobalOptimality(1, 1, 0, 1e-9, 3e-9);
    assertThat(GlobalOptimality.sum(List.of(part, part)).rounding()).isEqualTo(2e-9);
    assertThat(GlobalOptimality.sum(List.of(part, part)).boundRounding()).isEqualTo(6e-9);
    assertThat(new GlobalOptimality(1, 1 - 1e-9, 0, 0, 8e-9).proves(1e-8)).isTrue();
    assertThat(new GlobalOptimality(1, 1 - 1e-9, 0, 5e-9, 5e-9).proves(1e-8)).isFalse();
    GlobalOptimality finer = new GlobalOptimality(1, 1 - 3e-9, 0);
    assertThat(part.orBoundOf(finer)).isSameAs(part);
    assertThat(new GlobalOptimality(1, 1, 0, 1e-9, 4e-9).orBoundOf(finer))
        .isEqualTo(new GlobalOptimality(1, 1 - 3e-9, 0, 1e-9, 0));
  }
}
