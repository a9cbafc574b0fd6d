package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.cone.Cone;
import io.spectrahedra.sdp.cone.PsdCone;
import io.spectrahedra.sdp.ipm.PhaseClock.Phase;
import io.spectrahedra.sdp.kernel.Kernels;
import io.spectrahedra.sdp.linalg.SymmetricSystem;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.schur.SchurComplement;
import java.util.BitSet;
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

  private static final double LAST_REGULARISATION = 1e-13;

  /** The diagonal of a frozen row, against the largest of the others. */
  private static final double FROZEN = 1e12;

  private static final int MAX_ATTEMPTS = 30;

  /** Corrections of one solve, and steps of conjugate gradients in one of them. */
  private static final int MAX_REFINEMENTS = 4;

  private static final int MAX_STEPS = 20;

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
  private final FreeVariables free;
  private final double tolerance;
  private final PhaseClock clock;
  private final BitSet frozen = new BitSet();
  private double[] dualPart;

  /** D at the current point. */
  private double[] compliance = new double[0];

  NewtonSystem(ScaledProblem problem, List<Cone> cones, double tolerance, PhaseClock clock) {
    this.tolerance = tolerance;
    this.clock = clock;
    this.dualPart = new double[problem.rows()];
    this.problem = problem;
    this.cones = cones;
    this.schur = SchurComplement.of(problem.operator, cones);
    this.m = schur.system();
    this.free = new FreeVariables(problem);
  }

  /** How each S is factored that is known to be sparse, and by which formulas M is assembled. */
  String plan() {
    StringBuilder plan = new StringBuilder();
    for (int k = 0; k < cones.size(); k++) {
      if (cones.get(k) instanceof PsdCone cone) {
        String label = "block " + (k + 1) + ": ";
        cone.sparseSlack().ifPresent(how -> plan.append(label).append(how).append('\n'));
      }
    }
    return plan.append(schur.plan()).toString();
  }

  /**
   * Assembles and factors M + D at the current pairs of the cones. Where rounding has made it
   * indefinite, a multiple of its diagonal is added; a pivot that stays negative is frozen: its row
   * has lost all digits to cancellation, as where 𝒜ᵢ(X) = 0 has taken X to the boundary, and it
   * takes no part in the directions from then on but through their refinement, which makes up for
   * all this.
   *
   * @param d D there
   * @return whether there are factors
   */
  boolean factor(double[] d) {
    compliance = d;
    double added = 0;
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      assemble(added);
      int pivot = clock.time(Phase.FACTOR, () -> m.factor(problem.workers));
      if (pivot == m.rows()) {
        return clock.time(Phase.FACTOR, () -> free.factor(problem.workers, m));
      }
      if (added < LAST_REGULARISATION) {
        added = added == 0 ? FIRST_REGULARISATION : 100 * added;
      } else {
        frozen.set(pivot);
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
            m.addDiagonal(i, compliance[i]);
          }
          free.addTo(problem.workers, m);
          double largest = 0;
          for (int i = 0; i < m.rows(); i++) {
            m.addDiagonal(i, added * Math.abs(m.at(i, i)));
            largest = Math.max(largest, m.at(i, i));
          }
          for (int i = frozen.nextSetBit(0); i >= 0; i = frozen.nextSetBit(i + 1)) {
            m.addDiagonal(i, FROZEN * largest);
          }
          return m;
        });
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

  /**
   * The direction towards K, which need not be more than a direction: it is not refined, unless
   * free variables have their equations in it.
   *
   * @param rhs rₚ with what the targets of the rows add to it
   */
  Step predictor(BlockMatrix k, double[] rhs, Residuals residuals) {
    return clock.time(
        Phase.DIRECTION,
        () -> {
          dualPart = dualPart(residuals);
          return direction(k, rhs, residuals, !free.isEmpty());
        });
  }

  /**
   * The direction towards K from where the last predictor came from; its equations are refined.
   *
   * @param rhs as for the predictor
   */
  Step corrector(BlockMatrix k, double[] rhs, Residuals residuals) {
    return clock.time(Phase.DIRECTION, () -> direction(k, rhs, residuals, true));
  }

  /** dy from the Schur complement; dS and then dX follow from it, so that their equations hold. */
  private Step direction(BlockMatrix k, double[] rhs, Residuals residuals, boolean refined) {
    Workers workers = problem.workers;
    double[] dy = new double[m.rows()];
    problem.operator.apply(workers, k, dy);
    for (int i = 0; i < dy.length; i++) {
      dy[i] = rhs[i] - dy[i] + dualPart[i];
    }
    BlockMatrix dx = k.copy();
    free.solve(m, dy, residuals.dual(), dx);
    BlockMatrix ds = operatorAdjoint(dy);
    ds.scale(-1);
    ds.addScaled(1, residuals.dual());
    addProduct(-1, ds, dx);
    Step step = new Step(dx, dy, ds);
    if (refined) {
      refine(step, rhs, residuals);
    }
    free.clear(ds);
    return step;
  }

  /**
   * Makes 𝒜(dX) + D dy = rₚ hold for the dX at hand, rounding errors of its computation included:
   * what is missing is solved for again and added, as long as that halves it and it is more than a
   * thousandth of rₚ, which the step leaves more of, and more than the tolerance asks for. The
   * equation for dS holds by construction, but where X is free: there dS must be 0, and what it is
   * is missing too.
   */
  private void refine(Step step, double[] rhs, Residuals residuals) {
    double[] lack = new double[rhs.length];
    double size = missing(step, rhs, lack);
    // of elastic rows, D dy must agree with the rest to the precision of a small D
    double least = problem.elastic ? 0 : ENOUGH * tolerance;
    double residual = problem.infeasibility(residuals.primal());
    double enough = Math.max(NEGLIGIBLE * free.smaller(residual, residuals.dual()), least);
    for (int pass = 0; pass < MAX_REFINEMENTS && size > enough; pass++) {
      Correction correction =
          free.isEmpty() ? correction(lack, enough) : correctionWithFree(lack, step.ds());
      Step before = step.copy();
      add(1, step, correction);
      double after = missing(step, rhs, lack);
      if (!(after < size)) {
        step.setTo(before); // subtracting a correction that is too large would not lead back
      }
      if (!(after < size / 2)) {
        return;
      }
      size = after;
    }
  }

  /** v, and what follows from it: 𝒜*(v) and H(𝒜*(v)). */
  private record Correction(double[] v, BlockMatrix adjoint, BlockMatrix product) {
    static Correction zero(ScaledProblem problem) {
      return new Correction(
          new double[problem.rows()],
          BlockMatrix.zeros(problem.source.blocks()),
          BlockMatrix.zeros(problem.source.blocks()));
    }

    void setTo(Correction other) {
      System.arraycopy(other.v, 0, v, 0, v.length);
      adjoint.clear();
      adjoint.addScaled(1, other.adjoint);
      product.clear();
      product.addScaled(1, other.product);
    }

    void add(double alpha, Correction other) {
      for (int i = 0; i < v.length; i++) {
        v[i] += alpha * other.v[i];
      }
      adjoint.addScaled(alpha, other.adjoint);
      product.addScaled(alpha, other.product);
    }
  }

  /** The same system for what is missing, that of dS in free blocks included. */
  private Correction correctionWithFree(double[] lack, BlockMatrix ds) {
    double[] v = lack.clone();
    BlockMatrix product = product();
    free.solve(m, v, ds, product);
    BlockMatrix adjoint = operatorAdjoint(v);
    addProduct(1, adjoint, product);
    return new Correction(v, adjoint, product);
  }

  /**
   * (M + D) v = δ by conjugate gradients on the operator itself, with the factors as
   * preconditioner: a step each where these are good, and some more where rounding has spoilt M.
   */
  private Correction correction(double[] lack, double enough) {
    Correction sum = Correction.zero(problem);
    Correction best = Correction.zero(problem);
    double[] r = lack.clone();
    double[] z = r.clone();
    m.solve(z);
    double[] p = z.clone();
    double rz = dot(r, z);
    double size = problem.infeasibility(r);
    double least = size;
    for (int k = 0; k < MAX_STEPS && size > enough; k++) {
      Correction direction = new Correction(p, operatorAdjoint(p), product());
      addProduct(1, direction.adjoint, direction.product);
      double[] q = new double[p.length];
      problem.operator.apply(problem.workers, direction.product, q);
      for (int i = 0; i < q.length; i++) {
        q[i] += compliance[i] * p[i];
      }
      double curvature = dot(p, q);
      double alpha = rz / curvature;
      if (!(curvature > 0) || !Double.isFinite(alpha)) {
        break;
      }
      sum.add(alpha, direction);
      double[] before = r.clone();
      for (int i = 0; i < r.length; i++) {
        r[i] -= alpha * q[i];
      }
      size = problem.infeasibility(r);
      if (size < least) { // what is missing may grow on the way
        least = size;
        best.setTo(sum);
      }
      z = r.clone();
      m.solve(z);
      double next = dot(r, z);
      double beta = (next - dot(before, z)) / rz; // Polak-Ribiere: the operator is rounded
      rz = next;
      double[] turned = z.clone();
      for (int i = 0; i < turned.length; i++) {
        turned[i] += beta * p[i];
      }
      p = turned;
    }
    return best;
  }

  private BlockMatrix product() {
    return BlockMatrix.zeros(problem.source.blocks());
  }

  private BlockMatrix operatorAdjoint(double[] v) {
    BlockMatrix adjoint = product();
    problem.operator.adjoint(problem.workers, v, adjoint);
    return adjoint;
  }

  private static double dot(double[] x, double[] y) {
    return Kernels.best().dot(x.length, x, 0, y, 0);
  }

  /** target ← rhs − 𝒜(dX) − D dy; returns its size as an infeasibility, free blocks included. */
  private double missing(Step step, double[] rhs, double[] target) {
    problem.operator.apply(problem.workers, step.dx(), target);
    for (int i = 0; i < rhs.length; i++) {
      target[i] = rhs[i] - target[i] - compliance[i] * step.dy()[i];
    }
    return Math.max(problem.infeasibility(target), free.maxAbs(step.ds()));
  }

  /** dy ← dy + alpha·v with what follows from it for dS and dX. */
  private static void add(double alpha, Step step, Correction correction) {
    for (int i = 0; i < correction.v.length; i++) {
      step.dy()[i] += alpha * correction.v[i];
    }
    step.ds().addScaled(-alpha, correction.adjoint);
    step.dx().addScaled(alpha, correction.product);
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
