package io.spectrahedra.neural.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.Random;
import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.architecture.NeuronNorm;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.network.Network;
import io.spectrahedra.neural.train.TrainingOptions.Standardise;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
  @EnumSource(NeuronNorm.class)
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
}
