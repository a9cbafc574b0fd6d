package io.spectrahedra.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.spectrahedra.testdata.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("scores that suit the loss, and figures where they mean something")
class ScoresTest {
  private static final Path DIABETES = TestData.file("diabetes.csv");
  private static final Path IRIS = TestData.file("iris.csv");
  private static final Path LINNERUD = TestData.file("linnerud.csv");

  @TempDir private Path folder;
  private Path signs = Path.of("");

  /** Two kinds of iris that no line tells apart, as 1 and -1. */
  @BeforeEach
  void writeSigns() throws IOException {
    StringBuilder text = new StringBuilder("a,b,c,d,sign\n");
    List<String> lines = Files.readAllLines(IRIS);
    for (String line : lines.subList(51, lines.size())) {
      String numbers = line.substring(0, line.lastIndexOf(',') + 1);
      text.append(numbers).append(line.endsWith("virginica") ? 1 : -1).append('\n');
    }
    signs = Files.writeString(folder.resolve("signs.csv"), text);
  }

  private static Command cv(Path data, String target, Object... more) {
    List<Object> all =
        new ArrayList<>(List.of("cv", data, "--target", target, "--folds", 3, "--betas", "300,3"));
    all.addAll(List.of(more));
    return Command.run(all.toArray());
  }

  /** A network for a quantile is far from the mean, where squares would want it. */
  @Test
  void quantilesAreScoredByTheirLoss() throws IOException {
    Path plot = folder.resolve("cv.png");
    Command cv = cv(DIABETES, "progression", "--loss=quantile(0.9)", "--quiet", "--plot", plot);
    assertThat(cv.exitCode()).as(cv.err()).isZero();
    assertThat(cv.out())
        .contains("3 have ended; mean quantile(0.9) loss on the samples held out")
        .containsPattern("beta +loss +standard error");
    assertThat(Files.size(plot)).isGreaterThan(1000);
    JsonObject json = cv(DIABETES, "progression", "--loss=quantile(0.9)", "--json").json();
    assertThat(json.get("score").getAsString()).isEqualTo("loss");
    double mean = json.getAsJsonArray("points").get(1).getAsJsonObject().get("mean").getAsDouble();
    assertThat(mean).isBetween(8.0, 20.0); // the RMSE would be 80 or more
    JsonObject squares =
        cv(DIABETES, "progression", "--loss=quantile(0.9)", "--score=rmse", "--json").json();
    assertThat(squares.get("score").getAsString()).isEqualTo("rmse");
    assertThat(squares.getAsJsonArray("points").get(1).getAsJsonObject().get("mean").getAsDouble())
        .isGreaterThan(50);
  }

  @Test
  void theLogLossOfClasses() {
    JsonObject json =
        cv(IRIS, "species", "--classify", "--loss=cross-entropy", "--score=loss", "--json").json();
    assertThat(json.get("score").getAsString()).isEqualTo("loss");
    JsonObject silent = json.getAsJsonArray("points").get(0).getAsJsonObject();
    assertThat(silent.get("beta").getAsDouble()).isEqualTo(300);
    assertThat(silent.get("mean").getAsDouble()).isCloseTo(Math.log(3), within(1e-9));
    assertThat(json.get("bestBeta").getAsDouble()).isEqualTo(3);
    assertThat(json.get("r2").isJsonNull()).isTrue();
    assertThat(json.get("rmse").isJsonNull()).isTrue();
    assertThat(json.get("accuracy").getAsDouble()).isGreaterThan(0.9);
  }

