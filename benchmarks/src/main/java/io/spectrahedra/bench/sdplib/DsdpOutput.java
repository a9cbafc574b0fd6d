package io.spectrahedra.bench.sdplib;

import io.spectrahedra.bench.sdplib.Outcome.Kind;
import java.util.stream.DoubleStream;

/**
 * What DSDP 5 prints. Its primal problem, in X, is SDPA's dual; the errors at its end are the
 * DIMACS errors by other names.
 */
final class DsdpOutput {
  private DsdpOutput() {}

  static Outcome read(String output) {
    PrintedText text = new PrintedText(output);
    double seconds = text.number("DSDP Solve Time");
    if (output.contains("Primal Infeasible")) {
      return new Outcome(Kind.DUAL_INFEASIBLE, "(P) infeasible", Double.NaN, Double.NaN, seconds);
    }
    if (output.contains("Dual Infeasible")) {
      return new Outcome(Kind.PRIMAL_INFEASIBLE, "(D) infeasible", Double.NaN, Double.NaN, seconds);
    }
    double objective = -text.number("DSDP Solution");
    if (Double.isNaN(objective)) {
      return Outcome.none("no objective");
    }
    double worst =
        DoubleStream.of(
                text.number("P Infeasible"),
                text.number("D Infeasible"),
                Math.min(0, text.number("Minimal P Eigenvalue")),
                text.number("Relative P - D Objective values"),
                text.number("Relative X Dot S"))
            .map(Math::abs)
            .max()
            .orElse(Double.NaN);
    return new Outcome(
        Kind.POINT,
        text.last("^(DSDP (?:Converged|Terminated.*))").orElse("ended"),
        objective,
        worst,
        seconds);
  }
}
