package io.spectrahedra.neural.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.Random;
import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.architecture.Architecture;
import io.spectrahedra.neural.architecture.Layout;
import io.spectrahedra.neural.architecture.NeuronNorm;
import io.spectrahedra.neural.architecture.Patches;
import io.spectrahedra.neural.architecture.Pooling;
import io.spectrahedra.neural.certificate.DualNorm;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.loss.Losses;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.Termination;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a path of networks: where it begins, how it goes on, and that every point is proven")
class RegularisationPathTest {
  private static final String[] LOSSES = {
    "squared",
    "absolute",
    "quantile(0.3)",
    "huber(0.5)",
    "hinge",
    "squared-hinge",
    "logistic",
    "cross-entropy",
    "squared, sigma(t) = t^2",
    "squared, compressed",
    "squared, two outputs",
    "squared, patches"
  };

  /** A kind of problem by its name, with data for it. */
  private record Case(Dataset data, TrainingOptions options) {
    static Case of(String name) {
      Random random = new Random(name.length());
      String loss = name.replaceAll(",.*", "");
      TrainingOptions options = TrainingOptions.defaults().withLoss(Losses.parse(loss));
      if (name.contains("t^2")) {
        options = options.withActivation(new QuadraticActivation(1, 0, 0));
      }
      if (name.contains("patches")) {
        options =
            options.withLayout(
                Layout.of(
                    Architecture.convolution(Patches.ofSignal(5, 1, 3, 1, 0), Pooling.none(3))));
      }
      int n = name.contains("compressed") ? 80 : 25;
      Dataset data = random.planted(n, 5, QuadraticActivation.RELU_FIT);
      if (loss.contains("hinge") || loss.contains("logistic")) {
        double[] signs = Random.column(data);
        for (int i = 0; i < n; i++) {
          signs[i] = signs[i] + random.gaussian() > 1 ? 1 : -1;
        }
        data = Dataset.of(data.x(), signs);
      }
      if (loss.equals("cross-entropy")) {
        List<String> labels = new ArrayList<>();
        for (double y : Random.column(data)) {
          labels.add(y + random.gaussian() > 1 ? "high" : random.gaussian() > 0 ? "low" : "lower");
        }
        data = Dataset.of(data.x(), labels);
      }
      if (name.contains("two outputs")) {
        data = Dataset.of(data.x(), random.matrix(n, 2));
      }
      return new Case(data, options);
    }

    RegularisationPath path(BetaGrid grid) {
      return PolynomialNetworks.path(data, new PathOptions(options, grid));
    }
  }

  static Stream<String> cases() {
    return Stream.of(LOSSES);
  }

  private static double beta(TrainedNetwork network) {
    return network.model().provenance().beta();
  }

