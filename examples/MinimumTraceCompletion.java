import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.SdpProblem;
import org.ejml.data.DMatrixRMaj;

/**
 * Some entries of a positive semidefinite matrix are known, the others (NaN) are to be filled in so
 * that its trace is as small as can be, which keeps its rank low. Here (1, 2, 3)(1, 2, 3)ᵀ comes
 * back from its first column: the trace is 14.
 */
class MinimumTraceCompletion {
  public static void main(String[] args) {
    double unknown = Double.NaN;
    var given =
        new DMatrixRMaj(new double[][] {{1, 2, 3}, {2, unknown, unknown}, {3, unknown, unknown}});
    int n = given.numRows;

    var problem = SdpProblem.builder().psd("X", n).minimise("X", ConstraintMatrix.identity(n));
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        if (!Double.isNaN(given.get(i, j))) {
          // an entry off the diagonal counts twice in the inner product
          var entry = ConstraintMatrix.sparse(n).set(i, j, i == j ? 1 : 0.5).build();
          problem.row("entry " + i + "," + j).term("X", entry).equalTo(given.get(i, j));
        }
      }
    }

    var solution = Sdp.solve(problem.build());
    System.out.println(solution);
    System.out.printf("trace = %.7f%n", solution.primalObjective());
    solution.primal("X").toEjml().print("%8.4f");
  }
}
