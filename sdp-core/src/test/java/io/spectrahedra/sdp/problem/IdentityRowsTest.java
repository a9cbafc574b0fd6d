package io.spectrahedra.sdp.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("rows of the diagonal that add up to the identity")
class IdentityRowsTest {
  private static ConstraintMatrix unit(int i, int j, double value) {
    return ConstraintMatrix.sparse(3).set(i, j, value).build();
  }

  private static SdpProblem.Builder problem(int rows) {
    SdpProblem.Builder builder =
        SdpProblem.builder().psd("X", 3).minimise("X", ConstraintMatrix.identity(3));
    builder.row("other").term("X", unit(0, 1, 1)).equalTo(0);
    for (int i = 0; i < rows; i++) {
      builder.row("x" + i).term("X", -2, unit(i, i, 1 << i)).equalTo(-2);
    }
    return builder;
  }

  @Test
  void ofAnyScaleAndOnceEach() {
    SdpProblem problem = problem(3).row("again").term("X", unit(1, 1, 7)).equalTo(7).build();
    double[] z = IdentityRows.of(problem).orElseThrow();
    DenseMatrix sum = BlockMatrix.adjoint(problem, z).block(0);
    sum.addScaled(-1, DenseMatrix.identity(3));
    assertThat(sum.maxAbs()).isZero();
  }

  @Test
  void everyDiagonalEntryIsNeeded() {
    assertThat(IdentityRows.of(problem(2).build())).isEqualTo(Optional.empty());
  }

  @Test
  void otherBlocksHaveNone() {
    SdpProblem problem = problem(3).block("x", new Block.NonNegative(2)).build();
    assertThat(IdentityRows.of(problem)).isEqualTo(Optional.empty());
  }
}
