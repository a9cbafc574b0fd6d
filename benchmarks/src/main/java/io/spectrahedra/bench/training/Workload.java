package io.spectrahedra.bench.training;

import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.data.CsvTable;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.loss.Losses;
import io.spectrahedra.neural.train.TrainingOptions;
import io.spectrahedra.neural.train.TrainingOptions.Standardise;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.testdata.TestData;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * What is trained.
 *
 * @param data empty where the folder of public data has it not
 * @param comparable whether the peers solve it too: one output, squared loss, data that they can
 *     hold
 */
record Workload(
    String name, Supplier<Optional<Dataset>> data, TrainingOptions options, boolean comparable) {

  private static final TrainingOptions RAW =
      TrainingOptions.defaults().withStandardise(Standardise.NONE);

  /** All there are. */
  static List<Workload> all() {
    return List.of(
        new Workload("500 x 20", () -> net("planted_500_20.csv"), RAW, true),
        new Workload("1000 x 50", () -> net("planted_1000_50.csv"), RAW, true),
        new Workload("5000 x 50", () -> net("planted_5000_50.csv"), RAW, true),
        new Workload("2000 x 100", () -> planted(2000, 100, false), RAW, true),
        of("500 x 20 absolute", 500, 20, "absolute", 0.1),
        of("500 x 20 logistic", 500, 20, "logistic", 0.1),
        of("1000 x 50 absolute", 1000, 50, "absolute", 0.1),
        of("1000 x 50 logistic", 1000, 50, "logistic", 0.1),
        of("5000 x 50 absolute", 5000, 50, "absolute", 0.1),
        of("5000 x 50 logistic", 5000, 50, "logistic", 0.1),
        of("2000 x 100 absolute", 2000, 100, "absolute", 0.1),
        of("2000 x 100 logistic", 2000, 100, "logistic", 0.1),
        new Workload("digits, 10 outputs", Workload::digits, digitsOptions(), false),
        of("100000 x 20", 100_000, 20, "squared", 0.1),
        of("1000000 x 20", 1_000_000, 20, "squared", 0.1),
        of("100000 x 20 logistic", 100_000, 20, "logistic", 10));
  }

  private static Workload of(String name, int n, int d, String loss, double beta) {
    TrainingOptions options = RAW.withLoss(Losses.parse(loss)).withBeta(beta);
    return new Workload(name, () -> planted(n, d, loss.equals("logistic")), options, false);
  }

  private static Optional<Dataset> net(String file) {
    return TestData.net(file).map(path -> CsvTable.read(path).toDataset("y"));
  }

  private static TrainingOptions digitsOptions() {
    return TrainingOptions.defaults().withBeta(1);
  }

  /** 1797 images of 64 pixels; output k is 1 for digit k and 0 for the others. */
  private static Optional<Dataset> digits() {
    Optional<Path> file = TestData.shared("sklearn/digits.csv.gz");
    return file.map(
        path -> {
          Dataset labelled = CsvTable.read(path).toDataset("64");
          DenseMatrix y = DenseMatrix.zeros(labelled.samples(), 10);
          for (int i = 0; i < y.rows; i++) {
            y.set(i, (int) labelled.y().at(i, 0), 1);
          }
          return Dataset.of(labelled.x(), y);
        });
  }

  /** Gaussian features, five planted neurons, and noise; or the signs of that about its median. */
  private static Optional<Dataset> planted(int n, int d, boolean signs) {
    SplittableRandom random = new SplittableRandom(n + d);
    DenseMatrix x = DenseMatrix.zeros(n, d);
    double[] entries = x.data();
    for (int e = 0; e < entries.length; e++) {
      entries[e] = random.nextGaussian();
    }
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      y[i] = 0.5 * random.nextGaussian();
    }
    for (int j = 0; j < 5; j++) {
      double[] u = random.doubles(d, -1, 1).toArray();
      double alpha = random.nextGaussian() / Math.sqrt(d / 3.0);
      for (int i = 0; i < n; i++) {
        double t = 0;
        for (int k = 0; k < d; k++) {
          t += u[k] * x.at(i, k);
        }
        y[i] += alpha * QuadraticActivation.RELU_FIT.at(t);
      }
    }
    if (signs) {
      double[] sorted = y.clone();
      java.util.Arrays.sort(sorted);
      for (int i = 0; i < n; i++) {
        y[i] = y[i] > sorted[n / 2] ? 1 : -1;
      }
    }
    return Optional.of(Dataset.of(x, y));
  }
}
