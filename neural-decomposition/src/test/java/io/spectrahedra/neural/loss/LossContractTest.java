package io.spectrahedra.neural.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.neural.Random;
import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.sdp.problem.RowPenalty;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName(
    "every separable loss: value, gradient, curvature, conjugate and row are of one function")
class LossContractTest {
  private static final double STEP = 1e-5;

  static Stream<SeparableLoss> losses() {
    return Stream.of(
        new SquaredLoss(),
        new AbsoluteLoss(),
        new QuantileLoss(0.2),
        new QuantileLoss(0.9),
        new HuberLoss(0.5),
        new HuberLoss(3),
        new HingeLoss(),
        new SquaredHingeLoss(),
        new LogisticLoss());
  }

  /** A prediction and a target, far from the kinks. */
  private record Point(double prediction, double target) {}

  private static Stream<Point> points(Loss loss) {
    Random random = new Random(1);
    return Stream.generate(
            () -> {
              double target =
                  loss.targets() == Loss.Targets.SIGNS
                      ? Math.signum(random.gaussian())
                      : 3 * random.gaussian();
              return new Point(3 * random.gaussian(), target);
            })
        .filter(point -> kinkDistance(loss, point) > 10 * STEP)
        .limit(200);
  }

  private static double kinkDistance(Loss loss, Point p) {
    if (loss instanceof HuberLoss huber) {
      return Math.abs(Math.abs(p.prediction - p.target) - huber.threshold());
    }
    return loss.targets() == Loss.Targets.SIGNS
        ? Math.abs(1 - p.target * p.prediction)
        : Math.abs(p.prediction - p.target);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("losses")
  void derivativesAreThoseOfTheValue(SeparableLoss loss) {
    points(loss)
        .forEach(
            p -> {
              double up = loss.value(p.prediction + STEP, p.target);
              double down = loss.value(p.prediction - STEP, p.target);
              double slope = loss.gradient(p.prediction, p.target);
              assertThat(slope).isCloseTo((up - down) / (2 * STEP), within(1e-8));
              double change =
                  loss.gradient(p.prediction + STEP, p.target)
                      - loss.gradient(p.prediction - STEP, p.target);
              assertThat(loss.curvature(p.prediction, p.target))
                  .isCloseTo(change / (2 * STEP), within(1e-8));
            });
  }

  /** l(ŷ) + l*(ν) ≥ νŷ for all ν, with equality at the gradient. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("losses")
  void theConjugateIsTheConjugate(SeparableLoss loss) {
    Random random = new Random(2);
    points(loss)
        .forEach(
            p -> {
              double value = loss.value(p.prediction, p.target);
              double nu = loss.gradient(p.prediction, p.target);
              double conjugate = loss.conjugate(nu, p.target);
              assertThat(value).isNotNegative();
              assertThat(conjugate)
                  .isCloseTo(nu * p.prediction - value, within(1e-12 * (1 + Math.abs(value))));
              double other = 2 * random.gaussian();
              assertThat(value + loss.conjugate(other, p.target))
                  .isGreaterThanOrEqualTo(other * p.prediction - 1e-12);
              for (double t : new double[] {0, 1e-3, 0.5, 0.999}) {
                assertThat(loss.conjugate(t * nu, p.target)).as("t = %s", t).isFinite();
              }
            });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("losses")
  void theRowCostsWhatTheLossCosts(SeparableLoss loss) {
    points(loss)
        .forEach(
            p -> {
              RowPenalty penalty = loss.penalty(p.target);
              boolean ofPrediction = loss.penalisesPrediction();
              double residual = ofPrediction ? p.prediction : p.target - p.prediction;
              double value = loss.value(p.prediction, p.target);
              assertThat(penalty.value(residual)).isCloseTo(value, within(1e-12 * (1 + value)));
              double nu = 0.7 * loss.gradient(p.prediction, p.target);
              double expected = loss.conjugate(nu, p.target) - (ofPrediction ? 0 : nu * p.target);
              assertThat(penalty.conjugate(ofPrediction ? nu : -nu))
                  .isCloseTo(expected, within(1e-12 * (1 + Math.abs(expected))));
            });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("losses")
  void theNameFindsIt(SeparableLoss loss) {
    assertThat(Losses.parse(loss.name())).isEqualTo(loss);
  }

  @Test
  void namesAndParametersThatAreNone() {
    assertThatThrownBy(() -> Losses.parse("l2"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("there is no loss \"l2\": the losses are absolute, ");
    assertThatThrownBy(() -> Losses.parse("huber"))
        .hasMessage("loss huber has a parameter: write it as in huber(0.5)");
    assertThatThrownBy(() -> Losses.parse("squared(2)")).hasMessageStartingWith("there is no loss");
    assertThatThrownBy(() -> Losses.parse("huber(x)"))
        .hasMessage("the parameter of loss huber(x) must be a number");
    assertThatThrownBy(() -> Losses.parse("huber(0)"))
        .hasMessage("delta of the Huber loss must be positive and finite, was 0.0");
    assertThatThrownBy(() -> Losses.parse("quantile(1)"))
        .hasMessage("tau of the quantile loss must lie in (0, 1), was 1.0");
  }
}
