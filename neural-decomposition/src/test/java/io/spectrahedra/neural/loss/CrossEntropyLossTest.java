package io.spectrahedra.neural.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.neural.Random;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.RowPenalty;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("cross-entropy: value, gradient, curvature, conjugate and rows are of one function")
class CrossEntropyLossTest {
  private static final CrossEntropyLoss LOSS = new CrossEntropyLoss();
  private static final double STEP = 1e-5;

  private static double[] oneHot(int classes, int label) {
    double[] p = new double[classes];
    p[label] = 1;
    return p;
  }

  private static double[] gradient(double[] prediction, double[] target) {
    double[] nu = new double[prediction.length];
    LOSS.gradient(prediction, target, nu);
    return nu;
  }

  private static double[] moved(double[] prediction, int k, double step) {
    double[] moved = prediction.clone();
    moved[k] += step;
    return moved;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  @ParameterizedTest(name = "{0} classes")
  @ValueSource(ints = {2, 3, 5, 10})
  void derivativesAreThoseOfTheValue(int classes) {
    Random random = new Random(classes);
    for (int repeat = 0; repeat < 50; repeat++) {
      double[] target = oneHot(classes, repeat % classes);
      double[] prediction = DoubleStream.of(random.vector(classes)).map(each -> 3 * each).toArray();
      double[] gradient = gradient(prediction, target);
      DenseMatrix hessian = random.matrix(classes, classes);
      LOSS.curvature(prediction, target, hessian);
      for (int k = 0; k < classes; k++) {
        double[] up = moved(prediction, k, STEP);
        double[] down = moved(prediction, k, -STEP);
        double slope = (LOSS.value(up, target) - LOSS.value(down, target)) / (2 * STEP);
        assertThat(gradient[k]).isCloseTo(slope, within(1e-8));
        for (int l = 0; l < classes; l++) {
          double change = (gradient(up, target)[l] - gradient(down, target)[l]) / (2 * STEP);
          assertThat(hessian.at(k, l)).isCloseTo(change, within(1e-8));
        }
      }
    }
  }

  /** l(ŷ) + l*(ν) ≥ νᵀŷ for all ν, with equality at the gradient; tν is in the domain with ν. */
  @ParameterizedTest(name = "{0} classes")
  @ValueSource(ints = {2, 3, 5, 10})
  void theConjugateIsTheConjugate(int classes) {
    Random random = new Random(classes);
    for (int repeat = 0; repeat < 200; repeat++) {
      double[] target = oneHot(classes, repeat % classes);
      double size = Math.pow(10, repeat % 5 - 1); // up to certainties, where entries underflow
      double[] prediction =
          DoubleStream.of(random.vector(classes)).map(each -> size * each).toArray();
      double value = LOSS.value(prediction, target);
      double[] nu = gradient(prediction, target);
      assertThat(value).isNotNegative();
      assertThat(LOSS.conjugate(nu, target))
          .isCloseTo(dot(nu, prediction) - value, within(1e-13 * (1 + classes * size)));
      double[] other = random.vector(classes);
      LOSS.toDomain(other, target);
      assertThat(value + LOSS.conjugate(other, target))
          .isGreaterThanOrEqualTo(dot(other, prediction) - 1e-13 * (1 + classes * size));
      for (double t : new double[] {0, 1e-9, 1.0 / 3, 0.999, 1}) {
        double[] scaled = Arrays.stream(nu).map(each -> t * each).toArray();
        assertThat(LOSS.conjugate(scaled, target)).as("t = %s", t).isFinite();
      }
    }
  }

  /**
   * l*(ν) = q ln(q/2) + (1 − q) ln(1 − q) for two others with q/2 each: q ln(q/2) − q + q²/2 + …
   */
  @ParameterizedTest(name = "q = {0}")
  @ValueSource(doubles = {1e-5, 1e-9, 1e-14, 1e-300})
  void theConjugateKeepsItsDigitsNearZero(double q) {
    double expected = q * Math.log(q / 2) - q + q * q / 2 + q * q * q / 6;
    assertThat(LOSS.conjugate(new double[] {q / 2, -q, q / 2}, oneHot(3, 1)))
        .isCloseTo(expected, within(1e-15 * -expected));
  }

  /** No proof may rest on a vector beyond the simplex, but for rounding. */
  @ParameterizedTest(name = "{0} classes")
  @ValueSource(ints = {2, 3, 5, 10})
  void theDomainIsTheSimplex(int classes) {
    Random random = new Random(classes);
    double[] target = oneHot(classes, 1);
    for (int repeat = 0; repeat < 200; repeat++) {
      double[] nu = gradient(random.vector(classes), target);
      double[] beyond = moved(nu, repeat % classes, 1e-12);
      assertThat(LOSS.conjugate(beyond, target)).isInfinite();
      double[] back = beyond.clone();
      LOSS.toDomain(back, target);
      assertThat(LOSS.conjugate(back, target)).isFinite();
      for (int k = 0; k < classes; k++) {
        assertThat(back[k]).isCloseTo(nu[k], within(2e-12));
      }
    }
    double[] negative = new double[classes];
    negative[0] = -1e-300;
    assertThat(LOSS.conjugate(negative, target)).isInfinite();
  }

  /** min over t of Σ penalty(ŷₖ − t), attained at t = ln Σ exp ŷₖ − 1 [M41]. */
  @ParameterizedTest(name = "{0} classes")
  @ValueSource(ints = {2, 3, 5, 10})
  void theRowsCostWhatTheLossCosts(int classes) {
    Random random = new Random(classes);
    for (int repeat = 0; repeat < 50; repeat++) {
      double[] target = oneHot(classes, repeat % classes);
      double[] prediction = random.vector(classes);
      double t = Math.log(DoubleStream.of(prediction).map(Math::exp).sum()) - 1;
      double[] nu = gradient(prediction, target);
      double value = 0;
      double conjugate = 0;
      for (int k = 0; k < classes; k++) {
        RowPenalty penalty = LOSS.penalty(target[k]);
        value += penalty.value(prediction[k] - t);
        conjugate += penalty.conjugate(nu[k]);
        assertThat(penalty.conjugateSlope(nu[k])).isCloseTo(prediction[k] - t, within(1e-11));
      }
      assertThat(value).isCloseTo(LOSS.value(prediction, target), within(1e-13));
      assertThat(conjugate).isCloseTo(LOSS.conjugate(nu, target), within(1e-13));
    }
  }

  @ParameterizedTest(name = "margin {0}")
  @ValueSource(doubles = {40, 700, 1e4})
  void certainPredictionsKeepTheirDigits(double margin) {
    double[] prediction = {0, margin, 0};
    double[] target = oneHot(3, 1);
    double cost = 2 * Math.exp(-margin);
    assertThat(LOSS.value(prediction, target)).isCloseTo(cost, within(1e-15 * cost));
    assertThat(gradient(prediction, target)[1]).isCloseTo(-cost, within(1e-15 * cost));
    assertThat(LOSS.value(prediction, oneHot(3, 0))).isCloseTo(margin, within(1e-12 * margin));
  }

  @ParameterizedTest(name = "{0} classes")
  @ValueSource(ints = {2, 3, 10})
  void probabilitiesAreThoseThatTheLossIsTheLogarithmOf(int classes) {
    double[] prediction = new Random(classes).vector(classes);
    double[] probabilities = LOSS.probabilities(prediction).orElseThrow();
    assertThat(DoubleStream.of(probabilities).sum()).isCloseTo(1, within(1e-15));
    for (int k = 0; k < classes; k++) {
      double loss = LOSS.value(prediction, oneHot(classes, k));
      assertThat(-Math.log(probabilities[k])).isCloseTo(loss, within(1e-14));
    }
  }
}
