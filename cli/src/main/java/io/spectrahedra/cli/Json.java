package io.spectrahedra.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One JSON object in the making; what is not finite becomes null, for JSON has no word for it. */
final class Json {
  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().setPrettyPrinting().create();

  private final JsonObject object = new JsonObject();

  Json put(String name, double value) {
    object.add(name, Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE);
    return this;
  }

  Json put(String name, long value) {
    object.addProperty(name, value);
    return this;
  }

  Json put(String name, boolean value) {
    object.addProperty(name, value);
    return this;
  }

  Json put(String name, @Nullable String value) {
    object.addProperty(name, value);
    return this;
  }

  Json put(String name, List<Double> values) {
    JsonArray array = new JsonArray();
    for (double value : values) {
      array.add(Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE);
    }
    object.add(name, array);
    return this;
  }

  Json put(String name, Map<String, Double> values) {
    Json member = new Json();
    values.forEach(member::put);
    object.add(name, member.object);
    return this;
  }

  @Override
  public String toString() {
    return GSON.toJson(object);
  }
}
