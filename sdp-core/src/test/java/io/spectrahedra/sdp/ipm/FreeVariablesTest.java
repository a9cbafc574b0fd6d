package io.spectrahedra.sdp.ipm;

import static org.assertj.core.api.Assertions.assertThat;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.DenseSystem;
import io.spectrahedra.sdp.linalg.EliminationOrder;
import io.spectrahedra.sdp.linalg.SparseCholesky;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.RandomMatrices;
import io.spectrahedra.sdp.problem.RowBuilder;
import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.problem.SparseVector;
import java.util.List;
import java.util.stream.IntStream;
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
    assertThat(free.meetHardRows()).isTrue();
    DenseSystem factor = new DenseSystem(ROWS);
    factor.matrix().setTo(m);
    free.addTo(Workers.SERIAL, factor);
    assertThat(factor.factor(Workers.SERIAL)).isEqualTo(ROWS);
    assertThat(free.factor(Workers.SERIAL, factor)).isTrue();
    free.solve(Workers.SERIAL, factor, dy, h, dx);

    assertSolved(problem, free, m, new Right(g, h), dy, dx);
  }

  /** Rows of C classes, each with a block of M, and one free variable a sample for all of them. */
  @ParameterizedTest(name = "{0} samples, {1} classes")
  @CsvSource({"7, 1", "7, 3", "130, 4"})
  void elasticRowsLeaveMSparse(int samples, int classes) {
    RandomMatrices random = new RandomMatrices(samples);
    int rows = samples * classes;
    SdpProblem.Builder builder = SdpProblem.builder().nonNegative("v", 1).free("t", samples);
    for (int i = 0; i < rows; i++) {
      SparseVector t = SparseVector.ofEntries(samples, new int[] {i / classes}, new double[] {1.5});
      builder.row("row " + i).term("t", t).near(0, RowPenalty.exponential(1, 0.5));
    }
    builder.row("hard").term("v", ConstraintMatrix.vector(1)).equalTo(1);
    ScaledProblem problem = new ScaledProblem(builder.build(), Workers.SERIAL);
    FreeVariables free = new FreeVariables(problem);
    assertThat(free.meetHardRows()).isFalse();
    List<int[]> cliques =
        IntStream.range(0, classes)
            .mapToObj(k -> IntStream.range(0, samples).map(i -> i * classes + k).toArray())
            .toList();
    DenseMatrix m = DenseMatrix.identity(rows + 1);
    for (int[] clique : cliques) {
      DenseMatrix part = random.positive(samples, 0.1);
      for (int i = 0; i < samples; i++) {
        for (int j = 0; j < samples; j++) {
          m.add(clique[i], clique[j], part.at(i, j));
        }
      }
    }
    SparseCholesky factor = new SparseCholesky(EliminationOrder.of(rows + 1, cliques));
    factor.setTo(m);
    free.addTo(Workers.SERIAL, factor); // nothing
    assertThat(factor.at(rows, rows)).isEqualTo(1);
    assertThat(factor.factor(Workers.SERIAL)).isEqualTo(rows + 1);
    assertThat(free.factor(Workers.SERIAL, factor)).isTrue();
    double[] g = random.dense(1, rows + 1).row(0);
    BlockMatrix h = BlockMatrix.zeros(problem.source.blocks());
    h.block(1).setTo(random.dense(samples, 1));
    double[] dy = g.clone();
    BlockMatrix dx = BlockMatrix.zeros(problem.source.blocks());
    free.solve(Workers.SERIAL, factor, dy, h, dx);
    assertSolved(problem, free, m, new Right(g, h), dy, dx);
  }

  private record Right(double[] g, BlockMatrix h) {}

  /** M·dy + A_f·dx_f = g and A_fᵀdy = h. */
  private static void assertSolved(
      ScaledProblem problem,
      FreeVariables free,
      DenseMatrix m,
      Right right,
      double[] dy,
      BlockMatrix dx) {
    double[] left = new double[dy.length];
    problem.operator.apply(Workers.SERIAL, dx, left); // dx is 0 but in the free blocks
    BlockMatrix adjoint = BlockMatrix.zeros(problem.source.blocks());
    problem.operator.adjoint(Workers.SERIAL, dy, adjoint);
    double largest = 0;
    double multiplier = 0;
    for (int i = 0; i < dy.length; i++) {
      for (int j = 0; j < dy.length; j++) {
        left[i] += m.at(i, j) * dy[j];
      }
      largest = Math.max(largest, Math.abs(left[i] - right.g()[i]));
      multiplier = Math.max(multiplier, Math.abs(dy[i]));
    }
    adjoint.addScaled(-1, right.h());
    assertThat(largest).isLessThan(1e-12 * (1 + m.maxAbs() * multiplier + dx.maxAbs()));
    assertThat(free.maxAbs(adjoint)).isLessThan(1e-12 * (1 + multiplier));
    assertThat(free.maxAbs(dx)).isEqualTo(dx.maxAbs()).isPositive();
    free.clear(adjoint);
    assertThat(free.maxAbs(adjoint)).isZero();
  }
}
