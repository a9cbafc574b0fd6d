package io.spectrahedra.cli;

import static io.spectrahedra.cli.Command.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.spectrahedra.neural.io.ModelFile;
import io.spectrahedra.testdata.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("options of which nothing would come are refused, others are not")
class PointlessOptionTest {
  private static final Path DIABETES = TestData.file("diabetes.csv");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"path", "cv"})
  void aGridBesideItsBetas(String command) {
    String[] given = {"--points 7", "--ratio 0.001"}; // the latter is what it is anyway
    for (String option : given) {
      assertRefused(
          option + " has no effect beside --betas: give the one or the other",
          command,
          DIABETES,
          "--target=progression",
          "--betas=10,1",
          option.replace(' ', '='),
          "--quiet");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--folds 5", "--seed 3"})
  void drawnFoldsBesideThoseOfAFile(String option) throws IOException {
    Path file = Files.writeString(folder.resolve("folds.txt"), "0 1\n2 3\n");
    assertRefused(
        option + " has no effect beside --folds-file: give the one or the other",
        "cv",
        DIABETES,
        "--target=progression",
        "--folds-file",
        file,
        option.replace(' ', '='),
        "--quiet");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--max-neurons 5", "--tolerance 1e-4", "--time-limit 60s"})
  void trainingWithoutTraining(String option) {
    Path output = folder.resolve("program.dat-s");
    assertRefused(
        option + " has no effect in lift, which writes a program and trains nothing: leave it out",
        "lift",
        DIABETES,
        "--target=progression",
        "--output",
        output,
        option.replace(' ', '='));
    assertThat(output).doesNotExist();
  }

  /** It used to be the network of quadratic neurons, which is the same function. */
  @Test
  void crossValidationTrainsTheNeuronsAskedFor() {
    Path model = folder.resolve("model.json");
    Command cv =
        Command.run(
            "cv",
            DIABETES,
            "--target=progression",
            "--activation=bilinear",
            "--betas=1e4,1e3",
            "--folds=2",
            "--model",
            model,
            "--quiet");
    assertThat(cv.exitCode()).as(cv.err()).isZero();
    assertThat(ModelFile.read(model).network().isBilinear()).isTrue();
  }
}
