package io.spectrahedra.neural.train;

import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.loss.Loss;
import io.spectrahedra.sdp.linalg.DenseMatrix;

/** How well a network predicts samples, by its outputs and the targets as the loss has them. */
public enum Score {
  /** √(Σ(y − ŷ)²/nC), for numbers: smaller is better. */
  RMSE,
  /** Share of the samples whose class is predicted: larger is better. */
  ACCURACY;

  /** That of the targets: classes are predicted, or one column of signs, or else numbers. */
  static Score of(Dataset data, Loss loss) {
    boolean signs = loss.targets() == Loss.Targets.SIGNS && data.y().cols == 1;
    return data.isClassification() || signs ? ACCURACY : RMSE;
  }

  /** Of predictions ŷ for targets y, n × C both. */
  double of(DenseMatrix y, DenseMatrix prediction) {
    return this == RMSE ? rmse(y, prediction) : accuracy(y, prediction);
  }

  private static double rmse(DenseMatrix y, DenseMatrix prediction) {
    DenseMatrix residual = prediction.copy();
    residual.addScaled(-1, y);
    return residual.frobeniusNorm() / Math.sqrt(y.rows * (double) y.cols);
  }

  private static double accuracy(DenseMatrix y, DenseMatrix prediction) {
    int right = 0;
    for (int i = 0; i < y.rows; i++) {
      right += place(prediction.row(i)) == place(y.row(i)) ? 1 : 0;
    }
    return right / (double) y.rows;
  }

  /** Of the class: one output is positive for the second, several are largest for theirs. */
  private static int place(double[] outputs) {
    if (outputs.length == 1) {
      return outputs[0] > 0 ? 1 : 0;
    }
    int largest = 0;
    for (int k = 1; k < outputs.length; k++) {
      largest = outputs[k] > outputs[largest] ? k : largest;
    }
    return largest;
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
