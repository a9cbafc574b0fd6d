package io.spectrahedra.sdp.solver;

import java.util.function.Supplier;

/**
 * One line of the iteration log, as data. Objectives are the user's, infeasibilities relative.
 *
 * @param iteration 0 for the starting point
 * @param primalInfeasibility of hard rows, as the first DIMACS error
 * @param dualInfeasibility as the third DIMACS error
 * @param mu ⟨X, S⟩/ν of the scaled problem, rows whose multiplier has bounds included
 * @param stepPrimal the step that led here, in [0, 1]; 0 at the start
 * @param stepDual likewise
 * @param seconds since the solve began, set-up included
 */
public record Progress(
    int iteration,
    double primalObjective,
    double dualObjective,
    double primalInfeasibility,
    double dualInfeasibility,
    double mu,
    double stepPrimal,
    double stepDual,
    double seconds) {

  /** Called once per iteration on the solving thread. */
  @FunctionalInterface
  public interface Listener {
    /** Ignores everything. */
    Listener NONE = progress -> {};

    void onProgress(Progress progress);

    /**
     * Called with what the user of a problem should know of it before anything is computed, as that
     * its data are badly scaled. Unless overridden, it goes to the log, at level INFO.
     */
    default void onRemark(String remark) {
      System.getLogger(Progress.class.getName()).log(System.Logger.Level.INFO, remark);
    }

    /**
     * Called before the first iteration; again if the solve begins anew, where a warm start failed.
     *
     * @param plan says, if asked, by which formulas the Schur complement is assembled, a line each
     */
    default void onSetUp(Supplier<String> plan) {}
  }
}
