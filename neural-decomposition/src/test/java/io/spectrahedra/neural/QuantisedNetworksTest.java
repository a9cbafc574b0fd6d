package io.spectrahedra.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.neural.architecture.Architecture;
import io.spectrahedra.neural.architecture.Layout;
import io.spectrahedra.neural.architecture.NeuronNorm;
import io.spectrahedra.neural.architecture.Patches;
import io.spectrahedra.neural.architecture.Pooling;
import io.spectrahedra.neural.certificate.DualNorm;
import io.spectrahedra.neural.certificate.GlobalOptimality;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.decomposition.KrivineRounding;
import io.spectrahedra.neural.io.ModelFile;
import io.spectrahedra.neural.lift.Lift;
import io.spectrahedra.neural.lift.Pair;
import io.spectrahedra.neural.loss.Loss;
import io.spectrahedra.neural.loss.Losses;
import io.spectrahedra.neural.network.Model;
import io.spectrahedra.neural.network.Network;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.neural.train.BetaGrid;
import io.spectrahedra.neural.train.NetworkCertification;
import io.spectrahedra.neural.train.PathOptions;
import io.spectrahedra.neural.train.RegularisationPath;
import io.spectrahedra.neural.train.Rounding;
import io.spectrahedra.neural.train.TrainedNetwork;
import io.spectrahedra.neural.train.TrainingOptions;
import io.spectrahedra.neural.train.TrainingOptions.Standardise;
import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.problem.SparseVector;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.Progress;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Solution;
import io.spectrahedra.sdp.solver.Termination;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("bilinear networks with hidden weights 1 and -1")
class QuantisedNetworksTest {
  private static final TrainingOptions OPTIONS =
      BilinearNetworks.quantised(
          TrainingOptions.defaults().withStandardise(Standardise.NONE).withBeta(0.5));

  private static TrainingProblem problem(Dataset data, Loss loss) {
    return BilinearNetworksTest.problem(
        data, loss, Architecture.dense(data.x().cols).withNorm(NeuronNorm.SIGNS));
  }

  /** All sign vectors with a first entry of 1. */
  private static double[][] signs(int d) {
    double[][] all = new double[1 << (d - 1)][d];
    for (int code = 0; code < all.length; code++) {
      for (int j = 0; j < d; j++) {
        all[code][j] = (code >> j & 1) == 0 ? 1 : -1;
      }
    }
    return all;
  }

  /** max uᵀQv: the best v for u has the signs of Qu. */
  private static double infinityToOne(DenseMatrix q) {
    double largest = 0;
    for (double[] u : signs(q.rows)) {
      DenseMatrix qu = Gemm.product(Workers.SERIAL, q, DenseMatrix.wrap(u, u.length, 1));
      largest = Math.max(largest, Arrays.stream(qu.copy().data()).map(Math::abs).sum());
    }
    return largest;
  }

  /** The training itself: a convex program over the weights of all neurons that there are. */
  private static double optimum(Dataset data, Loss loss) {
    double[][] signs = signs(data.x().cols);
    int pairs = signs.length * (signs.length + 1) / 2;
    double[] beta = new double[2 * pairs];
    Arrays.fill(beta, OPTIONS.beta());
    SdpProblem.Builder builder =
        SdpProblem.builder().nonNegative("a", 2 * pairs).minimise("a", SparseVector.of(beta));
    for (int i = 0; i < data.samples(); i++) {
      DenseMatrix x = data.x().view(i, 0, 1, data.x().cols).copy();
      DenseMatrix t = Gemm.product(Workers.SERIAL, x, DenseMatrix.of(signs).transposed());
      double[] row = new double[2 * pairs];
      int p = 0;
      for (int k = 0; k < signs.length; k++) {
        for (int l = 0; l <= k; l++, p++) {
          row[p] = (loss.penalisesPrediction() ? -1 : 1) * t.at(0, k) * t.at(0, l);
          row[pairs + p] = -row[p];
        }
      }
      double y = data.y().at(i, 0);
      builder
          .row("sample " + i)
          .term("a", SparseVector.of(row))
          .near(loss.penalisesPrediction() ? 0 : y, loss.penalty(y));
    }
    return Sdp.solve(builder.build(), Settings.defaults().withTolerance(1e-9)).primalObjective();
  }

