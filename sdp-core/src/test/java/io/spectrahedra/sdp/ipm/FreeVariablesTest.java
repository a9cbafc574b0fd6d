package io.spectrahedra.sdp.ipm;

import static org.assertj.core.api.Assertions.assertThat;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.DenseSystem;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.RandomMatrices;
import io.spectrahedra.sdp.problem.RowBuilder;
import io.spectrahedra.sdp.problem.SdpProblem;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("the elimination of free variables solves the bordered system")
class FreeVariablesTest {
  private static final int ROWS = 9;

  /** M has a row of zeros where a hard row meets free variables alone. */
  @ParameterizedTest(name = "{0} and {1} free variables, M times {2}")
  @CsvSource({"1, 1, 1", "3, 1, 1", "2, 2, 1e6", "2, 2, 1e-6", "5, 3, 1"})
  void bordered(int first, int second, double size) {
    RandomMatrices random = new RandomMatrices(first);
    SdpProblem.Builder builder =
        SdpProblem.builder().free("f", first).nonNegative("v", 2).free("g", second);
    for (int i = 0; i < ROWS; i++) {
      RowBuilder row =
          builder
              .row("row " + i)
              .term("f", ConstraintMatrix.vector(random.dense(1, first).row(0)))
              .term("g", ConstraintMatrix.vector(random.dense(1, second).row(0)));
      if (i > 0) {
        row.term("v", ConstraintMatrix.vector(random.next(), 2));
      }
      row.equalTo(random.next());
    }
    ScaledProblem problem = new ScaledProblem(builder.build(), Workers.SERIAL);
    DenseMatrix m = random.positive(ROWS, 0.2);
    for (int i = 0; i < ROWS; i++) {
      m.set(i, 0, 0);
      m.set(0, i, 0);
    }
    m.scale(size);
    double[] g = random.dense(1, ROWS).row(0);
    BlockMatrix h = BlockMatrix.zeros(problem.source.blocks());
    h.block(0).setTo(random.dense(first, 1));
    h.block(2).setTo(random.dense(second, 1));
    double[] dy = g.clone();
    BlockMatrix dx = BlockMatrix.zeros(problem.source.blocks());
    FreeVariables free = new FreeVariables(problem);
    DenseSystem factor = new DenseSystem(ROWS);
    factor.matrix().setTo(m);
    free.addTo(Workers.SERIAL, factor);
    assertThat(factor.factor(Workers.SERIAL)).isEqualTo(ROWS);
    assertThat(free.factor(Workers.SERIAL, factor)).isTrue();
    free.solve(factor, dy, h, dx);

    // what is left of M·dy + A_f·dx_f = g and A_fᵀdy = h
    double[] left = new double[ROWS];
    problem.operator.apply(Workers.SERIAL, dx, left); // dx is 0 but in the free blocks
    BlockMatrix adjoint = BlockMatrix.zeros(problem.source.blocks());
    problem.operator.adjoint(Workers.SERIAL, dy, adjoint);
    double largest = 0;
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < ROWS; j++) {
        left[i] += m.at(i, j) * dy[j];
      }
      largest = Math.max(largest, Math.abs(left[i] - g[i]));
    }
    adjoint.addScaled(-1, h);
    double multiplier = 0;
    for (double entry : dy) {
      multiplier = Math.max(multiplier, Math.abs(entry));
    }
    // of the diagonal of WᵀW, of condition 100 at most, 1e-12 is added
    assertThat(largest).isLessThan(1e-10 * (1 + size * multiplier + dx.maxAbs()));
    assertThat(free.maxAbs(adjoint)).isLessThan(1e-10 * (1 + multiplier));
    assertThat(free.maxAbs(dx)).isEqualTo(dx.maxAbs()).isPositive();
    free.clear(adjoint);
    assertThat(free.maxAbs(adjoint)).isZero();
  }
}
