package io.spectrahedra.neural.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.Random;
import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.loss.SquaredLoss;
import io.spectrahedra.neural.network.Model;
import io.spectrahedra.neural.network.Network;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.Progress;
import io.spectrahedra.sdp.solver.Termination;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a training that is stopped gives the best network so far and its honest gap")
class StoppedTrainingTest {
  private static final Dataset FEW = new Random(1).planted(60, 12, QuadraticActivation.RELU_FIT);
  private static final Dataset MANY = new Random(2).planted(3000, 6, QuadraticActivation.RELU_FIT);

  private static void assertHonest(TrainedNetwork trained, Dataset data, double beta) {
    assertThat(trained.isProvenOptimal()).isFalse();
    assertThat(trained.certificate().relativeGap()).isGreaterThan(1e-8);
    double optimum =
        PolynomialNetworks.train(data, TrainingOptions.defaults().withBeta(beta))
            .certificate()
            .objective();
    assertThat(trained.certificate().objective()).isGreaterThanOrEqualTo(optimum);
    assertThat(trained.certificate().lowerBound()).isLessThanOrEqualTo(optimum);
    double half = 0;
    for (double y : Random.column(data)) {
      half += y * y / 2;
    }
    assertThat(trained.certificate().objective())
        .as("never worse than the zero network")
        .isLessThanOrEqualTo(half * (1 + 1e-12));
  }

  @ParameterizedTest(name = "cancelled at iteration {0}")
  @ValueSource(ints = {0, 1, 4, 7})
  void cancelledWhileSolving(int iteration) {
    for (Dataset data : new Dataset[] {FEW, MANY}) {
      Cancellation cancellation = new Cancellation();
      TrainedNetwork trained =
          PolynomialNetworks.train(
              data,
              TrainingOptions.defaults(),
              progress -> {
                if (progress.iteration() == iteration) {
                  cancellation.cancel();
                }
              },
              cancellation);
      assertThat(trained.termination()).isEqualTo(Termination.CANCELLED);
      assertHonest(trained, data, 0.1);
    }
  }

  @Test
  void cancelledBeforeItBegins() {
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();
    for (Dataset data : new Dataset[] {FEW, MANY}) {
      TrainedNetwork trained =
          PolynomialNetworks.train(
              data, TrainingOptions.defaults(), Progress.Listener.NONE, cancellation);
      assertThat(trained.termination()).isEqualTo(Termination.CANCELLED);
      assertHonest(trained, data, 0.1);
    }
  }

  @Test
  void outOfTime() {
    TrainedNetwork trained =
        PolynomialNetworks.train(
            MANY, TrainingOptions.defaults().withTimeLimit(Duration.ofNanos(1)));
    assertThat(trained.termination()).isEqualTo(Termination.TIME_LIMIT);
    assertHonest(trained, MANY, 0.1);
  }

  /** A network that is not the best is told how far off it is. */
  @Test
  void certificationOfAnotherNetwork() {
    TrainedNetwork best = PolynomialNetworks.train(FEW);
    Network network = best.model().network();
    double[] weights = network.weights().clone();
    weights[0] *= 1.01;
    Model model =
        new Model(
            network.withWeights(weights),
            best.model().features(),
            best.model().targets(),
            best.model().classes(),
            best.model().standardisation(),
            best.model().provenance());
    NetworkCertification other = certify(model);
    assertThat(other.certificate().relativeGap()).isBetween(1e-6, 0.5);
    assertThat(other.certificate().lowerBound())
        .isLessThanOrEqualTo(best.certificate().objective());
    NetworkCertification own = certify(best.model());
    assertThat(own.certificate().relativeGap()).isBetween(0.0, 1e-8);
    assertThat(own.certificate().objective()).isEqualTo(best.certificate().objective());
  }

  private static NetworkCertification certify(Model model) {
    return NetworkCertification.of(
        model,
        new SquaredLoss(),
        FEW,
        TrainingOptions.defaults(),
        Progress.Listener.NONE,
        new Cancellation());
  }

  @Test
  void optionsNameTheFieldTheValueAndTheRange() {
    TrainingOptions options = TrainingOptions.defaults();
    for (double beta : new double[] {0, -1, Double.NaN, 1.0 / 0}) {
      assertThatThrownBy(() -> options.withBeta(beta))
          .isInstanceOf(InputException.class)
          .hasMessage("beta must be positive and finite, was " + beta);
    }
    assertThatThrownBy(() -> options.withTolerance(1))
        .hasMessage("tolerance must lie in (0, 1), was 1.0");
    assertThatThrownBy(() -> options.withThreads(0))
        .hasMessage("threads must be at least 1 and at most 1024, was 0");
    assertThatThrownBy(() -> options.withTimeLimit(Duration.ofSeconds(-1)))
        .hasMessage("time limit must not be negative, was PT-1S");
  }

  @Test
  void predictionNeedsTheFeaturesOfTheModel() {
    Model model = PolynomialNetworks.train(MANY).model();
    assertThatThrownBy(() -> model.predict(DenseMatrix.zeros(3, 5)))
        .isInstanceOf(InputException.class)
        .hasMessage("the data have 5 features, the network takes 6");
    assertThatThrownBy(() -> model.network().predict(1, 2))
        .hasMessage("the network takes 6 features, got 2");
  }
}
