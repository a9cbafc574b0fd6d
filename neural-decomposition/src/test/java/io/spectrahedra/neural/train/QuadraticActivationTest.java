package io.spectrahedra.neural.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.Random;
import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.certificate.DualNorm;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.lift.Lift;
import io.spectrahedra.neural.network.CubicRegularisation;
import io.spectrahedra.neural.network.Network;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.neural.train.TrainingOptions.Standardise;
import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.SymmetricEigen;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.Settings;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("sigma(t) = at²: the nuclear norm, the spectral norm, and the cubic penalty")
class QuadraticActivationTest {
  private static TrainedNetwork train(Dataset data, QuadraticActivation activation, double beta) {
    return PolynomialNetworks.train(
        data,
        TrainingOptions.defaults()
            .withActivation(activation)
            .withBeta(beta)
            .withStandardise(Standardise.NONE));
  }

  /** Of features and coefficients: nothing is proven there, but nothing overflows either. */
  @ParameterizedTest
  @ValueSource(strings = {"1e10,0,0", "-1e10,1e10,1e10"})
  void theLargestNumbersAllowed(String activation) {
    double[][] x = {{1e40, 1}, {-3e39, 2}, {2e39, 3}, {1e38, 4}};
    Dataset data = Dataset.of(x, new double[] {1, 2, 5, 4});
    TrainedNetwork trained = train(data, QuadraticActivation.parse(activation), 1);
    assertThat(trained.certificate().lowerBound()).isBetween(0.0, 23.0);
    assertThat(trained.certificate().objective()).isBetween(0.0, 23.0); // of f = 0 it is 23
  }

  /** [M13] as it is for any activation: Z of order d + 1, and a row for each trace. */
  private static SdpProblem general(Dataset data, double a, double beta) {
    int n = data.samples();
    int d = data.x().cols;
    SdpProblem.Builder builder = SdpProblem.builder();
    for (String block : new String[] {"Z", "Z'"}) {
      var trace = ConstraintMatrix.sparse(d + 1);
      for (int i = 0; i <= d; i++) {
        trace.set(i, i, i < d ? 1 : -1);
      }
      builder
          .psd(block, d + 1)
          .minimise(block, beta, ConstraintMatrix.sparse(d + 1).set(d, d, 1).build());
      builder.row("trace of " + block).term(block, trace.build()).equalTo(0);
    }
    for (int i = 0; i < n; i++) {
      DenseMatrix x = DenseMatrix.zeros(d + 1, 1);
      x.view(0, 0, d, 1).setTo(data.x().view(i, 0, 1, d).transposed());
      ConstraintMatrix m = ConstraintMatrix.lowRank(x, a);
      builder
          .row("sample " + i)
          .term("Z", m)
          .term("Z'", -1, m)
          .near(data.y().at(i, 0), RowPenalty.quadratic(1));
    }
    return builder.build();
  }

  @ParameterizedTest
  @CsvSource({"12, 5, 1, 0.5", "30, 4, -0.3, 0.1", "9, 9, 2, 3"})
  void theSmallProgramHasTheValueOfTheGeneralOne(int n, int d, double a, double beta) {
    QuadraticActivation activation = new QuadraticActivation(a, 0, 0);
    Dataset data = new Random(n).planted(n, d, activation);
    SdpProblem general = general(data, a, beta);
    double value = Sdp.solve(general, Settings.defaults().withTolerance(1e-10)).primalObjective();
    double objective = train(data, activation, beta).certificate().objective();
    assertThat(objective).isCloseTo(value, within(1e-8 * value));
    SdpProblem small =
        Lift.of(Workers.SERIAL, Random.problem(data, activation, beta)).get(0).program();
    assertThat(small.blocks()).allMatch(block -> block.size() == d);
    assertThat(general.blocks()).allMatch(block -> block.size() == d + 1);
    assertThat(small.rows().size()).isLessThanOrEqualTo(general.rows().size() - 2);
  }

  /** κ(ν) = |a| ‖XᵀD(ν)X‖₂. */
  @ParameterizedTest
  @ValueSource(doubles = {1, -0.4})
  void theDualNormIsTheSpectralNorm(double a) {
    Dataset data = new Random(3).planted(20, 6, new QuadraticActivation(a, 0, 0));
    DenseMatrix nu = new Random(4).matrix(20, 1);
    DenseMatrix weighted = data.x().copy();
    for (int i = 0; i < 20; i++) {
      weighted.view(i, 0, 1, 6).scale(nu.at(i, 0));
    }
    DenseMatrix form = Gemm.product(Workers.SERIAL, data.x().transposed(), weighted);
    double[] values = SymmetricEigen.valuesOf(form);
    double norm = Math.abs(a) * Math.max(-values[0], values[5]);
    TrainingProblem problem = Random.problem(data, new QuadraticActivation(a, 0, 0), 1);
    assertThat(DualNorm.of(Workers.SERIAL, problem, nu).value())
        .isCloseTo(norm, within(1e-12 * norm));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, -0.4})
  void theCubicPenaltyHasTheSameObjective(double a) {
    QuadraticActivation activation = new QuadraticActivation(a, 0, 0);
    Dataset data = new Random(11).planted(30, 5, activation);
    TrainedNetwork trained = train(data, activation, 0.7);
    CubicRegularisation cubic = CubicRegularisation.of(trained.model().network());
    TrainingProblem problem = Random.problem(data, activation, 0.7);
    double objective =
        problem.loss(cubic.network().predict(Workers.SERIAL, problem.samples()))
            + 0.7 * cubic.penalty();
    assertThat(cubic.network().neurons()).isPositive();
    assertThat(objective).isCloseTo(trained.certificate().objective(), within(1e-12 * objective));
    // any other split of a neuron's strength between u and α costs more
    for (double s : new double[] {0.9, 1.1}) {
      DenseMatrix longer = cubic.network().hidden().copy();
      longer.scale(s);
      double[] weights = cubic.network().weights().clone();
      for (int j = 0; j < weights.length; j++) {
        weights[j] /= s * s;
      }
      Network other = Network.scalar(activation, longer, weights);
      assertThat(other.predict(1, 2, 3, 4, 5)[0])
          .isCloseTo(cubic.network().predict(1, 2, 3, 4, 5)[0], within(1e-9));
      assertThat(new CubicRegularisation(other).penalty()).isGreaterThan(cubic.penalty());
    }
  }

  @Test
  void thereIsNoCubicPenaltyOfOtherActivations() {
    Network network = Network.scalar(QuadraticActivation.RELU_FIT, DenseMatrix.identity(2), 1, 1);
    assertThatThrownBy(() -> CubicRegularisation.of(network))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the cubic penalty is that of activations at^2");
  }
}
