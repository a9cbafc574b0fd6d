import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.SdpProblem;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * x′ = Fx is stable if and only if some P ⪰ 0 has FᵀP + PF + I ⪯ 0; xᵀPx then bounds the integral
 * of ‖x‖² from the state x on. Of all such P that of least trace: with the slack W of the
 * inequality,
 *
 * <pre>  min tr P   s.t.   FᵀP + PF + W = −I,   P, W ⪰ 0.</pre>
 */
class LyapunovInequality {
  public static void main(String[] args) {
    var f = new DMatrixRMaj(new double[][] {{0, 1}, {-1, -1}});
    int n = f.numRows;

    var problem = SdpProblem.builder().psd("P", n).psd("W", n);
    problem.minimise("P", ConstraintMatrix.identity(n));
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        // ⟨E, FᵀP + PF⟩ = ⟨FE + EFᵀ, P⟩, where ⟨E, W⟩ is the entry (i, j) of W
        var e = new DMatrixRMaj(n, n);
        e.add(i, j, 0.5);
        e.add(j, i, 0.5);
        var image = new DMatrixRMaj(n, n);
        CommonOps_DDRM.mult(f, e, image);
        CommonOps_DDRM.multAddTransB(e, f, image);
        problem
            .row("entry " + i + "," + j)
            .term("P", ConstraintMatrix.dense(DenseMatrix.of(image)))
            .term("W", ConstraintMatrix.dense(DenseMatrix.of(e)))
            .equalTo(i == j ? -1 : 0);
      }
    }

    var solution = Sdp.solve(problem.build());
    System.out.println(solution);
    System.out.printf("tr P = %.7f%n", solution.primalObjective());
    solution.primal("P").toEjml().print("%8.4f");
  }
}
