package io.spectrahedra.neural.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.Random;
import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.train.TrainingOptions.Standardise;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.SymmetricEigen;
import io.spectrahedra.sdp.linalg.Workers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("training problems with optima known in closed form or by symmetry")
class ClosedFormsTest {
  private static final QuadraticActivation RELU = QuadraticActivation.RELU_FIT;
  private static final TrainingOptions RAW =
      TrainingOptions.defaults().withStandardise(Standardise.NONE);

  /** Trains, and checks what every result must satisfy. */
  static TrainedNetwork train(Dataset data, QuadraticActivation activation, double beta) {
    TrainedNetwork trained =
        PolynomialNetworks.train(data, RAW.withActivation(activation).withBeta(beta));
    assertThat(trained.isProvenOptimal()).as(trained.toString()).isTrue();
    assertThat(trained.certificate().relativeGap()).isBetween(0.0, 1e-8);
    assertThat(trained.errors().worst()).isLessThanOrEqualTo(1e-8);
    double[] prediction = trained.model().predict(data.x());
    double objective = beta * trained.model().network().norm();
    for (int i = 0; i < prediction.length; i++) {
      double r = data.y().at(i, 0) - prediction[i];
      objective += r * r / 2;
    }
    assertThat(trained.certificate().objective())
        .isCloseTo(objective, within(1e-11 * (objective + 1e-300)));
    DenseMatrix hidden = trained.model().network().hidden();
    for (int j = 0; j < hidden.rows; j++) {
      assertThat(hidden.view(j, 0, 1, hidden.cols).frobeniusNorm()).isCloseTo(1, within(1e-12));
    }
    return trained;
  }

  private static double optimum(Dataset data, QuadraticActivation activation, double beta) {
    return train(data, activation, beta).certificate().objective();
  }

  private static void assertOptimum(TrainedNetwork trained, double expected) {
    assertThat(trained.certificate().objective()).isCloseTo(expected, within(2e-8 * expected));
  }

  /**
   * One feature: min ½Σ(y − asx² − btx − cs)² + β max(|s|, |t|), by its finitely many candidates.
   */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void oneFeature(int seed) {
    Random random = new Random(seed);
    QuadraticActivation activation =
        new QuadraticActivation(
            0.1 + Math.abs(random.gaussian()), random.gaussian(), random.gaussian());
    Dataset data = random.planted(3 + 2 * seed, 1, activation);
    double beta = Math.exp(random.gaussian());
    assertOptimum(train(data, activation, beta), oneFeatureOptimum(data, activation, beta));
  }

  private static double oneFeatureOptimum(Dataset data, QuadraticActivation f, double beta) {
    int n = data.samples();
    double[] p = new double[n]; // what s is multiplied by
    double[] q = new double[n]; // what t is multiplied by
    for (int i = 0; i < n; i++) {
      double x = data.x().at(i, 0);
      p[i] = f.a() * x * x + f.c();
      q[i] = f.b() * x;
    }
    double best = oneFeatureValue(data, p, q, beta, 0, 0);
    for (double sign : new double[] {1, -1}) {
      // |s| or |t| the larger one: a smooth problem in both; t = ±s: one in s alone
      double[] larger = solve(p, q, Random.column(data), beta * sign, 0);
      double[] other = solve(p, q, Random.column(data), 0, beta * sign);
      best = Math.min(best, oneFeatureValue(data, p, q, beta, larger[0], larger[1]));
      best = Math.min(best, oneFeatureValue(data, p, q, beta, other[0], other[1]));
      for (double slope : new double[] {1, -1}) {
        double gg = 0;
        double gy = 0;
        for (int i = 0; i < n; i++) {
          double g = p[i] + slope * q[i];
          gg += g * g;
          gy += g * data.y().at(i, 0);
        }
        double s = (gy - beta * sign) / gg;
        best = Math.min(best, oneFeatureValue(data, p, q, beta, s, slope * s));
      }
    }
    return best;
  }

  /** The normal equations of ½‖y − sp − tq‖² + b₁s + b₂t. */
  private static double[] solve(double[] p, double[] q, double[] y, double b1, double b2) {
    double pp = 0;
    double pq = 0;
    double qq = 0;
    double py = -b1;
    double qy = -b2;
    for (int i = 0; i < p.length; i++) {
      pp += p[i] * p[i];
      pq += p[i] * q[i];
      qq += q[i] * q[i];
      py += p[i] * y[i];
      qy += q[i] * y[i];
    }
    double det = pp * qq - pq * pq;
    return new double[] {(qq * py - pq * qy) / det, (pp * qy - pq * py) / det};
  }

