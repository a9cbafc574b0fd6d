package io.spectrahedra.neural.decomposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import io.spectrahedra.neural.lift.Pair;
import io.spectrahedra.neural.loss.Losses;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.neural.train.TrainedNetwork;
import io.spectrahedra.neural.train.TrainingOptions;
import io.spectrahedra.neural.train.TrainingOptions.Standardise;
import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.SymmetricEigen;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.problem.SdpProblem.Term;
import io.spectrahedra.sdp.solver.Solution;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName(
    "rank reduction: as good, the same predictions, r(r+1)/2 + r'(r'+1)/2 at most the rows")
class RankReductionTest {
  /**
   * Training problems whose optimal networks may turn freely in the orthogonal complement of few
   * samples; the interior-point method ends in the middle of them all.
   */
  record Case(String loss, QuadraticActivation activation, Architecture architecture, int n) {
    TrainingProblem training() {
      Random random = new Random(architecture.inputs() + 100 * n);
      DenseMatrix x = random.matrix(n, architecture.features());
      x.scale(0.3); // so that |x'u| does not have to be as large as it can
      DenseMatrix y = DenseMatrix.zeros(n, 1);
      for (int i = 0; i < n; i++) {
        y.set(i, 0, random.gaussian() > 0 ? 1 : -1);
      }
      return new TrainingProblem(
          new Samples(x, Standardisation.none(x.cols)),
          y,
          architecture,
          activation,
          Losses.parse(loss),
          0.01);
    }
  }

  static Stream<Case> highRank() {
    QuadraticActivation even = new QuadraticActivation(0.5, 0, -7);
    QuadraticActivation vertexInside = new QuadraticActivation(-1, 0.2, 1);
    return Stream.of(
        new Case("squared", even, Architecture.dense(12), 3),
        new Case("squared", vertexInside, Architecture.dense(20), 2),
        new Case(
            "squared", vertexInside, Architecture.dense(9).withNorm(NeuronNorm.AT_MOST_ONE), 2),
        new Case("squared", even, Architecture.dense(40), 6),
        new Case("logistic", vertexInside, Architecture.dense(15), 4),
        new Case("absolute", even, Architecture.dense(10).withBias(true), 3),
        new Case(
            "squared",
            even,
            Architecture.convolution(Patches.ofSignal(14, 1, 7, 7, 0), Pooling.none(2)),
            2));
  }

  /** Those above the largest by rounding and the barrier. */
  private static RankFactorisation factor(Solution solution, String block) {
    SymmetricEigen eigen = SymmetricEigen.of(solution.primal(block));
    return RankFactorisation.of(eigen, 1e-7 * eigen.values()[eigen.values().length - 1]);
  }

