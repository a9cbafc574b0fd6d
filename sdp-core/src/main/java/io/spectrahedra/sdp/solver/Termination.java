package io.spectrahedra.sdp.solver;

/**
 * Why a solver stopped. What the returned points are is said by {@link PointStatus}; exceptions are
 * for the caller's mistakes.
 */
public enum Termination {
  OPTIMAL("All six DIMACS errors are within the tolerance."),
  NEARLY_OPTIMAL(
      "Progress ended before the tolerance was reached, with errors of at most 1e-6; read the"
          + " DIMACS errors before using the point."),
  PRIMAL_INFEASIBLE(
      "The returned y proves, to the accuracy of the check, that no X in the cone satisfies the hard"
          + " rows: any that does is larger than 1e8 times the scale of the data."),
  DUAL_INFEASIBLE(
      "The returned X proves, to the accuracy of the check, that no y satisfies the dual: any that"
          + " does is larger than 1e8 times the scale of the data. If (P) is feasible, it is"
          + " unbounded."),
  ITERATION_LIMIT("The iteration limit was reached; the best point so far is returned."),
  TIME_LIMIT("The time limit was reached; the best point so far is returned."),
  CANCELLED("The solve was cancelled or interrupted; the best point so far is returned."),
  WIDTH_LIMIT(
      "A network of fewer neurons than the best one has was asked for; the gap says what that costs"
          + " at most."),
  ROUNDED(
      "The best hidden weights of 1 and -1 are NP-hard to find: these are rounded from a relaxation."
          + " The best network has at most 1.783 times the lower bound; the gap says how much better"
          + " than this one it can be at most."),
  NUMERICAL_LIMIT(
      "Rounding errors stopped the progress; the best point so far is returned. Rescale the data,"
          + " or remove rows that depend on others.");

  private final String advice;

  Termination(String advice) {
    this.advice = advice;
  }

  /** One sentence a user can act on. */
  public String advice() {
    return advice;
  }
}
