package io.spectrahedra.neural.io;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.spectrahedra.neural.architecture.NeuronNorm;
import io.spectrahedra.neural.network.Provenance;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a model file must say beyond its shape. All errors are {@link IllegalArgumentException}s
 * that name the member, its value and what is allowed.
 */
final class ModelChecks {
  private static final List<String> STANDARDISED = List.of("features", "channels", "none");

  private ModelChecks() {}

  /** Gson takes null for a number, a name or a row, all of which a model has. */
  static void requireNoNulls(JsonElement json, String path) {
    if (json.isJsonNull()) {
      throw new IllegalArgumentException("\"" + path + "\" must be given, was null");
    }
    if (json.isJsonArray()) {
      for (int k = 0; k < json.getAsJsonArray().size(); k++) {
        requireNoNulls(json.getAsJsonArray().get(k), path + "[" + k + "]");
      }
    }
    if (json.isJsonObject()) {
      for (Map.Entry<String, JsonElement> member : json.getAsJsonObject().entrySet()) {
        String name = member.getKey();
        requireNoNulls(member.getValue(), path.isEmpty() ? name : path + "." + name);
      }
    }
  }

  /** Gson makes null of a name that is none of an enumeration. */
  static void requireNorm(JsonObject json) {
    JsonElement norm = json.getAsJsonObject("architecture").get("norm");
    List<String> allowed = Arrays.stream(NeuronNorm.values()).map(Enum::name).toList();
    requireOneOf("architecture.norm", norm.getAsString(), allowed);
  }

  static void requireProvenance(Provenance provenance) {
    requireOneOf("provenance.standardise", provenance.standardise(), STANDARDISED);
    positive("provenance.beta", provenance.beta());
    positive("provenance.tolerance", provenance.tolerance());
    finite("provenance.objective", provenance.objective());
    finite("provenance.lowerBound", provenance.lowerBound());
  }

  private static void requireOneOf(String name, String value, List<String> allowed) {
    if (!allowed.contains(value)) {
      throw new IllegalArgumentException(
          "\""
              + name
              + "\" must be one of "
              + String.join(", ", allowed)
              + ", was \""
              + value
              + "\"");
    }
  }

  static void requireDistinct(String name, List<String> values) {
    Set<String> seen = new HashSet<>();
    for (int k = 0; k < values.size(); k++) {
      if (!seen.add(values.get(k))) {
        throw new IllegalArgumentException(
            "\""
                + name
                + "\" must differ from each other: \""
                + values.get(k)
                + "\" is there twice, the second time in place "
                + k);
      }
    }
  }

  /** A target an output if numbers are predicted; one target, and an output a class, otherwise. */
  static void requireOutputs(int outputs, List<String> targets, List<String> classes) {
    int wanted = classes.isEmpty() ? outputs : 1;
    if (targets.size() != wanted) {
      throw new IllegalArgumentException(
          "\"targets\" must have "
              + wanted
              + (wanted == 1 ? " name" : " names")
              + (classes.isEmpty()
                  ? ", one for each of the \"outputs\""
                  : " where there are classes")
              + ", has "
              + targets.size());
    }
    if (classes.size() == 1) {
      throw new IllegalArgumentException(
          "\"classes\" must be none, or two or more, was " + classes);
    }
    boolean single = classes.size() == 2 && outputs == 1;
    if (!classes.isEmpty() && outputs != classes.size() && !single) {
      throw new IllegalArgumentException(
          "\"outputs\" must be "
              + (classes.size() == 2 ? "1 or 2" : String.valueOf(classes.size()))
              + " for "
              + classes.size()
              + " classes, was "
              + outputs);
    }
  }

  static double[] finite(String name, double[] values) {
    for (int k = 0; k < values.length; k++) {
      finite(name + "[" + k + "]", values[k]);
    }
    return values;
  }

  private static void finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("\"" + name + "\" must be finite, was " + value);
    }
  }

  static double[] positive(String name, double[] values) {
    for (int k = 0; k < values.length; k++) {
      positive(name + "[" + k + "]", values[k]);
    }
    return values;
  }

  private static void positive(String name, double value) {
    if (!(value > 0) || !Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "\"" + name + "\" must be positive and finite, was " + value);
    }
  }
}
