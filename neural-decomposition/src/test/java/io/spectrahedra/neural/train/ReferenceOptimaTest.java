package io.spectrahedra.neural.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.data.CsvTable;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.loss.Loss;
import io.spectrahedra.neural.loss.Losses;
import io.spectrahedra.neural.loss.SquaredLoss;
import io.spectrahedra.neural.network.Network;
import io.spectrahedra.neural.train.TrainingOptions.Standardise;
import io.spectrahedra.testdata.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("data sets whose optimum other solvers have enclosed")
class ReferenceOptimaTest {
  private static final TrainingOptions RAW =
      TrainingOptions.defaults().withStandardise(Standardise.NONE);

  static Stream<Arguments> optima() throws IOException {
    List<String> lines = Files.readAllLines(TestData.file("optima.csv"));
    return lines.stream()
        .skip(1)
        .map(line -> line.replace("\"0.09,0.5,0.47\"", "relu").split(",", 7))
        .map(
            cells ->
                Arguments.of(
                    cells[0],
                    Losses.parse(cells[2]),
                    Double.parseDouble(cells[3]),
                    Double.parseDouble(cells[4]),
                    Double.parseDouble(cells[5])));
  }

  private static Dataset data(String file) {
    Optional<Path> path = TestData.net(file);
    assumeTrue(path.isPresent(), () -> "skipped: nets/" + file + " is not in the data folder");
    return CsvTable.read(path.orElseThrow()).toDataset("y");
  }

  private static TrainedNetwork train(Dataset data, Loss loss, double beta) {
    TrainedNetwork trained = PolynomialNetworks.train(data, RAW.withLoss(loss).withBeta(beta));
    assertThat(trained.isProvenOptimal()).as(trained.toString()).isTrue();
    assertThat(trained.certificate().relativeGap()).isBetween(0.0, 1e-8);
    assertThat(trained.errors().worst()).isLessThanOrEqualTo(1e-8);
    Network network = trained.model().network();
    double objective =
        RAW.withLoss(loss).problem(data).loss(trained.model().outputs(data.x()))
            + beta * network.norm();
    assertThat(trained.certificate().objective()).isCloseTo(objective, within(1e-8 * objective));
    return trained;
  }

  @ParameterizedTest(name = "{0}, {1}, beta {2}")
  @MethodSource("optima")
  void optimumLiesInTheKnownInterval(
      String file, Loss loss, double beta, double lower, double upper) {
    double objective = train(data(file), loss, beta).certificate().objective();
    double allowed = 1e-7 * Math.abs(objective);
    assertThat(objective).isBetween(lower - allowed, upper + allowed);
  }

  @ParameterizedTest(name = "beta {0}")
  @ValueSource(doubles = {1e-6, 1e3})
  void extremePenaltiesOnTheDiabetesSet(double beta) {
    TrainedNetwork trained = train(data("diabetes_standardised.csv"), new SquaredLoss(), beta);
    assertThat(trained.certificate().objective()).isBetween(90.0, 221.0 + 1e-9);
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {1, 2, 3})
  void sameBitsForEveryRunAndEveryNumberOfThreads(int threads) {
    for (String file : List.of("planted_100_20.csv", "planted_500_20.csv")) {
      Dataset data = data(file);
      TrainedNetwork one = PolynomialNetworks.train(data, RAW.withThreads(1));
      TrainedNetwork other = PolynomialNetworks.train(data, RAW.withThreads(threads));
      Network left = one.model().network();
      Network right = other.model().network();
      assertThat(right.weights()).isEqualTo(left.weights());
      assertThat(right.hidden().data()).isEqualTo(left.hidden().data());
      assertThat(other.certificate()).isEqualTo(one.certificate());
      assertThat(other.errors()).isEqualTo(one.errors());
    }
  }

  /** Features as they are, or standardised beforehand by the same rule: the same problem. */
  @Test
  void standardisationIsPartOfTheModel() {
    Dataset raw = CsvTable.read(TestData.file("diabetes.csv")).toDataset("progression");
    TrainedNetwork trained = PolynomialNetworks.train(raw);
    assertThat(trained.isProvenOptimal()).isTrue();
    double[] prediction = trained.model().predict(raw.x());
    double[] row = raw.x().row(17);
    trained.model().standardisation().apply(row, 0);
    assertThat(prediction[17]).isCloseTo(trained.model().network().predict(row)[0], within(1e-9));
    assertThat(trained.model().network().activation()).isEqualTo(QuadraticActivation.RELU_FIT);
    assertThat(trained.fit().r2()).isBetween(0.58, 0.60);
  }
}
