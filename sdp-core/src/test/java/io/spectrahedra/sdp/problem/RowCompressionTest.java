package io.spectrahedra.sdp.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.linalg.Workers;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("compressed rows cost the same at every point")
class RowCompressionTest {

  /** 60 quadratic and 2 hard rows over blocks of 6 + 6 + 2 dimensions, two of them twins. */
  private static SdpProblem problem() {
    RandomMatrices random = new RandomMatrices(8);
    SdpProblem.Builder builder = SdpProblem.builder().psd("Z", 3).psd("Z'", 3).nonNegative("s", 2);
    builder.minimise("Z", ConstraintMatrix.identity(3)).constant(0.25);
    for (int i = 0; i < 62; i++) {
      ConstraintMatrix m = random.lowRank(3, 2);
      RowBuilder row = builder.row("row " + i).term("Z", m).term("Z'", -1, m);
      if (i % 40 == 7) {
        row.equalTo(random.next());
      } else {
        row.term("s", ConstraintMatrix.vector(random.next(), 1))
            .near(random.next(), RowPenalty.quadratic(1.5 + random.next()));
      }
    }
    return builder.build();
  }

  @Test
  void objectiveAndHardRowsStayAsTheyAre() {
    SdpProblem source = problem();
    RowCompression compression = RowCompression.of(source, Workers.SERIAL).orElseThrow();
    SdpProblem reduced = compression.problem();
    assertThat(reduced.rows()).hasSize(2 + 6 + 2); // twins share their columns
    assertThat(reduced.rows().get(0).name()).isEqualTo("row 7");
    for (int seed = 0; seed < 20; seed++) {
      RandomMatrices random = new RandomMatrices(seed);
      BlockMatrix x =
          BlockMatrix.of(List.of(random.symmetric(3), random.symmetric(3), random.dense(2, 1)));
      assertThat(reduced.primalObjective(x)).isCloseTo(source.primalObjective(x), within(1e-11));
      double[] multipliers = random.dense(1, 10).row(0);
      double[] y = compression.expand(x, multipliers);
      assertThat(y[7]).isEqualTo(multipliers[0]);
      assertThat(y[47]).isEqualTo(multipliers[1]);
      SdpProblem.Row row = source.rows().get(3);
      double r = row.rhs();
      for (SdpProblem.Term term : row.terms()) {
        r -= term.scale() * term.matrix().dot(x.block(term.block()));
      }
      assertThat(y[3]).isCloseTo(r / row.penalty().conjugateCurvature(0), within(1e-13));
      assertThat(compression.expandRay(multipliers)[3]).isZero();
    }
  }

  @Test
  void fewRowsStayAsTheyAre() {
    SdpProblem small =
        SdpProblem.builder()
            .psd("X", 4)
            .row("one")
            .term("X", ConstraintMatrix.identity(4))
            .near(1, RowPenalty.quadratic(1))
            .build();
    assertThat(RowCompression.of(small, Workers.SERIAL)).isEmpty();
  }
}