  private static double objective(TrainedNetwork network) {
    return network.certificate().objective();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theLargestBetaIsTheSmallestThatGivesTheZeroNetwork(String name) {
    Case problem = Case.of(name);
    double largest = RegularisationPath.largestBeta(problem.data, problem.options);
    RegularisationPath path =
        problem.path(BetaGrid.of(1.000001 * largest, largest, 0.99 * largest));
    assertThat(path.largestBeta()).isEqualTo(largest);
    assertThat(path.isProvenOptimal()).isTrue();
    List<TrainedNetwork> networks = path.networks();
    assertThat(networks.get(0).model().network().neurons()).isZero();
    assertThat(networks.get(0).iterations()).isZero();
    assertThat(networks.get(1).model().network().neurons()).isZero();
    assertThat(networks.get(2).model().network().neurons()).isPositive();
    assertThat(objective(networks.get(2))).isLessThan(objective(networks.get(1)));
  }

  /** Half of the targets are 0, where these losses have a kink at f = 0. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "absolute",
        "quantile(0.3)",
        "absolute, sigma(t) = t^2",
        "absolute, patches",
        "absolute, two outputs",
        "absolute, norm at most one"
      })
  void whereTheLossHasAKinkAtZeroTheLargestBetaIsExactToo(String name) {
    Case problem = Case.of(name);
    DenseMatrix y = problem.data.y().copy();
    for (int i = 0; i < y.rows / 2; i++) {
      for (int k = 0; k < y.cols; k++) {
        y.set(i, k, 0);
      }
    }
    TrainingOptions options =
        name.contains("at most")
            ? problem.options.withNorm(NeuronNorm.AT_MOST_ONE)
            : problem.options;
    Dataset data = Dataset.of(problem.data.x(), y);
    double largest = RegularisationPath.largestBeta(data, options);
    TrainingProblem training = options.problem(data);
    DenseMatrix zero = DenseMatrix.zeros(y.rows, y.cols);
    assertThat(DualNorm.of(Workers.SERIAL, training, training.gradient(zero)).value())
        .as("with 0 as the subgradient at the kinks")
        .isGreaterThan(1.01 * largest);
    RegularisationPath path =
        PolynomialNetworks.path(
            data, new PathOptions(options, BetaGrid.of(1.0001 * largest, 0.999 * largest)));
    assertThat(path.isProvenOptimal()).isTrue();
    assertThat(path.networks().get(0).model().network().neurons()).isZero();
    assertThat(path.networks().get(0).iterations()).isZero();
    TrainedNetwork below = path.networks().get(1);
    assertThat(below.model().network().neurons()).isPositive();
    assertThat(objective(below)).isLessThan(training.loss(zero));
    TrainedNetwork alone = PolynomialNetworks.train(data, options.withBeta(1.0001 * largest));
    assertThat(alone.isProvenOptimal()).isTrue();
    assertThat(alone.model().network().neurons()).isZero();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyPointIsWhatATrainingOfItsOwnFinds(String name) {
    Case problem = Case.of(name);
    RegularisationPath path = problem.path(BetaGrid.logarithmic(8, 1e-2));
    assertThat(path.isProvenOptimal()).isTrue();
    int warm = 0;
    int cold = 0;
    for (TrainedNetwork network : path.networks()) {
      TrainedNetwork alone =
          PolynomialNetworks.train(problem.data, problem.options.withBeta(beta(network)));
      double scale = objective(alone);
      assertThat(objective(network)).isCloseTo(scale, within(1e-7 * scale));
      assertThat(network.certificate().relativeGap()).isBetween(0.0, 1e-8);
      warm += network.iterations();
      cold += alone.iterations();
    }
    assertThat(warm).as("iterations, against those of cold starts").isLessThanOrEqualTo(cold);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void objectiveLossAndPenaltyAreMonotoneAndTheObjectiveConcave(String name) {
    Case problem = Case.of(name);
    List<TrainedNetwork> networks = problem.path(BetaGrid.logarithmic(12, 1e-2)).networks();
    for (int j = 1; j < networks.size(); j++) {
      TrainedNetwork before = networks.get(j - 1);
      TrainedNetwork after = networks.get(j);
      double step = beta(before) - beta(after);
      double error = 2e-8 * objective(before); // of both objectives together
      double normBefore = before.model().network().norm();
      double normAfter = after.model().network().norm();
      assertThat(objective(after)).isLessThanOrEqualTo(objective(before) + error);
      assertThat(normAfter).isGreaterThanOrEqualTo(normBefore - error / step);
      assertThat(objective(after) - beta(after) * normAfter)
          .isLessThanOrEqualTo(
              objective(before) - beta(before) * normBefore + error * beta(before) / step);
      // each is a supergradient of the objective as a function of beta
      assertThat(objective(after))
          .isLessThanOrEqualTo(objective(before) - step * normBefore + error);
      assertThat(objective(before))
          .isLessThanOrEqualTo(objective(after) + step * normAfter + error);
    }
  }

  @Test
  void cappedNetworksArePrunedForTheirOwnBeta() {
    Case any = Case.of("squared");
    Case capped = new Case(any.data, any.options.withMaxNeurons(1));
    RegularisationPath path = capped.path(BetaGrid.logarithmic(4, 1e-2));
    assertThat(path.termination()).isEqualTo(Termination.WIDTH_LIMIT);
    for (TrainedNetwork network : path.networks()) {
      TrainedNetwork alone =
          PolynomialNetworks.train(capped.data, capped.options.withBeta(beta(network)));
      assertThat(network.model().network().neurons()).isLessThanOrEqualTo(1);
      double scale = objective(alone); // of a local optimum, as near as the search comes to it
      assertThat(objective(network)).isCloseTo(scale, within(1e-4 * scale));
    }
  }

  @Test
  void theSameBitsForEveryNumberOfThreads() {
    Case problem = Case.of("squared, two outputs");
    List<List<double[]>> weights = new ArrayList<>();
    for (int threads : new int[] {1, 2, 3}) {
      Case with = new Case(problem.data, problem.options.withThreads(threads));
      weights.add(
          with.path(BetaGrid.logarithmic(6, 1e-2)).networks().stream()
              .map(network -> network.model().network().weights())
              .toList());
    }
    for (int j = 0; j < 6; j++) {
      assertThat(weights.get(1).get(j)).isEqualTo(weights.get(0).get(j));
      assertThat(weights.get(2).get(j)).isEqualTo(weights.get(0).get(j));
    }
  }

  @Test
  void aPathThatIsCancelledEndsWithThePointsItHas() {
    Case problem = Case.of("squared");
    PathOptions options = PathOptions.defaults().withTraining(problem.options);
    Cancellation cancellation = new Cancellation();
    List<Integer> totals = new ArrayList<>();
    RegularisationPath path =
        RegularisationPath.of(
            problem.data,
            options,
            (done, total) -> {
              totals.add(total);
              if (done == 3) {
                cancellation.cancel();
              }
            },
            cancellation);
    assertThat(path.termination()).isEqualTo(Termination.CANCELLED);
    assertThat(path.networks()).hasSize(3).allMatch(TrainedNetwork::isProvenOptimal);
    assertThat(totals).containsExactly(30, 30, 30);
  }

  @Test
  void grids() {
    assertThat(BetaGrid.of(1, 3, 0.5, 3).from(2)).containsExactly(3, 1, 0.5);
    double[] spaced = BetaGrid.logarithmic(4, 1e-3).from(5);
    assertThat(spaced[0]).isEqualTo(5);
    for (int j = 1; j < 4; j++) {
      assertThat(spaced[j]).isCloseTo(5 * Math.pow(10, -j), within(1e-14));
    }
  }

  @Test
  void gridsThatAreNone() {
    assertRefused("the grid of betas is empty", BetaGrid::of);
    assertRefused("positive and finite, one of the grid was 0.0", () -> BetaGrid.of(1, 0));
    assertRefused("positive and finite, one of the grid was -2.0", () -> BetaGrid.of(-2));
    assertRefused("positive and finite, one of the grid was NaN", () -> BetaGrid.of(Double.NaN));
    assertRefused(
        "positive and finite, one of the grid was Infinity",
        () -> BetaGrid.of(Double.POSITIVE_INFINITY));
    assertRefused("at least 2 points, was 1", () -> BetaGrid.logarithmic(1, 0.1));
    assertRefused("must lie in (0, 1), was 1.0", () -> BetaGrid.logarithmic(5, 1));
    assertRefused("must lie in (0, 1), was NaN", () -> BetaGrid.logarithmic(5, Double.NaN));
    Dataset nothing = Dataset.of(DenseMatrix.of(new double[][] {{1}, {2}}), new double[2]);
    assertRefused(
        "the zero network is the best one for every beta",
        () -> PolynomialNetworks.path(nothing, PathOptions.defaults()));
  }

  private static void assertRefused(String message, Runnable grid) {
    assertThatThrownBy(grid::run).isInstanceOf(InputException.class).hasMessageContaining(message);
  }
}
