package io.spectrahedra.neural.io;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.architecture.Architecture;
import io.spectrahedra.neural.architecture.NeuronNorm;
import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.data.Standardisation;
import io.spectrahedra.neural.network.Model;
import io.spectrahedra.neural.network.Network;
import io.spectrahedra.neural.network.Provenance;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Models as JSON text. Numbers are written so that they are read back bit for bit; the same model
 * gives the same bytes.
 */
public final class ModelFile {
  private static final String FORMAT = "spectrahedra-model";
  private static final int VERSION = 2;
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

  /** For a look at what has been read, be its numbers finite or not. */
  private static final Gson ANY_NUMBERS =
      new GsonBuilder().serializeNulls().serializeSpecialFloatingPointValues().create();

  private ModelFile() {}

  /** The file as Gson sees it. */
  private record Stored(
      String format,
      int version,
      QuadraticActivation activation,
      Architecture architecture,
      List<String> features,
      List<String> targets,
      List<String> classes,
      Standardisation standardisation,
      int outputs,
      double[][] hidden,
      double[] weights,
      int[] places,
      Provenance provenance) {}

  /**
   * Writes a model: all of it or, on an error, nothing.
   *
   * @throws InputException if it cannot be written; a file that is there is then left as it is
   */
  public static void write(Path file, Model model) {
    Network network = model.network();
    Stored stored =
        new Stored(
            FORMAT,
            VERSION,
            network.activation(),
            network.architecture(),
            model.features(),
            model.targets(),
            model.classes(),
            model.standardisation(),
            network.outputs(),
            IntStream.range(0, network.neurons())
                .mapToObj(network.hidden()::row)
                .toArray(double[][]::new),
            network.weights(),
            network.places(),
            model.provenance());
    AtomicFile.write(file, GSON.toJson(stored) + "\n");
  }

  /**
   * Reads a model.
   *
   * @throws InputException if there is no such file, it is damaged, or a later version wrote it
   */
  public static Model read(Path file) {
    String text = textOf(file);
    if (!text.contains(FORMAT)) {
      throw new InputException(file + " is not a model file");
    }
    try {
      JsonElement json = JsonParser.parseString(text);
      if (json.isJsonObject()
          && new JsonPrimitive(FORMAT).equals(json.getAsJsonObject().get("format"))) {
        return toModel(file, json.getAsJsonObject());
      }
      throw new InputException(file + " is not a model file");
    } catch (JsonParseException e) {
      throw damaged(file, "it is not the text that was written", e);
    }
  }

  private static String textOf(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new InputException("there is no file " + file, e);
    } catch (CharacterCodingException e) {
      throw new InputException(file + " is not a model file", e);
    } catch (IOException e) {
      throw new InputException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Model toModel(Path file, JsonObject json) {
    try {
      int version = json.get("version").getAsInt();
      if (version > VERSION) {
        throw new InputException(
            file
                + " is a model file of version "
                + version
                + ": this program reads up to version "
                + VERSION);
      }
      if (version == 1) {
        upgrade(json);
      }
      ModelChecks.requireNoNulls(json, "");
      Stored stored = GSON.fromJson(json, Stored.class);
      requireMembers(ANY_NUMBERS.toJsonTree(stored), json, "");
      ModelChecks.requireNorm(json);
      ModelChecks.requireProvenance(stored.provenance);
      ModelChecks.requireDistinct("features", stored.features);
      ModelChecks.requireDistinct("targets", stored.targets);
      ModelChecks.requireDistinct("classes", stored.classes);
      ModelChecks.requireOutputs(stored.outputs, stored.targets, stored.classes);
      return new Model(
          new Network(
              stored.activation,
              stored.architecture,
              stored.outputs,
              hidden(stored),
              ModelChecks.finite("weights", stored.weights),
              stored.places),
          stored.features,
          stored.targets,
          stored.classes,
          new Standardisation(
              ModelChecks.finite("standardisation.mean", stored.standardisation.mean()),
              ModelChecks.positive("standardisation.scale", stored.standardisation.scale())),
          stored.provenance);
    } catch (InputException e) {
      throw e;
    } catch (RuntimeException e) { // whatever a hand-made or truncated file brings about
      throw damaged(file, String.valueOf(origin(e).getMessage()), e);
    }
  }

  /** What a constructor that Gson called had to say. */
  private static Throwable origin(Throwable e) {
    return e.getCause() == null ? e : origin(e.getCause());
  }

  /** Version 1 had one architecture, fully connected with one output. */
  private static void upgrade(JsonObject json) {
    JsonArray targets = new JsonArray();
    targets.add(json.get("target"));
    json.add("targets", targets);
    json.add("classes", new JsonArray());
    json.add(
        "architecture",
        GSON.toJsonTree(Architecture.dense(json.getAsJsonArray("features").size())));
    json.addProperty("outputs", 1);
    json.add("weights", json.get("output"));
    json.add("places", GSON.toJsonTree(new int[json.getAsJsonArray("output").size()]));
  }

  /** Every member that a model has must be there: Gson would fill in null or 0. */
  private static void requireMembers(JsonElement expected, JsonObject actual, String path) {
    for (String name : expected.getAsJsonObject().keySet()) {
      JsonElement member = actual.get(name);
      if (member == null) {
        throw new IllegalArgumentException("\"" + path + name + "\" is missing");
      }
      if (member.isJsonObject()) {
        requireMembers(
            expected.getAsJsonObject().get(name), member.getAsJsonObject(), path + name + ".");
      }
    }
  }

  private static DenseMatrix hidden(Stored stored) {
    int inputs = stored.architecture.inputs();
    boolean bilinear =
        stored.architecture.norm() == NeuronNorm.SIGNS
            || (stored.hidden.length > 0 && stored.hidden[0].length == 2 * inputs);
    int d = bilinear ? 2 * inputs : inputs;
    DenseMatrix hidden = DenseMatrix.zeros(stored.hidden.length, d);
    for (int j = 0; j < hidden.rows; j++) {
      double[] row = ModelChecks.finite("hidden[" + j + "]", stored.hidden[j]);
      if (row.length != d) {
        throw new IllegalArgumentException(
            "neuron " + j + " has " + row.length + " weights for " + inputs + " inputs");
      }
      hidden.view(j, 0, 1, d).setTo(DenseMatrix.wrap(row, 1, d));
    }
    return hidden;
  }

  private static InputException damaged(Path file, String what, Exception cause) {
    return new InputException(file + " is a damaged model file: " + what, cause);
  }
}
