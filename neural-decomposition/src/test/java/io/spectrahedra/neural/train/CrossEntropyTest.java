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
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.lift.Lift;
import io.spectrahedra.neural.loss.CrossEntropyLoss;
import io.spectrahedra.neural.loss.LogisticLoss;
import io.spectrahedra.neural.loss.Loss;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Termination;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("cross-entropy, which couples the outputs: network = program = bound")
class CrossEntropyTest {
  private static final List<TrainingOptions> KINDS =
      List.of(
          TrainingOptions.defaults(),
          TrainingOptions.defaults().withActivation(new QuadraticActivation(1, 0, 0)),
          TrainingOptions.defaults().withActivation(new QuadraticActivation(-0.4, 1, 0)),
          TrainingOptions.defaults().withBias(true).withNorm(NeuronNorm.AT_MOST_ONE),
          TrainingOptions.defaults()
              .withLayout(
                  Layout.of(
                      Architecture.convolution(
                          Patches.ofSignal(6, 1, 3, 1, 0), Pooling.average(4, 2)))));

  /** Classes by the distance from the origin, with noise; every class occurs. */
  static Dataset data(int n, int d, int classes, int seed) {
    Random random = new Random(seed);
    DenseMatrix x = random.matrix(n, d);
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double length = x.view(i, 0, 1, d).frobeniusNorm() + 0.2 * random.gaussian();
      int label = Math.floorMod((int) Math.floor(2 * length), classes);
      labels.add("class " + (i < classes ? i : label));
    }
    return Dataset.of(x, labels);
  }

  static Stream<org.junit.jupiter.params.provider.Arguments> cases() {
    return Stream.of(2, 3, 4, 5)
        .flatMap(
            classes ->
                Stream.iterate(0, kind -> kind + 1)
                    .limit(KINDS.size())
                    .map(kind -> org.junit.jupiter.params.provider.Arguments.of(classes, kind)));
  }

  @ParameterizedTest(name = "{0} classes, options {1}")
  @MethodSource("cases")
  void theTheorem(int classes, int kind) {
    int d = kind == KINDS.size() - 1 ? 6 : 2 + classes % 3;
    Dataset data = data(12 + 9 * kind, d, classes, 10 * classes + kind);
    TrainingOptions options =
        KINDS.get(kind).withLoss(new CrossEntropyLoss()).withBeta(kind % 2 == 0 ? 0.1 : 0.5);
    TrainedNetwork trained = PolynomialNetworks.train(data, options);
    assertThat(trained.isProvenOptimal()).as(trained.toString()).isTrue();
    assertThat(trained.certificate().relativeGap()).isBetween(0.0, 1e-8);
    double objective = trained.certificate().objective();
    List<Lift> lifts = PolynomialNetworks.lift(data, options);
    assertThat(lifts).hasSize(1);
    double value =
        Sdp.solve(lifts.get(0).program(), Settings.defaults().withTolerance(1e-9))
            .primalObjective();
    assertThat(objective).isCloseTo(value, within(1e-7 * value));
    TrainingProblem problem = options.problem(data);
    assertThat(problem.loss(trained.model().outputs(data.x())) + options.beta() * norm(trained))
        .isCloseTo(objective, within(1e-11 * objective));
  }

  private static double norm(TrainedNetwork trained) {
    return trained.model().network().norm();
  }

  /** ln(1 + exp(ŷ₁ − ŷ₂)) sees the difference alone, which costs |α₁| + |α₂| ≥ |α₂ − α₁| [M21]. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void twoClassesAreLogisticRegression(int seed) {
    Dataset data = data(15 + 8 * seed, 1 + seed, 2, seed);
    TrainingOptions options = TrainingOptions.defaults().withBeta(0.02 * seed * seed);
    double objective = objective(data, options.withLoss(new CrossEntropyLoss()));
    assertThat(objective)
        .isCloseTo(objective(data, options.withLoss(new LogisticLoss())), within(2e-8 * objective));
  }

  private static double objective(Dataset data, TrainingOptions options) {
    TrainedNetwork trained = PolynomialNetworks.train(data, options);
    assertThat(trained.isProvenOptimal()).as(trained.toString()).isTrue();
    return trained.certificate().objective();
  }

  /** With β so large that f = 0: n ln C. */
  @Test
  void theZeroNetworkKnowsNothing() {
    Dataset data = data(30, 3, 5, 1);
    TrainingOptions options = TrainingOptions.defaults().withLoss(new CrossEntropyLoss());
    assertThat(objective(data, options.withBeta(1e4))).isCloseTo(30 * Math.log(5), within(1e-12));
  }

  /** The same bits for every number of threads. */
  @Test
  void threadsDoNotMatter() {
    Dataset data = data(60, 4, 3, 7);
    TrainingOptions options = TrainingOptions.defaults().withLoss(new CrossEntropyLoss());
    TrainedNetwork one = PolynomialNetworks.train(data, options.withThreads(1));
    TrainedNetwork two = PolynomialNetworks.train(data, options.withThreads(2));
    assertThat(two.model().network().weights()).isEqualTo(one.model().network().weights());
    assertThat(two.certificate()).isEqualTo(one.certificate());
  }

  @Test
  void limitsAndTargets() {
    Loss loss = new CrossEntropyLoss();
    TrainingOptions options = TrainingOptions.defaults().withLoss(loss);
    assertThatThrownBy(() -> PolynomialNetworks.train(data(1700, 2, 3, 1), options))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "cross-entropy loss takes at most 5000 samples times outputs, got 1700 x 3: take fewer"
                + " samples, or logistic loss, one class against the rest");
    assertThatThrownBy(
            () ->
                PolynomialNetworks.train(
                    new Random(1).planted(9, 2, options.activation()), options))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("cross-entropy loss predicts classes");
  }

  /**
   * Classes far apart cost next to nothing, and so does the penalty: the bound keeps its digits,
   * and does not rise above a network that is there.
   */
  @ParameterizedTest(name = "beta {0}, seed {1}")
  @CsvSource({"1e-4, 7", "1e-6, 7", "1e-8, 7", "1e-8, 8", "1e-8, 20"})
  void separableClasses(double beta, int seed) {
    TrainedNetwork trained = PolynomialNetworks.train(separable(seed), withBeta(beta));
    assertThat(trained.termination()).isEqualTo(Termination.OPTIMAL);
    assertThat(trained.certificate().relativeGap()).isBetween(-1e-12, 1e-8);
    assertThat(trained.certificate().objective()).isBetween(beta / 100, 100 * beta);
  }

  /**
   * A penalty of the size of what rounding leaves of 𝒜*(y), 1e-16 times the features' squares and
   * the samples: not all are solved, and none is said to be that is not.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 8, 20, 22})
  void penaltiesOfTheSizeOfRounding(int seed) {
    TrainedNetwork trained = PolynomialNetworks.train(separable(seed), withBeta(1e-10));
    double gap = trained.certificate().relativeGap();
    assertThat(gap).isBetween(-1e-12, 1.0);
    assertThat(trained.termination() == Termination.OPTIMAL).isEqualTo(gap <= 1e-8);
    assertThat(trained.certificate().objective()).isBetween(1e-12, 1e-8);
  }

  /** Twenty samples near each corner of a triangle. */
  private static Dataset separable(int seed) {
    Random random = new Random(seed);
    double[][] centres = {{10, 0}, {-5, 9}, {-5, -9}};
    DenseMatrix x = random.matrix(60, 2);
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < x.rows; i++) {
      x.add(i, 0, centres[i % 3][0]);
      x.add(i, 1, centres[i % 3][1]);
      labels.add("class " + i % 3);
    }
    return Dataset.of(x, labels);
  }

  private static TrainingOptions withBeta(double beta) {
    return TrainingOptions.defaults()
        .withLoss(new CrossEntropyLoss())
        .withBeta(beta)
        .withStandardise(TrainingOptions.Standardise.NONE);
  }
}