  @Test
  void scoresThatThereAreNot() {
    Command accuracy = cv(DIABETES, "progression", "--score=accuracy", "--quiet");
    assertThat(accuracy.exitCode()).isEqualTo(2);
    assertThat(accuracy.err())
        .contains("the accuracy is a score of classes, or of one target of 1 and -1");
    Command rmse = cv(signs, "sign", "--loss=hinge", "--score=rmse", "--quiet");
    assertThat(rmse.exitCode()).isEqualTo(2);
    assertThat(rmse.err()).contains("with hinge loss the score is accuracy or loss");
    Command none = cv(DIABETES, "progression", "--score=r2", "--quiet");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("'--score'").contains("RMSE, LOSS, ACCURACY").contains("'r2'");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"hinge, true", "logistic, true", "cross-entropy, true", "squared, false"})
  void r2AndRmseOfClasses(String loss, boolean none) throws IOException {
    JsonObject train =
        Command.run("train", IRIS, "--target=species", "--classify", "--loss", loss, "--json")
            .json();
    Path csv = folder.resolve("path.csv");
    Path plot = folder.resolve("path.png");
    JsonObject point =
        Command.run(
                "path",
                IRIS,
                "--target=species",
                "--classify",
                "--betas=1",
                "--json",
                "--loss",
                loss,
                "--csv",
                csv,
                "--plot",
                plot)
            .json()
            .getAsJsonArray("points")
            .get(0)
            .getAsJsonObject();
    for (JsonObject each : List.of(train, point)) {
      assertThat(each.get("r2").isJsonNull()).isEqualTo(none);
      assertThat(each.get("rmse").isJsonNull()).isEqualTo(none);
      assertThat(each.get("accuracy").getAsDouble()).isGreaterThan(0.9);
    }
    assertThat(Files.readAllLines(csv).get(1).contains(",,,0.9")).isEqualTo(none);
  }

  @Test
  void probabilitiesOfSigns() {
    Path model = folder.resolve("model.json");
    Command train =
        Command.run("train", signs, "--target=sign", "--loss=logistic", "--json", "--model", model);
    assertThat(train.json().get("accuracy").getAsDouble()).isBetween(0.9, 1.0);
    assertThat(train.json().get("r2").isJsonNull()).isTrue();
    JsonObject json = Command.run("predict", model, signs, "--probabilities", "--json").json();
    assertThat(json.getAsJsonArray("classes").toString()).isEqualTo("[\"-1\",\"1\"]");
    List<String> lines =
        Command.run("predict", model, signs, "--probabilities").out().lines().toList();
    assertThat(lines).hasSize(101).first().isEqualTo("sign,p(-1),p(1)");
    double logLoss = 0;
    for (int i = 0; i < 100; i++) {
      JsonArray row = json.getAsJsonArray("probabilities").get(i).getAsJsonArray();
      double output = json.getAsJsonArray("predictions").get(i).getAsDouble();
      assertThat(row.get(1).getAsDouble()).isCloseTo(1 / (1 + Math.exp(-output)), within(1e-12));
      assertThat(lines.get(i + 1)).isEqualTo(output + "," + row.get(0) + "," + row.get(1));
      logLoss -= Math.log(row.get(i < 50 ? 0 : 1).getAsDouble()) / 100;
    }
    JsonObject evaluated = Command.run("evaluate", model, signs, "--json").json();
    assertThat(evaluated.get("logLoss").getAsDouble()).isCloseTo(logLoss, within(1e-12));
    assertThat(Command.run("evaluate", model, signs).out()).contains(", log loss ");
    JsonObject plain = Command.run("predict", model, signs, "--json").json();
    assertThat(plain.get("classes").isJsonNull()).isTrue();
  }

  @Test
  void figuresOfEachTarget() {
    Path model = folder.resolve("model.json");
    Command train =
        Command.run("train", LINNERUD, "--target=weight,waist,pulse", "--json", "--model", model);
    JsonObject json = Command.run("evaluate", model, LINNERUD, "--json").json();
    JsonArray each = json.getAsJsonArray("byTarget");
    assertThat(each).hasSize(3);
    assertThat(each.get(1).getAsJsonObject().get("target").getAsString()).isEqualTo("waist");
    for (String figure : List.of("r2", "rmse", "mae")) {
      double sum = 0;
      for (int k = 0; k < 3; k++) {
        sum += each.get(k).getAsJsonObject().get(figure).getAsDouble();
      }
      assertThat(json.get(figure).getAsDouble()).isCloseTo(sum / 3, within(1e-12 * Math.abs(sum)));
    }
    assertThat(json.get("r2")).isEqualTo(train.json().get("r2"));
    assertThat(Command.run("evaluate", model, LINNERUD).out())
        .containsPattern("metrics +R2 0\\.[0-9]+, RMSE [0-9.]+, MAE [0-9.]+\n")
        .containsPattern("\n +weight: R2 0\\.[0-9]+, RMSE [0-9.]+, MAE [0-9.]+\n")
        .containsPattern("\n +pulse: R2 0\\.[0-9]+, RMSE [0-9.]+, MAE [0-9.]+\n");
  }

  /** Data to evaluate on may happen to hold samples of one class only. */
  @Test
  void oneClassOfThree() throws IOException {
    Path model = folder.resolve("model.json");
    Command train =
        Command.run("train", IRIS, "--target=species", "--classify", "--quiet", "--model", model);
    assertThat(train.exitCode()).isZero();
    Path setosa =
        Files.write(folder.resolve("setosa.csv"), Files.readAllLines(IRIS).subList(0, 51));
    JsonObject evaluated = Command.run("evaluate", model, setosa, "--json").json();
    assertThat(evaluated.get("accuracy").getAsDouble()).isEqualTo(1);
    assertThat(evaluated.getAsJsonArray("classes")).hasSize(3);
  }

  @Test
  void activationsWithoutRounding() {
    assertThat(
            Command.run(
                    "train",
                    DIABETES,
                    "--target=progression",
                    "--beta=1e4",
                    "--quiet",
                    "--activation=abs")
                .out())
        .contains("sigma(t) = 0.1875t^2 + 0.9375, beta");
    for (String text : List.of("1e300,0,0", "1,1e300,0")) {
      Command refused =
          Command.run("train", DIABETES, "--target=progression", "--activation", text);
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.err())
          .contains("activation coefficients must be at most 1e10 in size, were 1");
    }
  }
}
