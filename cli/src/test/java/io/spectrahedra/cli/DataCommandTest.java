package io.spectrahedra.cli;

import static io.spectrahedra.cli.Command.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.spectrahedra.neural.io.ModelFile;
import io.spectrahedra.testdata.TestData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("where commands read data from, and which columns")
class DataCommandTest {
  private static final Path DIABETES = TestData.file("diabetes.csv");
  private static final Path IRIS = TestData.file("iris.csv");

  @TempDir private Path folder;

  private static Command succeed(Object... arguments) {
    Command command = Command.run(arguments);
    assertThat(command.exitCode()).as(command.err()).isZero();
    return command;
  }

  private static Command withInput(byte[] bytes, Object... arguments) {
    InputStream usual = System.in;
    System.setIn(new ByteArrayInputStream(bytes));
    try {
      return Command.run(arguments);
    } finally {
      System.setIn(usual);
    }
  }

  /** Lines of the iris data with the class in front, and behind it what is asked for. */
  private List<String> bareIris() throws IOException {
    return Files.readAllLines(IRIS).stream()
        .skip(1)
        .map(line -> line.split(",", -1))
        .map(cell -> String.join(",", cell[4], cell[0], cell[1], cell[2], cell[3]))
        .toList();
  }

  @Test
  void filesWithoutHeader() throws IOException {
    Path digits = TestData.file("digits.csv.gz");
    Path model = folder.resolve("model.json");
    Command train =
        succeed(
            "train",
            digits,
            "--target",
            "64",
            "--classify",
            "--beta",
            "10",
            "--limit",
            "100",
            "--model",
            model,
            "--json");
    Command certify = succeed("certify", model, digits, "--limit", "100", "--json");
    assertThat(certify.json().get("objective")).isEqualTo(train.json().get("objective"));
    assertThat(
            succeed("evaluate", model, digits, "--limit", "100", "--json").json().get("accuracy"))
        .isEqualTo(train.json().get("accuracy"));
  }

  /** Text in front of the numbers; the target may be there or not. */
  @Test
  void classesInFilesWithoutHeader() throws IOException {
    Path data = Files.write(folder.resolve("bare.csv"), bareIris());
    Path model = folder.resolve("model.json");
    Command train =
        succeed("train", data, "--target", "0", "--classify", "--model", model, "--json");
    String predicted = succeed("predict", model, data).out();
    assertThat(predicted).startsWith("x1\nsetosa\n");
    Path features =
        Files.write(
            folder.resolve("features.csv"),
            bareIris().stream().map(line -> line.substring(line.indexOf(',') + 1)).toList());
    assertThat(succeed("predict", model, features).out()).isEqualTo(predicted);
    assertThat(succeed("certify", model, data, "--json").json().get("objective"))
        .isEqualTo(train.json().get("objective"));
    assertThat(succeed("evaluate", model, data, "--json").json().get("accuracy"))
        .isEqualTo(train.json().get("accuracy"));
  }

