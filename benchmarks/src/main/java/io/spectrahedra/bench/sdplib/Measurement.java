package io.spectrahedra.bench.sdplib;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

/**
 * One solver on one problem.
 *
 * @param seconds of the whole process; the limit if it was killed at the limit
 */
record Measurement(
    String problem, Reference reference, Program program, Outcome outcome, double seconds) {

  /** What was killed, or has not printed what could be read, has no outcome. */
  boolean hasOutcome() {
    return outcome.kind() != Outcome.Kind.NONE;
  }

  boolean isRight() {
    return reference.isRight(outcome);
  }

  /** JSON has null for what is not finite. */
  JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("problem", problem);
    json.addProperty("solver", program.toString());
    json.addProperty("status", outcome.status());
    json.addProperty("right", isRight());
    json.add("objective", number(outcome.objective()));
    json.add("relativeError", number(reference.relativeError(outcome)));
    json.add("worstDimacsError", number(outcome.worstError()));
    json.add("seconds", number(seconds));
    json.add("solverSeconds", number(outcome.seconds()));
    return json;
  }

  private static JsonElement number(double value) {
    return Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE;
  }
}
