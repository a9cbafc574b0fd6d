package io.spectrahedra.sdp.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the builder names the row in its errors")
class SdpProblemTest {
  private static SdpProblem.Builder blocks() {
    return SdpProblem.builder().psd("X", 3).nonNegative("s", 2);
  }

  @Test
  void collectsWhatItIsGiven() {
    SdpProblem problem =
        blocks()
            .minimise("X", ConstraintMatrix.identity(3))
            .constant(2)
            .row("sum")
            .term("X", ConstraintMatrix.identity(3))
            .term("s", -1, ConstraintMatrix.vector(1, 0))
            .equalTo(4)
            .row("fit")
            .term("s", ConstraintMatrix.vector(0, 1))
            .near(1, RowPenalty.quadratic(3))
            .build();
    assertThat(problem.rhs()).containsExactly(4, 1);
    assertThat(problem.degree()).isEqualTo(5);
    assertThat(problem.hasElasticRows()).isTrue();
    assertThat(problem.blockIndex("s")).isEqualTo(1);
    assertThat(problem)
        .hasToString(
            "SDP with blocks [Psd[size=3], NonNegative[size=2]], 1 hard and 1 elastic rows");
    BlockMatrix x = BlockMatrix.zeros(problem.blocks());
    assertThat(problem.primalObjective(x)).isEqualTo(2 + 1.5);
  }

  @Test
  void rowsNameWhatIsWrong() {
    assertThatThrownBy(() -> blocks().row("r 7").term("Y", ConstraintMatrix.identity(3)))
        .hasMessage("row \"r 7\": no block is named \"Y\", the blocks are [X, s]");
    assertThatThrownBy(() -> blocks().row("r 7").term("X", ConstraintMatrix.identity(4)))
        .hasMessage("row \"r 7\": a 4 x 4 coefficient does not fit block \"X\", which is 3 x 3");
    assertThatThrownBy(() -> blocks().row("r 7").term("s", ConstraintMatrix.identity(2)))
        .hasMessage("row \"r 7\": a 2 x 2 coefficient does not fit block \"s\", which is 2 x 1");
    DenseMatrix bad = DenseMatrix.identity(3);
    bad.set(2, 1, Double.NaN);
    assertThatThrownBy(() -> blocks().row("r 7").term("X", ConstraintMatrix.dense(bad)))
        .hasMessage(
            "row \"r 7\": the norm of the coefficient of block \"X\" must be finite and at most"
                + " 1.0E100 in size, was NaN");
    assertThatThrownBy(
            () -> blocks().row("r 7").term("X", ConstraintMatrix.identity(3)).equalTo(1.0 / 0))
        .hasMessage(
            "row \"r 7\": the right-hand side must be finite and at most 1.0E100 in size,"
                + " was Infinity");
    assertThatThrownBy(() -> blocks().row("r 7").equalTo(1))
        .hasMessage("row \"r 7\": all coefficients are zero, so that it says 0 = 1.0");
  }

  @Test
  void objectiveAndBlocksNameWhatIsWrong() {
    assertThatThrownBy(() -> blocks().minimise("Z", ConstraintMatrix.identity(3)))
        .hasMessage("objective: no block is named \"Z\", the blocks are [X, s]");
    assertThatThrownBy(() -> blocks().psd("X", 2)).hasMessage("there are two blocks named \"X\"");
    assertThatThrownBy(() -> blocks().constant(Double.NaN))
        .hasMessage("objective: the constant must be finite and at most 1.0E100 in size, was NaN");
    assertThatThrownBy(() -> SdpProblem.builder().build())
        .hasMessage("a problem needs at least one block");
    assertThatThrownBy(() -> blocks().build().blockIndex("Z"))
        .hasMessage("no block is named \"Z\", the blocks are [X, s]");
    assertThatThrownBy(() -> RowPenalty.quadratic(0))
        .hasMessage("weight of a quadratic row must lie in [1e-100, 1e100], was 0.0");
  }

  @Test
  void penaltiesNameWhatIsWrong() {
    assertThatThrownBy(() -> RowPenalty.absolute(-1))
        .hasMessage("weight of an absolute row must lie in [1e-100, 1e100], was -1.0");
    assertThatThrownBy(() -> RowPenalty.quantile(1, 1))
        .hasMessage("level of a quantile row must lie in (0, 1), was 1.0");
    assertThatThrownBy(() -> new QuantilePenalty(0, 1))
        .hasMessage(
            "slopes of a quantile row must be finite, one below and one above 0, were 0.0 and 1.0");
    assertThatThrownBy(() -> RowPenalty.huber(1, Double.NaN))
        .hasMessage("threshold of a Huber row must be positive and finite, was NaN");
    assertThatThrownBy(() -> RowPenalty.hinge(1, 0))
        .hasMessage("label of a hinge row must be 1 or -1, was 0.0");
    assertThatThrownBy(() -> RowPenalty.squaredHinge(Double.POSITIVE_INFINITY, 1))
        .hasMessage("weight of a squared hinge row must lie in [1e-100, 1e100], was Infinity");
    assertThatThrownBy(() -> RowPenalty.logistic(1, 0.5))
        .hasMessage("label of a logistic row must be 1 or -1, was 0.5");
    assertThatThrownBy(() -> RowPenalty.exponential(1, 1.5))
        .hasMessage("share of an exponential row must lie in [0, 1], was 1.5");
    assertThatThrownBy(
            () ->
                blocks()
                    .free("f", 1)
                    .row("own")
                    .term("f", ConstraintMatrix.vector(1))
                    .near(0, new Steep()))
        .hasMessage(
            "row \"own\": the slopes of a penalty must lie in an interval that contains 0, were"
                + " [1.0, Infinity]");
  }