  @ParameterizedTest
  @MethodSource("io.spectrahedra.neural.LossNames#separable")
  void halfTheOrderIsTheSameProgram(String name) {
    Loss loss = Losses.parse(name);
    Dataset data = BilinearNetworksTest.data(20, 4, loss.targets());
    ConstraintMatrix one = SparseVector.of(1);
    SdpProblem.Builder builder = SdpProblem.builder().psd("R", 8).nonNegative("rho", 1);
    builder.minimise("rho", OPTIONS.beta(), one);
    for (int j = 0; j < 8; j++) {
      ConstraintMatrix entry = ConstraintMatrix.sparse(8).set(j, j, 1).build();
      builder.row("diagonal " + j).term("R", entry).term("rho", -1, one).equalTo(0);
    }
    BilinearNetworksTest.addSamples(data, loss, builder);
    Settings settings = Settings.defaults().withTolerance(1e-10);
    double value = Sdp.solve(builder.build(), settings).primalObjective();
    Lift lift = Lift.of(Workers.SERIAL, problem(data, loss)).get(0);
    Solution solution = Sdp.solve(lift.program(), settings);
    assertThat(solution.primalObjective()).isCloseTo(value, within(1e-7 * value));
    assertThat(lift.objective(Workers.SERIAL, lift.pairs(solution)))
        .isCloseTo(value, within(1e-7 * value));
    TrainedNetwork trained = BilinearNetworks.train(data, OPTIONS.withLoss(loss));
    assertThat(trained.certificate().lowerBound())
        .isBetween(value * (1 - 1e-7), value * (1 + 1e-9));
  }

  @ParameterizedTest
  @CsvSource({
    "squared, 12, 1",
    "squared, 30, 3",
    "squared, 40, 6",
    "absolute, 25, 4",
    "quantile(0.3), 20, 5",
    "huber(0.5), 25, 6",
    "hinge, 30, 4",
    "squared-hinge, 30, 5",
    "logistic, 40, 6"
  })
  void boundOptimumNetwork(String name, int n, int d) {
    Loss loss = Losses.parse(name);
    Dataset data = BilinearNetworksTest.data(n, d, loss.targets());
    double optimum = optimum(data, loss);
    TrainedNetwork trained = BilinearNetworks.train(data, OPTIONS.withLoss(loss));
    Network network = trained.model().network();
    double objective = BilinearNetworksTest.objective(network, data, loss);
    GlobalOptimality certificate = trained.certificate();
    assertThat(certificate.objective()).isCloseTo(objective, within(1e-12 * objective));
    assertThat(certificate.lowerBound()).isLessThanOrEqualTo(optimum * (1 + 1e-8));
    assertThat(optimum).isLessThanOrEqualTo(objective * (1 + 1e-8));
    assertThat(optimum).isLessThanOrEqualTo(KrivineRounding.FACTOR * certificate.lowerBound());
    assertThat(Arrays.stream(network.hidden().copy().data()).map(Math::abs)).containsOnly(1.0);
    assertThat(network.neurons()).isBetween(1, d * (d + 1) / 2 + 1);
  }

