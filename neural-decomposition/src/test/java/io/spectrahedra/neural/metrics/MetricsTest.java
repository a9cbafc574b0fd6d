package io.spectrahedra.neural.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("metrics against values worked out by hand")
class MetricsTest {
  private static DenseMatrix matrix(double[]... rows) {
    return DenseMatrix.of(rows);
  }

  /** Σr² = 4 of Σ(y − 2.5)² = 5. */
  @Test
  void numbers() {
    RegressionMetrics metrics =
        RegressionMetrics.of(
            matrix(new double[][] {{1}, {2}, {3}, {4}}),
            matrix(new double[][] {{1}, {2}, {3}, {2}}));
    assertThat(metrics.r2()).isCloseTo(0.2, within(1e-15));
    assertThat(metrics.rmse()).isCloseTo(1, within(1e-15));
    assertThat(metrics.mae()).isCloseTo(0.5, within(1e-15));
    assertThat(metrics.score()).isEqualTo(metrics.r2());
    assertThat(metrics).hasToString("R2 0.200000, RMSE 1.00000, MAE 0.500000");
  }

  /** The averages of 0.2 and 0 for constant y, of 1 and √2, and of 0.5 and 1: units may differ. */
  @Test
  void severalOutputs() {
    RegressionMetrics metrics =
        RegressionMetrics.of(
            matrix(new double[][] {{1, 5}, {2, 5}, {3, 5}, {4, 5}}),
            matrix(new double[][] {{1, 5}, {2, 5}, {3, 3}, {2, 3}}));
    assertThat(metrics.r2()).isCloseTo(0.1, within(1e-15));
    assertThat(metrics.rmse()).isCloseTo((1 + Math.sqrt(2)) / 2, within(1e-15));
    assertThat(metrics.mae()).isCloseTo(0.75, within(1e-15));
    assertThat(metrics.byTarget()).hasSize(2);
    assertThat(metrics.byTarget().get(0)).hasToString("R2 0.200000, RMSE 1.00000, MAE 0.500000");
    assertThat(metrics.byTarget().get(1)).hasToString("R2 0.000000, RMSE 1.41421, MAE 1.00000");
  }

  /** Another unit for one target scales its figures and leaves R² as it is. */
  @Test
  void unitsDoNotMix() {
    double[][] y = {{1, 100}, {2, 300}, {3, 250}};
    double[][] predicted = {{1.5, 100}, {2, 280}, {3, 260}};
    double r2 = RegressionMetrics.of(matrix(y), matrix(predicted)).r2();
    for (int i = 0; i < 3; i++) {
      y[i][1] *= 1024;
      predicted[i][1] *= 1024;
    }
    assertThat(RegressionMetrics.of(matrix(y), matrix(predicted)).r2()).isEqualTo(r2);
  }

  @Test
  void constantTargetsAndSizes() {
    DenseMatrix y = matrix(new double[][] {{3}, {3}});
    assertThat(RegressionMetrics.of(y, DenseMatrix.zeros(2, 1)).r2()).isZero();
    assertThat(RegressionMetrics.of(y, y).r2()).isEqualTo(1);
    // the mean of these is not 0.1 but for rounding, by which nothing must be divided
    DenseMatrix tenths = matrix(new double[][] {{0.1}, {0.1}, {0.1}});
    assertThat(RegressionMetrics.of(tenths, DenseMatrix.zeros(3, 1)).r2()).isZero();
    assertThatThrownBy(() -> RegressionMetrics.of(y, DenseMatrix.zeros(2, 2)))
        .hasMessage("targets, 2 x 1, and predictions, 2 x 2, must have the same size");
  }

  /** 4 of 6 are right; of the classes that occur, 2/3, 1 and 0 of their samples are found. */
  @Test
  void classes() {
    ConfusionMatrix confusion =
        ConfusionMatrix.of(
            List.of("a", "b", "long", "none"),
            new int[] {0, 0, 0, 1, 1, 2},
            new int[] {0, 0, 1, 1, 1, 3});
    ClassificationMetrics metrics = new ClassificationMetrics(confusion, 2 * Math.log(2));
    assertThat(confusion.counts()[0]).containsExactly(2, 1, 0, 0);
    assertThat(confusion.counts()[2]).containsExactly(0, 0, 0, 1);
    assertThat(confusion.samples()).isEqualTo(6);
    assertThat(confusion.right()).isEqualTo(4);
    assertThat(metrics.accuracy()).isCloseTo(4.0 / 6, within(1e-15));
    assertThat(metrics.balancedAccuracy()).isCloseTo(5.0 / 9, within(1e-15));
    assertThat(metrics.score()).isEqualTo(metrics.accuracy());
    assertThat(metrics.toString().lines())
        .containsExactly(
            "accuracy 0.666667 (4 of 6), balanced accuracy 0.555556, log loss 1.38629",
            "         a     b  long  none",
            "a        2     1     0     0",
            "b        0     2     0     0",
            "long     0     0     0     1",
            "none     0     0     0     0");
    assertThat(new ClassificationMetrics(confusion, Double.NaN).toString().lines().findFirst())
        .contains("accuracy 0.666667 (4 of 6), balanced accuracy 0.555556");
    assertThatThrownBy(() -> ConfusionMatrix.of(List.of("a"), new int[2], new int[1]))
        .hasMessage("2 samples need as many predictions, got 1");
  }

  /** (ln 2 + ln 4 + ln 8)/3. */
  @Test
  void logLoss() {
    DenseMatrix probabilities =
        matrix(new double[][] {{0.5, 0.5}, {0.75, 0.25}, {0.125, 0.875}, {1, 0}});
    assertThat(ClassificationMetrics.logLoss(new int[] {0, 1, 0}, probabilities))
        .isCloseTo(2 * Math.log(2), within(1e-15));
    assertThat(ClassificationMetrics.logLoss(new int[] {0, 1, 0, 1}, probabilities)).isInfinite();
  }
}
