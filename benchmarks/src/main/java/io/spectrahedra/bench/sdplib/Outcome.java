package io.spectrahedra.bench.sdplib;

/**
 * What a solver says at its end, in SDPA's convention: (P) min cᵀx, (D) max ⟨F₀, Y⟩.
 *
 * @param kind what it claims
 * @param status in its own words
 * @param objective of (P); NaN if there is none
 * @param worstError the largest of the six DIMACS errors, or of what errors it prints; NaN if none
 * @param seconds of its own clock, without reading the file where it says so; NaN if none
 */
record Outcome(Kind kind, String status, double objective, double worstError, double seconds) {
  enum Kind {
    /** There is a point, as accurate as its errors say. */
    POINT,
    /** No x. */
    PRIMAL_INFEASIBLE,
    /** No Y. */
    DUAL_INFEASIBLE,
    /** Nothing that could be read. */
    NONE
  }

  /** Of a run that has not come to an end of its own. */
  static Outcome none(String status) {
    return new Outcome(Kind.NONE, status, Double.NaN, Double.NaN, Double.NaN);
  }
}
