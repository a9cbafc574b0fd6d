package io.spectrahedra.neural.train;

import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.loss.Loss;
import io.spectrahedra.neural.loss.SquaredLoss;
import io.spectrahedra.neural.metrics.ConfusionMatrix;
import io.spectrahedra.neural.metrics.RegressionMetrics;
import io.spectrahedra.neural.network.Model;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.Locale;
import java.util.stream.IntStream;

/** How well a model predicts samples. */
public enum Score {
  /** That of {@link RegressionMetrics}: smaller is better. */
  RMSE,
  /**
   * The mean over the samples of the loss that was trained, penalty left out: smaller is better. Of
   * logistic loss with two classes, and of cross-entropy, it is the log loss.
   */
  LOSS,
  /** That of {@link ConfusionMatrix}, for classes, and for numbers 1 and −1: larger is better. */
  ACCURACY;

  /**
   * What suits data and loss: ACCURACY where classes are predicted, or one column of signs; of
   * numbers RMSE under squared loss, and LOSS under all others. A quantile, say, is found where its
   * loss is least, not where squares are.
   */
  public static Score of(Dataset data, Loss loss) {
    if (predictsClasses(data, loss)) {
      return ACCURACY;
    }
    return loss instanceof SquaredLoss ? RMSE : LOSS;
  }

  /** True if there is an accuracy: classes are predicted, or one column of signs. */
  static boolean predictsClasses(Dataset data, Loss loss) {
    return data.isClassification() || TargetEncoding.areSigns(data, loss);
  }

  /**
   * Checks that there is such a score.
   *
   * @throws InputException if there is none: no accuracy of numbers, no RMSE under a loss that
   *     takes no numbers
   */
  void requireSuited(Dataset data, Loss loss) {
    if (this == ACCURACY && !predictsClasses(data, loss)) {
      throw new InputException(
          "the accuracy is a score of classes, or of one target of 1 and -1 under a loss that takes"
              + " these: with "
              + loss.name()
              + " loss on numbers the score is loss or rmse");
    }
    if (this == RMSE && loss.targets() != Loss.Targets.NUMBERS) {
      throw new InputException(
          "the RMSE is a score of losses that take numbers: with "
              + loss.name()
              + " loss the score is accuracy or loss");
    }
  }

  /** Of a model that was trained, with this loss, on samples of the same kind. */
  double of(Model model, Dataset data, Loss loss) {
    DenseMatrix outputs = model.outputs(data.x());
    return switch (this) {
      case RMSE -> RegressionMetrics.of(TargetEncoding.of(data, loss), outputs).rmse();
      case LOSS -> meanLoss(TargetEncoding.of(data, loss), outputs, loss);
      case ACCURACY ->
          (model.isClassification()
                  ? ConfusionMatrix.of(model.classes(), column(data.y()), model.decisions(outputs))
                  : ConfusionMatrix.ofSigns(data.y(), outputs))
              .accuracy();
    };
  }

  private static double meanLoss(DenseMatrix y, DenseMatrix outputs, Loss loss) {
    double sum = 0;
    for (int i = 0; i < y.rows; i++) {
      sum += loss.value(outputs.row(i), y.row(i));
    }
    return sum / y.rows;
  }

  private static int[] column(DenseMatrix y) {
    return IntStream.range(0, y.rows).map(i -> (int) y.at(i, 0)).toArray();
  }

  /** True if the first is better. */
  boolean isBetter(double score, double other) {
    return this == ACCURACY ? score > other : score < other;
  }

  /** A score that is worse by that much. */
  double worsened(double score, double by) {
    return this == ACCURACY ? score - by : score + by;
  }

  /** "rmse", "loss", "accuracy". */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
