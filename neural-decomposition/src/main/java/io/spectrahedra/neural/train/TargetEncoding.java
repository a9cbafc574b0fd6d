package io.spectrahedra.neural.train;

import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.loss.Loss;
import io.spectrahedra.sdp.linalg.DenseMatrix;

/**
 * The targets of a data set as a loss wants them [M21].
 *
 * <p>Numbers stay as they are. Two classes are one output with 1 for the second class and −1 for
 * the first; more are an output each: 1 for the class of the sample and, for the others, −1 where
 * the loss takes signs (one against the rest) and 0 where it does not (one-hot).
 */
final class TargetEncoding {
  private TargetEncoding() {}

  /**
   * The targets, n × C.
   *
   * @throws InputException if they do not suit the loss
   */
  static DenseMatrix of(Dataset data, Loss loss) {
    if (data.isClassification()) {
      return ofClasses(data, loss.targets());
    }
    if (loss.targets() == Loss.Targets.ONE_HOT) {
      throw new InputException(
          loss.name() + " loss predicts classes: train the target as classes (--classify)");
    }
    if (loss.targets() == Loss.Targets.SIGNS) {
      data.requireSigns(loss.name() + " loss");
    }
    return data.y();
  }

  /** True if the targets are one column of numbers that the loss takes as 1 and −1. */
  static boolean areSigns(Dataset data, Loss loss) {
    return !data.isClassification() && loss.targets() == Loss.Targets.SIGNS && data.y().cols == 1;
  }

  private static DenseMatrix ofClasses(Dataset data, Loss.Targets targets) {
    int classes = data.classes().size();
    if (classes < 2) {
      throw new InputException(
          "there must be two classes or more in the samples, got only " + data.classes());
    }
    boolean single = classes == 2 && targets != Loss.Targets.ONE_HOT;
    double other = single || targets == Loss.Targets.SIGNS ? -1 : 0;
    DenseMatrix y = DenseMatrix.zeros(data.samples(), single ? 1 : classes);
    y.fill(other);
    for (int i = 0; i < y.rows; i++) {
      int label = (int) data.y().at(i, 0);
      if (!single) {
        y.set(i, label, 1);
      } else if (label == 1) {
        y.set(i, 0, 1);
      }
    }
    return y;
  }
}
