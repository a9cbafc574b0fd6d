package io.spectrahedra.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.architecture.Architecture;
import io.spectrahedra.neural.certificate.GlobalOptimality;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.data.Samples;
import io.spectrahedra.neural.data.Standardisation;
import io.spectrahedra.neural.io.ModelFile;
import io.spectrahedra.neural.loss.Loss;
import io.spectrahedra.neural.loss.Losses;
import io.spectrahedra.neural.network.CubicRegularisation;
import io.spectrahedra.neural.network.Model;
import io.spectrahedra.neural.network.Network;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.neural.train.NetworkCertification;
import io.spectrahedra.neural.train.TrainedNetwork;
import io.spectrahedra.neural.train.TrainingOptions;
import io.spectrahedra.neural.train.TrainingOptions.Standardise;
import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.RowBuilder;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.Progress;
import io.spectrahedra.sdp.solver.Settings;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("bilinear networks: sums of (x'u)(x'v) with unit u and v")
class BilinearNetworksTest {
  private static final TrainingOptions OPTIONS =
      TrainingOptions.defaults().withStandardise(Standardise.NONE).withBeta(0.5);

  /** Targets from a bilinear neuron of two different vectors, with noise; their signs if wanted. */
  static Dataset data(int n, int d, Loss.Targets targets) {
    Random random = new Random(7L * n + d);
    DenseMatrix x = random.matrix(n, d);
    double[] u = random.unit(d);
    double[] v = random.unit(d);
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      double value = 2 * dot(x.row(i), u) * dot(x.row(i), v) + 0.3 * random.gaussian();
      y[i] = targets == Loss.Targets.SIGNS ? Math.signum(value) : value;
    }
    return Dataset.of(x, y);
  }

  private static double dot(double[] x, double[] u) {
    double sum = 0;
    for (int j = 0; j < x.length; j++) {
      sum += x[j] * u[j];
    }
    return sum;
  }

  static TrainingProblem problem(Dataset data, Loss loss, Architecture architecture) {
    return new TrainingProblem(
        new Samples(data.x(), Standardisation.none(data.x().cols)),
        data.y(),
        architecture,
        QuadraticActivation.QUADRATIC,
        loss,
        OPTIONS.beta());
  }

  /** A row ⟨xxᵀ, D⟩ for every sample, D the upper right block of R of order 2d. */
  static void addSamples(Dataset data, Loss loss, SdpProblem.Builder builder) {
    int d = data.x().cols;
    double sign = loss.penalisesPrediction() ? -1 : 1;
    for (int i = 0; i < data.samples(); i++) {
      DenseMatrix both = DenseMatrix.zeros(2 * d, 2 * d);
      for (int j = 0; j < d; j++) {
        for (int k = 0; k < d; k++) {
          both.set(j, d + k, data.x().at(i, j) * data.x().at(i, k) / 2);
          both.set(d + k, j, both.at(j, d + k));
        }
      }
      double y = data.y().at(i, 0);
      RowBuilder row = builder.row("sample " + i);
      row.term("R", sign, ConstraintMatrix.dense(both));
      row.near(loss.penalisesPrediction() ? 0 : y, loss.penalty(y));
    }
  }

  /** Σ l + βΣ|α| by the definition of a bilinear neuron, a sample and a neuron at a time. */
  static double objective(Network network, Dataset data, Loss loss) {
    int d = data.x().cols;
    double sum = OPTIONS.beta() * network.norm();
    for (int i = 0; i < data.samples(); i++) {
      double[] x = data.x().row(i);
      double f = 0;
      for (int j = 0; j < network.neurons(); j++) {
        double[] u = network.hidden().view(j, 0, 1, d).row(0);
        double[] v = network.hidden().view(j, d, 1, d).row(0);
        f += network.weights()[j] * dot(x, u) * dot(x, v);
      }
      sum += loss.value(new double[] {f}, data.y().row(i));
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("io.spectrahedra.neural.LossNames#separable")
  void networkEqualsProgramEqualsBoundEqualsQuadratic(String name) {
    Loss loss = Losses.parse(name);
    Dataset data = data(24, 4, loss.targets());
    TrainedNetwork trained = BilinearNetworks.train(data, OPTIONS.withLoss(loss));
    Network network = trained.model().network();
    assertThat(network.isBilinear()).isTrue();
    assertThat(network.neurons()).isBetween(1, 4);
    double objective = objective(network, data, loss);
    assertThat(trained.isProvenOptimal()).isTrue();
    assertThat(trained.certificate().lowerBound()).isCloseTo(objective, within(1e-7 * objective));
    SdpProblem.Builder builder = SdpProblem.builder().psd("R", 8);
    builder.minimise("R", OPTIONS.beta() / 2, ConstraintMatrix.dense(DenseMatrix.identity(8)));
    addSamples(data, loss, builder);
    double value =
        Sdp.solve(builder.build(), Settings.defaults().withTolerance(1e-10)).primalObjective();
    assertThat(objective).isCloseTo(value, within(1e-7 * value));
    double quadratic =
        PolynomialNetworks.train(
                data, OPTIONS.withLoss(loss).withActivation(QuadraticActivation.QUADRATIC))
            .certificate()
            .objective();
    assertThat(objective).isCloseTo(quadratic, within(1e-11 * quadratic));
  }

  /** (xᵀu)² = ½(xᵀp)(xᵀq) with more terms: any neurons are certified, with the bound of all. */
  @Test
  void neuronsOfTwoDifferentVectorsAreCertified() {
    Loss loss = Losses.parse("squared");
    Dataset data = data(20, 3, loss.targets());
    TrainingProblem problem = problem(data, loss, Architecture.dense(3));
    DenseMatrix hidden = DenseMatrix.of(new double[][] {{1, 0, 0, 0, 0.6, 0.8}});
    Network network = Network.scalar(QuadraticActivation.QUADRATIC, hidden.view(0, 0, 1, 3), 2);
    Network bilinear =
        new Network(
            network.activation(),
            network.architecture(),
            1,
            hidden,
            network.weights(),
            network.places());
    assertThat(bilinear.predict(2, 3, 1)[0]).isCloseTo(2 * 2 * (0.6 * 3 + 0.8), within(1e-14));
    GlobalOptimality certificate =
        GlobalOptimality.of(
            Workers.SERIAL,
            new GlobalOptimality.Claim(problem, hidden, bilinear.weights(), bilinear.places()));
    double objective = objective(bilinear, data, loss);
    assertThat(certificate.objective()).isCloseTo(objective, within(1e-12 * objective));
    double best = BilinearNetworks.train(data, OPTIONS).certificate().objective();
    assertThat(certificate.lowerBound()).isPositive().isLessThanOrEqualTo(best);
    hidden.set(0, 5, 0.9);
    assertThatThrownBy(
            () -> new GlobalOptimality.Claim(problem, hidden, new double[] {2}, new int[1]))
        .hasMessageStartingWith("neuron 0 must have norm 1, has 1.08");
  }

  @Test
  void equalNeuronsBecomeOne() {
    DenseMatrix hidden =
        DenseMatrix.of(
            new double[][] {
              {1, 0, 0, 1}, {0, 1, 1, 0}, {-1, 0, 0, -1}, {1, 0, 0, -1}, {1, 0, 1, 0}
            });
    Network network =
        new Network(
            QuadraticActivation.QUADRATIC,
            Architecture.dense(2),
            1,
            hidden,
            new double[] {1, 2, 3, 4, 5},
            new int[5]);
    Network merged = network.merged();
    assertThat(merged.neurons()).isEqualTo(4); // (u, v) and (-u, -v)
    assertThat(merged.predict(3, 5)[0]).isEqualTo(network.predict(3, 5)[0]).isEqualTo(75);
  }

  @Test
  void modelsAreWrittenReadAndCertified(@TempDir Path folder) {
    Dataset data = data(30, 4, Loss.Targets.NUMBERS);
    TrainedNetwork trained =
        BilinearNetworks.fit(rows(data), Random.column(data), OPTIONS.withBias(true));
    Path file = folder.resolve("bilinear.json");
    ModelFile.write(file, trained.model());
    Model read = ModelFile.read(file);
    assertThat(read.network().isBilinear()).isTrue();
    assertThat(read.toString()).contains("bilinear (x'u)(x'v)").isEqualTo(trained.model() + "");
    assertThat(read.predict(data.x())).isEqualTo(trained.model().predict(data.x()));
    NetworkCertification certification =
        NetworkCertification.of(
            read, OPTIONS.loss(), data, OPTIONS, Progress.Listener.NONE, new Cancellation());
    assertThat(certification.certificate().relativeGap()).isBetween(0.0, 1e-8);
    assertThatThrownBy(() -> CubicRegularisation.of(read.network()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the network is bilinear (x'u)(x'v)");
  }

  private static double[][] rows(Dataset data) {
    double[][] rows = new double[data.samples()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = data.x().row(i);
    }
    return rows;
  }

  @Test
  void onlyAtSquaredHasBilinearNeurons() {
    assertThatThrownBy(
            () ->
                Network.scalar(QuadraticActivation.RELU_FIT, DenseMatrix.identity(2), 1, 1)
                    .bilinear())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bilinear neurons have the activation at^2, not 0.09t^2 + 0.5t + 0.47");
  }
}
