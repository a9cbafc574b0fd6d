package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.cone.Cone;
import io.spectrahedra.sdp.ipm.PhaseClock.Phase;
import io.spectrahedra.sdp.linalg.SymmetricSystem;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.schur.SchurComplement;
import java.util.List;

/**
 * The linear system of one iteration [M6], reduced to its Schur complement:
 *
 * <pre>
 *   𝒜(dX) + D dy = rₚ,   𝒜*(dy) + dS = R_d,   dX = K − H(dS)
 *   ⇒ (M + D) dy = rₚ − 𝒜(K − H(R_d)),   M dy = 𝒜(H(𝒜*(dy)))
 * </pre>
 */
final class NewtonSystem {
  /** First multiple of the diagonal that is added when the factorisation breaks down. */
  private static final double FIRST_REGULARISATION = 1e-15;

  private static final double LAST_REGULARISATION = 1e-6;

  /** Refinement steps of one solve. */
  private static final int MAX_REFINEMENTS = 6;

  /** Of rₚ: what may be missing without being refined. */
  private static final double NEGLIGIBLE = 1e-3;

  /** Of the tolerance: what may be missing in the end. */
  private static final double ENOUGH = 1e-2;

  /** A dual infeasibility below this is rounding error. */
  private static final double NEGLIGIBLE_DUAL = 1e-14;

  private final ScaledProblem problem;
  private final List<Cone> cones;
  private final SchurComplement schur;
  private final SymmetricSystem m;
  private final double tolerance;
  private final PhaseClock clock;
  private double[] dualPart;

  NewtonSystem(ScaledProblem problem, List<Cone> cones, double tolerance, PhaseClock clock) {
    this.tolerance = tolerance;
    this.clock = clock;
    this.dualPart = new double[problem.rows()];
    this.problem = problem;
    this.cones = cones;
    this.schur = SchurComplement.of(problem.operator, cones);
    this.m = schur.system();
  }

  /**
   * Assembles and factors M + D at the current pairs of the cones. Where rounding has made it
   * indefinite, a multiple of its diagonal is added, a hundred times more each time; the refinement
   * of {@link #corrector} makes up for what that changes.
   *
   * @return whether there are factors
   */
  boolean factor() {
    for (double added = 0; added <= LAST_REGULARISATION; added = next(added)) {
      assemble(added);
      if (clock.time(Phase.FACTOR, () -> m.factor(problem.workers)) == m.rows()) {
        return true;
      }
    }
    return false;
  }

  private void assemble(double added) {
    clock.time(
        Phase.SCHUR,
        () -> {
          schur.assemble(problem.workers);
          for (int i = 0; i < m.rows(); i++) {
            m.addDiagonal(i, problem.compliance[i]);
            m.addDiagonal(i, added * m.at(i, i));
          }
          return m;
        });
  }

  private static double next(double added) {
    return added == 0 ? FIRST_REGULARISATION : 100 * added;
  }

  /**
   * 𝒜(H(R_d)), which both directions of an iteration start from; 0 where R_d is rounding error:
   * the step then has it to refine.
   */
  private double[] dualPart(Residuals residuals) {
    double[] part = new double[m.rows()];
    if (residuals.dualInfeasibility() > NEGLIGIBLE_DUAL) {
      BlockMatrix product = BlockMatrix.zeros(problem.source.blocks());
      addProduct(1, residuals.dual(), product);
      problem.operator.apply(problem.workers, product, part);
    }
    return part;
  }

  /** The direction towards K, which need not be more than a direction: it is not refined. */
  Step predictor(BlockMatrix k, Residuals residuals) {
    return clock.time(
        Phase.DIRECTION,
        () -> {
          dualPart = dualPart(residuals);
          return direction(k, residuals);
        });
  }

  /** The direction towards K from where the last predictor came from; its equations are refined. */
  Step corrector(BlockMatrix k, Residuals residuals) {
    return clock.time(
        Phase.DIRECTION,
        () -> {
          Step step = direction(k, residuals);
          refine(step, residuals.primal());
          return step;
        });
  }

  /** dy from the Schur complement; dS and then dX follow from it, so that their equations hold. */
  private Step direction(BlockMatrix k, Residuals residuals) {
    Workers workers = problem.workers;
    double[] dy = new double[m.rows()];
    problem.operator.apply(workers, k, dy);
    for (int i = 0; i < dy.length; i++) {
      dy[i] = residuals.primal()[i] - dy[i] + dualPart[i];
    }
    m.solve(dy);
    BlockMatrix ds = BlockMatrix.zeros(problem.source.blocks());
    problem.operator.adjoint(workers, dy, ds);
    ds.scale(-1);
    ds.addScaled(1, residuals.dual());
    BlockMatrix dx = k.copy();
    addProduct(-1, ds, dx);
    return new Step(dx, dy, ds);
  }

  /**
   * Makes 𝒜(dX) + D dy = rₚ hold for the dX at hand, rounding errors of its computation included:
   * what is missing is solved for again and added, as long as that halves it and it is more than a
   * thousandth of rₚ, which the step leaves more of, and more than the tolerance asks for. The
   * equation for dS holds by construction.
   */
  private void refine(Step step, double[] rp) {
    double[] correction = new double[rp.length];
    BlockMatrix adjoint = BlockMatrix.zeros(problem.source.blocks());
    BlockMatrix product = BlockMatrix.zeros(problem.source.blocks());
    double size = missing(step, rp, correction);
    double enough = Math.max(NEGLIGIBLE * problem.infeasibility(rp), ENOUGH * tolerance);
    for (int pass = 0; pass < MAX_REFINEMENTS && size > enough; pass++) {
      m.solve(correction);
      problem.operator.adjoint(problem.workers, correction, adjoint);
      product.clear();
      addProduct(1, adjoint, product);
      add(1, step, correction, adjoint, product);
      double[] next = new double[rp.length];
      double after = missing(step, rp, next);
      if (!(after < size)) {
        add(-1, step, correction, adjoint, product);
      }
      if (!(after < size / 2)) {
        return;
      }
      size = after;
      correction = next;
    }
  }

  /** target ← rₚ − 𝒜(dX) − D dy; returns its size as an infeasibility. */
  private double missing(Step step, double[] rp, double[] target) {
    problem.operator.apply(problem.workers, step.dx(), target);
    for (int i = 0; i < rp.length; i++) {
      target[i] = rp[i] - target[i] - problem.compliance[i] * step.dy()[i];
    }
    return problem.infeasibility(target);
  }

  /** dy ← dy + alpha·v with what follows from it for dS and dX. */
  private static void add(
      double alpha, Step step, double[] v, BlockMatrix adjoint, BlockMatrix product) {
    for (int i = 0; i < v.length; i++) {
      step.dy()[i] += alpha * v[i];
    }
    step.ds().addScaled(-alpha, adjoint);
    step.dx().addScaled(alpha, product);
  }

  private void addProduct(double alpha, BlockMatrix d, BlockMatrix target) {
    for (int k = 0; k < cones.size(); k++) {
      cones.get(k).addScaledProduct(alpha, d.block(k), target.block(k));
    }
  }

  /** The formulas of the Schur complement, one a line. */
  @Override
  public String toString() {
    return schur.toString();
  }
}
