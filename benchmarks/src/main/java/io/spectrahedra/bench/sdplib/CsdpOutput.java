package io.spectrahedra.bench.sdplib;

import io.spectrahedra.bench.sdplib.Outcome.Kind;

/**
 * What CSDP 6 prints. Its primal problem, in X, is SDPA's dual; it does not say how long it took.
 */
final class CsdpOutput {
  private CsdpOutput() {}

  static Outcome read(String output) {
    PrintedText text = new PrintedText(output);
    if (output.contains("SDP is primal infeasible")) {
      return infeasible(Kind.DUAL_INFEASIBLE, "primal infeasible");
    }
    if (output.contains("SDP is dual infeasible")) {
      return infeasible(Kind.PRIMAL_INFEASIBLE, "dual infeasible");
    }
    double objective = text.number("Dual objective value");
    if (Double.isNaN(objective)) {
      return Outcome.none("no objective");
    }
    return new Outcome(
        Kind.POINT,
        text.last("^((?:Partial )?Success|Failure)").orElse("ended"),
        objective,
        text.largest("DIMACS error measures"),
        Double.NaN);
  }

  private static Outcome infeasible(Kind kind, String status) {
    return new Outcome(kind, status, Double.NaN, Double.NaN, Double.NaN);
  }
}