  private static double oneFeatureValue(
      Dataset data, double[] p, double[] q, double beta, double s, double t) {
    double sum = beta * Math.max(Math.abs(s), Math.abs(t));
    for (int i = 0; i < p.length; i++) {
      double r = data.y().at(i, 0) - s * p[i] - t * q[i];
      sum += r * r / 2;
    }
    return sum;
  }

  /** b = c = 0 on the unit vectors: every sample has a soft-thresholded weight of its own. */
  @ParameterizedTest(name = "a = {0}")
  @ValueSource(doubles = {1, -1, 0.3})
  void quadraticActivationOnUnitVectors(double a) {
    double[] y = {3, -2, 0.1, 5, -0.05};
    double beta = 0.4;
    double expected = 0;
    for (double value : y) { // min ½(y − az)² + β|z|
      double z = Math.max(0, Math.abs(a * value) - beta) / (a * a);
      expected += Math.pow(Math.abs(value) - Math.abs(a) * z, 2) / 2 + beta * z;
    }
    Dataset data = Dataset.of(DenseMatrix.identity(5), y);
    assertOptimum(train(data, new QuadraticActivation(a, 0, 0), beta), expected);
  }

  /** b = c = 0: the penalty is β times the nuclear norm of Z − Z′ = Σ αuuᵀ. */
  @Test
  void quadraticActivationHasTheNuclearNorm() {
    QuadraticActivation square = new QuadraticActivation(0.7, 0, 0);
    Dataset data = new Random(4).planted(40, 5, square);
    TrainedNetwork trained = train(data, square, 0.5);
    DenseMatrix hidden = trained.model().network().hidden();
    DenseMatrix weighted = hidden.copy();
    for (int j = 0; j < hidden.rows; j++) {
      weighted.view(j, 0, 1, hidden.cols).scale(trained.model().network().weights()[j]);
    }
    double nuclear = 0;
    for (double value :
        SymmetricEigen.valuesOf(Gemm.product(Workers.SERIAL, hidden.transposed(), weighted))) {
      nuclear += Math.abs(value);
    }
    assertThat(trained.model().network().norm()).isCloseTo(nuclear, within(1e-6 * nuclear));
  }

  @Test
  void penaltiesAboveTheLargestUsefulOneGiveTheZeroNetwork() {
    Dataset data = new Random(5).planted(30, 4, RELU);
    double half = 0;
    for (double value : Random.column(data)) {
      half += value * value / 2;
    }
    TrainedNetwork trained = train(data, RELU, 1e6);
    assertThat(trained.model().network().neurons()).isZero();
    assertThat(trained.certificate().objective()).isCloseTo(half, within(1e-12 * half));
    assertThat(trained.certificate().lowerBound()).isCloseTo(half, within(1e-12 * half));
  }

  @Test
  void nothingToFit() {
    TrainedNetwork trained =
        train(Dataset.of(new Random(1).matrix(6, 2), new double[6]), RELU, 0.1);
    assertThat(trained.model().network().neurons()).isZero();
    assertThat(trained.certificate().objective()).isZero();
    assertThat(trained.certificate().relativeGap()).isZero();
  }

  /** One sample: the best neuron maximises |σ(xᵀu)|, t = xᵀu ranging over [−‖x‖, ‖x‖]. */
  @ParameterizedTest(name = "{0}t² + {1}t + {2}, y = {3}")
  @CsvSource({
    "0.09, 0.5, 0.47, 3",
    "0.09, 0.5, 0.47, -3",
    "-1, 0.2, 0, 2",
    "0.5, 0, -7, 1",
    "0.09, 0.5, 0.47, 0.01"
  })
  void oneSample(double a, double b, double c, double y) {
    QuadraticActivation activation = new QuadraticActivation(a, b, c);
    double norm = Math.sqrt(1 + 4 + 9);
    double largest = Math.max(Math.abs(activation.at(norm)), Math.abs(activation.at(-norm)));
    double vertex = -b / (2 * a);
    if (Math.abs(vertex) < norm) {
      largest = Math.max(largest, Math.abs(activation.at(vertex)));
    }
    double beta = 0.2;
    double fit = Math.max(0, Math.abs(y) - beta / largest);
    double expected = Math.pow(Math.abs(y) - fit, 2) / 2 + beta * fit / largest;
    Dataset data = Dataset.of(new double[][] {{1, -2, 3}}, new double[] {y});
    assertOptimum(train(data, activation, beta), expected);
  }

