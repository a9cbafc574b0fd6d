package io.spectrahedra.neural.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.Random;
import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.architecture.Architecture;
import io.spectrahedra.neural.architecture.Layout;
import io.spectrahedra.neural.architecture.Patches;
import io.spectrahedra.neural.architecture.Pooling;
import io.spectrahedra.neural.certificate.DualNorm;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.Samples;
import io.spectrahedra.neural.data.Standardisation;
import io.spectrahedra.neural.lift.Lift;
import io.spectrahedra.neural.loss.AbsoluteLoss;
import io.spectrahedra.neural.loss.Loss;
import io.spectrahedra.neural.loss.SquaredLoss;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.neural.train.TrainingOptions.Standardise;
import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.solver.Settings;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("convolution: one theorem for every pooling [M19], and what follows from it")
class ConvolutionTest {
  private static final double BETA = 0.1;

  /** Every architecture with few samples and, where it compresses, many; one output and two. */
  static Stream<Arguments> cases() {
    Patches image = new Patches(4, 5, 2, 2, 2, 1, 0);
    Patches padded = new Patches(3, 4, 1, 3, 3, 2, 1);
    Patches signal = Patches.ofSignal(8, 1, 3, 1, 0);
    Patches channels = Patches.ofSignal(6, 3, 2, 2, 0);
    return Stream.of(
            Architecture.convolution(signal, Pooling.none(6)),
            Architecture.convolution(signal, Pooling.average(6, 2)),
            Architecture.convolution(signal, Pooling.average(6, 3)).withBias(true),
            Architecture.convolution(
                signal, Pooling.of(new double[][] {{1, -1, 0, 0, 0, 2}, {0, 0, -0.5, 0.3, 1, 0}})),
            Architecture.convolution(channels, Pooling.none(3)),
            Architecture.convolution(channels, Pooling.global(3)),
            Architecture.convolution(image, Pooling.average(image, 3, 2)),
            Architecture.convolution(image, Pooling.average(image, 1, 4)),
            Architecture.convolution(image, Pooling.global(12)),
            Architecture.convolution(padded, Pooling.none(4)),
            Architecture.convolution(padded, Pooling.average(padded, 2, 1)))
        .flatMap(
            architecture ->
                Stream.of(
                    Arguments.of(architecture, 25, 1, new SquaredLoss()),
                    Arguments.of(architecture, 250, 2, new SquaredLoss()),
                    Arguments.of(architecture, 20, 2, new AbsoluteLoss())));
  }

  private static Dataset data(int n, int d, int outputs) {
    Random random = new Random(n + d);
    DenseMatrix x = random.matrix(n, d);
    DenseMatrix y = random.matrix(n, outputs);
    for (int i = 0; i < n; i++) {
      y.add(i, 0, x.at(i, 0) * x.at(i, d - 1) + x.at(i, d / 2));
    }
    return Dataset.of(x, y);
  }

  private static TrainedNetwork train(Dataset data, Architecture architecture, Loss loss) {
    return PolynomialNetworks.train(
        data,
        TrainingOptions.defaults()
            .withLayout(Layout.of(architecture))
            .withBias(architecture.bias())
            .withLoss(loss)
            .withStandardise(Standardise.NONE)
            .withBeta(BETA));
  }

  private static TrainingProblem problem(Dataset data, Architecture architecture, Loss loss) {
    return new TrainingProblem(
        new Samples(data.x(), Standardisation.none(data.x().cols)),
        data.y(),
        architecture,
        QuadraticActivation.RELU_FIT,
        loss,
        BETA);
  }

  @ParameterizedTest(name = "{1} samples, {2} outputs, {3}, {0}")
  @MethodSource("cases")
  void theorem(Architecture architecture, int n, int outputs, Loss loss) {
    Dataset data = data(n, architecture.features(), outputs);
    TrainedNetwork trained = train(data, architecture, loss);
    double objective = trained.certificate().objective();
    assertThat(trained.isProvenOptimal()).as(trained.toString()).isTrue();
    TrainingProblem problem = problem(data, architecture, loss);
    double value = 0;
    for (Lift lift : Lift.of(Workers.SERIAL, problem)) {
      value += Sdp.solve(lift.program(), Settings.defaults().withTolerance(1e-9)).primalObjective();
    }
    assertThat(objective).isCloseTo(value, within(1e-7 * value));
    double ofNetwork =
        problem.loss(trained.model().outputs(data.x())) + BETA * trained.model().network().norm();
    assertThat(objective).isCloseTo(ofNetwork, within(1e-11 * ofNetwork));
    int cells = architecture.cells().size();
    assertThat(trained.model().network().neurons())
        .isPositive()
        .isLessThanOrEqualTo(2 * (architecture.inputs() + 1) * cells * outputs);
  }

