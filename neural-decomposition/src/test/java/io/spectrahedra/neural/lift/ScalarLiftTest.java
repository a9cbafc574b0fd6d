package io.spectrahedra.neural.lift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.neural.Random;
import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.Samples;
import io.spectrahedra.neural.data.Standardisation;
import io.spectrahedra.neural.decomposition.NeuralDecomposition;
import io.spectrahedra.neural.network.ScalarNetwork;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.BlockMatrix;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("the objective of a network is that of its matrices")
class ScalarLiftTest {

  /**
   * Few samples have rows of their own, many are compressed; b/2a large needs the other vectors.
   */
  @ParameterizedTest(name = "{0} samples, {1} features, {2}t² + {3}t + {4}")
  @CsvSource({
    "5, 3, 0.09, 0.5, 0.47",
    "10, 3, -0.3, 0.5, 0",
    "10, 3, 1e-5, 0.5, 0.47",
    "10, 3, 1, 0, 0",
    "11, 3, 0.09, 0.5, 0.47",
    "500, 3, 0.09, 0.5, 0.47",
    "700, 1, -2, 1, 5",
    "40, 8, 1e-7, 2, -3",
    "46, 8, 1e-7, 2, -3",
  })
  void networkAndMatrices(int n, int d, double a, double b, double c) {
    QuadraticActivation activation = new QuadraticActivation(a, b, c);
    Dataset data = new Random(n).planted(n, d, activation);
    Samples samples = new Samples(data.x(), Standardisation.fit(data.x()));
    double beta = 0.3;
    ScalarLift lift = ScalarLift.of(Workers.SERIAL, samples, data.y(), activation, beta);
    for (int seed = 0; seed < 10; seed++) {
      DenseMatrix plus = balanced(new Random(seed), d, 1 + seed % 3);
      DenseMatrix minus = balanced(new Random(seed + 100), d, seed % 3);
      ScalarNetwork network =
          ScalarNetwork.of(
              activation, NeuralDecomposition.of(plus, 0), NeuralDecomposition.of(minus, 0));
      double ofNetwork = network.objective(Workers.SERIAL, samples, data.y(), beta);
      assertThat(lift.objective(Workers.SERIAL, plus, minus))
          .isCloseTo(ofNetwork, within(1e-10 * ofNetwork));
      assertThat(lift.problem().primalObjective(BlockMatrix.of(List.of(plus, minus))))
          .isCloseTo(ofNetwork, within(1e-10 * ofNetwork));
    }
  }

  /** Σ α(u; 1)(u; 1)ᵀ over random unit u. */
  private static DenseMatrix balanced(Random random, int d, int neurons) {
    DenseMatrix z = DenseMatrix.zeros(d + 1, d + 1);
    for (int j = 0; j < neurons; j++) {
      double[] u = random.unit(d);
      DenseMatrix y = DenseMatrix.zeros(1, d + 1);
      for (int i = 0; i < d; i++) {
        y.set(0, i, u[i]);
      }
      y.set(0, d, 1);
      Gemm.multiply(Workers.SERIAL, Math.abs(random.gaussian()), y.transposed(), y, 1, z);
    }
    z.symmetrise();
    return z;
  }
}
