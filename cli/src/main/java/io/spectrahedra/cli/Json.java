package io.spectrahedra.cli;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object in the making; what is not finite becomes null, for JSON has no word for it.
 * Written as it is made: a tree of it, and Gson to print the tree, take longer to load than a small
 * problem to solve.
 */
final class Json {
  private final StringWriter text = new StringWriter();
  private final JsonWriter writer = new JsonWriter(text);

  /** What is written next. */
  private interface Part {
    void write() throws IOException;
  }

  Json() {
    writer.setIndent("  ");
    write(writer::beginObject);
  }

  Json put(String name, double value) {
    return write(
        () -> {
          writer.name(name);
          writeNumber(value);
        });
  }

  Json put(String name, long value) {
    return write(() -> writer.name(name).value(value));
  }

  Json put(String name, boolean value) {
    return write(() -> writer.name(name).value(value));
  }

  Json put(String name, @Nullable String value) {
    return write(() -> writer.name(name).value(value));
  }

  /** Numbers, texts, or lists of these. */
  Json put(String name, List<?> values) {
    return write(
        () -> {
          writer.name(name);
          writeList(values);
        });
  }

  /** Says that there is nothing to say: a reader finds every name at all times. */
  Json putNull(String... names) {
    for (String name : names) {
      write(() -> writer.name(name).nullValue());
    }
    return this;
  }

  Json put(String name, Map<String, Double> values) {
    write(() -> writer.name(name).beginObject());
    values.forEach(this::put);
    return write(writer::endObject);
  }

  /** An array with an object for each of the items, which {@code fill} puts into it. */
  <T> Json putEach(String name, List<T> items, BiConsumer<Json, T> fill) {
    write(() -> writer.name(name).beginArray());
    for (T item : items) {
      write(writer::beginObject);
      fill.accept(this, item);
      write(writer::endObject);
    }
    return write(writer::endArray);
  }

  private void writeList(List<?> values) throws IOException {
    writer.beginArray();
    for (Object value : values) {
      if (value instanceof List<?> list) {
        writeList(list);
      } else if (value instanceof Double number) {
        writeNumber(number);
      } else if (value instanceof Number number) {
        writer.value(number);
      } else {
        writer.value(value.toString());
      }
    }
    writer.endArray();
  }

  private void writeNumber(double value) throws IOException {
    if (Double.isFinite(value)) {
      writer.value(value);
    } else {
      writer.nullValue();
    }
  }

  private Json write(Part part) {
    try {
      part.write();
    } catch (IOException e) { // of a text in memory
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** The whole object, to which nothing can be put any more. */
  String end() {
    write(writer::endObject);
    return text.toString();
  }
}
