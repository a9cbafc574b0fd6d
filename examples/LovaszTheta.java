import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.SdpProblem;
import org.ejml.data.DMatrixRMaj;

/**
 * The Lovász number of the pentagon, √5: max ⟨J, X⟩, tr X = 1, Xᵢⱼ = 0 on edges. No more than that
 * many messages a letter can be told apart for certain through a channel that confuses neighbours.
 */
class LovaszTheta {
  public static void main(String[] args) {
    int[][] edges = {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 0}};
    int n = 5;
    var ones = new DMatrixRMaj(n, n);
    ones.fill(1);

    var problem = SdpProblem.builder().psd("X", n);
    problem.minimise("X", -1, ConstraintMatrix.dense(DenseMatrix.of(ones)));
    problem.row("trace").term("X", ConstraintMatrix.identity(n)).equalTo(1);
    for (int[] edge : edges) {
      var both = ConstraintMatrix.sparse(n).set(edge[0], edge[1], 1).build();
      problem.row("edge " + edge[0] + "-" + edge[1]).term("X", both).equalTo(0);
    }

    var solution = Sdp.solve(problem.build());
    System.out.println(solution);
    System.out.printf("theta = %.7f%n", -solution.primalObjective());
    DMatrixRMaj x = solution.primal("X").toEjml();
    System.out.printf("an edge has %.0e, no edge has %.4f%n", Math.abs(x.get(0, 1)), x.get(0, 2));
  }
}
