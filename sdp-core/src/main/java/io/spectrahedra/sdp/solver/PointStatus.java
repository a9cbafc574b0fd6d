package io.spectrahedra.sdp.solver;

/** What a returned primal or dual point is, whatever the reason the solver stopped. */
public enum PointStatus {
  /** Feasible within the tolerance. */
  FEASIBLE,
  /** Infeasible by at most 1000 times the tolerance. */
  NEARLY_FEASIBLE,
  /** Further from feasible than that. */
  INFEASIBLE,
  /** A ray that proves the other side infeasible. */
  INFEASIBILITY_CERTIFICATE
}
