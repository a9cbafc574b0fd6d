package io.spectrahedra.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.neural.io.ModelFile;
import io.spectrahedra.neural.network.Model;
import io.spectrahedra.testdata.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("options of train that say what a network is like")
class NetworkOptionsTest {
  private static final Path DATA = TestData.file("planted_100_10.csv");

  @TempDir private Path folder;

  private static Command train(Object... more) {
    Object[] all = new Object[3 + more.length];
    System.arraycopy(new Object[] {"train", DATA, "--target=y"}, 0, all, 0, 3);
    System.arraycopy(more, 0, all, 3, more.length);
    return Command.run(all);
  }

  private static double objective(Object... more) {
    Command command = train(more);
    assertThat(command.exitCode()).as(command.err()).isZero();
    return command.json().get("objective").getAsDouble();
  }

  @Test
  void geometry() {
    double one = objective("--norm", "one", "--json");
    assertThat(objective("--norm", "at-most-one", "--json")).isLessThan(one);
    assertThat(objective("--bias", "--json")).isNotCloseTo(one, within(1e-3 * one));
    Path model = folder.resolve("model.json");
    Command biased = train("--bias", "--norm=at-most-one", "--quiet", "--model", model);
    assertThat(biased.exitCode()).isZero();
    assertThat(ModelFile.read(model).network().hidden().cols).isEqualTo(11);
    Command certify = Command.run("certify", model, DATA, "--quiet");
    assertThat(certify.exitCode()).isZero();
  }

  @Test
  void activationsByName() {
    assertThat(train("--activation", "silu[-3,3]", "--quiet").out()).contains("sigma(t) = 0.1");
    assertThat(objective("--activation", "quadratic", "--json"))
        .isEqualTo(objective("--activation", "1,0,0", "--json"));
  }

  @Test
  void parametersOfLosses() {
    assertThat(objective("--loss=quantile", "--tau=0.3", "--json"))
        .isEqualTo(objective("--loss=quantile(0.3)", "--json"));
    assertThat(objective("--loss", "huber", "--delta", "0.2", "--json"))
        .isEqualTo(objective("--loss=huber(0.2)", "--json"));
    assertThat(train("--loss=quantile", "--tau=1").err()).contains("was 1.0");
  }

  @Test
  void aCapOnTheNeurons() {
    int neurons = train("--json").json().get("neurons").getAsInt();
    assertThat(neurons).isGreaterThan(2);
    Command capped = train("--max-neurons", 2, "--json");
    assertThat(capped.exitCode()).isEqualTo(Spectra.NOT_PROVEN);
    assertThat(capped.json().get("status").getAsString()).isEqualTo("WIDTH_LIMIT");
    assertThat(capped.json().get("neurons").getAsInt()).isEqualTo(2);
    assertThat(capped.json().get("relativeGap").getAsDouble()).isGreaterThan(1e-8);
    assertThat(train("--max-neurons", 2, "--quiet").out())
        .contains("NOT proven optimal within 1e-08 (WIDTH_LIMIT)")
        .contains("A network of fewer neurons than the best one has was asked for");
    assertThat(train("--max-neurons", neurons, "--json").exitCode()).isZero();
  }

  @Test
  void bilinearNeurons() {
    Path model = folder.resolve("bilinear.json");
    Command command = train("--activation=bilinear", "--quiet", "--model", model);
    assertThat(command.exitCode()).isZero();
    assertThat(command.out()).contains("neurons, bilinear (x'u)(x'v), beta 0.1");
    assertThat(ModelFile.read(model).network().isBilinear()).isTrue();
    double quadratic = objective("--activation", "quadratic", "--json");
    assertThat(objective("--activation", "bilinear", "--json")).isEqualTo(quadratic);
    assertThat(Command.run("certify", model, DATA, "--quiet").exitCode()).isZero();
  }

