package io.spectrahedra.bench.sdplib;

import io.spectrahedra.bench.sdplib.Outcome.Kind;

/**
 * What SDPA 7 prints. Its errors are the relative gap and the two feasibility errors; the DIMACS
 * errors it would print on request cost it time.
 */
final class SdpaOutput {
  private SdpaOutput() {}

  static Outcome read(String output) {
    PrintedText text = new PrintedText(output);
    double objective = text.number("objValPrimal");
    if (Double.isNaN(objective)) {
      return Outcome.none("no objective");
    }
    String phase = text.last("^\\s*phase\\.value\\s*=\\s*(\\S+)").orElse("ended");
    Kind kind =
        switch (phase) {
          case "pINF_dFEAS", "dUNBD" -> Kind.PRIMAL_INFEASIBLE;
          case "pFEAS_dINF", "pUNBD" -> Kind.DUAL_INFEASIBLE;
          default -> Kind.POINT;
        };
    double worst =
        Math.max(
            Math.abs(text.number("relative gap")),
            Math.max(text.number("p.feas.error"), text.number("d.feas.error")));
    return new Outcome(kind, phase, objective, worst, text.number("total time"));
  }
}
