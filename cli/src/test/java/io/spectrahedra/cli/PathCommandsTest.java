package io.spectrahedra.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.spectrahedra.neural.io.ModelFile;
import io.spectrahedra.testdata.TestData;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("spectra path and spectra cv")
class PathCommandsTest {
  private static final Path DIABETES = TestData.file("diabetes.csv");

  private static final String NOT_PROVEN =
      "proof       NOT all networks are proven optimal within 1e-16 (NEARLY_OPTIMAL)";

  @TempDir private Path folder;

  private static void assertPicture(Path file) throws IOException {
    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(image.getWidth()).isEqualTo(900);
    long coloured = 0; // the lines: all else is grey
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        int rgb = image.getRGB(x, y);
        coloured += (rgb & 0xff) != (rgb >> 16 & 0xff) ? 1 : 0;
      }
    }
    assertThat(coloured).isGreaterThan(500);
  }

  @Test
  void aPathAsTableFileAndPicture() throws IOException {
    Path csv = folder.resolve("path.csv");
    Path png = folder.resolve("path.png");
    Command path =
        Command.run(
            "path",
            DIABETES,
            "--target",
            "progression",
            "--points",
            5,
            "--ratio",
            0.01,
            "--csv",
            csv,
            "--plot",
            png);
    assertThat(path.exitCode()).isZero();
    assertThat(path.out())
        .contains("442 samples, 10 features (standardised), target \"progression\"")
        .contains("beta max    76628.4: from there on the best network has no neurons")
        .contains("every network is proven optimal within 1e-08");
    assertThat(path.out().lines().filter(line -> line.matches(" +[0-9.]+ +\\d+ +.*"))).hasSize(5);
    assertThat(path.err()).contains("path 100%").contains("5/5");
    List<String> lines = Files.readAllLines(csv);
    assertThat(lines)
        .hasSize(6)
        .first()
        .isEqualTo(
            "beta,neurons,objective,lowerBound,relativeGap,norm,r2,rmse,accuracy,iterations,seconds,"
                + "status");
    assertThat(lines.get(1)).startsWith("76628.3").contains(",0,6425460.5,6425460.5,0.0,0.0,");
    assertPicture(png);
  }

  @Test
  void aPathAsJsonOverGivenBetas() {
    Command path =
        Command.run(
            "path", DIABETES, "--target", "progression", "--betas", "0.1,1e6,100", "--json");
    assertThat(path.exitCode()).isZero();
    assertThat(path.err()).isEmpty();
    JsonObject json = path.json();
    assertThat(json.get("status").getAsString()).isEqualTo("OPTIMAL");
    assertThat(json.get("largestBeta").getAsDouble()).isCloseTo(76628.369, within(1e-3));
    JsonArray points = json.getAsJsonArray("points");
    assertThat(points).hasSize(3);
    double[] betas = {1e6, 100, 0.1};
    for (int j = 0; j < 3; j++) {
      JsonObject point = points.get(j).getAsJsonObject();
      assertThat(point.get("beta").getAsDouble()).isEqualTo(betas[j]);
      assertThat(point.get("relativeGap").getAsDouble()).isBetween(0.0, 1e-8);
      assertThat(point.get("neurons").getAsInt()).isEqualTo(List.of(0, 7, 12).get(j));
    }
    assertThat(points.get(2).getAsJsonObject().get("objective").getAsDouble())
        .isCloseTo(534922.1946, within(1e-3));
  }

  @Test
  void crossValidationAsTableFileAndPicture() throws IOException {
    Path csv = folder.resolve("cv.csv");
    Path png = folder.resolve("cv.png");
    Path model = folder.resolve("model.json");
    Command cv =
        Command.run(
            "cv",
            DIABETES,
            "--target",
            "progression",
            "--folds",
            3,
            "--points",
            6,
            "--csv",
            csv,
            "--plot",
            png,
            "--model",
            model);
    assertThat(cv.exitCode()).isZero();
    assertThat(cv.out())
        .contains("3, of which 3 have ended; rmse on the samples held out")
        .contains("neurons, trained on all samples with beta")
        .contains("every network is proven optimal within 1e-08");
    assertThat(cv.err()).contains("cv 100%").contains("18/18");
    assertThat(Files.readAllLines(csv))
        .hasSize(7)
        .first()
        .isEqualTo("beta,mean,standardError,fold0,fold1,fold2");
    assertPicture(png);
    assertThat(ModelFile.read(model).features()).hasSize(10);
  }

  /** What the training itself says, and not what the solver would say of a program. */
  @Test
  void adviceWhereSomethingIsNotProven() {
    for (String command : List.of("path", "cv")) {
      Command run =
          Command.run(
              command,
              DIABETES,
              "--target=progression",
              "--betas=1e3,1e2",
              "--tolerance=1e-16",
              "--quiet");
      assertThat(run.exitCode()).isEqualTo(1);
      List<String> lines = run.out().lines().toList();
      int proof = lines.indexOf(NOT_PROVEN);
      assertThat(proof).isPositive();
      assertThat(lines.get(proof + 1).strip())
          .startsWith("Rounding errors stopped the progress, and the gap says how much better");
    }
  }

  @Test
  void timeOfCrossValidation() {
    for (String limit : List.of("1h", "0.000001ms")) {
      Command cv =
          Command.run(
              "cv",
              DIABETES,
              "--target=progression",
              "--betas=1e3,1e2",
              "--time-limit",
              limit,
              "--quiet");
      assertThat(cv.out())
          .containsPattern("\\ntime        [0-9.]+ s \\(folds [0-9.]+, training [0-9.]+\\)\\R$");
    }
  }

  @Test
  void nothingIsChosenByFewerThanTwoFolds() {
    Path[] files = {folder.resolve("m.json"), folder.resolve("cv.png"), folder.resolve("cv.csv")};
    Command cv =
        Command.run(
            "cv",
            DIABETES,
            "--target",
            "progression",
            "--time-limit",
            "0.000001ms",
            "--model",
            files[0],
            "--plot",
            files[1],
            "--csv",
            files[2],
            "--quiet");
    assertThat(cv.exitCode()).isEqualTo(1);
    assertThat(cv.out())
        .contains("fewer than two folds have ended (TIME_LIMIT), so no beta could be chosen")
        .doesNotContain("best point", "standard error", "proven");
    for (Path file : files) {
      assertThat(file).doesNotExist();
    }
  }

  @Test
  void crossValidationAsJson() {
    for (boolean simplest : new boolean[] {false, true}) {
      Path model = folder.resolve("model.json");
      Command cv =
          Command.run(
              "cv",
              DIABETES,
              "--target",
              "progression",
              "--folds",
              4,
              "--seed",
              2,
              "--betas",
              "1e5,3000,1000,300,100",
              "--model",
              model,
              "--json",
              simplest ? "--one-standard-error" : "--quiet");
      assertThat(cv.exitCode()).isZero();
      assertThat(cv.err()).isEmpty();
      JsonObject json = cv.json();
      assertThat(json.get("score").getAsString()).isEqualTo("rmse");
      assertThat(json.get("foldsEnded").getAsInt()).isEqualTo(4);
      JsonArray points = json.getAsJsonArray("points");
      assertThat(points).hasSize(5);
      assertThat(points.get(1).getAsJsonObject().getAsJsonArray("scores")).hasSize(4);
      double best = json.get("bestBeta").getAsDouble();
      double largest = json.get("oneStandardErrorBeta").getAsDouble();
      assertThat(largest).isGreaterThanOrEqualTo(best);
      double used = ModelFile.read(model).provenance().beta();
      assertThat(used).isEqualTo(simplest ? largest : best);
      assertThat(json.get("beta").getAsDouble()).isEqualTo(used);
      assertThat(json.get("relativeGap").getAsDouble()).isBetween(0.0, 1e-8);
    }
  }

  @Test
  void classes() throws IOException {
    Path iris = TestData.file("iris.csv");
    Path csv = folder.resolve("path.csv");
    Command path =
        Command.run("path", iris, "--target", "species", "--classify", "--points", 4, "--csv", csv);
    assertThat(path.exitCode()).isZero();
    assertThat(path.out()).contains("3 classes").contains("  accuracy 0.9");
    assertThat(Files.readAllLines(csv).get(4)).contains(",0.9");
    Command cv =
        Command.run(
            "cv", iris, "--target", "species", "--classify", "--points", 4, "--folds", 3, "--json");
    assertThat(cv.exitCode()).isZero();
    JsonObject json = cv.json();
    assertThat(json.get("score").getAsString()).isEqualTo("accuracy");
    assertThat(json.get("accuracy").getAsDouble()).isGreaterThan(0.9);
    double best = 0;
    for (var point : json.getAsJsonArray("points")) {
      best = Math.max(best, point.getAsJsonObject().get("mean").getAsDouble());
    }
    assertThat(best).isBetween(0.9, 1.0);
  }

  @Test
  void signsAreScoredByAccuracyOnFoldsOfOnesOwn() throws IOException {
    StringBuilder text = new StringBuilder("a,b,y\n");
    for (int i = 0; i < 30; i++) {
      double a = Math.sin(i);
      double b = Math.cos(3.0 * i);
      text.append(a).append(',').append(b).append(',').append(a * a > 0.5 + b / 4 ? 1 : -1);
      text.append('\n');
    }
    Path data = Files.writeString(folder.resolve("signs.csv"), text);
    Path folds = Files.writeString(folder.resolve("folds.txt"), "0 1 2 3 4\n\n5,6, 7\n29 8\n");
    Command cv =
        Command.run(
            "cv",
            data,
            "--target",
            "y",
            "--loss",
            "hinge",
            "--betas",
            "1",
            "--folds-file",
            folds,
            "--json");
    assertThat(cv.exitCode()).isZero();
    JsonObject point = cv.json().getAsJsonArray("points").get(0).getAsJsonObject();
    assertThat(cv.json().get("score").getAsString()).isEqualTo("accuracy");
    for (int f = 0; f < 3; f++) {
      double right = point.getAsJsonArray("scores").get(f).getAsDouble() * List.of(5, 3, 2).get(f);
      assertThat(right).isCloseTo(Math.rint(right), within(1e-12));
    }
  }

  private void assertRefused(String message, Object... arguments) {
    Command command = Command.run(arguments);
    assertThat(command.err()).contains("spectra: " + message);
    assertThat(command.exitCode()).isEqualTo(2);
    assertThat(command.out()).isEmpty();
  }

  private void assertRefused(String message, String command, Path data, String name, Object value) {
    assertRefused(message, command, data, "--target", "y", name, value, "--quiet");
  }

  @Test
  void badInput() throws IOException {
    Path data =
        Files.writeString(folder.resolve("data.csv"), "a,b,y\n1,2,1\n2,1,-1\n3,3,-1\n4,1,-1\n");
    for (String command : List.of("path", "cv")) {
      for (String beta : List.of("0", "-1", "NaN", "Infinity")) {
        assertRefused(
            "betas must be positive and finite, one of the grid was " + Double.parseDouble(beta),
            command,
            data,
            "--betas",
            "1," + beta);
      }
      assertRefused("Invalid value for option '--betas'", command, data, "--betas", "");
      assertRefused("a grid of betas needs at least 2 points, was 1", command, data, "--points", 1);
      assertRefused(
          "the ratio of the smallest to the largest beta must lie in (0, 1), was 1.0",
          command,
          data,
          "--ratio",
          1);
      assertRefused(
          "cannot write " + data + ": it is the file that is read", command, data, "--csv", data);
      Path nowhere = folder.resolve("missing/plot.png");
      assertRefused(
          "cannot write " + nowhere + ": there is no folder", command, data, "--plot", nowhere);
    }
    assertRefused(
        "the number of folds must be at least 2 and at most that of the samples, 4, was 1",
        "cv",
        data,
        "--folds",
        1);
    assertRefused(
        "the number of folds must be at least 2 and at most that of the samples, 4, was 5",
        "cv",
        data,
        "--folds",
        5);
    assertRefused(
        "the smallest class has 1 sample, fewer than the 2 folds",
        "cv",
        data,
        "--target",
        "y",
        "--loss",
        "hinge",
        "--folds",
        2);
    Path missing = folder.resolve("missing.txt");
    assertRefused("there is no file " + missing, "cv", data, "--folds-file", missing);
    Path folds = Files.writeString(folder.resolve("folds.txt"), "0 1\n2 x\n");
    assertRefused(
        folds + ":2: a number of a sample was expected, found \"x\"",
        "cv",
        data,
        "--folds-file",
        folds);
    Path outside = Files.writeString(folder.resolve("outside.txt"), "0 1\n4\n");
    assertRefused(
        outside + ": fold 1 holds out sample 4: samples are numbered 0 to 3",
        "cv",
        data,
        "--folds-file",
        outside);
    Path twice = Files.writeString(folder.resolve("twice.txt"), "0 1\n\n2 1\n");
    assertRefused(
        twice + ":3: sample 1 is held out by line 1 too", "cv", data, "--folds-file", twice);
  }
}
