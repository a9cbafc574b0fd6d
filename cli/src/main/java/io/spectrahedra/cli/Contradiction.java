package io.spectrahedra.cli;

import io.spectrahedra.sdp.certificate.FarkasCertificate;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.Equilibration;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.Solution;
import java.util.ArrayList;
import java.util.List;

/**
 * What a ray x that proves that there is no Y says of the constraints ⟨Fᵢ, Y⟩ = cᵢ of a file: Σ
 * xᵢFᵢ ≽ 0 with cᵀx < 0, where Σ xᵢFᵢ = 0 needs no Y ≽ 0 to be a contradiction.
 *
 * @param exact whether the ray holds up to rounding, hence for a Y of any size
 * @param words which constraints are at odds, if they are few and not all; else empty
 */
record Contradiction(boolean exact, String words) {
  /** More constraints than that are no help to anybody who looks for a mistake. */
  private static final int FEW = 10;

  /** What rounding leaves of a sum, against its largest term. */
  private static final double ROUNDING = 1e-12;

  /** Of a solution with y = −x as the ray; O(entries). */
  static Contradiction of(Solution solution) {
    SdpProblem problem = solution.problem();
    double[] y = solution.y();
    double[] weight = new double[y.length];
    double largest = 0;
    BlockMatrix sum = BlockMatrix.adjoint(problem, y);
    for (int i = 0; i < y.length; i++) {
      SdpProblem.Row row = problem.rows().get(i);
      double norm = Equilibration.norm(row);
      if (norm == 0 && row.rhs() != 0 && y[i] != 0) {
        return new Contradiction(
            true, "constraint " + row.name() + " has no coefficients, but its c is not 0");
      }
      weight[i] = norm * Math.abs(y[i]);
      largest = Math.max(largest, weight[i]);
    }
    boolean linear = sum.maxAbs() <= ROUNDING * largest;
    boolean exact = linear || FarkasCertificate.primalViolation(problem, y) == 0;
    List<String> names = new ArrayList<>();
    for (int i = 0; i < y.length; i++) {
      if (weight[i] > ROUNDING * largest) {
        names.add(problem.rows().get(i).name());
      }
    }
    boolean telling = linear || names.size() < y.length || y.length == 1;
    boolean said = exact && telling && names.size() <= FEW;
    return new Contradiction(exact, said ? words(names, linear) : "");
  }

  private static String words(List<String> names, boolean linear) {
    return (names.size() == 1 ? "constraint " : "constraints ")
        + String.join(", ", names)
        + (linear ? "" : " and Y >= 0")
        + " contradict each other";
  }
}