  @Test
  void degreesOfBlocksAndRowsAddUp() {
    SdpProblem problem =
        blocks()
            .secondOrder("q", 5)
            .free("f", 4)
            .row("both ends")
            .term("f", ConstraintMatrix.vector(1, 0, 0, 0))
            .near(1, RowPenalty.absolute(1))
            .row("one end")
            .term("q", ConstraintMatrix.vector(1, 0, 0, 0, 0))
            .near(0, RowPenalty.squaredHinge(1, 1))
            .build();
    assertThat(problem.degree()).isEqualTo(3 + 2 + 1 + 0 + 2 + 1);
    assertThat(problem.blocks().get(2)).isEqualTo(new Block.SecondOrder(5));
    assertThat(problem.blocks().get(3)).isEqualTo(new Block.Free(4));
  }

  @Test
  void rowsEndOnceAndHaveNamesOfTheirOwn() {
    SdpProblem.Builder open = blocks();
    open.row("budget").term("X", ConstraintMatrix.identity(3));
    assertThatThrownBy(open::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("rows that equalTo, atMost, atLeast or near has not ended: [budget]");
    SdpProblem.Builder twice = blocks();
    RowBuilder row = twice.row("r").term("X", ConstraintMatrix.identity(3));
    row.equalTo(1);
    assertThatThrownBy(() -> row.equalTo(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("row \"r\" has been ended before");
    assertThatThrownBy(() -> twice.row("r")).hasMessage("there are two rows named \"r\"");
    assertThat(twice.build().rowIndex("r")).isZero();
    assertThatThrownBy(() -> twice.build().rowIndex("q")).hasMessage("no row is named \"q\"");
  }

  @Test
  void inequalitiesShareABlockOfSlacks() {
    SdpProblem.Builder builder = blocks();
    builder.row("a").term("s", ConstraintMatrix.vector(1, 0)).atMost(3);
    builder.row("b").term("s", ConstraintMatrix.vector(0, 1)).equalTo(2);
    builder.row("c").term("s", ConstraintMatrix.vector(1, 1)).atLeast(4);
    SdpProblem problem = builder.build();
    assertThat(problem.blockNames()).containsExactly("X", "s", SdpProblem.SLACKS);
    assertThat(problem.rows().get(0))
        .hasToString(
            "a: 1.0 <{0: 1.0} of length 2, block 1> + 1.0 <{0: 1.0} of length 2, block 2> = 3.0");
    assertThat(problem.rows().get(2).terms().get(1))
        .hasToString("1.0 <{1: -1.0} of length 2, block 2>");
    assertThat(builder.build().rows()).hasSize(3);
    builder.nonNegative(SdpProblem.SLACKS, 1);
    assertThatThrownBy(builder::build).hasMessage("there are two blocks named \"slacks\"");
  }

  @Test
  void denseMatricesAreSymmetric() {
    DenseMatrix a = DenseMatrix.of(new double[][] {{1, -5}, {0, 1}});
    assertThatThrownBy(() -> ConstraintMatrix.dense(a))
        .hasMessage("the matrix is not symmetric: entry (1, 0) is 0.0, entry (0, 1) is -5.0");
    a.set(1, 0, -5 * (1 + 1e-15));
    assertThat(ConstraintMatrix.dense(a)).hasToString("dense symmetric matrix of order 2");
  }

  @Test
  void matricesAreShortToRead() {
    assertThat(ConstraintMatrix.sparse(3).set(1, 2, -2).build())
        .hasToString("{(2, 1): -2.0} of order 3");
    assertThat(ConstraintMatrix.vector(new double[12])).hasToString("{} of length 12");
    assertThat(ConstraintMatrix.identity(11).toString()).endsWith("(9, 9): 1.0, ...} of order 11");
    assertThat(ConstraintMatrix.lowRank(DenseMatrix.zeros(4, 1), 1))
        .hasToString("matrix of order 4 and rank 1");
    assertThat(BlockMatrix.zeros(List.of(new Block.Free(1), new Block.Psd(2))))
        .hasToString("block 0:\n[0.0]\nblock 1:\n[0.0, 0.0]\n[0.0, 0.0]\n");
  }

  /** f(r) = exp(r) + r is negative somewhere. */
  private static final class Steep implements RowPenalty {
    @Override
    public double value(double r) {
      return Math.exp(r) + r;
    }

    @Override
    public double conjugate(double y) {
      return y > 1 ? (y - 1) * Math.log(y - 1) - (y - 1) : Double.POSITIVE_INFINITY;
    }

    @Override
    public double conjugateSlope(double y) {
      return Math.log(y - 1);
    }

    @Override
    public double conjugateCurvature(double y) {
      return 1 / (y - 1);
    }

    @Override
    public double lower() {
      return 1;
    }
  }
}
