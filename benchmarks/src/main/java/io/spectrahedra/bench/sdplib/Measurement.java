package io.spectrahedra.bench.sdplib;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

/**
 * One solver on one problem.
 *
 * @param seconds of the whole process; the limit if it was killed at the limit
 * @param warmSeconds of ours in a program that has solved it before; NaN if not measured
 */
record Measurement(
    String problem,
    Reference reference,
    Program program,
    Outcome outcome,
    double seconds,
    double warmSeconds) {

  Measurement(
      String problem, Reference reference, Program program, Outcome outcome, double seconds) {
    this(problem, reference, program, outcome, seconds, Double.NaN);
  }

  Measurement withWarmSeconds(double warm) {
    return new Measurement(problem, reference, program, outcome, seconds, warm);
  }

  /** Of its own clock, without the start of Java where that was measured. */
  double ownSeconds() {
    return Double.isNaN(warmSeconds) ? outcome.seconds() : warmSeconds;
  }

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
    json.add("warmSeconds", number(warmSeconds));
    return json;
  }

  private static JsonElement number(double value) {
    return Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE;
  }
}
