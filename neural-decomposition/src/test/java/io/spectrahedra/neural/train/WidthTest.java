package io.spectrahedra.neural.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.Random;
import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.architecture.NeuronNorm;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.loss.Loss;
import io.spectrahedra.neural.loss.Losses;
import io.spectrahedra.neural.network.Network;
import io.spectrahedra.neural.train.TrainingOptions.Standardise;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.solver.Termination;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("width: no neuron twice, and no more of them than asked for")
class WidthTest {
  private static final QuadraticActivation RELU = QuadraticActivation.RELU_FIT;
  private static final QuadraticActivation EVEN = new QuadraticActivation(0.3, 0, -1);
  private static final TrainingOptions RAW =
      TrainingOptions.defaults().withStandardise(Standardise.NONE);

  private static DenseMatrix directions() {
    return DenseMatrix.of(new double[][] {{1, 0}, {0.6, 0.8}, {1, 0}, {-0.6, -0.8}, {0.6, 0.8}});
  }

  @Test
  void mergingAddsWeights() {
    Network network = Network.scalar(RELU, directions(), 1, 2, 0.5, 3, -0.75);
    Network merged = network.merged();
    assertThat(merged.weights()).containsExactly(3, 1.5, 1.25);
    assertThat(merged.norm()).isEqualTo(network.norm() - 2 * 0.75);
    assertThat(merged.predict(0.3, -2)[0]).isCloseTo(network.predict(0.3, -2)[0], within(1e-14));
  }

  @Test
  void oppositeDirectionsAreOneNeuronOfAnEvenActivation() {
    Network network = Network.scalar(EVEN, directions(), 1, 2, -1, 3, -0.75);
    Network merged = network.merged();
    assertThat(merged.weights()).containsExactly(4.25);
    assertThat(merged.predict(0.3, -2)[0]).isCloseTo(network.predict(0.3, -2)[0], within(1e-14));
  }

  @Test
  void neuronsOfDifferentPlacesAreDifferent() {
    Network one = Network.scalar(RELU, directions(), 1, 2, 0.5, 3, -0.75).merged();
    assertThat(Network.ofOutputs(List.of(one, one)).merged().neurons()).isEqualTo(6);
  }

  @ParameterizedTest
  @EnumSource(
      value = NeuronNorm.class,
      names = {"ONE", "AT_MOST_ONE"})
  void trainingGivesNoNeuronTwice(NeuronNorm norm) {
    Dataset data = new Random(3).planted(40, 6, EVEN);
    TrainedNetwork trained =
        PolynomialNetworks.train(data, RAW.withActivation(EVEN).withNorm(norm).withBeta(0.3));
    assertThat(trained.isProvenOptimal()).as(trained.toString()).isTrue();
    Network network = trained.model().network();
    assertThat(network.neurons()).isLessThanOrEqualTo(2 * 6);
    for (int i = 0; i < network.neurons(); i++) {
      for (int j = 0; j < i; j++) {
        double cosine = network.hidden().view(i, 0, 1, 6).dot(network.hidden().view(j, 0, 1, 6));
        assertThat(Math.abs(cosine)).isLessThan(1 - 1e-6);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"squared", "absolute", "logistic", "huber(0.5)", "hinge"})
  void aCapIsKeptAndItsPriceIsSaid(String loss) {
    Dataset planted = new Random(8).planted(50, 5, RELU);
    double[] y = Random.column(planted);
    boolean signs = Losses.parse(loss).targets() == Loss.Targets.SIGNS;
    Dataset data =
        Dataset.of(planted.x(), signs ? Arrays.stream(y).map(Math::signum).toArray() : y);
    TrainingOptions options = RAW.withLoss(Losses.parse(loss)).withBeta(0.2);
    TrainedNetwork free = PolynomialNetworks.train(data, options);
    int neurons = free.model().network().neurons();
    assertThat(neurons).isGreaterThan(3);
    double before = free.certificate().objective();
    for (int most = neurons; most >= 0; most--) {
      TrainedNetwork capped = PolynomialNetworks.train(data, options.withMaxNeurons(most));
      assertThat(capped.model().network().neurons()).isLessThanOrEqualTo(most);
      assertThat(capped.certificate().lowerBound())
          .isGreaterThanOrEqualTo(free.certificate().lowerBound());
      double objective = capped.certificate().objective();
      assertThat(objective).isGreaterThanOrEqualTo(before * (1 - 1e-7));
      assertThat(objective)
          .isCloseTo(
              options.problem(data).loss(capped.model().outputs(data.x()))
                  + 0.2 * capped.model().network().norm(),
              within(1e-12 * objective));
      boolean proven = capped.certificate().relativeGap() <= 1e-8;
      assertThat(capped.termination())
          .isEqualTo(proven ? Termination.OPTIMAL : Termination.WIDTH_LIMIT);
      before = objective;
    }
    assertThat(before).isEqualTo(options.problem(data).loss(DenseMatrix.zeros(50, 1)));
  }

  /** Under squared loss what a neuron costs is known before it is dropped. */
  @Test
  void theCheapestNeuronIsDropped() {
    Dataset data = new Random(8).planted(50, 5, RELU);
    TrainingOptions options = RAW.withBeta(0.2);
    Network best = PolynomialNetworks.train(data, options).model().network();
    double least = Double.POSITIVE_INFINITY;
    for (int dropped = 0; dropped < best.neurons(); dropped++) {
      int gone = dropped;
      int[] rest = IntStream.range(0, best.neurons()).filter(j -> j != gone).toArray();
      Network refitted = OutputPolish.of(Workers.SERIAL, best.with(rest), options.problem(data));
      least =
          Math.min(least, OutputPolish.objective(Workers.SERIAL, refitted, options.problem(data)));
    }
    Network[] path = Pruning.path(Workers.SERIAL, best, options.problem(data), () -> false);
    assertThat(path[best.neurons() - 1].neurons()).isEqualTo(best.neurons() - 1);
    assertThat(
            OutputPolish.objective(Workers.SERIAL, path[best.neurons() - 1], options.problem(data)))
        .isCloseTo(least, within(1e-12 * least));
  }

  /** The outputs share the neurons that are left as it costs least. */
  @Test
  void theCapIsForAllOutputsTogether() {
    Random random = new Random(9);
    DenseMatrix y = DenseMatrix.zeros(40, 2);
    DenseMatrix x = random.matrix(40, 3);
    for (int i = 0; i < 40; i++) {
      y.set(i, 0, 100 * (x.at(i, 0) * x.at(i, 0) - x.at(i, 1)));
      y.set(i, 1, 0.1 * random.gaussian());
    }
    TrainedNetwork capped =
        PolynomialNetworks.train(Dataset.of(x, y), RAW.withBeta(0.01).withMaxNeurons(2));
    assertThat(capped.model().network().places()).containsExactly(0, 0);
    assertThat(capped.termination()).isEqualTo(Termination.WIDTH_LIMIT);
  }
}
