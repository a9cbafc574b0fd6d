package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.cone.Cone;
import java.util.List;

/** How much of a direction is taken, in [0, 1]. */
record StepLength(double primal, double dual) {
  static final StepLength NONE = new StepLength(0, 0);

  /**
   * min(1, share · the distance to the boundary) for X and for S. They differ only if no row is
   * curved: a curved row has X and y in one equation, which only a common step makes progress in.
   */
  static StepLength of(
      ScaledProblem problem, List<Cone> cones, Iterate z, Step step, double share) {
    double primal = z.rows.maxStepPrimal(step.rows(), 1 / share);
    double dual = z.rows.maxStepDual(z.y, step.dy(), 1 / share);
    double[] primals = new double[cones.size()];
    double[] duals = new double[cones.size()];
    problem.forEachBlock(
        k -> {
          primals[k] = cones.get(k).maxStepPrimal(step.dx().block(k), 1 / share);
          duals[k] = cones.get(k).maxStepDual(step.ds().block(k), 1 / share);
        });
    for (int k = 0; k < cones.size(); k++) {
      primal = Math.min(primal, primals[k]);
      dual = Math.min(dual, duals[k]);
    }
    StepLength length = new StepLength(Math.min(1, share * primal), Math.min(1, share * dual));
    return problem.rowTerms.curved ? new StepLength(length.shortest(), length.shortest()) : length;
  }

  double shortest() {
    return Math.min(primal, dual);
  }

  double longest() {
    return Math.max(primal, dual);
  }

  StepLength half() {
    return new StepLength(primal / 2, dual / 2);
  }
}