  /** An image of K equal tiles. */
  private static Dataset tiled(Dataset data, int copies) {
    DenseMatrix x = DenseMatrix.zeros(data.samples(), copies * data.x().cols);
    for (int k = 0; k < copies; k++) {
      x.view(0, k * data.x().cols, x.rows, data.x().cols).setTo(data.x());
    }
    return Dataset.of(x, data.y());
  }

  /** The mean over equal patches is the patch; so is the best of equal cells. */
  @Test
  void equalPatchesAreOne() {
    Dataset data = data(30, 4, 1);
    SquaredLoss loss = new SquaredLoss();
    double dense = train(data, Architecture.dense(4), loss).certificate().objective();
    Patches tiles = Patches.ofSignal(12, 1, 4, 4, 0);
    for (Pooling pooling : List.of(Pooling.global(3), Pooling.none(3))) {
      TrainedNetwork trained =
          train(tiled(data, 3), Architecture.convolution(tiles, pooling), loss);
      assertThat(trained.certificate().objective()).isCloseTo(dense, within(1e-8 * dense));
    }
  }

  /** Coefficients that cancel leave the zero network; and a common factor is one of β. */
  @Test
  void coefficientsOfEqualPatches() {
    Dataset data = data(30, 4, 1);
    SquaredLoss loss = new SquaredLoss();
    Patches tiles = Patches.ofSignal(8, 1, 4, 4, 0);
    Dataset two = tiled(data, 2);
    TrainedNetwork cancelled =
        train(two, Architecture.convolution(tiles, Pooling.of(new double[][] {{1.5, -1.5}})), loss);
    assertThat(cancelled.model().network().neurons()).isZero();
    assertThat(cancelled.isProvenOptimal()).isTrue();
    TrainedNetwork scaled =
        train(two, Architecture.convolution(tiles, Pooling.of(new double[][] {{1, -3}})), loss);
    double dense =
        PolynomialNetworks.train(
                data,
                TrainingOptions.defaults().withStandardise(Standardise.NONE).withBeta(BETA / 2))
            .certificate()
            .objective();
    assertThat(scaled.certificate().objective()).isCloseTo(dense, within(1e-8 * dense));
  }

  /** One patch of the whole image is a fully connected network, bit for bit. */
  @Test
  void onePatchIsDense() {
    Dataset data = data(60, 6, 2);
    TrainedNetwork dense = train(data, Architecture.dense(6), new SquaredLoss());
    TrainedNetwork patch =
        train(
            data,
            Architecture.convolution(new Patches(1, 3, 2, 1, 3, 1, 0), Pooling.global(1)),
            new SquaredLoss());
    assertThat(patch.certificate()).isEqualTo(dense.certificate());
    assertThat(patch.model().network().hidden().data())
        .isEqualTo(dense.model().network().hidden().data());
  }

  @Test
  void theResultDoesNotDependOnTheThreads() {
    Architecture architecture =
        Architecture.convolution(new Patches(4, 4, 1, 2, 2, 1, 1), Pooling.average(25, 5));
    Dataset data = data(600, 16, 2);
    TrainingOptions options =
        TrainingOptions.defaults().withLayout(Layout.of(architecture)).withThreads(1);
    TrainedNetwork one = PolynomialNetworks.train(data, options);
    TrainedNetwork three = PolynomialNetworks.train(data, options.withThreads(3));
    assertThat(three.certificate()).isEqualTo(one.certificate());
    assertThat(three.model().network().weights()).isEqualTo(one.model().network().weights());
  }

  /** κ is the largest over cells of the largest |Σ νᵢ Σₗ P_gl σ(xᵢₗᵀu)| of any u found. */
  @Test
  void noDirectionIsAboveKappa() {
    Architecture architecture =
        Architecture.convolution(
            Patches.ofSignal(4, 1, 2, 1, 0), Pooling.of(new double[][] {{1, -2, 0}, {0, 1, 1}}));
    Dataset data = data(15, 4, 1);
    double[] nu = new Random(3).vector(15);
    double kappa =
        DualNorm.of(
                Workers.SERIAL,
                problem(data, architecture, new SquaredLoss()),
                DenseMatrix.wrap(nu, 15, 1))
            .value();
    double largest = 0;
    for (int step = 0; step < 100_000; step++) {
      double u0 = Math.cos(2 * Math.PI * step / 100_000);
      double u1 = Math.sin(2 * Math.PI * step / 100_000);
      double[] sums = new double[2];
      for (int i = 0; i < 15; i++) {
        double[] s = new double[3];
        for (int l = 0; l < 3; l++) {
          s[l] =
              QuadraticActivation.RELU_FIT.at(data.x().at(i, l) * u0 + data.x().at(i, l + 1) * u1);
        }
        sums[0] += nu[i] * (s[0] - 2 * s[1]);
        sums[1] += nu[i] * (s[1] + s[2]);
      }
      largest = Math.max(largest, Math.max(Math.abs(sums[0]), Math.abs(sums[1])));
    }
    assertThat(kappa).isBetween(largest, largest * (1 + 1e-8));
  }
}
