package io.spectrahedra.sdp.ipm;

import static org.assertj.core.api.Assertions.assertThat;

import io.spectrahedra.sdp.cone.Cone;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.SymmetricEigen;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.Block;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.RandomMatrices;
import io.spectrahedra.sdp.problem.RowBuilder;
import io.spectrahedra.sdp.problem.SdpProblem;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("directions from where the Schur complement has lost its digits")
class OrthogonalRowsTest {
  private static final int N = 16;
  private static final int RANK = 2;
  private static final double MU = 1e-8;
  private static final double LARGE = 1e7;
  private static final double TOLERANCE = 1e-8;

  /** Rows that X must satisfy by its small eigenvalues: many more than those of 1 see. */
  private static final int ROWS = 60;

  /** V√D G √D Vᵀ for D = diag(first, …, last, …): as graded as D, in the basis V. */
  private static BlockMatrix graded(Block block, DenseMatrix g, double first, double last) {
    DenseMatrix v = SymmetricEigen.of(new RandomMatrices(1).symmetric(N)).vectors();
    DenseMatrix half = v.copy();
    for (int k = 0; k < N; k++) {
      half.view(0, k, N, 1).scale(Math.sqrt(k < RANK ? first : last));
    }
    DenseMatrix product = Gemm.product(Workers.SERIAL, half, g);
    BlockMatrix graded = BlockMatrix.zeros(List.of(block));
    Gemm.multiplyLower(Workers.SERIAL, 1, product, half.transposed(), 0, graded.block(0));
    graded.block(0).mirrorLower();
    return graded;
  }

  /** C = S, and rows that X satisfies. */
  private static ScaledProblem problem(DenseMatrix x, DenseMatrix s) {
    RandomMatrices random = new RandomMatrices(2);
    SdpProblem.Builder builder = SdpProblem.builder().psd("X", N);
    builder.minimise("X", ConstraintMatrix.dense(s));
    for (int i = 0; i < ROWS; i++) {
      ConstraintMatrix a = random.sparse(N, 0.2);
      RowBuilder row = builder.row("row " + i).term("X", a);
      row.equalTo(RandomMatrices.entries(a).dot(x));
    }
    return new ScaledProblem(builder.build(), Workers.SERIAL);
  }

  @Test
  void leadToTheRows() {
    Block block = new Block.Psd(N);
    BlockMatrix x = graded(block, new RandomMatrices(3).positive(N, 1), 1, MU / LARGE);
    BlockMatrix s = graded(block, DenseMatrix.identity(N), MU, LARGE);
    ScaledProblem problem = problem(x.block(0), s.block(0));
    List<Cone> cones = problem.cones();
    Iterate z = StartingPoint.usual(problem, cones, 1);
    x.scale(1 / problem.scaling.primalScale());
    s.scale(1 / problem.scaling.dualScale());
    z.x.setTo(x);
    z.s.setTo(s);
    Residuals residuals = Residuals.of(problem, z, 1);
    assertThat(residuals.worst()).isLessThan(1e-5);
    assertThat(cones.get(0).update(z.x.block(0), z.s.block(0))).isTrue();

    NewtonSystem newton = new NewtonSystem(problem, cones, TOLERANCE, new PhaseClock());
    assertThat(newton.factor(new double[ROWS])).isTrue();
    BlockMatrix k = BlockMatrix.zeros(List.of(block));
    cones.get(0).target(0.1 * residuals.mu(), k.block(0));
    double[] rhs = residuals.primal();
    newton.predictor(k.copy(), rhs, residuals);
    Step step = newton.corrector(k, rhs, residuals);
    double[] image = new double[ROWS];
    problem.operator.apply(Workers.SERIAL, step.dx(), image);
    double[] missing = IntStream.range(0, ROWS).mapToDouble(i -> rhs[i] - image[i]).toArray();
    double[] weights = problem.rowTerms.weights(new double[ROWS]);
    assertThat(problem.infeasibility(missing, weights)).isLessThan(TOLERANCE);
  }
}
