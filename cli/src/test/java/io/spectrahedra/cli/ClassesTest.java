package io.spectrahedra.cli;

import static io.spectrahedra.cli.Command.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.spectrahedra.testdata.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("classes and several targets: train, predict, certify")
class ClassesTest {
  private static final Path IRIS = TestData.file("iris.csv");

  @TempDir private Path folder;

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("data.csv"), text);
  }

  @Test
  void manyClassesMayBeNumbers() throws IOException {
    Path data = write("x,y\n1,10\n2,20\n3,10\n4,30\n5,40\n");
    Command many = Command.run("train", data, "--target", "y", "--classify", "--quiet");
    assertThat(many.err())
        .contains(
            "note: 4 classes of 5 samples, an output of the network each; without --classify");
    Command few = Command.run("train", IRIS, "--target", "species", "--classify", "--quiet");
    assertThat(few.err()).doesNotContain("note:");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"squared", "hinge", "logistic", "cross-entropy"})
  void trainPredictCertify(String loss) throws IOException {
    Path model = folder.resolve("model.json");
    Command train =
        Command.run(
            "train",
            IRIS,
            "--target",
            "species",
            "--classify",
            "--loss",
            loss,
            "--model",
            model,
            "--json");
    assertThat(train.exitCode()).as(train.err()).isZero();
    assertThat(train.json().get("relativeGap").getAsDouble()).isBetween(0.0, 1e-8);
    assertThat(train.json().get("classes").getAsJsonArray().toString())
        .isEqualTo("[\"setosa\",\"versicolor\",\"virginica\"]");

    List<String> truth =
        Files.readAllLines(IRIS).stream()
            .map(line -> line.substring(line.lastIndexOf(',') + 1))
            .toList();
    List<String> predicted = Command.run("predict", model, IRIS).out().lines().toList();
    assertThat(predicted).hasSize(151).first().isEqualTo("species");
    double right = 0;
    for (int i = 1; i <= 150; i++) {
      right += predicted.get(i).equals(truth.get(i)) ? 1 : 0;
    }
    assertThat(train.json().get("accuracy").getAsDouble()).isEqualTo(right / 150);

    Command evaluate = Command.run("evaluate", model, IRIS, "--json");
    assertThat(evaluate.exitCode()).as(evaluate.err()).isZero();
    assertThat(evaluate.json().get("accuracy").getAsDouble()).isEqualTo(right / 150);
    int onDiagonal = 0;
    for (int k = 0; k < 3; k++) {
      onDiagonal +=
          evaluate.json().getAsJsonArray("confusion").get(k).getAsJsonArray().get(k).getAsInt();
    }
    assertThat(onDiagonal).isEqualTo((int) right);
    assertThat(evaluate.json().get("logLoss").isJsonNull())
        .isEqualTo(!loss.equals("logistic") && !loss.equals("cross-entropy"));
    assertThat(Command.run("evaluate", model, IRIS).out()).contains("balanced accuracy");

    Command certify = Command.run("certify", model, IRIS, "--json");
    assertThat(certify.exitCode()).as(certify.err()).isZero();
    assertThat(certify.json().get("objective").getAsDouble())
        .isEqualTo(train.json().get("objective").getAsDouble());
  }

  @Test
  void probabilities() {
    Path model = folder.resolve("model.json");
    Command train =
        Command.run(
            "train",
            IRIS,
            "--target",
            "4",
            "--classify",
            "--loss=logistic",
            "--model",
            model,
            "--quiet");
    assertThat(train.out())
        .contains("target \"species\": 3 classes (setosa, versicolor, virginica)")
        .contains("the logistic loss + beta")
        .containsPattern("fit +accuracy 0\\.9\\d+\n");
    List<String> lines =
        Command.run("predict", model, IRIS, "--probabilities").out().lines().toList();
    assertThat(lines)
        .hasSize(151)
        .first()
        .isEqualTo("species,p(setosa),p(versicolor),p(virginica)");
    JsonObject json = Command.run("predict", model, IRIS, "--probabilities", "--json").json();
    assertThat(json.getAsJsonArray("predictions").get(0).getAsString()).isEqualTo("setosa");
    JsonArray first = json.getAsJsonArray("probabilities").get(0).getAsJsonArray();
    assertThat(json.getAsJsonArray("classes")).hasSize(3);
    double sum = 0;
    for (int k = 0; k < 3; k++) {
      sum += first.get(k).getAsDouble();
    }
    assertThat(sum).isCloseTo(1, within(1e-15));
    assertThat(lines.get(1)).startsWith("setosa," + first.get(0).getAsDouble() + ",");
    Command certify = Command.run("certify", model, IRIS, "--quiet");
    assertThat(certify.out()).contains("target \"species\": 3 classes");
  }

  @Test
  void probabilitiesThatAreNone() throws IOException {
    Path data = write("x,kind\n1,a\n2,b\n3,a\n");
    Path model = folder.resolve("model.json");
    Command unused =
        Command.run("train", data, "--target", "kind", "--classify", "--model", model, "--json");
    assertRefused(
        "squared loss makes no probabilities: train with logistic or cross-entropy loss",
        "predict",
        model,
        data,
        "--probabilities");
  }

  @Test
  void severalTargets() throws IOException {
    Path model = folder.resolve("model.json");
    Path linnerud = TestData.file("linnerud.csv");
    Command train =
        Command.run("train", linnerud, "--target", "weight,waist,5", "--model", model, "--json");
    assertThat(train.exitCode()).as(train.err()).isZero();
    assertThat(train.json().get("target").getAsString()).isEqualTo("weight");
    assertThat(train.json().get("targets").getAsJsonArray().toString())
        .isEqualTo("[\"weight\",\"waist\",\"pulse\"]");
    assertThat(train.json().get("accuracy").isJsonNull()).isTrue();
    List<String> lines = Command.run("predict", model, linnerud).out().lines().toList();
    assertThat(lines).hasSize(21).first().isEqualTo("weight,waist,pulse");
    JsonArray predictions =
        Command.run("predict", model, linnerud, "--json").json().getAsJsonArray("predictions");
    assertThat(predictions.get(0).getAsJsonArray()).hasSize(3);
    assertThat(Command.run("certify", model, linnerud, "--json").exitCode()).isZero();
    JsonObject evaluated = Command.run("evaluate", model, linnerud, "--json").json();
    for (String metric : List.of("r2", "rmse")) {
      assertThat(evaluated.get(metric)).isEqualTo(train.json().get(metric));
    }
    // the columns in another order, found by name
    Path other = folder.resolve("other.csv");
    List<String> turned =
        Files.readAllLines(linnerud).stream()
            .map(line -> line.split(",", -1))
            .map(cell -> String.join(",", cell[5], cell[2], cell[0], cell[3], cell[1], cell[4]))
            .toList();
    Files.write(other, turned);
    assertThat(Command.run("predict", model, other).out().lines().toList()).isEqualTo(lines);
    assertThat(Command.run("certify", model, other, "--json").exitCode()).isZero();
    assertRefused(
        "the model predicts weight, waist, pulse: the targets of the data are weight",
        "certify",
        model,
        linnerud,
        "--target",
        "weight");
  }

  @Test
  void classesThatAreNumbers() throws IOException {
    Path data = write("1.5,10\n2,9\n-1,10\n0.5,100\n3,9\n");
    Path model = folder.resolve("model.json");
    Command train =
        Command.run("train", data, "--target", "1", "--classify", "--model", model, "--json");
    assertThat(train.json().get("classes").getAsJsonArray().toString())
        .isEqualTo("[\"9\",\"10\",\"100\"]");
    assertThat(Command.run("predict", model, data).out().lines().skip(1))
        .isSubsetOf("9", "10", "100");
    assertThat(Command.run("certify", model, data, "--target", "1", "--json").exitCode()).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "hinge         | hinge loss takes targets 1 and -1: target \"y\" of sample 0 is 0.0; if"
            + " these are classes, train them as classes (--classify)",
        "logistic      | logistic loss takes targets 1 and -1: target \"y\" of sample 0 is 0.0; if"
            + " these are classes, train them as classes (--classify)",
        "cross-entropy | cross-entropy loss predicts classes: train the target as classes"
            + " (--classify)"
      })
  void lossesThatWantClasses(String loss, String message) throws IOException {
    Path data = write("x,y\n1,0\n2,1\n3,2\n");
    assertRefused(message, "train", data, "--target", "y", "--loss", loss);
    assertThat(
            Command.run("train", data, "--target", "y", "--loss", loss, "--classify", "--json")
                .exitCode())
        .isZero();
  }

  @Test
  void targetsThatAreNone() throws IOException {
    assertRefused(
        IRIS
            + ":2: column 4 (\"species\") must be a finite number, was \"setosa\"; if these are"
            + " classes, train them as classes (--classify)",
        "train",
        IRIS,
        "--target",
        "species");
    assertRefused(
        "classes are one column, got species, petal_width",
        "train",
        IRIS,
        "--target",
        "species,petal_width",
        "--classify");
    Path data = write("x,kind\n1,a\n2,a\n");
    assertRefused(
        "there must be two classes or more in the samples, got only [a]",
        "train",
        data,
        "--target",
        "kind",
        "--classify");
    for (String label : List.of("", "NaN")) {
      Path missing = write("x,kind\n1,a\n2," + label + "\n");
      assertRefused(
          missing
              + ":3: column 1 (\"kind\") must be the name of a class, was "
              + (label.isEmpty() ? "empty" : "\"NaN\""),
          "train",
          missing,
          "--target",
          "kind",
          "--classify");
    }
    assertRefused(
        "cross-entropy loss takes at most 5000 samples times outputs, got 1797 x 10: take fewer"
            + " samples, or logistic loss, one class against the rest",
        "train",
        TestData.file("digits.csv.gz"),
        "--target",
        "64",
        "--classify",
        "--loss",
        "cross-entropy",
        "--beta",
        "1e-3");
  }

  /** A model of classes and data whose classes are others. */
  @Test
  void classesThatTheModelHasNot() throws IOException {
    Path data = write("x,kind\n1,b\n2,c\n3,b\n");
    Path model = folder.resolve("model.json");
    Command unused =
        Command.run("train", data, "--target", "kind", "--classify", "--model", model, "--json");
    Path other = write("x,kind\n1,b\n2,c\n3,d\n");
    assertRefused(
        "class \"d\" of sample 2 is not one of those that are known: b, c",
        "certify",
        model,
        other);
    // the order in which the classes come does not matter, and some may be missing
    Path turned = write("x,kind\n2,c\n3,b\n1,b\n");
    assertThat(Command.run("certify", model, turned, "--json").exitCode()).isZero();
  }
}
