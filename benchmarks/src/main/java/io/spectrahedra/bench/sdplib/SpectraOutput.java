package io.spectrahedra.bench.sdplib;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.spectrahedra.bench.sdplib.Outcome.Kind;
import org.jspecify.annotations.Nullable;

/** The object that {@code spectra solve --json} prints. */
final class SpectraOutput {
  private SpectraOutput() {}

  static Outcome read(String output) {
    try {
      return read(JsonParser.parseString(output).getAsJsonObject());
    } catch (JsonParseException | IllegalStateException noObject) {
      return Outcome.none("no JSON");
    }
  }

  private static Outcome read(JsonObject json) {
    String status = json.get("status").getAsString();
    Kind kind =
        switch (status) {
          case "PRIMAL_INFEASIBLE" -> Kind.PRIMAL_INFEASIBLE;
          case "DUAL_INFEASIBLE" -> Kind.DUAL_INFEASIBLE;
          default -> Kind.POINT;
        };
    double worst = 0;
    for (JsonElement error : json.getAsJsonArray("dimacsErrors")) {
      worst = Math.max(worst, Math.abs(number(error)));
    }
    double seconds = number(json.get("seconds"));
    return kind == Kind.POINT
        ? new Outcome(kind, status, number(json.get("primalObjective")), worst, seconds)
        : new Outcome(kind, status, Double.NaN, Double.NaN, seconds); // the errors are not a ray's
  }

  /** JSON has null for what is not finite. */
  private static double number(@Nullable JsonElement element) {
    return element == null || element.isJsonNull() ? Double.NaN : element.getAsDouble();
  }
}
