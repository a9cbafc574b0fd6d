package io.spectrahedra.neural.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.spectrahedra.neural.Random;
import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.architecture.Architecture;
import io.spectrahedra.neural.data.Samples;
import io.spectrahedra.neural.data.Standardisation;
import io.spectrahedra.neural.loss.Losses;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("the best multiple of a dual vector: no other gives a larger bound")
class DualRayTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"squared", "absolute", "huber(0.5)", "hinge", "squared-hinge", "logistic"})
  void noOtherMultipleIsBetter(String loss) {
    Random random = new Random(loss.length());
    int n = 30;
    DenseMatrix y = DenseMatrix.zeros(n, 1);
    for (int i = 0; i < n; i++) {
      y.set(i, 0, random.gaussian() > 0.3 ? 1 : -1);
    }
    TrainingProblem training =
        new TrainingProblem(
            new Samples(random.matrix(n, 2), Standardisation.none(2)),
            y,
            Architecture.dense(2),
            QuadraticActivation.RELU_FIT,
            Losses.parse(loss),
            1);
    for (double size : new double[] {0, 0.01, 0.5, 2}) { // of the predictions, 0 for f = 0
      DenseMatrix prediction = random.matrix(n, 1);
      prediction.scale(size);
      DualRay ray = new DualRay(training, training.gradient(prediction));
      for (double most : new double[] {0.3, 0.99, 1, 1.5, 40, Double.POSITIVE_INFINITY}) {
        double found = ray.maximum(most).value();
        double end = Double.isInfinite(most) ? 1 : most;
        for (int step = 0; step <= 1000; step++) {
          assertThat(ray.at(end * step / 1000).value()).isLessThanOrEqualTo(found + 1e-9 * n);
        }
        assertThat(ray.at(Math.min(1, end)).value()).isLessThanOrEqualTo(found);
      }
    }
  }
}
