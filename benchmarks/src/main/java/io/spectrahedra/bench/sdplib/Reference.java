package io.spectrahedra.bench.sdplib;

import io.spectrahedra.bench.sdplib.Outcome.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of a problem.
 *
 * @param kind whether it has a solution
 * @param objective CSDP's, or SDPLIB's own where CSDP has none; NaN without a solution
 */
record Reference(int m, int n, Kind kind, double objective) {
  /** A relative error of the objective that is still right. */
  private static final double RIGHT = 1e-6;

  private static final Reference UNKNOWN = new Reference(0, 0, Kind.NONE, Double.NaN);

  /** By problem, from the folder's reference.csv; empty if there is none. */
  static Map<String, Reference> of(Path folder) throws IOException {
    Map<String, Reference> references = new HashMap<>();
    Path file = folder.resolve("reference.csv");
    if (Files.exists(file)) {
      List<String> lines = Files.readAllLines(file);
      List<String> head = List.of(lines.get(0).split(",", -1));
      for (String line : lines.subList(1, lines.size())) {
        String[] cells = line.split(",", -1);
        references.put(
            cells[head.indexOf("problem")],
            of(
                Integer.parseInt(cells[head.indexOf("m")]),
                Integer.parseInt(cells[head.indexOf("n")]),
                cells[head.indexOf("sdplib_value")],
                cells[head.indexOf("csdp_objective")]));
      }
    }
    return references;
  }

  private static Reference of(int m, int n, String sdplib, String csdp) {
    return switch (sdplib) {
      case "primal infeasible" -> new Reference(m, n, Kind.PRIMAL_INFEASIBLE, Double.NaN);
      case "dual infeasible" -> new Reference(m, n, Kind.DUAL_INFEASIBLE, Double.NaN);
      default ->
          new Reference(m, n, Kind.POINT, Double.parseDouble(csdp.isBlank() ? sdplib : csdp));
    };
  }

  /** Of a problem that is not in the table. */
  static Reference unknown() {
    return UNKNOWN;
  }

  /** |objective − reference| relative to the reference; NaN if there is none of them. */
  double relativeError(Outcome outcome) {
    double size = objective == 0 ? 1 : Math.abs(objective);
    return Math.abs(outcome.objective() - objective) / size;
  }

  /** Whether the answer is right: the objective to 1e-6, or the right side infeasible. */
  boolean isRight(Outcome outcome) {
    return kind != Kind.NONE
        && outcome.kind() == kind
        && (kind != Kind.POINT || relativeError(outcome) <= RIGHT);
  }
}
