package io.spectrahedra.sdp.schur;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.cone.Cone;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.Operator;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.problem.SparseSymmetric;
import io.spectrahedra.sdp.solver.Solution;
import io.spectrahedra.sdp.solver.Termination;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("M is sparse where the blocks share few rows")
class SchurStorageTest {

  private static SparseSymmetric unit(int i) {
    return ConstraintMatrix.sparse(2).set(i, i, 1).build();
  }

  /**
   * Minimises the sum of the traces with X_k[0,0] + X_{k+1}[1,1] = 2: every entry on a diagonal is
   * in one row at most, so that the optimum is 2 for each of the rows.
   */
  static SdpProblem chain(int blocks) {
    SdpProblem.Builder builder = SdpProblem.builder();
    for (int k = 0; k < blocks; k++) {
      builder.psd("X" + k, 2).minimise("X" + k, ConstraintMatrix.identity(2));
    }
    for (int k = 0; k + 1 < blocks; k++) {
      builder.row("row " + k).term("X" + k, unit(0)).term("X" + (k + 1), unit(1)).equalTo(2);
    }
    return builder.build();
  }

  private static SchurComplement schur(SdpProblem problem) {
    double[] ones = new double[problem.rows().size()];
    Arrays.fill(ones, 1);
    List<Cone> cones =
        problem.blocks().stream().map(block -> Cone.of(block, Workers.SERIAL)).toList();
    for (int k = 0; k < cones.size(); k++) {
      DenseMatrix identity =
          DenseMatrix.zeros(problem.blocks().get(k).size(), problem.blocks().get(k).cols());
      cones.get(k).setToIdentity(1, identity);
      assertThat(cones.get(k).update(identity, identity.copy())).isTrue();
    }
    return SchurComplement.of(Operator.of(problem, ones), cones, false);
  }

  @Test
  void aChainIsSolvedWithASparseMatrix() {
    SdpProblem problem = chain(1000);
    SchurPlan plan = schur(problem).plan();
    assertThat(plan.isSparse()).isTrue();
    assertThat(plan.density()).isEqualTo((999 + 2 * 998) / (999.0 * 999));
    assertThat(plan.factorFlops()).isLessThan(0.1 * 999 * 999 * 999 / 3);
    Solution solution = Sdp.solve(problem);
    assertThat(solution.termination()).isEqualTo(Termination.OPTIMAL);
    // the gap is at most 1e-8 of 1 + |p| + |d|
    assertThat(solution.primalObjective()).isCloseTo(2 * 999, within(1e-8 * (1 + 4 * 999)));
  }

  @Test
  void oneBlockForAllRowsIsDense() {
    int n = 150;
    SdpProblem.Builder builder = SdpProblem.builder().psd("X", n);
    for (int i = 0; i < n; i++) {
      builder.row("row " + i).term("X", ConstraintMatrix.sparse(n).set(i, i, 1).build()).equalTo(1);
    }
    SchurPlan plan = schur(builder.build()).plan();
    assertThat(plan.isSparse()).isFalse();
    assertThat(plan.density()).isEqualTo(1);
    assertThat(plan.factorFlops()).isEqualTo(n * (double) n * n / 3);
    assertThat(plan)
        .hasToString(
            "block 1: sparse: 150 matrices of order 150, by formula {F3=150}; 1.2e+05 flops\n"
                + "M: 150 x 150, 100.0 % of the entries not zero; dense Cholesky, 1.1e+06 flops");
  }

  @Test
  void noRows() {
    SchurComplement schur = schur(SdpProblem.builder().psd("X", 3).nonNegative("s", 2).build());
    schur.assemble(Workers.SERIAL);
    assertThat(schur.system().rows()).isZero();
    assertThat(schur.system().factor(Workers.SERIAL)).isZero();
    schur.system().solve(Workers.SERIAL, new double[0]);
    assertThat(schur)
        .hasToString("M: 0 x 0, 0.0 % of the entries not zero; dense Cholesky, 0.0e+00 flops");
  }
}
