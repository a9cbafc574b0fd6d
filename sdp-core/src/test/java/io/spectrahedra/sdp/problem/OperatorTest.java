package io.spectrahedra.sdp.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("the operator in bulk is the sum of its terms, and its adjoint is the adjoint")
class OperatorTest {
  private static final int ROWS = 300;

  /**
   * Rows of all kinds over two matrix blocks and a vector; some rows have several terms a block.
   */
  static SdpProblem problem(int seed) {
    RandomMatrices random = new RandomMatrices(seed);
    SdpProblem.Builder builder = SdpProblem.builder().psd("X", 7).psd("Y", 4).nonNegative("s", 3);
    DenseMatrix vectors = random.dense(ROWS + 1, 7);
    for (int i = 0; i < ROWS; i++) {
      RowBuilder row = builder.row("row " + i);
      row.term("X", 1.5, random.any(7)).term("s", ConstraintMatrix.vector(0, random.next(), 1));
      if (i % 3 == 0) {
        row.term("X", -1, random.any(7)).term("Y", random.any(4));
      }
      if (i % 2 == 0) { // a lift: one vector of its own, one shared by all
        row.term(
            "X",
            LowRankMatrix.ofRows(vectors, new int[] {i, ROWS}, new double[] {2, random.next()}));
      }
      row.equalTo(random.next());
    }
    return builder.build();
  }

  static BlockMatrix randomPoint(SdpProblem problem, int seed) {
    RandomMatrices random = new RandomMatrices(seed);
    return BlockMatrix.of(List.of(random.symmetric(7), random.symmetric(4), random.dense(3, 1)));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3})
  void bulkIsTheSumOfItsTerms(int seed) {
    SdpProblem problem = problem(seed);
    double[] scale = new RandomMatrices(seed + 10).dense(1, ROWS).row(0);
    Operator operator = Operator.of(problem, scale);
    BlockMatrix x = randomPoint(problem, seed);
    double[] applied = new double[ROWS];
    operator.apply(Workers.SERIAL, x, applied);
    double[] y = new RandomMatrices(seed + 20).dense(1, ROWS).row(0);
    BlockMatrix adjoint = randomPoint(problem, 5); // what was there is overwritten
    operator.adjoint(Workers.SERIAL, y, adjoint);
    BlockMatrix expected = BlockMatrix.zeros(problem.blocks());
    for (int i = 0; i < ROWS; i++) {
      double sum = 0;
      for (SdpProblem.Term term : problem.rows().get(i).terms()) {
        sum += scale[i] * term.scale() * term.matrix().dot(x.block(term.block()));
        term.matrix().addTo(y[i] * scale[i] * term.scale(), expected.block(term.block()));
      }
      assertThat(applied[i]).isCloseTo(sum, within(1e-12));
    }
    double left = 0;
    for (int i = 0; i < ROWS; i++) {
      left += applied[i] * y[i];
    }
    assertThat(adjoint.dot(x)).isCloseTo(left, within(1e-11));
    expected.addScaled(-1, adjoint);
    assertThat(expected.maxAbs()).isLessThan(1e-12);
  }

  @Test
  void termsCanBeTakenApart() {
    SdpProblem problem = problem(4);
    double[] ones = new double[ROWS];
    java.util.Arrays.fill(ones, 1);
    Operator operator = Operator.of(problem, ones);
    for (int k = 0; k < 3; k++) {
      BlockMatrix sum = BlockMatrix.zeros(problem.blocks());
      BlockMatrix whole = BlockMatrix.zeros(problem.blocks());
      operator.adjoint(Workers.SERIAL, ones, whole);
      for (RowGroup group : operator.groups(k)) {
        for (int t = 0; t < group.terms(); t++) {
          group.addTerm(group.scale(t), t, sum.block(k));
          assertThat(t == 0 || group.row(t) >= group.row(t - 1)).isTrue();
        }
      }
      sum.block(k).addScaled(-1, whole.block(k));
      assertThat(sum.block(k).maxAbs()).isLessThan(1e-12);
    }
  }

  @Test
  void blocksWithTheSameMatricesShareThem() {
    SdpProblem.Builder builder = SdpProblem.builder().psd("Z", 3).psd("Z'", 3);
    RandomMatrices random = new RandomMatrices(1);
    for (int i = 0; i < 5; i++) {
      ConstraintMatrix m = random.lowRank(3, 2);
      builder.row("r" + i).term("Z", m).term("Z'", -1, m).equalTo(0);
    }
    Operator operator = Operator.of(builder.build(), new double[] {1, 2, 3, 4, 5});
    RowGroup first = operator.groups(0).get(0);
    RowGroup second = operator.groups(1).get(0);
    assertThat(second.sharesMatricesWith(first)).isTrue();
    assertThat(second.scale(3)).isEqualTo(-4);
  }
}