  @ParameterizedTest(name = "{0} samples, {1} features")
  @CsvSource({"4, 9", "2, 30", "9, 9", "60, 1", "300, 3"})
  void moreFeaturesThanSamplesAndTheOtherWayRound(int n, int d) {
    Dataset data = new Random(n + d).planted(n, d, RELU);
    TrainedNetwork trained = train(data, RELU, 0.05);
    assertThat(trained.model().network().neurons()).isLessThanOrEqualTo(2 * (d + 1));
  }

  /** Every sample twice under twice the penalty costs twice as much. */
  @Test
  void duplicateRows() {
    Dataset data = new Random(6).planted(12, 4, RELU);
    DenseMatrix x = DenseMatrix.zeros(24, 4);
    double[] y = new double[24];
    for (int i = 0; i < 24; i++) {
      x.view(i, 0, 1, 4).setTo(data.x().view(i % 12, 0, 1, 4));
      y[i] = data.y().at(i % 12, 0);
    }
    assertOptimum(train(Dataset.of(x, y), RELU, 0.6), 2 * optimum(data, RELU, 0.3));
  }

  @ParameterizedTest(name = "standardise {0}")
  @ValueSource(strings = {"NONE", "FEATURES"})
  void aConstantColumn(String standardise) {
    Dataset data = new Random(7).planted(50, 4, RELU);
    for (int i = 0; i < 50; i++) {
      data.x().set(i, 2, 3.5);
    }
    TrainedNetwork trained =
        PolynomialNetworks.train(data, RAW.withStandardise(Standardise.valueOf(standardise)));
    assertThat(trained.isProvenOptimal()).isTrue();
    assertThat(trained.certificate().relativeGap()).isBetween(0.0, 1e-8);
  }

  /** −σ with −α is the same network; −y with −α costs the same. */
  @ParameterizedTest(name = "{0}t² + {1}t + {2}")
  @CsvSource({"-0.09, -0.5, -0.47", "-0.4, 1, 0", "0.2, -1, 0", "0.1, 0, 2", "1e-4, 1, 0"})
  void signsAndMissingCoefficients(double a, double b, double c) {
    QuadraticActivation activation = new QuadraticActivation(a, b, c);
    QuadraticActivation negative = new QuadraticActivation(-a, -b, -c);
    Dataset data = new Random(8).planted(25, 5, activation);
    double[] minus = Random.column(data);
    for (int i = 0; i < minus.length; i++) {
      minus[i] = -minus[i];
    }
    TrainedNetwork trained = train(data, activation, 0.2);
    assertOptimum(trained, optimum(data, negative, 0.2));
    assertOptimum(trained, optimum(Dataset.of(data.x(), minus), activation, 0.2));
  }

  /** Targets and penalty times s: the optimum times s². */
  @ParameterizedTest(name = "s = {0}")
  @ValueSource(doubles = {1e-6, 1e-3, 1e3, 1e6})
  void scaledTargets(double s) {
    Dataset data = new Random(9).planted(40, 3, RELU);
    double[] y = Random.column(data);
    for (int i = 0; i < y.length; i++) {
      y[i] *= s;
    }
    double expected = s * s * optimum(data, RELU, 0.1);
    assertOptimum(train(Dataset.of(data.x(), y), RELU, 0.1 * s), expected);
  }

  @ParameterizedTest(name = "beta {0}")
  @ValueSource(doubles = {1e-6, 1e-3, 1, 1e2, 1e4})
  void penaltiesOfAllSizes(double beta) {
    Dataset data = new Random(10).planted(60, 6, RELU);
    TrainedNetwork unused = train(data, RELU, beta);
    Dataset few = new Random(11).planted(20, 6, RELU); // can be interpolated
    TrainedNetwork unusedToo = train(few, RELU, beta);
  }
}
