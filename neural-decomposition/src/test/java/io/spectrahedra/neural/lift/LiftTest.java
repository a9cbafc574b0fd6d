package io.spectrahedra.neural.lift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.neural.Random;
import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.decomposition.NeuralDecomposition;
import io.spectrahedra.neural.network.Network;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.BlockMatrix;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("the objective of a network is that of its matrices")
class LiftTest {

  /**
   * Few samples have rows of their own, many are compressed; b/2a large needs the other vectors.
   */
  @ParameterizedTest(name = "{0} samples, {1} features, {2}t² + {3}t + {4}")
  @CsvSource({
    "5, 3, 0.09, 0.5, 0.47",
    "10, 3, -0.3, 0.5, 0",
    "10, 3, 1e-5, 0.5, 0.47",
    "10, 3, 1, 1e-3, 0",
    "11, 3, 0.09, 0.5, 0.47",
    "500, 3, 0.09, 0.5, 0.47",
    "700, 1, -2, 1, 5",
    "40, 8, 1e-7, 2, -3",
    "46, 8, 1e-7, 2, -3",
  })
  void networkAndMatrices(int n, int d, double a, double b, double c) {
    QuadraticActivation activation = new QuadraticActivation(a, b, c);
    Dataset data = new Random(n).planted(n, d, activation);
    TrainingProblem training = Random.problem(data, activation, 0.3);
    Lift lift = Lift.of(Workers.SERIAL, training).get(0);
    for (int seed = 0; seed < 10; seed++) {
      DenseMatrix plus = balanced(new Random(seed), d, 1 + seed % 3);
      DenseMatrix minus = balanced(new Random(seed + 100), d, seed % 3);
      double ofNetwork = objective(training, plus, minus);
      assertThat(lift.objective(Workers.SERIAL, List.of(new Pair(plus, minus))))
          .isCloseTo(ofNetwork, within(1e-10 * ofNetwork));
      assertThat(lift.program().primalObjective(BlockMatrix.of(List.of(plus, minus))))
          .isCloseTo(ofNetwork, within(1e-10 * ofNetwork));
    }
  }

  /** Of the network that the matrices decompose into. */
  private static double objective(TrainingProblem training, DenseMatrix plus, DenseMatrix minus) {
    DenseMatrix positive = NeuralDecomposition.of(plus, 0).vectors();
    DenseMatrix negative = NeuralDecomposition.of(minus, 0).vectors();
    int d = plus.rows - 1;
    int m = positive.rows + negative.rows;
    DenseMatrix hidden = DenseMatrix.zeros(m, d);
    double[] weights = new double[m];
    for (int j = 0; j < m; j++) {
      DenseMatrix from = j < positive.rows ? positive : negative;
      int row = j < positive.rows ? j : j - positive.rows;
      double t = from.at(row, d);
      weights[j] = j < positive.rows ? t * t : -t * t;
      hidden.view(j, 0, 1, d).setTo(from.view(row, 0, 1, d));
      hidden.view(j, 0, 1, d).scale(1 / t);
    }
    Network network = Network.scalar(training.activation(), hidden, weights);
    return training.loss(network.predict(Workers.SERIAL, training.samples()))
        + training.beta() * network.norm();
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
