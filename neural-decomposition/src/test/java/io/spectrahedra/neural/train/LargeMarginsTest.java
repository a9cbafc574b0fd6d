package io.spectrahedra.neural.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.loss.LogisticLoss;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("logistic loss on classes that a network separates")
class LargeMarginsTest {
  private static final int SAMPLES = 100;

  /** With little regularisation margins become large, and slopes of the loss next to nothing. */
  @ParameterizedTest(name = "beta {0}")
  @ValueSource(doubles = {1e-2, 1e-4, 1e-6, 1e-7})
  void isProven(double beta) {
    double[][] x = new double[SAMPLES][1];
    double[] y = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      x[i][0] = Math.sin((i + 1) * 2.21);
      y[i] = Math.signum(x[i][0] * x[i][0] - 0.3);
    }
    TrainedNetwork trained =
        PolynomialNetworks.train(
            Dataset.of(x, y),
            TrainingOptions.defaults().withLoss(new LogisticLoss()).withBias(true).withBeta(beta));
    assertThat(trained.isProvenOptimal()).isTrue();
    assertThat(trained.certificate().relativeGap()).isLessThanOrEqualTo(1e-8);
  }
}
