package io.spectrahedra.neural.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.Random;
import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.architecture.Architecture;
import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.data.Standardisation;
import io.spectrahedra.neural.network.Model;
import io.spectrahedra.neural.network.Network;
import io.spectrahedra.neural.network.Provenance;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("model files: bit for bit, all or nothing, clear errors")
class ModelFileTest {
  @TempDir private Path folder;

  private static Model trained() {
    return PolynomialNetworks.train(new Random(1).planted(30, 4, QuadraticActivation.RELU_FIT))
        .model();
  }

  private static void assertSame(Model left, Model right) {
    assertThat(right.network().activation()).isEqualTo(left.network().activation());
    assertThat(bits(right.network().hidden().copy().data()))
        .isEqualTo(bits(left.network().hidden().copy().data()));
    assertThat(bits(right.network().weights())).isEqualTo(bits(left.network().weights()));
    assertThat(bits(right.standardisation().mean())).isEqualTo(bits(left.standardisation().mean()));
    assertThat(bits(right.standardisation().scale()))
        .isEqualTo(bits(left.standardisation().scale()));
    assertThat(right.features()).isEqualTo(left.features());
    assertThat(right.targets()).isEqualTo(left.targets());
    assertThat(right.classes()).isEqualTo(left.classes());
    assertThat(right.network().architecture()).isEqualTo(left.network().architecture());
    assertThat(right.network().places()).isEqualTo(left.network().places());
    assertThat(right.provenance()).isEqualTo(left.provenance());
  }

  private static long[] bits(double[] values) {
    long[] bits = new long[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Double.doubleToRawLongBits(values[i]);
    }
    return bits;
  }

  @Test
  void readsWhatWasWritten() throws IOException {
    Model model = trained();
    Path file = folder.resolve("m.json");
    ModelFile.write(file, model);
    Model again = ModelFile.read(file);
    assertSame(model, again);
    Path second = folder.resolve("m2.json");
    ModelFile.write(second, again);
    assertThat(Files.readString(second)).isEqualTo(Files.readString(file));
    assertThat(again.provenance().software()).matches("spectrahedra \\d+\\.\\d+\\.\\d+.*");
  }

  @Test
  void extremeNumbersAndNamesSurvive() {
    double[] odd = {Double.MIN_VALUE, -0.0, Double.MAX_VALUE, 0.1 + 0.2, 1 / 3.0, 1e-310};
    double[] scale = {Double.MIN_VALUE, 0.7, Double.MAX_VALUE, 0.1 + 0.2, 1 / 3.0, 1e-310};
    Model model =
        new Model(
            Network.scalar(
                new QuadraticActivation(1e-300, -0.0, Math.PI),
                DenseMatrix.of(new double[][] {odd, odd}),
                -1e-17,
                1.2345678901234568e16),
            List.of("a", "b \"quoted\"", "ü, ✓", "", "<&>", "\n"),
            List.of("y\u0000"),
            List.of("no", "yes"),
            new Standardisation(odd, scale),
            new Provenance("", 3, "squared", 0.1, "none", 1e-8, 1, 0.5, "x"));
    Path file = folder.resolve("odd.json");
    ModelFile.write(file, model);
    assertSame(model, ModelFile.read(file));
  }

