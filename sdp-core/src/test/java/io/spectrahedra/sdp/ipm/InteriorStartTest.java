package io.spectrahedra.sdp.ipm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.RandomMatrices;
import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.sdp.problem.SdpProblem;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the start on the central path of the hard rows")
class InteriorStartTest {
  private static final int ORDER = 5;

  private static ConstraintMatrix diagonal(double first, double last) {
    var entries = ConstraintMatrix.sparse(ORDER);
    for (int i = 0; i < ORDER; i++) {
      entries.set(i, i, i < ORDER - 1 ? first : last);
    }
    return entries.build();
  }

  /** A pair as in a lift, and ten rows with a loss. */
  private static SdpProblem.Builder lift() {
    RandomMatrices random = new RandomMatrices(3);
    SdpProblem.Builder builder = SdpProblem.builder();
    for (String name : new String[] {"Z", "Z'"}) {
      builder.psd(name, ORDER).minimise(name, diagonal(0, 2));
      builder.row("trace of " + name).term(name, diagonal(1, -1)).equalTo(0);
    }
    for (int i = 0; i < 10; i++) {
      ConstraintMatrix a = random.lowRank(ORDER, 2);
      builder
          .row("sample " + i)
          .term("Z", 1, a)
          .term("Z'", -1, a)
          .near(1 + i, RowPenalty.quadratic(1));
    }
    return builder;
  }

  private static Optional<Iterate> start(SdpProblem problem) {
    ScaledProblem scaled = new ScaledProblem(problem, Workers.SERIAL);
    return InteriorStart.of(scaled, scaled.cones(), 1);
  }

  @Test
  void ofALiftIsOnTheCentralPathAndSatisfiesBothSides() {
    SdpProblem problem = lift().build();
    ScaledProblem scaled = new ScaledProblem(problem, Workers.SERIAL);
    Iterate z = start(problem).orElseThrow();
    Residuals residuals = Residuals.of(scaled, z, 1);
    for (int k = 0; k < 2; k++) {
      DenseMatrix xs = Gemm.product(Workers.SERIAL, z.x.block(k), z.s.block(k));
      xs.addScaled(-residuals.mu(), DenseMatrix.identity(ORDER));
      assertThat(xs.maxAbs()).isCloseTo(0, within(1e-13 * residuals.mu()));
    }
    assertThat(residuals.dual().maxAbs()).isCloseTo(0, within(1e-15));
    assertThat(residuals.primal()[0]).isCloseTo(0, within(1e-13 * z.x.maxAbs()));
    assertThat(residuals.primal()[1]).isCloseTo(0, within(1e-13 * z.x.maxAbs()));
    double losses = 0;
    for (int i = 0; i < 10; i++) {
      losses += (1 + i) * (1 + i) / 2.0;
    }
    double cost = scaled.objectiveUnit() * scaled.objective.dot(z.x);
    assertThat(cost).isCloseTo(losses / 10, within(1e-12 * losses));
  }

  @Test
  void isNoneWhereAHardRowAsksForMore() {
    SdpProblem.Builder builder = lift();
    builder.row("trace").term("Z", diagonal(1, 1)).equalTo(1);
    assertThat(start(builder.build())).isEmpty();
  }

  @Test
  void isNoneWhereHardRowsAreNotOrthogonal() {
    SdpProblem.Builder builder = lift();
    builder
        .row("first entry")
        .term("Z", ConstraintMatrix.sparse(ORDER).set(0, 0, 1).set(1, 1, -2).build())
        .equalTo(0);
    assertThat(start(builder.build())).isEmpty();
  }

  @Test
  void isNoneWhereTheCostHasNoInterior() {
    SdpProblem.Builder builder = lift();
    builder.minimise("Z", -1, diagonal(1, 3));
    assertThat(start(builder.build())).isEmpty();
  }

  @Test
  void isNoneWithoutElasticRows() {
    SdpProblem.Builder builder = SdpProblem.builder().psd("Z", ORDER);
    builder.minimise("Z", diagonal(0, 1));
    builder.row("trace").term("Z", diagonal(1, -1)).equalTo(0);
    assertThat(start(builder.build())).isEmpty();
  }
}
