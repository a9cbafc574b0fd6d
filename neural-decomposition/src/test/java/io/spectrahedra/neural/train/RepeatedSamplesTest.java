package io.spectrahedra.neural.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.Random;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.loss.Losses;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** At the solution nearly all rows are at their kink: many times what the dimensions allow else. */
@DisplayName("few samples, each many times, in fewer dimensions than there are rows")
class RepeatedSamplesTest {
  @ParameterizedTest(name = "{0} loss, {1} x {2}, beta {3}")
  @CsvSource({
    "hinge, 300, 8, 1e-3",
    "hinge, 300, 8, 1e-4",
    "hinge, 100, 4, 1e-2",
    "absolute, 300, 8, 1e-4",
    "quantile(0.3), 415, 10, 1e-4"
  })
  void isProvenOptimal(String loss, int n, int d, double beta) {
    int distinct = n / 10 + 1;
    Random random = new Random(3);
    DenseMatrix few = random.matrix(distinct, d);
    DenseMatrix x = DenseMatrix.zeros(n, d);
    DenseMatrix y = DenseMatrix.zeros(n, 1);
    for (int i = 0; i < n; i++) {
      int from = i % distinct;
      x.view(i, 0, 1, d).setTo(few.view(from, 0, 1, d));
      double target = few.at(from, 0) * few.at(from, 1) + 0.5 * random.gaussian();
      y.set(i, 0, loss.equals("hinge") ? Math.signum(target) : target);
    }
    TrainingOptions options =
        TrainingOptions.defaults().withLoss(Losses.parse(loss)).withBeta(beta).withTolerance(1e-8);
    TrainedNetwork trained = PolynomialNetworks.train(Dataset.of(x, y), options);
    assertThat(trained.isProvenOptimal()).as(trained.toString()).isTrue();
  }
}
