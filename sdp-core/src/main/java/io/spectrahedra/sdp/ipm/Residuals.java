package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.Equilibration;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.DimacsErrors;

/**
 * How far an iterate is from optimal [M3]: the right-hand sides of the Newton system in the scaled
 * problem, and the errors as the user sees them.
 *
 * @param slack b̂ − 𝒜(X̂)
 * @param compliance D̂
 * @param primal rₚ = b̂ − 𝒜(X̂) − r̂, with the r̂ that the multipliers stand for: D̂ŷ, [M33] or
 *     [M61]
 * @param dual R_d = Ĉ − 𝒜*(ŷ) − Ŝ
 * @param mu ⟨X̂, Ŝ⟩/ν, nonlinear rows included; 0 for ν = 0
 * @param primalObjective in the user's units, elastic rows at r = b − 𝒜(X)
 * @param dualObjective in the user's units
 * @param primalInfeasibility ‖b − 𝒜(X) − Dy‖ as DIMACS error 1: of hard rows what that counts, of
 *     elastic rows without an interval how far r is from what belongs to y; of those with one
 *     nothing, for their r is b − 𝒜(X) in the objective
 * @param dualInfeasibility DIMACS error 3, at most, of the y of smooth rows moved into its interval
 * @param gap relative gap of the objectives
 * @param complementarity relative complementarity, elastic rows included
 * @param slopeLack ‖f̂′(b̂ − 𝒜(X̂)) − ŷ‖ over the smooth rows [M61]
 */
record Residuals(
    double[] slack,
    double[] compliance,
    double[] primal,
    BlockMatrix dual,
    double mu,
    double primalObjective,
    double dualObjective,
    double primalInfeasibility,
    double dualInfeasibility,
    double gap,
    double complementarity,
    double slopeLack) {

  static Residuals of(ScaledProblem problem, Iterate z, double gapFloor) {
    SdpProblem source = problem.source;
    Equilibration scaling = problem.scaling;
    int m = problem.rows();
    double[] slack = problem.slack(z.x);
    double[] d = z.rows.compliance(z.y, slack);
    double[] rp = z.rows.residuals(z.y, slack, d);
    double unit = problem.objectiveUnit();
    double xs = z.x.dot(z.s);
    double primalObjective = unit * problem.objective.dot(z.x);
    double dualObjective = 0;
    double equations = 0;
    double complementarity = unit * xs;
    for (int i = 0; i < m; i++) {
      SdpProblem.Row row = source.rows().get(i);
      double y = problem.rowTerms.multiplier(i, z.y[i]);
      double conjugate = row.penalty().conjugate(y);
      dualObjective += row.rhs() * y - conjugate;
      double r = scaling.residual(i, slack[i]);
      if (row.penalty().degree() == 0 && !problem.rowTerms.isSmooth(i)) {
        equations = Math.hypot(equations, scaling.residual(i, rp[i]));
      }
      if (!row.penalty().isHard()) {
        double cost = row.penalty().value(r);
        primalObjective += cost;
        complementarity += cost + conjugate - y * r;
      }
    }
    BlockMatrix rd = problem.objective.copy();
    problem.operator.subtractAdjoint(problem.workers, z.y, rd);
    rd.addScaled(-1, z.s);
    primalObjective += source.constant();
    dualObjective += source.constant();
    double gap =
        DimacsErrors.relative(
            primalObjective - dualObjective, primalObjective, dualObjective, gapFloor);
    double complementarityError =
        DimacsErrors.relative(complementarity, primalObjective, dualObjective, gapFloor);
    return new Residuals(
        slack,
        d,
        rp,
        rd,
        problem.degree > 0 ? (xs + z.rows.gap(z.y)) / problem.degree : 0,
        primalObjective,
        dualObjective,
        equations / (1 + problem.rhsSize),
        problem.dualInfeasibility(rd) + problem.outsideInfeasibility(z.y),
        Math.abs(gap),
        Math.abs(complementarityError),
        slopeLack(problem.rowTerms, rp, d));
  }

  private static double slopeLack(ScaledRows rows, double[] rp, double[] d) {
    double squares = 0;
    for (int i : rows.smooth) {
      squares += Math.pow(rp[i] / d[i], 2);
    }
    return Math.sqrt(squares);
  }

  /** What the gap is relative to, in the user's units. */
  double gapSize(double gapFloor) {
    return gapFloor + Math.abs(primalObjective) + Math.abs(dualObjective);
  }

  /** The largest error. */
  double worst() {
    return Math.max(
        Math.max(primalInfeasibility, dualInfeasibility), Math.max(gap, complementarity));
  }

  /** True if every figure is finite. */
  boolean isFinite() {
    return Double.isFinite(worst() + mu);
  }
}
