package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.cone.Cone;
import io.spectrahedra.sdp.cone.PsdCone;
import io.spectrahedra.sdp.ipm.PhaseClock.Phase;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.schur.WoodburySystem;
import java.util.List;
import java.util.Optional;

/**
 * The linear system of one iteration [M6], reduced to its Schur complement:
 *
 * <pre>
 *   𝒜(dX) + D dy = rₚ,   𝒜*(dy) + dS = R_d,   dX = K − H(dS)
 *   ⇒ (M + D) dy = rₚ − 𝒜(K − H(R_d)),   M dy = 𝒜(H(𝒜*(dy)))
 * </pre>
 */
final class NewtonSystem {
  /** Of a block of order 1: products with X and S⁻¹, and the step length. */
  private static final double DIRECTION_FLOPS = 20;

  /** Of a direction and its refinement. */
  private static final double SOLVES = 3;

  /** At the cost of a factorisation: one for so many is cheap. */
  private static final double DIRECTIONS = 8;

  /** An error from which on rounding may be what keeps directions from the rows. */
  private static final double NEAR = 1e-5;

  private final ScaledProblem problem;
  private final List<Cone> cones;
  private final double tolerance;
  private final FreeVariables free;
  private final PhaseClock clock;
  private final RowSystem usual;

  /** Better factors, where there are any, until they have led nowhere [M58]. */
  private Optional<RowSystem> orthogonal;

  /** Those of the two that are in use, and whether both have been tried at the current point. */
  private RowSystem rows;

  private boolean bothTried;

  private double[] dualPart;

  /** D at the current point. */
  private double[] compliance = new double[0];

  NewtonSystem(ScaledProblem problem, List<Cone> cones, double tolerance, PhaseClock clock) {
    this.clock = clock;
    this.dualPart = new double[problem.rows()];
    this.problem = problem;
    this.cones = cones;
    this.tolerance = tolerance;
    this.free = new FreeVariables(problem);
    Optional<WoodburySystem> woodbury =
        WoodburySystem.of(
            problem.source, problem.scaling.rowScale(), problem.operator, cones, problem.workers);
    this.usual =
        woodbury.isPresent()
            ? new WoodburyRows(problem, cones, woodbury.get(), clock)
            : new SchurRows(problem, cones, free, clock);
    this.orthogonal = OrthogonalRows.of(problem, cones, free);
    this.rows = usual;
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
    return plan.append(rows).toString();
  }

  /**
   * Factors M + D at the current pairs of the cones.
   *
   * @param d D there
   * @return whether there are factors
   */
  boolean factor(double[] d) {
    compliance = d;
    bothTried = false;
    if (factorRows()) {
      return true;
    }
    boolean isOther = rows != usual;
    rows = usual;
    return isOther && factorRows();
  }

  private boolean factorRows() {
    return clock.time(Phase.FACTOR, () -> rows.factor(compliance));
  }

  /** How many more directions cost next to nothing against {@link #factor}. */
  int cheapDirections() {
    double direction = SOLVES * rows.solveFlops();
    for (Cone cone : cones) {
      if (cone instanceof PsdCone matrix) {
        direction += DIRECTION_FLOPS * Math.pow(matrix.order(), 3);
      }
    }
    return (int) (rows.flops() / (DIRECTIONS * direction));
  }

  /**
   * 𝒜(H(R_d)), which all directions of an iteration start from; 0 where R_d is rounding error: the
   * step then has it to refine.
   */
  private double[] dualPart(Residuals residuals) {
    double[] part = new double[problem.rows()];
    if (!problem.isNegligible(residuals.dual())) {
      BlockMatrix product = BlockMatrix.zeros(problem.source.blocks());
      addProduct(1, residuals.dual(), product);
      problem.operator.apply(problem.workers, product, part);
    }
    return part;
  }

  /**
   * The direction towards K from a new point. It need not be more than a direction: it is not
   * refined, unless free variables have their equations in it.
   *
   * @param k becomes dX
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
   * The direction towards K from where the last predictor came from, which is to be refined before
   * it is taken. Without elastic rows it is already, for then it may be mostly rounding, and others
   * are made from it.
   *
   * @param k becomes dX
   * @param rhs as for the predictor
   */
  Step corrector(BlockMatrix k, double[] rhs, Residuals residuals) {
    return clock.time(Phase.DIRECTION, () -> direction(k, rhs, residuals, areAllRefined()));
  }

  private boolean areAllRefined() {
    return !problem.elastic || !free.isEmpty();
  }

  /**
   * Makes the equations of a corrector hold to what rounding allows.
   *
   * @param rhs what it was solved for
   * @return whether the step has changed
   */
  boolean refine(Step step, double[] rhs, Residuals residuals) {
    return !areAllRefined()
        && clock.time(Phase.DIRECTION, () -> refinement().refine(step, rhs, residuals).changed());
  }

  private Refinement refinement() {
    return new Refinement(problem, rows, free, compliance, tolerance);
  }

  /**
   * The direction by the factors in use. Where it leads away from the rows, as refined, by the
   * others too, and those that lead nearer to them are used from then on.
   */
  private Step direction(BlockMatrix k, double[] rhs, Residuals residuals, boolean refined) {
    if (!refined) {
      Step step = unrefined(k, rhs, residuals);
      free.clear(step.ds());
      return step;
    }
    boolean mayTry = orthogonal.isPresent() && !bothTried && residuals.worst() < NEAR;
    BlockMatrix target = mayTry ? k.copy() : k;
    Refined first = refined(k, rhs, residuals);
    if (mayTry && !(first.missing <= Math.max(tolerance, residuals.primalInfeasibility()))) {
      return better(first, target, rhs, residuals);
    }
    return first.step;
  }

  /** A direction, and what it misses the rows by. */
  private record Refined(Step step, double missing) {}

  private Refined refined(BlockMatrix k, double[] rhs, Residuals residuals) {
    Step step = unrefined(k, rhs, residuals);
    double missing = refinement().refine(step, rhs, residuals).missing();
    free.clear(step.ds());
    return new Refined(step, missing);
  }

  /** The better one of this direction and that by the other factors. */
  private Step better(Refined first, BlockMatrix k, double[] rhs, Residuals residuals) {
    bothTried = true;
    RowSystem before = rows;
    Step step = first.step;
    rows = before == usual ? orthogonal.orElseThrow() : usual;
    Refined second = factorRows() ? refined(k, rhs, residuals) : first;
    if (second.missing < first.missing || Double.isNaN(first.missing)) {
      step = second.step;
    } else {
      rows = before;
    }
    if (rows == usual) {
      orthogonal = Optional.empty();
    }
    return step;
  }

  /** dy from the Schur complement; dS and then dX follow from it, so that their equations hold. */
  private Step unrefined(BlockMatrix k, double[] rhs, Residuals residuals) {
    double[] dy = new double[problem.rows()];
    problem.operator.apply(problem.workers, k, dy);
    for (int i = 0; i < dy.length; i++) {
      dy[i] = rhs[i] - dy[i] + dualPart[i];
    }
    BlockMatrix ds = residuals.dual().copy();
    rows.solve(dy, k, ds);
    return new Step(k, dy, ds);
  }

  private void addProduct(double alpha, BlockMatrix d, BlockMatrix target) {
    for (int k = 0; k < cones.size(); k++) {
      cones.get(k).addScaledProduct(alpha, d.block(k), target.block(k));
    }
  }

  /** What is factored, and by which formulas. */
  @Override
  public String toString() {
    return rows.toString();
  }
}
