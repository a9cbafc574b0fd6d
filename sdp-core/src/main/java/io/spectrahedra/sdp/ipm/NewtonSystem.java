package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.cone.Cone;
import io.spectrahedra.sdp.ipm.PhaseClock.Phase;
import io.spectrahedra.sdp.linalg.Cholesky;
import io.spectrahedra.sdp.linalg.DenseMatrix;
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

  private final ScaledProblem problem;
  private final List<Cone> cones;
  private final SchurComplement schur;
  private final DenseMatrix m;
  private final FreeVariables free;
  private final PhaseClock clock;

  /** D at the current point. */
  private double[] compliance = new double[0];

  NewtonSystem(ScaledProblem problem, List<Cone> cones, PhaseClock clock) {
    this.clock = clock;
    this.problem = problem;
    this.cones = cones;
    this.schur = SchurComplement.of(problem.operator, cones);
    this.m = DenseMatrix.zeros(problem.rows(), problem.rows());
    this.free = new FreeVariables(problem);
  }

  /**
   * Assembles and factors M + D at the current pairs of the cones. Where rounding has made it
   * indefinite, a multiple of its diagonal is added, a hundred times more each time; the refinement
   * of {@link #solve} makes up for what that changes.
   *
   * @param d D there
   * @return whether there are factors
   */
  boolean factor(double[] d) {
    compliance = d;
    for (double added = 0; added <= LAST_REGULARISATION; added = next(added)) {
      assemble(added);
      if (clock.time(Phase.FACTOR, () -> Cholesky.factor(problem.workers, m)) == m.rows) {
        return clock.time(Phase.FACTOR, () -> free.factor(problem.workers, m));
      }
    }
    return false;
  }

  private void assemble(double added) {
    clock.time(
        Phase.SCHUR,
        () -> {
          schur.assemble(problem.workers, m);
          for (int i = 0; i < m.rows; i++) {
            m.add(i, i, compliance[i]);
          }
          free.addTo(problem.workers, m);
          for (int i = 0; i < m.rows; i++) {
            m.add(i, i, added * m.at(i, i));
          }
          return m;
        });
  }

  private static double next(double added) {
    return added == 0 ? FIRST_REGULARISATION : 100 * added;
  }

  /**
   * The direction towards target K from the point with these residuals.
   *
   * @param rhs rₚ with what the targets of the rows add to it
   */
  Step solve(BlockMatrix k, double[] rhs, Residuals residuals) {
    return clock.time(Phase.DIRECTION, () -> direction(k, rhs, residuals));
  }

  private Step direction(BlockMatrix k, double[] rhs, Residuals residuals) {
    Workers workers = problem.workers;
    BlockMatrix dx = k.copy();
    addProduct(-1, residuals.dual(), dx);
    double[] dy = new double[m.rows];
    problem.operator.apply(workers, dx, dy);
    for (int i = 0; i < dy.length; i++) {
      dy[i] = rhs[i] - dy[i];
    }
    free.solve(m, dy, residuals.dual(), dx);
    BlockMatrix ds = residuals.dual().copy();
    BlockMatrix adjoint = BlockMatrix.zeros(problem.source.blocks());
    problem.operator.adjoint(workers, dy, adjoint);
    ds.addScaled(-1, adjoint);
    addProduct(1, adjoint, dx);
    Step step = new Step(dx, dy, ds);
    refine(step, rhs, free.smaller(maxAbs(residuals.primal()), residuals.dual()));
    free.clear(ds);
    return step;
  }

  /**
   * Makes 𝒜(dX) + D dy = rₚ hold for the dX at hand, rounding errors of its computation included:
   * what is missing is solved for again and added, as long as that halves it and it is more than a
   * thousandth of rₚ, which the step leaves more of. The equation for dS holds by construction, but
   * where X is free: there dS must be 0, and what it is is missing too.
   */
  private void refine(Step step, double[] rhs, double residual) {
    double[] correction = new double[rhs.length];
    BlockMatrix adjoint = BlockMatrix.zeros(problem.source.blocks());
    BlockMatrix product = BlockMatrix.zeros(problem.source.blocks());
    double size = missing(step, rhs, correction);
    double enough = NEGLIGIBLE * residual;
    for (int pass = 0; pass < MAX_REFINEMENTS && size > enough; pass++) {
      product.clear();
      free.solve(m, correction, step.ds(), product);
      problem.operator.adjoint(problem.workers, correction, adjoint);
      addProduct(1, adjoint, product);
      add(1, step, correction, adjoint, product);
      double[] next = new double[rhs.length];
      double after = missing(step, rhs, next);
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

  private static double maxAbs(double[] v) {
    double largest = 0;
    for (double entry : v) {
      largest = Math.max(largest, Math.abs(entry));
    }
    return largest;
  }

  /**
   * target ← rhs − 𝒜(dX) − D dy; returns its largest absolute value, free blocks of dS included.
   */
  private double missing(Step step, double[] rhs, double[] target) {
    problem.operator.apply(problem.workers, step.dx(), target);
    for (int i = 0; i < rhs.length; i++) {
      target[i] = rhs[i] - target[i] - compliance[i] * step.dy()[i];
    }
    return Math.max(maxAbs(target), free.maxAbs(step.ds()));
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
