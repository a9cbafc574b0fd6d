package io.spectrahedra.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.testdata.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("programs of trainings, written for other solvers")
class LiftCommandTest {
  private static final Path DATA = TestData.file("planted_100_10.csv");

  @TempDir private Path folder;

  /** 100 samples are more than 11·12/2 entries: under squared loss they are compressed. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"squared", "absolute", "quantile(0.3)", "huber(0.5)"})
  void theOptimumIsThatOfTheTraining(String loss) {
    Path file = folder.resolve("p.dat-s");
    Command lift =
        Command.run("lift", DATA, "--target", "y", "--loss", loss, "--output", file, "--json");
    assertThat(lift.exitCode()).as(lift.err()).isZero();
    double constant = lift.json().getAsJsonObject("constants").get(file.toString()).getAsDouble();
    Command solve = Command.run("solve", file, "--json");
    double optimum = constant - solve.json().get("dualObjective").getAsDouble();
    Command train = Command.run("train", DATA, "--target", "y", "--loss", loss, "--json");
    double objective = train.json().get("objective").getAsDouble();
    assertThat(optimum).isCloseTo(objective, within(1e-6 * objective));
  }

  @Test
  void packedAndForPeople() throws IOException {
    Path file = folder.resolve("p.dat-s.gz");
    Command lift = Command.run("lift", DATA, "--target", "y", "--output", file);
    assertThat(lift.out()).matches("(?s)program +\\d+ rows, \\d+ blocks, constant [\\d.]+: .*\\R");
    assertThat(Files.readAllBytes(file)).startsWith(0x1f, 0x8b);
    assertThat(Command.run("solve", file, "--quiet").exitCode()).isZero();
  }

  @Test
  void aLossWithoutAForm() throws IOException {
    Path data = Files.writeString(folder.resolve("d.csv"), "a,y\n1,1\n2,-1\n3,1\n");
    Path file = folder.resolve("p.dat-s");
    Command lift =
        Command.run("lift", data, "--target", "y", "--loss", "logistic", "--output", file);
    assertThat(lift.exitCode()).isEqualTo(2);
    assertThat(lift.err())
        .isEqualTo(
            "spectra: logistic loss has no exact form as a semidefinite program in SDPA's format:"
                + " squared, absolute, quantile, huber, hinge and squared-hinge loss have one\n");
    assertThat(file).doesNotExist();
    for (String loss :
        List.of("squared", "absolute", "quantile(0.3)", "huber(1)", "hinge", "squared-hinge")) {
      Command other = Command.run("lift", data, "--target=y", "--loss", loss, "--output", file);
      assertThat(other.exitCode()).as(other.err()).isZero();
    }
  }
}
