package io.spectrahedra.neural.train;

import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.loss.Loss;
import io.spectrahedra.neural.metrics.ConfusionMatrix;
import io.spectrahedra.neural.metrics.RegressionMetrics;
import io.spectrahedra.neural.network.Model;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.stream.IntStream;

/** How well a model predicts samples. */
public enum Score {
  /** That of {@link RegressionMetrics}, for numbers: smaller is better. */
  RMSE,
  /** That of {@link ConfusionMatrix}, for classes, and for numbers 1 and −1: larger is better. */
  ACCURACY;

  /** That of the targets: classes are predicted, or one column of signs, or else numbers. */
  static Score of(Dataset data, Loss loss) {
    return data.isClassification() || TargetEncoding.areSigns(data, loss) ? ACCURACY : RMSE;
  }

  /** Of a model that was trained on samples of the same kind. */
  double of(Model model, Dataset data) {
    DenseMatrix outputs = model.outputs(data.x());
    if (this == RMSE) {
      return RegressionMetrics.of(data.y(), outputs).rmse();
    }
    ConfusionMatrix confusion =
        model.isClassification()
            ? ConfusionMatrix.of(model.classes(), column(data.y()), model.decisions(outputs))
            : ConfusionMatrix.ofSigns(data.y(), outputs);
    return confusion.accuracy();
  }

  private static int[] column(DenseMatrix y) {
    return IntStream.range(0, y.rows).map(i -> (int) y.at(i, 0)).toArray();
  }

  /** True if the first is better. */
  boolean isBetter(double score, double other) {
    return this == RMSE ? score < other : score > other;
  }

  /** A score that is worse by that much. */
  double worsened(double score, double by) {
    return this == RMSE ? score + by : score - by;
  }
}
