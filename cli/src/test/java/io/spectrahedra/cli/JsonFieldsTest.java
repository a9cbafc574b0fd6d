package io.spectrahedra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.spectrahedra.testdata.TestData;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("a command's JSON has the same fields whatever there is to say, null where nothing is")
class JsonFieldsTest {
  private static final Path DIABETES = TestData.file("diabetes.csv");
  private static final Path IRIS = TestData.file("iris.csv");

  @TempDir private Path folder;

  private static JsonObject json(Object... arguments) {
    Command command = Command.run(arguments);
    assertThat(command.exitCode()).as(command.err()).isLessThan(2);
    return command.json();
  }

  private static Set<String> nulls(JsonObject json) {
    Set<String> names = new TreeSet<>();
    for (Map.Entry<String, JsonElement> field : json.entrySet()) {
      if (field.getValue().isJsonNull()) {
        names.add(field.getKey());
      }
    }
    return names;
  }

  @Test
  void numbersAndClasses() {
    Path numbersModel = folder.resolve("numbers.json");
    Path classesModel = folder.resolve("classes.json");
    JsonObject numbers =
        json("train", DIABETES, "--target=progression", "--model", numbersModel, "--json");
    JsonObject classes =
        json(
            "train",
            IRIS,
            "--target=species",
            "--classify",
            "--loss=logistic",
            "--model",
            classesModel,
            "--json");
    assertThat(numbers.keySet()).isEqualTo(classes.keySet());
    assertThat(nulls(numbers)).containsExactly("accuracy", "classes", "cubic", "cubicPenalty");
    assertThat(nulls(classes)).containsExactly("cubic", "cubicPenalty", "r2", "rmse");

    numbers = json("predict", numbersModel, DIABETES, "--json");
    classes = json("predict", classesModel, IRIS, "--probabilities", "--json");
    assertThat(numbers.keySet()).isEqualTo(classes.keySet());
    assertThat(nulls(numbers)).containsExactly("classes", "probabilities");
    assertThat(nulls(classes)).isEmpty();

    numbers = json("evaluate", numbersModel, DIABETES, "--json");
    classes = json("evaluate", classesModel, IRIS, "--json");
    assertThat(numbers.keySet()).isEqualTo(classes.keySet());
    assertThat(nulls(numbers))
        .containsExactly("accuracy", "balancedAccuracy", "classes", "confusion", "logLoss");
    assertThat(nulls(classes)).containsExactly("byTarget", "mae", "r2", "rmse");
  }

  @Test
  void crossValidationThatChoosesNothing() {
    Object[] common = {"cv", DIABETES, "--target=progression", "--betas=1e4,1e3", "--json"};
    JsonObject ended = json(common);
    Object[] limited = Arrays.copyOf(common, common.length + 1);
    limited[common.length] = "--time-limit=0.000001ms";
    JsonObject stopped = json(limited);
    assertThat(stopped.keySet()).isEqualTo(ended.keySet()).contains("bestBeta", "seconds");
    assertThat(nulls(ended)).containsExactly("accuracy", "model");
    assertThat(nulls(stopped))
        .containsExactly(
            "accuracy",
            "bestBeta",
            "beta",
            "lowerBound",
            "model",
            "neurons",
            "objective",
            "oneStandardErrorBeta",
            "r2",
            "relativeGap",
            "rmse");
    assertThat(ended.get("seconds").getAsDouble()).isPositive();
  }
}
