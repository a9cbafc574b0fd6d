package io.spectrahedra.sdp.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the ranges of the numbers in a problem")
class DataRangesTest {
  private static final ConstraintMatrix ONE = ConstraintMatrix.vector(1);

  private static SdpProblem.Builder builder() {
    return SdpProblem.builder().psd("X", 2).nonNegative("v", 1);
  }

  @Test
  void theWidestRowIsNamed() {
    SdpProblem problem =
        builder()
            .row("narrow")
            .term("X", 2, ConstraintMatrix.sparse(2).set(0, 0, 1e3).set(1, 0, -1e-3).build())
            .equalTo(0)
            .row("wide")
            .term("X", ConstraintMatrix.sparse(2).set(0, 0, -1e9).set(1, 1, 0).build())
            .term("v", 1e-3, ONE)
            .equalTo(1)
            .build();
    DataRanges ranges = DataRanges.of(problem);
    assertThat(ranges.coefficients())
        .isEqualTo(new DataRanges.Range("coefficients in row \"wide\"", 1e-3, 1e9));
    assertThat(ranges.wide()).containsExactly(ranges.coefficients());
    assertThat(ranges).asString().contains("from 1.0e-03 to 1.0e+09", "objective all zero");
  }

  /** A row may be multiplied by anything; elastic rows are no equations. */
  @Test
  void rightHandSidesCountAgainstTheirRows() {
    SdpProblem problem =
        builder()
            .row("a")
            .term("v", 1e9, ONE)
            .equalTo(2e9)
            .row("b")
            .term("v", ONE)
            .equalTo(-3)
            .row("what rounding leaves of 0")
            .term("v", ONE)
            .equalTo(1e-16)
            .row("fit")
            .term("v", ONE)
            .near(1e-9, RowPenalty.quadratic(1))
            .build();
    DataRanges ranges = DataRanges.of(problem);
    assertThat(ranges.rightHandSides().least()).isEqualTo(2);
    assertThat(ranges.rightHandSides().largest()).isEqualTo(3);
    assertThat(ranges.wide()).isEmpty();
  }

  @Test
  void denseAndLowRankMatricesCountByTheirNorms() {
    DenseMatrix u = DenseMatrix.of(new double[][] {{3}, {4}});
    SdpProblem problem =
        builder()
            .minimise("X", ConstraintMatrix.lowRank(u, -1e10))
            .minimise("X", ConstraintMatrix.dense(DenseMatrix.identity(2)))
            .build();
    DataRanges ranges = DataRanges.of(problem);
    assertThat(ranges.objective().largest()).isEqualTo(25e10);
    assertThat(ranges.objective().least()).isEqualTo(Math.sqrt(2));
    assertThat(ranges.wide()).containsExactly(ranges.objective());
    assertThat(DataRanges.of(builder().build()).wide()).isEmpty();
  }
}
