package io.spectrahedra.neural.decomposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.Random;
import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.architecture.NeuronNorm;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.lift.Lift;
import io.spectrahedra.neural.lift.Pair;
import io.spectrahedra.neural.loss.Losses;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.neural.train.TrainedNetwork;
import io.spectrahedra.neural.train.TrainingOptions;
import io.spectrahedra.neural.train.TrainingOptions.Standardise;
import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.SymmetricEigen;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.problem.SdpProblem.Row;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Solution;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("kinks: few neurons fit exactly what the best network fits exactly")
class KinkCorrectionTest {
  private static final TrainingOptions RAW =
      TrainingOptions.defaults().withStandardise(Standardise.NONE).withBeta(0.1);

  private static Dataset data(String loss, int n, int d) {
    Dataset planted = new Random(4).planted(n, d, QuadraticActivation.RELU_FIT);
    return loss.equals("hinge") ? signs(planted) : planted;
  }

  private static Dataset signs(Dataset data) {
    double[] y = Random.column(data);
    double mean = IntStream.range(0, y.length).mapToDouble(i -> y[i]).sum() / y.length;
    double[] signs = IntStream.range(0, y.length).mapToDouble(i -> y[i] > mean ? 1 : -1).toArray();
    return Dataset.of(data.x(), signs);
  }

  private static List<RankFactorisation> cut(Lift lift, Solution solution, double threshold) {
    Pair pair = lift.pairs(solution).get(0);
    return Stream.of(pair.plus(), pair.minus())
        .map(SymmetricEigen::of)
        .map(
            eigen ->
                RankFactorisation.of(eigen, threshold * eigen.values()[eigen.values().length - 1]))
        .map(factorisation -> factorisation.balanced(NeuronNorm.ONE))
        .toList();
  }

  private static double objective(Lift lift, List<RankFactorisation> factors) {
    return lift.objective(
        Workers.SERIAL, List.of(new Pair(factors.get(0).product(), factors.get(1).product())));
  }

  private static double value(Row row, List<RankFactorisation> factors) {
    return row.terms().stream()
        .mapToDouble(term -> term.scale() * term.matrix().dot(factors.get(term.block()).product()))
        .sum();
  }

  @ParameterizedTest
  @ValueSource(strings = {"absolute", "quantile(0.3)", "hinge"})
  void whatIsCutOffIsMadeUpFor(String loss) {
    TrainingProblem training = RAW.withLoss(Losses.parse(loss)).problem(data(loss, 60, 12));
    Lift lift = Lift.of(Workers.SERIAL, training).get(0);
    SdpProblem program = lift.program();
    Solution solution = Sdp.solve(program, Settings.defaults().withTolerance(1e-9));
    List<RankFactorisation> cut = cut(lift, solution, 1e-4);
    KinkCorrection kinks =
        KinkCorrection.of(Workers.SERIAL, program, lift.blocks(), solution).orElseThrow();
    List<RankFactorisation> corrected = kinks.apply(Workers.SERIAL, cut).orElseThrow();
    for (int b = 0; b < 2; b++) {
      assertThat(corrected.get(b).rows().rows).isEqualTo(cut.get(b).rows().rows).isLessThan(13);
    }
    double optimum = solution.primalObjective();
    assertThat(objective(lift, corrected)).isLessThan(objective(lift, cut));
    assertThat(objective(lift, corrected)).isBetween(optimum * (1 - 1e-8), optimum * (1 + 1e-10));
    int atKink = 0;
    for (int i = 0; i < program.rows().size(); i++) {
      Row row = program.rows().get(i);
      double value = value(row, corrected);
      if (row.penalty().isHard()) {
        assertThat(value).as(row.name()).isCloseTo(0, within(1e-12));
        continue;
      }
      double kink = row.rhs() - (loss.equals("hinge") ? training.y().at(i - 2, 0) : 0);
      atKink += Math.abs(value - kink) <= 1e-11 * (1 + Math.abs(kink)) ? 1 : 0;
    }
    assertThat(atKink).isBetween(5, 60);
    assertThat(IntStream.range(2, 62).filter(i -> isInside(solution.y()[i], loss)).count())
        .isEqualTo(atKink);
  }

  private static boolean isInside(double y, String loss) {
    double low = loss.equals("absolute") ? -1 : loss.equals("hinge") ? -1 : -0.7;
    double high = loss.equals("absolute") ? 1 : loss.equals("hinge") ? 1 : 0.3;
    boolean nearZero = loss.equals("hinge") && Math.abs(y) < 1e-4;
    return y > low + 1e-4 && y < high - 1e-4 && !nearZero;
  }

  @ParameterizedTest
  @ValueSource(strings = {"absolute", "hinge"})
  void aTrainingDoesNotKeepWhatTheBarrierHasLeft(String loss) {
    TrainedNetwork trained =
        PolynomialNetworks.train(data(loss, 120, 20), RAW.withLoss(Losses.parse(loss)));
    assertThat(trained.isProvenOptimal()).as(trained.toString()).isTrue();
    assertThat(trained.model().network().neurons()).isBetween(1, 22);
  }

  @Test
  void smoothLossesHaveNone() {
    for (String loss : List.of("squared", "huber(0.5)", "squared-hinge", "logistic")) {
      boolean signs = loss.equals("squared-hinge") || loss.equals("logistic");
      TrainingProblem training =
          RAW.withLoss(Losses.parse(loss)).problem(data(signs ? "hinge" : loss, 20, 3));
      Lift lift = Lift.of(Workers.SERIAL, training).get(0);
      Solution solution = Sdp.solve(lift.program());
      assertThat(KinkCorrection.of(Workers.SERIAL, lift.program(), lift.blocks(), solution))
          .as(loss)
          .isEmpty();
    }
  }

  @Test
  void theSameBitsForEveryNumberOfThreads() {
    TrainingOptions options = RAW.withLoss(Losses.parse("absolute"));
    Lift lift = Lift.of(Workers.SERIAL, options.problem(data("absolute", 100, 20))).get(0);
    Solution solution = Sdp.solve(lift.program());
    List<RankFactorisation> cut = cut(lift, solution, 1e-5);
    KinkCorrection kinks =
        KinkCorrection.of(Workers.SERIAL, lift.program(), lift.blocks(), solution).orElseThrow();
    DenseMatrix one = kinks.apply(Workers.SERIAL, cut).orElseThrow().get(0).rows();
    for (int threads : new int[] {2, 3}) {
      try (Workers workers = new Workers(threads, () -> false)) {
        DenseMatrix several = kinks.apply(workers, cut).orElseThrow().get(0).rows();
        assertThat(several.data()).isEqualTo(one.data());
      }
    }
  }
}
