package io.spectrahedra.neural.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.data.CsvTable;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.testdata.TestData;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** [M53]. With one correction of a step it takes twelve iterations, with two ten. */
@DisplayName("steps are corrected as often as that is cheap")
class CorrectionsTest {
  @Test
  void manySamplesTakeNineIterations() {
    Dataset data = CsvTable.read(TestData.file("planted_1000_50.csv")).toDataset("y");
    TrainingOptions options =
        TrainingOptions.defaults().withStandardise(TrainingOptions.Standardise.NONE);
    TrainedNetwork trained = PolynomialNetworks.train(data, options);
    assertThat(trained.isProvenOptimal()).isTrue();
    assertThat(trained.iterations()).isLessThanOrEqualTo(9);
  }
}