  @Test
  void aNetworkWithoutNeurons() {
    Model model =
        new Model(
            Network.zero(QuadraticActivation.RELU_FIT, Architecture.dense(2), 1),
            List.of("a", "b"),
            List.of("y"),
            List.of(),
            Standardisation.none(2),
            new Provenance("", 3, "squared", 0.1, "none", 1e-8, 1, 0.5, "x"));
    Path file = folder.resolve("zero.json");
    ModelFile.write(file, model);
    assertSame(model, ModelFile.read(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "features",
        "targets",
        "hidden",
        "weights",
        "places",
        "standardisation",
        "provenance"
      })
  void missingMembersAreNamed(String member) throws IOException {
    Path file = folder.resolve("m.json");
    ModelFile.write(file, trained());
    String text = Files.readString(file).replace("\"" + member + "\"", "\"other\"");
    Files.writeString(file, text);
    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOf(InputException.class)
        .hasMessage(file + " is a damaged model file: \"" + member + "\" is missing");
  }

  @Test
  void damagedFiles() throws IOException {
    Path file = folder.resolve("m.json");
    ModelFile.write(file, trained());
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.length() / 2));
    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOf(InputException.class)
        .hasMessage(file + " is a damaged model file: it is not the text that was written");
    Files.writeString(file, text.replace("\"x2\",", ""));
    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOf(InputException.class)
        .hasMessage(
            file
                + " is a damaged model file: a network on 4 features has 3 feature names and a standardisation of 4");
    Files.writeString(file, text.replace("\"beta\"", "\"bet\""));
    assertThatThrownBy(() -> ModelFile.read(file))
        .hasMessage(file + " is a damaged model file: \"provenance.beta\" is missing");
    Files.writeString(file, text.replace("\"a\": 0.09", "\"a\": 0"));
    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            file + " is a damaged model file: activation coefficient a must not be 0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/architecture/norm | \"X\" | \"architecture.norm\" must be one of ONE, AT_MOST_ONE, SIGNS, was \"X\"",
        "/outputs | 2 | \"targets\" must have 2 names, one for each of the \"outputs\", has 1",
        "/features/1 | \"x1\" | \"features\" must differ from each other: \"x1\" is there twice, the second time in place 1",
        "/targets/0 | null | \"targets[0]\" must be given, was null",
        "/targets | [] | \"targets\" must have 1 name, one for each of the \"outputs\", has 0",
        "/classes | [\"a\"] | \"classes\" must be none, or two or more, was [a]",
        "/classes | [\"a\", \"b\", \"c\"] | \"outputs\" must be 3 for 3 classes, was 1",
        "/classes | [\"a\", \"a\"] | \"classes\" must differ from each other: \"a\" is there twice, the second time in place 1",
        "/standardisation/scale/2 | 0 | \"standardisation.scale[2]\" must be positive and finite, was 0.0",
        "/standardisation/scale/0 | -1 | \"standardisation.scale[0]\" must be positive and finite, was -1.0",
        "/standardisation/scale/0 | 1e999 | \"standardisation.scale[0]\" must be positive and finite, was Infinity",
        "/standardisation/mean/3 | NaN | \"standardisation.mean[3]\" must be finite, was NaN",
        "/provenance/standardise | \"foo\" | \"provenance.standardise\" must be one of features, channels, none, was \"foo\"",
        "/provenance/beta | 0 | \"provenance.beta\" must be positive and finite, was 0.0",
        "/provenance/objective | 1e999 | \"provenance.objective\" must be finite, was Infinity",
        "/weights/1 | 1e999 | \"weights[1]\" must be finite, was Infinity",
        "/weights/1 | null | \"weights[1]\" must be given, was null",
        "/hidden/1/3 | NaN | \"hidden[1][3]\" must be finite, was NaN",
        "/hidden/0 | null | \"hidden[0]\" must be given, was null",
      })
  void damagedMembersAreNamed(String pointer, String value, String message) throws IOException {
    Path file = folder.resolve("m.json");
    ModelFile.write(file, trained());
    JsonElement json = JsonParser.parseString(Files.readString(file));
    String[] steps = Pattern.compile("/").splitAsStream(pointer).skip(1).toArray(String[]::new);
    JsonElement parent = json;
    for (int k = 0; k + 1 < steps.length; k++) {
      parent =
          parent.isJsonArray()
              ? parent.getAsJsonArray().get(Integer.parseInt(steps[k]))
              : parent.getAsJsonObject().get(steps[k]);
    }
    JsonElement damage = new JsonPrimitive("the damage");
    String last = steps[steps.length - 1];
    if (parent.isJsonArray()) {
      parent.getAsJsonArray().set(Integer.parseInt(last), damage);
    } else {
      parent.getAsJsonObject().add(last, damage);
    }
    Files.writeString(file, json.toString().replace("\"the damage\"", value));
    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOf(InputException.class)
        .hasMessage(file + " is a damaged model file: " + message);
  }

  @Test
  void otherFiles() throws IOException {
    Path file = folder.resolve("m.json");
    assertThatThrownBy(() -> ModelFile.read(file)).hasMessage("there is no file " + file);
    for (String text : List.of("[1, 2]", "{}", "{\"format\": \"other\"}", "3", "")) {
      Files.writeString(file, text);
      assertThatThrownBy(() -> ModelFile.read(file))
          .isInstanceOf(InputException.class)
          .hasMessage(file + " is not a model file");
    }
    ModelFile.write(file, trained());
    Files.writeString(file, Files.readString(file).replace("\"version\": 2", "\"version\": 3"));
    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOf(InputException.class)
        .hasMessage(file + " is a model file of version 3: this program reads up to version 2");
  }

  /** A file system of a few kilobytes: the old file stays, and nothing half-written is left. */
  @Test
  void aFullDisk() throws IOException {
    Configuration small =
        Configuration.unix().toBuilder()
            .setBlockSize(512)
            .setMaxSize(1024)
            .setWorkingDirectory("/models")
            .build();
    try (FileSystem disk = Jimfs.newFileSystem(small)) {
      Path file = Files.writeString(disk.getPath("/models/m.json"), "the old file");
      assertThatThrownBy(() -> ModelFile.write(file, trained()))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith("cannot write /models/m.json: ")
          .hasMessageContaining("disk");
      assertThat(Files.readString(file)).isEqualTo("the old file");
      try (Stream<Path> files = Files.list(disk.getPath("/models"))) {
        assertThat(files.toList()).hasSize(1);
      }
    }
  }

  @Test
  void pathsThatCannotBeWritten() throws IOException {
    Path nowhere = folder.resolve("no/such/m.json");
    assertThatThrownBy(() -> AtomicFile.requireWritable(nowhere))
        .isInstanceOf(InputException.class)
        .hasMessage("cannot write " + nowhere + ": there is no folder " + nowhere.getParent());
    assertThatThrownBy(() -> AtomicFile.requireWritable(folder))
        .hasMessage("cannot write " + folder + ": it is a folder");
    Path file = folder.resolve("m.json");
    AtomicFile.requireWritable(file);
    assertThat(file).doesNotExist();
    ModelFile.write(file, trained());
    AtomicFile.requireWritable(file);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.toList()).containsExactly(file);
    }
    Path link = Files.createSymbolicLink(folder.resolve("link.json"), file);
    ModelFile.write(link, trained());
    assertThat(Files.isSymbolicLink(link)).isTrue();
  }
}