  @Test
  void quantisedNeurons() {
    Path model = folder.resolve("quantised.json");
    Object[] options = {"--activation=bilinear", "--quantised", "--neurons=200", "--seed=3"};
    Command json = train(options[0], options[1], options[2], options[3], "--json");
    assertThat(json.exitCode()).isEqualTo(Spectra.NOT_PROVEN);
    assertThat(json.json().get("status").getAsString()).isEqualTo("ROUNDED");
    assertThat(json.json().get("quantised").getAsBoolean()).isTrue();
    assertThat(json.json().get("neurons").getAsInt()).isBetween(1, 10 * 11 / 2 + 1);
    double objective = json.json().get("objective").getAsDouble();
    double bound = json.json().get("lowerBound").getAsDouble();
    assertThat(objective).isBetween(bound, 1.783 * bound);
    Command text = train(options[0], options[1], options[2], options[3], "--model", model);
    assertThat(text.out())
        .contains("bilinear (x'u)(x'v), hidden weights 1 and -1")
        .contains("NOT proven optimal within 1e-08 (ROUNDED)")
        .contains("at most 1.783 times the lower bound");
    Command capped = train(options[0], options[1], options[2], "--max-neurons=5", "--json");
    assertThat(capped.json().get("status").getAsString()).isEqualTo("WIDTH_LIMIT");
    assertThat(capped.json().get("neurons").getAsInt()).isBetween(1, 5);
    Command predict = Command.run("predict", model, DATA, "--json");
    assertThat(predict.exitCode()).isZero();
    Command certify = Command.run("certify", model, DATA, "--json");
    assertThat(certify.json().get("objective").getAsDouble())
        .isCloseTo(objective, within(1e-12 * objective));
    assertThat(certify.json().get("lowerBound").getAsDouble())
        .isCloseTo(bound, within(1e-12 * bound));
  }

  @Test
  void quantisedNeuronsAreBilinear() {
    assertThat(train("--quantised").err()).contains("--quantised needs --activation bilinear");
    assertThat(train("--activation=bilinear", "--seed=1").err())
        .contains("--neurons and --seed are for --quantised");
    assertThat(train("--activation=bilinear", "--quantised", "--norm=at-most-one").err())
        .contains("leave --norm out");
    assertThat(train("--activation=bilinear", "--quantised", "--neurons=0").err())
        .contains("must lie between 1 and 1000000, was 0");
    Command cubic = train("--activation=bilinear", "--cubic", folder.resolve("cubic.csv"));
    assertThat(cubic.exitCode()).isEqualTo(Spectra.BAD_INPUT);
    assertThat(cubic.err()).contains("--cubic is for --activation quadratic, not bilinear");
  }

  @Test
  void theCubicPenalty() throws IOException {
    Path model = folder.resolve("model.json");
    Path cubic = folder.resolve("cubic.csv");
    Command train = train("--activation=quadratic", "--cubic", cubic, "--model", model, "--json");
    assertThat(train.exitCode()).isZero();
    assertThat(train.json().get("cubic").getAsString()).isEqualTo(cubic.toString());
    Model trained = ModelFile.read(model);
    List<String> lines = Files.readAllLines(cubic);
    assertThat(lines).hasSize(1 + trained.network().neurons());
    assertThat(lines.get(0)).startsWith("output,cell,alpha,u1,u2");
    double sum = 0;
    for (String line : lines.subList(1, lines.size())) {
      double[] cells =
          Arrays.stream(line.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
      assertThat(cells[0]).isZero();
      assertThat(cells[1]).isZero();
      double square = 0;
      for (int i = 3; i < cells.length; i++) {
        square += cells[i] * cells[i];
      }
      sum += Math.pow(Math.abs(cells[2]), 3) + Math.pow(square, 1.5);
    }
    double norm = trained.network().norm();
    double beta = train.json().get("beta").getAsDouble();
    assertThat(train.json().get("cubicPenalty").getAsDouble())
        .isCloseTo(beta * norm, within(1e-12 * beta * norm));
    Command same = train("--activation=quadratic", "--cubic", cubic, "--model", cubic);
    assertThat(same.exitCode()).isEqualTo(Spectra.BAD_INPUT);
    assertThat(same.err()).contains("is given for two results");
    assertThat(sum / (3 * Math.pow(2, -2.0 / 3))).isCloseTo(norm, within(1e-12 * norm));
    Command refused = train("--cubic", cubic);
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("the cubic penalty is that of activations at^2");
  }
}
