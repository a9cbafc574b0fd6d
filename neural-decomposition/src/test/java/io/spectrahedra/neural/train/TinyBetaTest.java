package io.spectrahedra.neural.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.Random;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.train.TrainingOptions.Standardise;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.solver.Termination;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("a penalty too small for the digits of the program: the status says what the gap says")
class TinyBetaTest {
  @ParameterizedTest
  @EnumSource(
      value = Standardise.class,
      names = {"NONE", "FEATURES"})
  void aLargeGapIsNotNearlyOptimal(Standardise standardise) {
    Random random = new Random(5);
    DenseMatrix y = DenseMatrix.wrap(random.vector(12), 12, 1);
    for (int i = 0; i < y.rows; i++) {
      y.add(i, 0, 1000);
    }
    TrainedNetwork trained =
        PolynomialNetworks.train(
            Dataset.of(random.matrix(12, 3), y),
            TrainingOptions.defaults().withBeta(1e-14).withStandardise(standardise));
    assertThat(trained.certificate().relativeGap()).isGreaterThan(1e-6);
    assertThat(trained.termination()).isEqualTo(Termination.NUMERICAL_LIMIT);
    assertThat(trained.advice())
        .isEqualTo(
            "Rounding errors stopped the progress, and the gap says how much better another network"
                + " can be at most: "
                + (standardise == Standardise.NONE ? "standardise the features, " : "")
                + "centre targets that are far from 0 compared with their spread, or take a larger"
                + " beta.");
  }
}
