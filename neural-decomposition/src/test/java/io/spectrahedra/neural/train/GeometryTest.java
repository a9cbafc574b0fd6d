package io.spectrahedra.neural.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.Random;
import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.architecture.NeuronNorm;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.train.TrainingOptions.Standardise;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That network = program = bound for all of them is a part of {@link TheoremTest}. */
@DisplayName("neurons of norm one and of norm at most one, and biases")
class GeometryTest {
  private static final TrainingOptions RAW =
      TrainingOptions.defaults().withStandardise(Standardise.NONE);

  private static double optimum(Dataset data, TrainingOptions options) {
    TrainedNetwork trained = PolynomialNetworks.train(data, options);
    assertThat(trained.isProvenOptimal()).as(trained.toString()).isTrue();
    return trained.certificate().objective();
  }

  @ParameterizedTest
  @CsvSource({"0.09, 0.5, 0.47", "-0.4, 1, 0", "1, 0, -3", "0.2, 0, 1", "1, 0, 0"})
  void theBallHasTheSphereInIt(double a, double b, double c) {
    QuadraticActivation activation = new QuadraticActivation(a, b, c);
    Dataset data = new Random(2).planted(25, 4, activation);
    TrainingOptions options = RAW.withActivation(activation).withBeta(0.5);
    double sphere = optimum(data, options);
    double ball = optimum(data, options.withNorm(NeuronNorm.AT_MOST_ONE));
    assertThat(ball).isLessThanOrEqualTo(sphere * (1 + 1e-8));
    if (b == 0 && c == 0) { // the longer the neuron, the more it says
      assertThat(ball).isCloseTo(sphere, within(1e-8 * sphere));
    }
  }

  /** σ(t) = 1 − t² and x = 1: on the sphere f = 0, in the ball u = 0 says 1. */
  @Test
  void theyDiffer() {
    Dataset data = Dataset.of(new double[][] {{1}}, new double[] {1});
    TrainingOptions options = RAW.withActivation(new QuadraticActivation(-1, 0, 1)).withBeta(0.25);
    assertThat(optimum(data, options)).isEqualTo(0.5);
    // min ½(1 − α)² + β|α| at α = 1 − β
    assertThat(optimum(data, options.withNorm(NeuronNorm.AT_MOST_ONE)))
        .isCloseTo(0.25 - 0.25 * 0.25 / 2, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"ONE", "AT_MOST_ONE"})
  void aBiasIsAFeatureThatIsOne(NeuronNorm norm) {
    Dataset data = new Random(6).planted(30, 3, QuadraticActivation.RELU_FIT);
    DenseMatrix x = DenseMatrix.zeros(30, 4);
    x.view(0, 0, 30, 3).setTo(data.x());
    x.view(0, 3, 30, 1).fill(1);
    double asOption = optimum(data, RAW.withBias(true).withNorm(norm));
    double asFeature = optimum(Dataset.of(x, Random.column(data)), RAW.withNorm(norm));
    assertThat(asOption).isCloseTo(asFeature, within(1e-8 * asFeature));
  }
}
