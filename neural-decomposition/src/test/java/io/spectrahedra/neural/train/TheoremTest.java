package io.spectrahedra.neural.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.neural.LossNames;
import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.Random;
import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.architecture.Architecture;
import io.spectrahedra.neural.architecture.Layout;
import io.spectrahedra.neural.architecture.NeuronNorm;
import io.spectrahedra.neural.architecture.Patches;
import io.spectrahedra.neural.architecture.Pooling;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.Samples;
import io.spectrahedra.neural.data.Standardisation;
import io.spectrahedra.neural.lift.Lift;
import io.spectrahedra.neural.loss.Loss;
import io.spectrahedra.neural.loss.Losses;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.neural.train.TrainingOptions.Standardise;
import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Solution;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bartan and Pilanci's theorem, for every loss with every activation, width and architecture. */
@DisplayName("objective of the network = value of the program = certified bound")
class TheoremTest {
  private static final List<String> LOSSES = LossNames.separable().toList();

  private static final List<QuadraticActivation> ACTIVATIONS =
      List.of(
          QuadraticActivation.RELU_FIT,
          new QuadraticActivation(1, 0, 0),
          new QuadraticActivation(-0.4, 1, 0));

  private static final List<Architecture> ARCHITECTURES =
      List.of(
          Architecture.dense(1),
          Architecture.dense(4),
          Architecture.dense(8),
          Architecture.dense(5).withBias(true),
          Architecture.dense(5).withNorm(NeuronNorm.AT_MOST_ONE),
          Architecture.convolution(Patches.ofSignal(7, 1, 3, 2, 0), Pooling.none(3)),
          Architecture.convolution(Patches.ofSignal(6, 1, 3, 1, 0), Pooling.average(4, 2)),
          Architecture.convolution(new Patches(4, 4, 1, 3, 3, 1, 1), Pooling.global(16)));

  /** One combination, with sizes drawn from its number. */
  record Case(Loss loss, QuadraticActivation activation, Architecture architecture, int seed) {
    int samples() {
      return 5 + 11 * seed % 56;
    }

    int outputs() {
      return 1 + seed % 2;
    }

    double beta() {
      return List.of(0.03, 0.1, 0.5).get(seed % 3);
    }

    @Override
    public String toString() {
      return loss.name()
          + ", "
          + activation
          + ", "
          + architecture.cells().size()
          + " cells of "
          + architecture.inputs()
          + " inputs, "
          + architecture.norm()
          + ", "
          + outputs()
          + " outputs, "
          + samples()
          + " samples";
    }
  }

  static Stream<Case> combinations() {
    List<Case> cases = new ArrayList<>();
    for (String loss : LOSSES) {
      for (QuadraticActivation activation : ACTIVATIONS) {
        for (Architecture architecture : ARCHITECTURES) {
          cases.add(new Case(Losses.parse(loss), activation, architecture, cases.size()));
        }
      }
    }
    return cases.stream();
  }

  private static Dataset data(Case one) {
    Random random = new Random(one.seed);
    int n = one.samples();
    DenseMatrix x = random.matrix(n, one.architecture.features());
    DenseMatrix y = DenseMatrix.zeros(n, one.outputs());
    for (int k = 0; k < y.cols; k++) {
      double[] u = random.unit(x.cols);
      for (int i = 0; i < n; i++) {
        double t = 0.3 * random.gaussian();
        for (int j = 0; j < x.cols; j++) {
          t += x.at(i, j) * u[j];
        }
        double value = t * t - 1;
        boolean signs = one.loss.targets() == Loss.Targets.SIGNS;
        y.set(i, k, signs ? Math.signum(value) : value);
      }
    }
    return Dataset.of(x, y);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("combinations")
  void holds(Case one) {
    Dataset data = data(one);
    TrainedNetwork trained =
        PolynomialNetworks.train(
            data,
            TrainingOptions.defaults()
                .withLoss(one.loss)
                .withActivation(one.activation)
                .withLayout(Layout.of(one.architecture))
                .withBias(one.architecture.bias())
                .withNorm(one.architecture.norm())
                .withStandardise(Standardise.NONE)
                .withBeta(one.beta()));
    double objective = trained.certificate().objective();
    assertThat(trained.certificate().relativeGap()).as(trained.toString()).isBetween(0.0, 1e-7);
    TrainingProblem problem =
        new TrainingProblem(
            new Samples(data.x(), Standardisation.none(data.x().cols)),
            data.y(),
            one.architecture,
            one.activation,
            one.loss,
            one.beta());
    double value = 0;
    for (Lift lift : Lift.of(Workers.SERIAL, problem)) {
      Solution solution = Sdp.solve(lift.program(), Settings.defaults().withTolerance(1e-9));
      value += solution.primalObjective();
    }
    assertThat(objective).isCloseTo(value, within(1e-7 * value));
    double ofNetwork =
        problem.loss(trained.model().outputs(data.x()))
            + one.beta() * trained.model().network().norm();
    assertThat(objective).isCloseTo(ofNetwork, within(1e-11 * ofNetwork));
    int cells = one.architecture.cells().size();
    assertThat(trained.model().network().neurons())
        .isLessThanOrEqualTo(2 * (one.architecture.inputs() + 1) * cells * one.outputs());
  }
}
