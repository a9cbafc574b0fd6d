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
import io.spectrahedra.neural.loss.CrossEntropyLoss;
import io.spectrahedra.neural.loss.HingeLoss;
import io.spectrahedra.neural.loss.LogisticLoss;
import io.spectrahedra.neural.loss.Loss;
import io.spectrahedra.neural.loss.SquaredLoss;
import io.spectrahedra.neural.train.CrossValidation.Fold;
import io.spectrahedra.neural.train.CrossValidation.Point;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.Termination;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("cross-validation: what a loop by hand finds, for every number of threads")
class CrossValidationTest {
  private static final Dataset NUMBERS = new Random(5).planted(40, 4, QuadraticActivation.RELU_FIT);
  private static final TrainingOptions OPTIONS = TrainingOptions.defaults();
  private static final BetaGrid FIVE = BetaGrid.logarithmic(5, 1e-2);

  private static PathOptions options(TrainingOptions training) {
    return new PathOptions(training, FIVE);
  }

  /** Three classes in the plane, which a parabola and a line tell apart but for noise. */
  private static Dataset classes(int n) {
    Random random = new Random(11);
    DenseMatrix x = random.matrix(n, 2);
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double above = x.at(i, 1) - x.at(i, 0) * x.at(i, 0) + 0.1 * random.gaussian();
      labels.add(above > 0 ? "above" : x.at(i, 0) > 0 ? "right" : "left");
    }
    return Dataset.of(x, labels);
  }

  @Test
  void itIsTheLoopByHand() {
    Folds folds = CrossValidation.folds(NUMBERS, OPTIONS, 4, 7);
    CrossValidation found = PolynomialNetworks.crossValidate(NUMBERS, folds, options(OPTIONS));
    assertThat(found.score()).isEqualTo(Score.RMSE);
    assertThat(found.isProvenOptimal()).isTrue();
    double[] betas = FIVE.from(RegularisationPath.largestBeta(NUMBERS, OPTIONS));
    for (int j = 0; j < betas.length; j++) {
      double[] scores = new double[4];
      for (int f = 0; f < 4; f++) {
        Dataset seen = NUMBERS.rows(folds.training(f));
        Dataset held = NUMBERS.rows(folds.heldOut().get(f));
        double beta = betas[j] * seen.samples() / NUMBERS.samples();
        TrainedNetwork alone = PolynomialNetworks.train(seen, OPTIONS.withBeta(beta));
        double[] predicted = alone.model().predict(held.x());
        double sum = 0;
        for (int i = 0; i < predicted.length; i++) {
          sum += Math.pow(predicted[i] - held.y().at(i, 0), 2);
        }
        scores[f] = Math.sqrt(sum / predicted.length);
        assertThat(found.folds().get(f).scores()[j]).isCloseTo(scores[f], within(1e-4 * scores[f]));
      }
      double mean = IntStream.range(0, 4).mapToDouble(f -> scores[f]).average().orElseThrow();
      double variance =
          IntStream.range(0, 4).mapToDouble(f -> Math.pow(scores[f] - mean, 2)).sum() / 3;
      Point point = found.points().get(j);
      assertThat(point.beta()).isEqualTo(betas[j]);
      assertThat(point.mean()).isCloseTo(mean, within(1e-4 * mean));
      assertThat(point.standardError()).isCloseTo(Math.sqrt(variance / 4), within(1e-3 * mean));
    }
  }

  @Test
  void theSameBitsForEveryNumberOfThreads() {
    Folds folds = CrossValidation.folds(NUMBERS, OPTIONS, 3, 0);
    List<CrossValidation> found =
        IntStream.of(1, 2, 4, 7)
            .mapToObj(
                threads ->
                    PolynomialNetworks.crossValidate(
                        NUMBERS, folds, options(OPTIONS.withThreads(threads))))
            .toList();
    for (CrossValidation other : found) {
      assertThat(other.points()).isEqualTo(found.get(0).points());
      for (int f = 0; f < 3; f++) {
        assertThat(other.folds().get(f).scores()).isEqualTo(found.get(0).folds().get(f).scores());
      }
    }
  }

  private static CrossValidation of(Score score, double... meansAndErrors) {
    List<Point> points =
        IntStream.range(0, meansAndErrors.length / 2)
            .mapToObj(j -> new Point(10 - j, meansAndErrors[2 * j], meansAndErrors[2 * j + 1]))
            .toList();
    return new CrossValidation(score, points, List.of(), Termination.OPTIMAL);
  }

  private static void assertChosen(CrossValidation found, double best, double simplest) {
    assertThat(found.best().orElseThrow().beta()).isEqualTo(best);
    assertThat(found.oneStandardError().orElseThrow().beta()).isEqualTo(simplest);
  }

  @Test
  void theLargestBetaWithinOneStandardErrorOfTheBest() {
    assertChosen(of(Score.RMSE, 5, 1, 3, 1, 2.4, 9, 2, 0.5, 2.2, 1), 7, 8);
    assertChosen(of(Score.RMSE, 2, 0.5, 3, 1, 2, 0.5), 10, 10); // the largest of equal ones
    assertChosen(of(Score.ACCURACY, 0.7, 0.1, 0.875, 0.1, 0.875, 0.1, 1, 0.125), 7, 9);
    assertChosen(of(Score.ACCURACY, 0.7, 0.1, 0.9, 0, 0.8, 0), 9, 9);
  }

  @Test
  void classesAreStratifiedAndScoredByAccuracy() {
    Dataset data = classes(60);
    for (Loss loss : List.of(new SquaredLoss(), new HingeLoss(), new CrossEntropyLoss())) {
      TrainingOptions training = OPTIONS.withLoss(loss);
      Folds folds = CrossValidation.folds(data, training, 3, 0);
      CrossValidation found = PolynomialNetworks.crossValidate(data, folds, options(training));
      assertThat(found.score()).isEqualTo(Score.ACCURACY);
      for (Fold fold : found.folds()) {
        int[] held = folds.heldOut().get(fold.number());
        for (double score : fold.scores()) {
          double right = score * held.length; // a number of samples
          assertThat(right).isCloseTo(Math.rint(right), within(1e-9)).isBetween(0.0, 20.0);
        }
      }
      assertThat(found.best().orElseThrow().mean()).isGreaterThan(0.8);
    }
  }

  @Test
  void aLossForSignsIsScoredByAccuracy() {
    double[] y = Random.column(NUMBERS);
    for (int i = 0; i < y.length; i++) {
      y[i] = y[i] > 1 ? 1 : -1;
    }
    Dataset data = Dataset.of(NUMBERS.x(), y);
    TrainingOptions training = OPTIONS.withLoss(new LogisticLoss());
    Folds folds = CrossValidation.folds(data, training, 4, 0);
    CrossValidation found =
        PolynomialNetworks.crossValidate(
            data, folds, new PathOptions(training, BetaGrid.of(1e6, 1)));
    long negative = java.util.Arrays.stream(y).filter(each -> each < 0).count();
    assertThat(found.points().get(0).mean()) // the zero network says no
        .isCloseTo(negative / (double) y.length, within(0.05));
    assertThat(found.best().orElseThrow().beta()).isEqualTo(1);
  }

  @Test
  void oneSampleAtATime() {
    Dataset data = NUMBERS.rows(IntStream.range(0, 8).toArray());
    Folds folds = CrossValidation.folds(data, OPTIONS, 8, 0);
    CrossValidation found = PolynomialNetworks.crossValidate(data, folds, options(OPTIONS));
    assertThat(found.folds()).hasSize(8);
    assertThat(found.points()).hasSize(5).allMatch(point -> Double.isFinite(point.mean()));
  }

  @Test
  void whatIsDoneWhenItIsCancelled() {
    for (int ended : new int[] {1, 2}) {
      Cancellation cancellation = new Cancellation();
      CrossValidation found =
          CrossValidation.of(
              NUMBERS,
              CrossValidation.folds(NUMBERS, OPTIONS, 4, 0),
              options(OPTIONS.withThreads(1)),
              Score.RMSE,
              (done, total) -> {
                assertThat(total).isEqualTo(20);
                if (done == 5 * ended + 2) {
                  cancellation.cancel();
                }
              },
              cancellation);
      assertThat(found.termination()).isEqualTo(Termination.CANCELLED);
      assertThat(found.isProvenOptimal()).isFalse();
      assertThat(found.folds()).hasSize(ended);
      assertThat(found.points()).hasSize(ended < 2 ? 0 : 5); // a mean of one has no error
      assertThat(found.best().isPresent()).isEqualTo(ended == 2);
      assertThat(found.oneStandardError().isPresent()).isEqualTo(ended == 2);
    }
  }

  @Test
  void badInput() {
    Dataset data = classes(12);
    assertThatThrownBy(() -> CrossValidation.folds(data, OPTIONS, 10, 0))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("fewer than the 10 folds");
    assertThatThrownBy(() -> CrossValidation.folds(NUMBERS, OPTIONS, 41, 0))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("at most that of the samples, 40, was 41");
    Folds others = Folds.shuffled(39, 3, 0);
    assertThatThrownBy(
            () -> PolynomialNetworks.crossValidate(NUMBERS, others, PathOptions.defaults()))
        .isInstanceOf(InputException.class)
        .hasMessage("the folds are of 39 samples, the data have 40");
    int left = data.classes().indexOf("left");
    int[] whole = IntStream.range(0, 12).filter(i -> data.y().at(i, 0) == left).toArray();
    int[] rest = IntStream.range(0, 12).filter(i -> data.y().at(i, 0) != left).toArray();
    Folds parts = new Folds(12, List.of(rest, whole));
    assertThatThrownBy(() -> PolynomialNetworks.crossValidate(data, parts, PathOptions.defaults()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("fold 1 holds out all samples of class");
  }
}