  @Test
  void standardInput() throws IOException {
    byte[] bytes = Files.readAllBytes(DIABETES);
    Path model = folder.resolve("model.json");
    Command train =
        withInput(bytes, "train", "-", "--target", "progression", "--model", model, "--quiet");
    assertThat(train.exitCode()).as(train.err()).isZero();
    assertThat(train.out()).startsWith("data        standard input: 442 samples");
    assertThat(withInput(bytes, "predict", model, "-").out())
        .isEqualTo(succeed("predict", model, DIABETES).out());
    assertThat(withInput(bytes, "evaluate", model, "-", "--json").json())
        .isEqualTo(succeed("evaluate", model, DIABETES, "--json").json());
    Command certify = withInput(bytes, "certify", model, "-", "--quiet");
    assertThat(certify.exitCode()).isZero();
    assertThat(certify.out()).doesNotContain("not the file the model was trained on");
    Command empty = withInput(new byte[0], "predict", model, "-");
    assertThat(empty.exitCode()).isEqualTo(2);
    assertThat(empty.err()).isEqualTo("spectra: standard input: the file is empty\n");
    Path packed = folder.resolve("packed.csv");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(bytes);
    }
    assertThat(succeed("predict", model, packed).out())
        .isEqualTo(succeed("predict", model, DIABETES).out());
  }

  @Test
  void chosenColumns() throws IOException {
    Path model = folder.resolve("model.json");
    Command train =
        succeed(
            "train",
            IRIS,
            "--target",
            "petal_width",
            "--ignore",
            "species,0",
            "--model",
            model,
            "--json");
    assertThat(ModelFile.read(model).features()).containsExactly("sepal_width", "petal_length");
    assertThat(succeed("predict", model, IRIS).out().lines()).hasSize(151);
    assertThat(succeed("evaluate", model, IRIS, "--json").json().get("r2"))
        .isEqualTo(train.json().get("r2"));
    assertThat(succeed("certify", model, IRIS, "--json").json().get("objective"))
        .isEqualTo(train.json().get("objective"));
    Command chosen =
        succeed("train", IRIS, "--target", "petal_width", "--features", "sepal_width,2", "--json");
    assertThat(chosen.json().get("objective")).isEqualTo(train.json().get("objective"));
    for (String command : List.of("path", "cv")) {
      Command other =
          succeed(
              command,
              IRIS,
              "--target",
              "petal_width",
              "--ignore",
              "species,0",
              "--betas",
              "1,10",
              "--json");
      assertThat(other.json().get("features").getAsInt()).isEqualTo(2);
    }
    assertRefused(
        IRIS + ": the column \"petal_width\" is the target, and cannot be a feature too",
        "train",
        IRIS,
        "--target",
        "petal_width",
        "--features",
        "sepal_width,3");
  }

  @Test
  void ignoredTextWithoutHeader() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : bareIris()) {
      lines.add("flower " + lines.size() + "," + line);
    }
    Path data = Files.write(folder.resolve("bare.csv"), lines);
    Path model = folder.resolve("model.json");
    Command train =
        succeed(
            "train",
            data,
            "--target",
            "1",
            "--classify",
            "--ignore",
            "0",
            "--model",
            model,
            "--json");
    assertThat(succeed("predict", model, data).out()).startsWith("x2\nsetosa\n");
    assertThat(succeed("certify", model, data, "--json").json().get("objective"))
        .isEqualTo(train.json().get("objective"));
  }

  /** A table has columns to choose, images have not. */
  @Test
  void columnsOfImages() throws IOException {
    Path images = folder.resolve("images");
    Files.write(images, new byte[] {0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4});
    assertRefused(
        "--features and --ignore choose columns of a table, which " + images + " is not",
        "train",
        images,
        "--ignore",
        "0");
  }

  @Test
  void theClassOfTheModel() {
    Path model = folder.resolve("model.json");
    Command train =
        succeed(
            "train",
            IRIS,
            "--target",
            "species",
            "--classify",
            "--positive",
            "setosa",
            "--model",
            model,
            "--json");
    JsonObject certified = succeed("certify", model, IRIS, "--json").json();
    assertThat(certified.get("objective")).isEqualTo(train.json().get("objective"));
    assertThat(succeed("certify", model, IRIS, "--positive", "setosa", "--json").json())
        .extracting(json -> json.get("objective"))
        .isEqualTo(train.json().get("objective"));
    assertThat(succeed("evaluate", model, IRIS, "--json").json().get("accuracy"))
        .isEqualTo(train.json().get("accuracy"));
  }

  @Test
  void anotherNumberOfSamples() {
    Path model = folder.resolve("model.json");
    Command unused =
        succeed("train", DIABETES, "--target", "10", "--limit", "50", "--model", model, "--json");
    Command certify = Command.run("certify", model, DIABETES, "--quiet");
    assertThat(certify.exitCode()).isEqualTo(1);
    assertThat(certify.out())
        .contains("SUBOPTIMAL")
        .contains(
            "the model was trained on 50 samples, these are 442 (--limit N reads the first N)");
    JsonObject json = Command.run("certify", model, DIABETES, "--json").json();
    assertThat(json.get("samples").getAsInt()).isEqualTo(442);
    assertThat(json.get("samplesOfTraining").getAsInt()).isEqualTo(50);
    assertThat(succeed("certify", model, DIABETES, "--limit", "50", "--quiet").out())
        .doesNotContain("was trained on");
  }

  @Test
  void predictionsThatAreNotFinite() throws IOException {
    for (String option : List.of("", "--classify")) {
      Path data = Files.writeString(folder.resolve("data.csv"), "a,y\n1,3\n2,5\n3,5\n");
      Path model = folder.resolve("model.json");
      List<Object> train = new ArrayList<>(List.of("train", data, "--target", "y", "--json"));
      train.addAll(List.of("--model", model));
      train.addAll(option.isEmpty() ? List.of() : List.of(option));
      Command unused = succeed(train.toArray());
      Path large = Files.writeString(folder.resolve("large.csv"), "a\n1\n1e300\n");
      Command predict = Command.run("predict", model, large);
      assertThat(predict.exitCode()).isEqualTo(2);
      assertThat(predict.out()).isEmpty();
      assertThat(predict.err())
          .startsWith("spectra: " + large + ": the prediction of sample 1 is not finite, ")
          .containsPattern("finite, (NaN|-?Infinity): its features are too large\n$");
    }
  }

  @Test
  void aPipeThatIsClosedIsNoError() {
    assertThat(ofLostOutput("Broken pipe")).isEqualTo("141:");
    assertThat(ofLostOutput("No space left on device"))
        .isEqualTo("1:spectra: standard output cannot be written\n");
  }

  private static String ofLostOutput(String reason) {
    StringWriter err = new StringWriter();
    OutputStream lost =
        new OutputStream() {
          @Override
          public void write(int unused) throws IOException {
            throw new IOException(reason);
          }
        };
    String file = TestData.file("triangle.dat-s").toString();
    return Spectra.run(lost, new PrintWriter(err, true), "solve", file, "--json") + ":" + err;
  }
}