  /** κ, which is NP-hard, by all sign vectors; what is computed instead is not below it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 6})
  void theDualNormIsBoundedFromAbove(int d) {
    Dataset data = BilinearNetworksTest.data(15, d, Loss.Targets.NUMBERS);
    TrainingProblem problem = problem(data, OPTIONS.loss());
    Random random = new Random(d);
    for (int repeat = 0; repeat < 20; repeat++) {
      DenseMatrix nu = random.matrix(15, 1);
      DenseMatrix weighted = data.x().copy();
      for (int i = 0; i < 15; i++) {
        weighted.view(i, 0, 1, d).scale(nu.at(i, 0));
      }
      double exact = infinityToOne(Gemm.product(Workers.SERIAL, data.x().transposed(), weighted));
      assertThat(DualNorm.of(Workers.SERIAL, problem, nu).value())
          .isGreaterThan(exact * (1 - 1e-12));
      DenseMatrix majorants = DenseMatrix.zeros(1, d);
      for (int j = 0; j < d; j++) {
        majorants.set(0, j, Math.abs(random.gaussian()));
      }
      double bound = DualNorm.ofSigns(Workers.SERIAL, problem, nu, majorants).value();
      assertThat(bound).isGreaterThan(exact * (1 - 1e-12));
      majorants.scale(3);
      assertThat(DualNorm.ofSigns(Workers.SERIAL, problem, nu, majorants).value())
          .isCloseTo(bound, within(1e-12 * bound));
    }
  }

  /** The mean of M draws is Z − Z′ to O(ρ/√M); of the weights' absolute values it is Kρ at most. */
  @Test
  void roundingIsRightOnAverage() {
    Dataset data = BilinearNetworksTest.data(30, 6, Loss.Targets.NUMBERS);
    Lift lift = Lift.of(Workers.SERIAL, problem(data, OPTIONS.loss())).get(0);
    Pair pair = lift.pairs(Sdp.solve(lift.program())).get(0);
    double rho = 0;
    for (int j = 0; j < 6; j++) {
      rho = Math.max(rho, pair.plus().at(j, j) + pair.minus().at(j, j));
    }
    for (int draws : new int[] {100, 10_000, 1_000_000}) {
      KrivineRounding drawn =
          KrivineRounding.of(pair.plus(), pair.minus(), draws, new SplittableRandom(1));
      DenseMatrix error = pair.difference();
      double norm = 0;
      for (int m = 0; m < drawn.weights().length; m++) {
        norm += Math.abs(drawn.weights()[m]);
        for (int i = 0; i < 6; i++) {
          for (int j = 0; j < 6; j++) {
            double uv = drawn.pairs().at(m, i) * drawn.pairs().at(m, 6 + j);
            double vu = drawn.pairs().at(m, j) * drawn.pairs().at(m, 6 + i);
            error.add(i, j, -drawn.weights()[m] * (uv + vu) / 2);
          }
        }
      }
      // an entry is the mean of draws of ±Kρ: four standard deviations
      double deviation = KrivineRounding.FACTOR * rho / Math.sqrt(draws);
      assertThat(error.maxAbs()).isPositive().isLessThan(4 * deviation);
      assertThat(norm).isLessThanOrEqualTo(KrivineRounding.FACTOR * rho * (1 + 1e-12));
    }
  }

  @Test
  void theSeedAloneDecides() {
    Dataset data = BilinearNetworksTest.data(60, 9, Loss.Targets.NUMBERS);
    TrainingOptions few = OPTIONS.withRounding(new Rounding(40, 5)).withThreads(1);
    Network first = BilinearNetworks.train(data, few).model().network();
    Network again = BilinearNetworks.train(data, few.withThreads(3)).model().network();
    assertThat(again.hidden().copy().data()).isEqualTo(first.hidden().copy().data());
    assertThat(again.weights()).isEqualTo(first.weights());
    Network other =
        BilinearNetworks.train(data, few.withRounding(new Rounding(40, 6))).model().network();
    assertThat(other.hidden().copy().data()).isNotEqualTo(first.hidden().copy().data());
    assertThat(first.neurons()).isBetween(1, 40);
  }

  /**
   * Images of two outputs, with a pooling and a bias: a pair of matrices for each of two places.
   */
  @Test
  void everyArchitecture() {
    Random random = new Random(8);
    Dataset data = Dataset.of(random.matrix(30, 6), random.matrix(30, 2));
    Architecture architecture =
        Architecture.convolution(Patches.ofSignal(6, 1, 3, 1, 0), Pooling.average(4, 2));
    TrainingOptions options =
        OPTIONS.withLayout(Layout.of(architecture)).withBias(true).withBeta(0.05);
    TrainedNetwork trained = BilinearNetworks.train(data, options);
    Network network = trained.model().network();
    assertThat(Arrays.stream(network.places()).distinct().toArray())
        .containsExactlyInAnyOrder(0, 1, 2, 3);
    assertThat(network.hidden().cols).isEqualTo(2 * 4);
    GlobalOptimality certificate = trained.certificate();
    assertThat(certificate.lowerBound()).isPositive().isLessThan(certificate.objective());
    assertThat(certificate.objective())
        .isLessThan(KrivineRounding.FACTOR * certificate.lowerBound());
  }