  private static double value(
      List<Term> terms, SdpProblem program, List<String> blocks, List<RankFactorisation> factors) {
    double sum = 0;
    for (Term term : terms) {
      int b = blocks.indexOf(program.blockNames().get(term.block()));
      sum += b < 0 ? 0 : term.scale() * term.matrix().dot(factors.get(b).product());
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("highRank")
  void keepsAllThatCounts(Case one) {
    Lift lift = Lift.of(Workers.SERIAL, one.training()).get(0);
    SdpProblem program = lift.program();
    Solution solution = Sdp.solve(program);
    List<RankFactorisation> full =
        lift.blocks().stream().map(block -> factor(solution, block)).toList();
    assertThat(RankReduction.freedom(full)).isGreaterThan(program.rows().size());
    List<RankFactorisation> less = RankReduction.of(Workers.SERIAL, program, lift.blocks(), full);
    assertThat(RankReduction.freedom(less)).isLessThanOrEqualTo(program.rows().size());
    double before = value(program.objective(), program, lift.blocks(), full);
    double after = value(program.objective(), program, lift.blocks(), less);
    assertThat(after).isLessThanOrEqualTo(before * (1 + 1e-12));
    for (SdpProblem.Row row : program.rows()) {
      double expected = value(row.terms(), program, lift.blocks(), full);
      assertThat(value(row.terms(), program, lift.blocks(), less))
          .as(row.name())
          .isCloseTo(expected, within(1e-10 * (1 + Math.abs(expected))));
    }
  }

  /** σ(t) = t²/2 − 7 is largest in size at t = 0: every direction across the samples is optimal. */
  @Test
  void theMeanOfOptimalNetworks() {
    int d = 12;
    QuadraticActivation activation = new QuadraticActivation(0.5, 0, -7);
    DenseMatrix x = DenseMatrix.zeros(3, d);
    for (int i = 0; i < x.rows; i++) {
      x.set(i, i, 0.5 + i);
    }
    Dataset data = Dataset.of(x, new double[] {3, 3, 3});
    TrainingProblem training = Random.problem(data, activation, 0.4);
    double strength = (3 * 3 * 7 - 0.4) / (3 * 7 * 7); // minimises 3(3 − 7s)²/2 + 0.4s
    Random random = new Random(5);
    DenseMatrix z = DenseMatrix.zeros(d + 1, d + 1);
    for (int network = 0; network < 30; network++) {
      DenseMatrix u = DenseMatrix.zeros(d + 1, 1);
      u.view(x.rows, 0, d - x.rows, 1).setTo(DenseMatrix.wrap(random.unit(9), 9, 1));
      u.set(d, 0, 1);
      Gemm.multiply(Workers.SERIAL, strength / 30, u, u.copy().transposed(), 1, z);
    }
    z.symmetrise();
    Lift lift = Lift.of(Workers.SERIAL, training).get(0);
    Pair mean = new Pair(DenseMatrix.zeros(d + 1, d + 1), z);
    List<RankFactorisation> full =
        Stream.of(mean.plus(), mean.minus())
            .map(each -> RankFactorisation.of(SymmetricEigen.of(each), 1e-14))
            .toList();
    assertThat(full.get(1).rows().rows).isEqualTo(d - x.rows + 1);
    List<RankFactorisation> less =
        RankReduction.of(Workers.SERIAL, lift.program(), lift.blocks(), full);
    assertThat(RankReduction.freedom(less)).isLessThanOrEqualTo(x.rows + 2);
    Pair end = new Pair(less.get(0).product(), less.get(1).product());
    double optimum = lift.objective(Workers.SERIAL, List.of(mean));
    assertThat(lift.objective(Workers.SERIAL, List.of(end)))
        .isCloseTo(optimum, within(1e-13 * optimum));
    for (int i = 0; i < x.rows; i++) {
      assertThat(-lift.program().rows().get(i + 2).terms().get(0).matrix().dot(end.minus()))
          .isCloseTo(7 * strength, within(1e-12));
    }
    TrainedNetwork trained =
        PolynomialNetworks.train(
            data,
            TrainingOptions.defaults()
                .withActivation(activation)
                .withStandardise(Standardise.NONE)
                .withBeta(0.4));
    assertThat(trained.certificate().objective()).isCloseTo(optimum, within(1e-8 * optimum));
  }

  @ParameterizedTest
  @MethodSource("highRank")
  void training(Case one) {
    TrainingProblem problem = one.training();
    Dataset data = Dataset.of(problem.samples().raw(), problem.y());
    TrainedNetwork trained =
        PolynomialNetworks.train(
            data,
            TrainingOptions.defaults()
                .withLoss(problem.loss())
                .withActivation(one.activation)
                .withLayout(Layout.of(one.architecture))
                .withBias(one.architecture.bias())
                .withNorm(one.architecture.norm())
                .withStandardise(Standardise.NONE)
                .withBeta(problem.beta()));
    assertThat(trained.isProvenOptimal()).as(trained.toString()).isTrue();
    int[] ranks = new int[2 * one.architecture.cells().size()];
    for (int j = 0; j < trained.model().network().neurons(); j++) {
      boolean negative = trained.model().network().weights()[j] < 0;
      ranks[2 * trained.model().network().places()[j] + (negative ? 1 : 0)]++;
    }
    int freedom = Arrays.stream(ranks).map(r -> r * (r + 1) / 2).sum();
    assertThat(freedom).isLessThanOrEqualTo(one.n + ranks.length);
  }
}
