package io.spectrahedra.neural.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.architecture.Architecture;
import io.spectrahedra.neural.architecture.Layout;
import io.spectrahedra.neural.architecture.NeuronNorm;
import io.spectrahedra.neural.architecture.Patches;
import io.spectrahedra.neural.architecture.Pooling;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.loss.HuberLoss;
import io.spectrahedra.neural.train.CrossValidation.Fold;
import io.spectrahedra.neural.train.CrossValidation.Point;
import io.spectrahedra.sdp.solver.Termination;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("results print so that people can read them, and options that are null are named")
class SummariesTest {
  private static final TrainingOptions OPTIONS = TrainingOptions.defaults().withThreads(2);

  /** y = 2t² + 3t: one neuron, for β is small and x has one feature. */
  private static Dataset line() {
    double[][] x = {{-2}, {-1}, {0}, {1}, {2}};
    return Dataset.of(x, new double[] {2, 1, 4, 1, 9});
  }

  @Test
  void paths() {
    RegularisationPath path =
        PolynomialNetworks.path(line(), new PathOptions(OPTIONS, BetaGrid.of(1e6, 1)));
    List<String> lines = path.toString().lines().toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0))
        .matches("OPTIMAL: 2 networks, none of which has neurons from beta [0-9.]+ on");
    assertThat(lines.get(1)).matches(" +beta +neurons +objective +gap  fit");
    assertThat(lines.get(2)).matches(" +1\\.0000e\\+06 +0 +51\\.50* +0\\.0e\\+00  R2 -.*");
    assertThat(lines.get(3)).matches(" +1\\.0000 +[1-9] +[0-9.]+ +[0-9.e-]+  R2 0\\..*, RMSE .*");
  }

  @Test
  void crossValidations() {
    RegularisationPath path = new RegularisationPath(3, List.of(), Termination.OPTIMAL);
    Fold fold = new Fold(2, path, new double[] {5, 3.25});
    assertThat(fold).hasToString("fold 2: 2 networks, scores 3.25000 to 5.00000");
    assertThat(new Fold(2, path, new double[0])).hasToString("fold 2: no networks");
    CrossValidation found =
        new CrossValidation(
            Score.LOSS,
            List.of(new Point(100, 5, 0.5), new Point(10, 3.5, 0.5), new Point(1, 3.25, 0.5)),
            List.of(fold, fold),
            Termination.OPTIMAL);
    assertThat(found.toString().lines())
        .containsExactly(
            "OPTIMAL: loss on the samples held out by 2 folds",
            "       beta         loss  standard error",
            "     100.00      5.00000            0.50",
            "     10.000      3.50000            0.50",
            "     1.0000      3.25000            0.50",
            "best: beta 1.00000",
            "within 1 standard error: beta 10.0000");
    assertThat(new CrossValidation(Score.RMSE, List.of(), List.of(), Termination.CANCELLED))
        .hasToString("CANCELLED: rmse on the samples held out by 0 folds");
  }

  @Test
  void whatIsCompared() {
    assertThat(CrossValidation.folds(line(), OPTIONS, 2, 0)).hasToString("2 folds of 5 samples");
    assertThat(new PathOptions(OPTIONS, BetaGrid.DEFAULT))
        .hasToString(
            "sigma(t) = 0.09t^2 + 0.5t + 0.47, squared loss, standardised: features, tolerance"
                + " 1.0E-8, 2 threads, the default grid of betas");
    assertThat(new PathOptions(OPTIONS, BetaGrid.of(1)).toString()).endsWith(", a grid of betas");
  }

  @Test
  void lifts() {
    assertThat(PolynomialNetworks.lift(line(), OPTIONS))
        .singleElement()
        .asString()
        .startsWith("lift of 5 samples, squared loss, beta 0.1: SDP with blocks ");
  }

  @Test
  void options() {
    assertThat(OPTIONS)
        .hasToString(
            "sigma(t) = 0.09t^2 + 0.5t + 0.47, squared loss, beta 0.1, standardised: features,"
                + " tolerance 1.0E-8, 2 threads");
    assertThat(
            OPTIONS
                .withLayout(Layout.of(Architecture.dense(3)))
                .withLoss(new HuberLoss(0.5))
                .withBias(true)
                .withNorm(NeuronNorm.AT_MOST_ONE)
                .withMaxNeurons(7)
                .withTimeLimit(Duration.ofMillis(1500))
                .withThreads(1))
        .hasToString(
            "sigma(t) = 0.09t^2 + 0.5t + 0.47, huber(0.5) loss, beta 0.1, a layout of one's own,"
                + " bias, norm at-most-one, at most 7 neurons, standardised: features, tolerance"
                + " 1.0E-8, time limit 1.5 s, 1 thread");
  }

  @Test
  void oneNeuronIsOne() {
    double[][] x = {{1, 0}, {2, 0}, {3, 0}};
    TrainedNetwork trained =
        PolynomialNetworks.fit(
            x,
            new double[] {1, 4, 9},
            OPTIONS
                .withActivation(new QuadraticActivation(1, 0, 0))
                .withStandardise(TrainingOptions.Standardise.NONE));
    assertThat(trained.toString()).startsWith("OPTIMAL: 1 neuron, objective ");
  }

  private static TrainedNetwork ofImages(Architecture architecture, boolean bias) {
    double[][] x = {{1, 0, 2, 0}, {2, 1, 0, 1}, {0, 3, 1, 1}, {1, 1, 0, 2}};
    return PolynomialNetworks.fit(
        x, new double[] {1, 4, 9, 2}, OPTIONS.withLayout(Layout.of(architecture)).withBias(bias));
  }

  /** Patches, what pools them, and a bias; a network without says nothing of them. */
  @Test
  void whatNeuronsSee() {
    Patches square = new Patches(2, 2, 1, 1, 2, 1, 0);
    TrainedNetwork bias = ofImages(Architecture.dense(4), true);
    assertThat(bias.toString()).containsPattern("^OPTIMAL: \\d+ neurons?, bias, objective ");
    assertThat(bias.model().toString()).contains("+ 0.47, bias, target y");
    TrainedNetwork pooled = ofImages(Architecture.convolution(square, Pooling.global(2)), true);
    assertThat(pooled.model().network().toString())
        .endsWith("+ 0.47, 2 patches of 1 x 2 pooled in 1 cell, bias");
    assertThat(pooled.toString())
        .contains(", 2 patches of 1 x 2 pooled in 1 cell, bias, objective");
    Patches signal = Patches.ofSignal(4, 1, 1, 1, 0);
    assertThat(Architecture.convolution(signal, Pooling.none(4)).parts())
        .isEqualTo("4 patches of 1");
    assertThat(Architecture.convolution(signal, Pooling.average(4, 2)).parts())
        .isEqualTo("4 patches of 1 pooled in 2 cells");
    assertThat(Architecture.dense(4).parts()).isEmpty();
    assertThat(ofImages(Architecture.dense(4), false).model().toString())
        .contains("+ 0.47, target y");
  }

  private static void assertNamed(String name, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessage(name);
  }

  @Test
  @SuppressWarnings("NullAway")
  void optionsThatAreNull() {
    assertNamed("loss", () -> OPTIONS.withLoss(null));
    assertNamed("activation", () -> OPTIONS.withActivation(null));
    assertNamed("layout", () -> OPTIONS.withLayout(null));
    assertNamed("norm", () -> OPTIONS.withNorm(null));
    assertNamed("standardise", () -> OPTIONS.withStandardise(null));
    assertNamed("timeLimit", () -> OPTIONS.withTimeLimit(null));
    assertNamed("training", () -> PathOptions.defaults().withTraining(null));
    assertNamed("grid", () -> PathOptions.defaults().withGrid(null));
  }
}
