package io.spectrahedra.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.spectrahedra.testdata.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("train, predict, certify")
class CommandsTest {
  private static final Path DIABETES = TestData.file("diabetes.csv");

  @TempDir private Path folder;

  private static void assertProven(JsonObject json, double tolerance) {
    assertThat(json.get("status").getAsString()).isEqualTo("OPTIMAL");
    double objective = json.get("objective").getAsDouble();
    double bound = json.get("lowerBound").getAsDouble();
    assertThat(json.get("relativeGap").getAsDouble())
        .isEqualTo((objective - bound) / Math.abs(objective))
        .isBetween(0.0, tolerance);
    assertThat(json.get("neurons").getAsInt()).isPositive();
    assertThat(json.get("iterations").getAsInt()).isPositive();
    assertThat(json.get("seconds").getAsDouble()).isPositive();
    assertThat(json.getAsJsonArray("dimacsErrors")).hasSize(6);
    for (JsonElement error : json.getAsJsonArray("dimacsErrors")) {
      assertThat(Math.abs(error.getAsDouble())).isLessThanOrEqualTo(tolerance);
    }
  }

  @Test
  void trainPredictCertify() throws IOException {
    Path model = folder.resolve("model.json");
    Command train =
        Command.run("train", DIABETES, "--target", "progression", "--model", model, "--json");
    assertThat(train.exitCode()).isZero();
    assertThat(train.err()).isEmpty();
    assertProven(train.json(), 1e-8);
    assertThat(train.json().get("model").getAsString()).isEqualTo(model.toString());

    Command predict = Command.run("predict", model, DIABETES, "--json");
    assertThat(predict.exitCode()).isZero();
    assertThat(predict.err()).isEmpty();
    List<Double> predictions =
        predict.json().getAsJsonArray("predictions").asList().stream()
            .map(JsonElement::getAsDouble)
            .toList();
    assertThat(predictions).hasSize(442);
    double square = 0;
    List<String> lines = Files.readAllLines(DIABETES);
    for (int i = 0; i < 442; i++) {
      String[] cells = lines.get(i + 1).split(",", -1);
      square += Math.pow(Double.parseDouble(cells[10]) - predictions.get(i), 2);
    }
    assertThat(Math.sqrt(square / 442))
        .isCloseTo(train.json().get("rmse").getAsDouble(), within(1e-9));

    Command certify = Command.run("certify", model, DIABETES, "--target", "progression", "--json");
    assertThat(certify.exitCode()).isZero();
    assertThat(certify.err()).isEmpty();
    assertProven(certify.json(), 1e-8);
    assertThat(certify.json().get("objective").getAsDouble())
        .isEqualTo(train.json().get("objective").getAsDouble());
  }

  @Test
  void theSummaryIsForPeople() {
    Path model = folder.resolve("model.json");
    Command train = Command.run("train", DIABETES, "--target", "10", "--model", model);
    assertThat(train.exitCode()).isZero();
    assertThat(train.out())
        .contains("442 samples, 10 features (standardised), target \"progression\"")
        .contains("neurons, sigma(t) = 0.09t^2 + 0.5t + 0.47, beta 0.1")
        .containsPattern("objective +534922\\.19")
        .containsPattern("lower bound +534922\\.19")
        .containsPattern("gap .*proven optimal within 1e-08")
        .containsPattern("fit +R2 0\\.59\\d+, RMSE 49\\.\\d+")
        .containsPattern("time .*read .*lift .*solve .*decompose .*polish .*certify")
        .contains("model       " + model);
    assertThat(train.err().lines()).hasSizeGreaterThan(5).allMatch(line -> line.contains("bound"));
    Command certify = Command.run("certify", model, DIABETES, "--quiet");
    assertThat(certify.err()).isEmpty();
    assertThat(certify.out()).containsPattern("gap .*proven optimal within 1e-08");
    Command quiet = Command.run("train", DIABETES, "--target", "progression", "--quiet");
    assertThat(quiet.err()).isEmpty();
  }

  @Test
  void optionsReachTheTraining() {
    Path data = TestData.file("planted_100_10.csv");
    Command train =
        Command.run(
            "train",
            data,
            "--target",
            "y",
            "--standardise",
            "none",
            "--beta",
            "0.1",
            "--activation",
            "0.09,0.5,0.47",
            "--loss",
            "squared",
            "--tolerance",
            "1e-9",
            "--threads",
            "1",
            "--time-limit",
            "60s",
            "--json");
    assertProven(train.json(), 1e-9);
    assertThat(train.json().get("objective").getAsDouble()).isCloseTo(12.54364678, within(1e-7));
    Command other =
        Command.run("train", data, "--target", "y", "--activation=-1,0,2", "--beta", "3", "--json");
    assertThat(other.exitCode()).isZero();
    assertThat(other.json().get("beta").getAsDouble()).isEqualTo(3);
  }

  @Test
  void theToleranceOfACertificationIsThatOfTheTraining() {
    Path model = folder.resolve("rough.json");
    Path data = TestData.file("planted_500_20.csv");
    Command train =
        Command.run("train", data, "--target", "y", "--tolerance=1e-3", "--model", model, "--json");
    assertProven(train.json(), 1e-3);
    assertProven(Command.run("certify", model, data, "--json").json(), 1e-3);
    Command finer = Command.run("certify", model, data, "--tolerance=1e-15");
    assertThat(finer.exitCode()).isEqualTo(1);
    assertThat(finer.out()).contains("NOT proven optimal within 1e-15");
  }