  @Test
  void modelsAreWrittenReadAndCertified(@TempDir Path folder) {
    Dataset data =
        Dataset.of(
            BilinearNetworksTest.data(40, 5, Loss.Targets.SIGNS).x(),
            Arrays.stream(Random.column(BilinearNetworksTest.data(40, 5, Loss.Targets.SIGNS)))
                .mapToObj(sign -> sign > 0 ? "yes" : "no")
                .toList());
    TrainingOptions options = OPTIONS.withLoss(Losses.parse("logistic"));
    TrainedNetwork trained = BilinearNetworks.train(data, options);
    assertThat(trained.termination()).isEqualTo(Termination.ROUNDED);
    Path file = folder.resolve("quantised.json");
    ModelFile.write(file, trained.model());
    Model read = ModelFile.read(file);
    assertThat(read.toString())
        .contains("bilinear (x'u)(x'v), hidden weights 1 and -1")
        .isEqualTo(trained.model().toString());
    assertThat(read.predictClass(data.x())).isEqualTo(trained.model().predictClass(data.x()));
    NetworkCertification certification =
        NetworkCertification.of(
            read, options.loss(), data, options, Progress.Listener.NONE, new Cancellation());
    assertThat(certification.certificate()).isEqualTo(trained.certificate());
  }

  @Test
  void fewerNeuronsAndNone(@TempDir Path folder) {
    Dataset data = BilinearNetworksTest.data(40, 6, Loss.Targets.NUMBERS);
    TrainedNetwork all = BilinearNetworks.train(data, OPTIONS);
    TrainedNetwork two = BilinearNetworks.train(data, OPTIONS.withMaxNeurons(2));
    assertThat(all.model().network().neurons()).isGreaterThan(2);
    assertThat(two.model().network().neurons()).isLessThanOrEqualTo(2);
    assertThat(two.certificate().lowerBound()).isEqualTo(all.certificate().lowerBound());
    assertThat(two.certificate().objective()).isGreaterThan(all.certificate().objective());
    TrainedNetwork none = BilinearNetworks.train(data, OPTIONS.withBeta(1e4));
    assertThat(none.isProvenOptimal()).isTrue();
    assertThat(none.model().network().neurons()).isZero();
    ModelFile.write(folder.resolve("none.json"), none.model());
    assertThat(ModelFile.read(folder.resolve("none.json")).network().isBilinear()).isTrue();
  }

  @Test
  void aPathIsOneNetworkAfterTheOther() {
    Dataset data = BilinearNetworksTest.data(30, 4, Loss.Targets.NUMBERS);
    RegularisationPath path =
        PolynomialNetworks.path(data, new PathOptions(OPTIONS, BetaGrid.logarithmic(4, 0.01)));
    assertThat(path.networks().get(0).model().network().neurons()).isZero();
    double previous = Double.POSITIVE_INFINITY;
    for (TrainedNetwork point : path.networks()) {
      assertThat(point.certificate().objective()).isLessThan(previous);
      assertThat(point.certificate().relativeGap()).isBetween(0.0, 0.25);
      previous = point.certificate().objective();
    }
  }

  @Test
  void badInput() {
    Dataset data = BilinearNetworksTest.data(20, 3, Loss.Targets.NUMBERS);
    assertThatThrownBy(
            () ->
                PolynomialNetworks.train(
                    data, TrainingOptions.defaults().withNorm(NeuronNorm.SIGNS)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("those of bilinear neurons, as if sigma(t) were at^2")
        .hasMessageContaining("0.09t^2 + 0.5t + 0.47");
    Dataset classes = Dataset.of(data.x().view(0, 0, 3, 3), List.of("a", "b", "c"));
    TrainingOptions coupled = OPTIONS.withLoss(Losses.parse("cross-entropy"));
    assertThatThrownBy(() -> BilinearNetworks.train(classes, coupled))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a loss that is a sum over the outputs, which cross-entropy is not");
    for (int neurons : new int[] {0, -3, 1_000_001}) {
      assertThatThrownBy(() -> new Rounding(neurons, 0))
          .isInstanceOf(InputException.class)
          .hasMessage(
              "the number of neurons to round must lie between 1 and 1000000, was " + neurons);
    }
    DenseMatrix hidden = DenseMatrix.of(new double[][] {{1, 1, 1, 1, -1, 0.5}});
    assertThatThrownBy(
            () ->
                new GlobalOptimality.Claim(
                    problem(data, OPTIONS.loss()), hidden, new double[] {1}, new int[1]))
        .hasMessage("neuron 0 must have entries 1 and -1 only, has [1.0, -1.0, 0.5]");
  }
}
