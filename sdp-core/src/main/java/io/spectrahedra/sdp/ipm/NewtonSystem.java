package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.cone.Cone;
import io.spectrahedra.sdp.cone.PsdCone;
import io.spectrahedra.sdp.ipm.PhaseClock.Phase;
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

  /** With rows frozen. */
  private static final double MOST_REGULARISATION = 1e-6;

  /** The diagonal of a frozen row, against the largest of the others. */
  private static final double FROZEN = 1e12;

  private static final int MAX_ATTEMPTS = 30;

  /** A dual infeasibility below this is rounding error. */
  private static final double NEGLIGIBLE_DUAL = 1e-14;

  private final ScaledProblem problem;
  private final List<Cone> cones;
  private final SchurComplement schur;
  private final SymmetricSystem m;
  private final FreeVariables free;
  private final Refinement refinement;
  private final PhaseClock clock;
  private final BitSet frozen = new BitSet();

  /** The largest diagonal entry of M + D. */
  private double largest;

  private double[] dualPart;

  /** D at the current point. */
  private double[] compliance = new double[0];

  NewtonSystem(ScaledProblem problem, List<Cone> cones, double tolerance, PhaseClock clock) {
    this.clock = clock;
    this.dualPart = new double[problem.rows()];
    this.problem = problem;
    this.cones = cones;
    this.free = new FreeVariables(problem);
    this.schur = SchurComplement.of(problem.operator, cones, free.meetHardRows());
    this.m = schur.system();
    this.refinement = new Refinement(problem, cones, m, free, tolerance);
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
   * indefinite, a multiple of its diagonal is added; where a pivot stays negative a row is frozen:
   * it has lost all digits to cancellation, as where 𝒜ᵢ(X) = 0 has taken X to the boundary, and it
   * takes no part in the directions from then on but through their refinement, which makes up for
   * all this. If that is not enough, more is added.
   *
   * @param d D there
   * @return whether there are factors
   */
  boolean factor(double[] d) {
    compliance = d;
    double added = 0;
    assemble(added);
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      int pivot = clock.time(Phase.FACTOR, () -> m.factor(problem.workers));
      if (pivot == m.rows()) {
        return clock.time(Phase.FACTOR, () -> free.factor(problem.workers, m));
      }
      if (added < LAST_REGULARISATION) {
        added = added == 0 ? FIRST_REGULARISATION : 100 * added;
        assemble(added);
      } else {
        assemble(added);
        freeze(withoutDigits(pivot));
        added = Math.min(MOST_REGULARISATION, 10 * added);
      }
    }
    return false;
  }

  /**
   * The row to blame for a negative pivot. It need not be the pivot's: a row of rounding errors
   * that comes first spoils all that follow. But with it the pivot's row has a negative 2 × 2
   * minor, and of the two it is the one with the smaller diagonal.
   */
  private int withoutDigits(int pivot) {
    int worst = pivot;
    double most = 1; // of Mᵢⱼ²/(Mᵢᵢ Mⱼⱼ), in exact arithmetic
    for (int i = 0; i < m.rows(); i++) {
      double entry = m.at(Math.max(i, pivot), Math.min(i, pivot));
      double share = entry * entry / (m.at(i, i) * m.at(pivot, pivot));
      if (i != pivot && m.at(i, i) < m.at(pivot, pivot) && share > most) {
        most = share;
        worst = i;
      }
    }
    return worst;
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
          largest = 0;
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

  private void freeze(int row) {
    frozen.set(row);
    m.addDiagonal(row, FROZEN * largest);
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
      refinement.refine(step, rhs, compliance, residuals);
    }
    free.clear(ds);
    return step;
  }

  private BlockMatrix operatorAdjoint(double[] v) {
    BlockMatrix adjoint = BlockMatrix.zeros(problem.source.blocks());
    problem.operator.adjoint(problem.workers, v, adjoint);
    return adjoint;
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
