package io.spectrahedra.neural.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.Random;
import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.Folds;
import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.loss.Loss;
import io.spectrahedra.neural.loss.Losses;
import io.spectrahedra.neural.metrics.ClassificationMetrics;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("by what cross-validation compares")
class ScoreTest {
  private static final Dataset NUMBERS = new Random(3).planted(60, 3, QuadraticActivation.RELU_FIT);

  private static TrainingOptions options(String loss) {
    return TrainingOptions.defaults().withLoss(Losses.parse(loss)).withTolerance(1e-6);
  }

  private static CrossValidation validate(Dataset data, String loss, Score score) {
    Folds folds = CrossValidation.folds(data, options(loss), 3, 0);
    PathOptions path = new PathOptions(options(loss), BetaGrid.of(1));
    return PolynomialNetworks.crossValidate(data, folds, path, score);
  }

  /** Above and below the mean, with every tenth sample on the wrong side. */
  private static Dataset signs() {
    double[] y = Random.column(NUMBERS);
    double mean = IntStream.range(0, y.length).mapToDouble(i -> y[i] / y.length).sum();
    return Dataset.of(
        NUMBERS.x(),
        IntStream.range(0, y.length)
            .mapToDouble(i -> y[i] > mean == (i % 10 > 0) ? 1 : -1)
            .toArray());
  }

  private static Dataset classes() {
    DenseMatrix y = signs().y();
    return Dataset.of(
        NUMBERS.x(),
        IntStream.range(0, y.rows).mapToObj(i -> y.at(i, 0) > 0 ? "yes" : "no").toList());
  }

  @ParameterizedTest
  @CsvSource({
    "squared, RMSE, ACCURACY",
    "absolute, LOSS, ACCURACY",
    "quantile(0.9), LOSS, ACCURACY",
    "huber(1), LOSS, ACCURACY",
  })
  void whatSuitsDataAndLoss(String name, Score ofNumbers, Score ofClasses) {
    Loss loss = Losses.parse(name);
    assertThat(Score.of(NUMBERS, loss)).isEqualTo(ofNumbers);
    assertThat(Score.of(classes(), loss)).isEqualTo(ofClasses);
    PathOptions path = new PathOptions(options(name), BetaGrid.of(1));
    Folds folds = CrossValidation.folds(NUMBERS, options(name), 3, 0);
    assertThat(PolynomialNetworks.crossValidate(NUMBERS, folds, path).score()).isEqualTo(ofNumbers);
    assertThat(Score.of(signs(), Losses.parse("logistic"))).isEqualTo(Score.ACCURACY);
  }

  @Test
  void theLossIsThatOfTheSamplesHeldOut() {
    CrossValidation found = validate(NUMBERS, "quantile(0.9)", Score.LOSS);
    Folds folds = CrossValidation.folds(NUMBERS, options("quantile(0.9)"), 3, 0);
    for (int f = 0; f < 3; f++) {
      Dataset held = NUMBERS.rows(folds.heldOut().get(f));
      double[] predicted = found.folds().get(f).path().networks().get(0).model().predict(held.x());
      double mean = 0;
      for (int i = 0; i < predicted.length; i++) {
        double r = held.y().at(i, 0) - predicted[i];
        mean += (r > 0 ? 0.9 * r : -0.1 * r) / predicted.length;
      }
      assertThat(found.folds().get(f).scores()[0]).isCloseTo(mean, within(1e-12));
    }
    assertThat(found.score()).hasToString("loss");
  }

  @ParameterizedTest
  @CsvSource({"logistic", "cross-entropy"})
  void theLossOfProbabilitiesIsTheLogLoss(String loss) {
    CrossValidation found = validate(classes(), loss, Score.LOSS);
    Folds folds = CrossValidation.folds(classes(), options(loss), 3, 0);
    for (int f = 0; f < 3; f++) {
      Dataset held = classes().rows(folds.heldOut().get(f));
      TrainedNetwork network = found.folds().get(f).path().networks().get(0);
      ClassificationMetrics metrics = (ClassificationMetrics) network.model().evaluate(held);
      assertThat(found.folds().get(f).scores()[0]).isCloseTo(metrics.logLoss(), within(1e-12));
    }
    // smaller is better
    CrossValidation two =
        PolynomialNetworks.crossValidate(
            classes(), folds, new PathOptions(options(loss), BetaGrid.of(1e6, 1)), Score.LOSS);
    double silent = two.points().get(0).mean();
    assertThat(silent).isCloseTo(Math.log(2), within(1e-9));
    assertThat(two.points().get(1).mean()).isLessThan(silent);
    assertThat(two.best().orElseThrow().beta()).isEqualTo(1);
  }

  /** Of ±1, twice the share that is wrong is the mean of |sign − y|. */
  @Test
  void classesUnderSquaredLossHaveAnRmse() {
    CrossValidation found = validate(classes(), "squared", Score.RMSE);
    CrossValidation numbers = validate(signs(), "squared", Score.RMSE);
    Folds folds = CrossValidation.folds(classes(), options("squared"), 3, 0);
    Dataset held = signs().rows(folds.heldOut().get(1));
    double[] outputs =
        found
            .folds()
            .get(1)
            .path()
            .networks()
            .get(0)
            .model()
            .outputs(held.x())
            .transposed()
            .copy()
            .row(0);
    double sum = 0;
    for (int i = 0; i < outputs.length; i++) {
      sum += Math.pow(outputs[i] - held.y().at(i, 0), 2) / outputs.length;
    }
    assertThat(found.folds().get(1).scores()[0]).isCloseTo(Math.sqrt(sum), within(1e-12));
    assertThat(numbers.score()).isEqualTo(Score.RMSE);
  }

  @Test
  void scoresThatDoNotSuit() {
    assertThatThrownBy(() -> validate(NUMBERS, "huber(1)", Score.ACCURACY))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "the accuracy is a score of classes, or of one target of 1 and -1 under a loss that"
                + " takes these: with huber(1.0) loss on numbers the score is loss or rmse");
    for (Dataset data : List.of(classes(), signs())) {
      assertThatThrownBy(() -> validate(data, "hinge", Score.RMSE))
          .isInstanceOf(InputException.class)
          .hasMessage(
              "the RMSE is a score of losses that take numbers: with hinge loss the score is"
                  + " accuracy or loss");
    }
  }
}