  @Test
  void whatIsNotProvenSaysSo() throws IOException {
    Path model = folder.resolve("model.json");
    Command train =
        Command.run(
            "train",
            TestData.file("planted_500_20.csv"),
            "--target",
            "y",
            "--time-limit",
            "0.001ms",
            "--model",
            model,
            "--json");
    assertThat(train.exitCode()).isEqualTo(1);
    assertThat(train.json().get("status").getAsString()).isEqualTo("TIME_LIMIT");
    assertThat(train.json().get("relativeGap").getAsDouble()).isGreaterThan(1e-8);
    assertThat(model).exists();
    Command people =
        Command.run(
            "train",
            TestData.file("planted_500_20.csv"),
            "--target",
            "y",
            "--time-limit",
            "0.001ms");
    assertThat(people.exitCode()).isEqualTo(1);
    assertThat(people.out())
        .contains("NOT proven optimal within 1e-08 (TIME_LIMIT)")
        .contains("The time limit was reached");
    Command certify = Command.run("certify", model, TestData.file("planted_500_20.csv"), "--json");
    assertThat(certify.exitCode()).isEqualTo(1);
    assertThat(certify.json().get("status").getAsString()).isEqualTo("SUBOPTIMAL");
    assertThat(certify.json().get("relativeRounding").getAsDouble()).isBetween(0.0, 1e-9);
    assertThat(certify.json().get("bestObjective").getAsDouble())
        .isLessThan(certify.json().get("objective").getAsDouble());
  }

  @Test
  void predictionsToAFileAndToStandardOutput() throws IOException {
    Path model = folder.resolve("model.json");
    Command unused =
        Command.run("train", DIABETES, "--target", "progression", "--model", model, "--json");
    Path output = folder.resolve("predictions.csv");
    Command toFile = Command.run("predict", model, DIABETES, "--output", output);
    assertThat(toFile.exitCode()).isZero();
    assertThat(toFile.out()).contains("442 of \"progression\"");
    List<String> lines = Files.readAllLines(output);
    assertThat(lines).hasSize(443).first().isEqualTo("progression");
    Command toScreen = Command.run("predict", model, DIABETES);
    assertThat(toScreen.out()).isEqualTo(Files.readString(output));
  }

  @Test
  void columnsAreFoundByNameOrByPlace() throws IOException {
    Path train = folder.resolve("train.csv");
    Path model = folder.resolve("model.json");
    Files.writeString(train, "a,b,y\n1,2,3\n2,1,5\n3,3,4\n0,1,1\n");
    Command unused = Command.run("train", train, "--target", "y", "--model", model, "--json");
    String expected = Command.run("predict", model, train).out();
    Path other = folder.resolve("other.csv");
    Files.writeString(other, "note,b,a\nx,2,1\ny,1,2\nz,3,3\nw,1,0\n");
    assertThat(Command.run("predict", model, other).out()).isEqualTo(expected);
    Files.writeString(other, "1,2\n2,1\n3,3\n0,1\n");
    assertThat(Command.run("predict", model, other).out()).isEqualTo(expected);
    Files.writeString(other, "p,q\n1,2\n2,1\n3,3\n0,1\n");
    assertThat(Command.run("predict", model, other).out()).isEqualTo(expected);

    // a file without header names its columns by place, with or without the target among them
    Files.writeString(train, "3,1,2\n5,2,1\n4,3,3\n1,0,1\n");
    Command bare = Command.run("train", train, "--target", "0", "--model", model, "--json");
    assertThat(bare.json().get("target").getAsString()).isEqualTo("x1");
    assertThat(Command.run("predict", model, train).out().lines().skip(1))
        .containsExactlyElementsOf(expected.lines().skip(1).toList());
    assertThat(Command.run("predict", model, other).out().lines().skip(1))
        .containsExactlyElementsOf(expected.lines().skip(1).toList());
    assertThat(Command.run("certify", model, train, "--target", "0", "--json").exitCode()).isZero();
  }

  @Test
  void theSameCommandWritesTheSameBytes() throws IOException {
    List<byte[]> files =
        IntStream.of(1, 2, 1)
            .mapToObj(
                threads -> {
                  Path model = folder.resolve("model.json");
                  Command unused =
                      Command.run(
                          "train",
                          DIABETES,
                          "--target",
                          "progression",
                          "--threads",
                          threads,
                          "--model",
                          model,
                          "--json");
                  try {
                    return Files.readAllBytes(model);
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                })
            .toList();
    assertThat(files.get(1)).isEqualTo(files.get(0));
    assertThat(files.get(2)).isEqualTo(files.get(0));
  }

  @Test
  void aBetaForWhichNoNeuronIsWorthIt() {
    Command train =
        Command.run(
            "train", TestData.file("iris.csv"), "--target", "0", "--ignore", "4", "--beta", "1e6");
    assertThat(train.exitCode()).isZero();
    assertThat(train.out()).contains("0 neurons", "take a smaller beta");
  }
}
