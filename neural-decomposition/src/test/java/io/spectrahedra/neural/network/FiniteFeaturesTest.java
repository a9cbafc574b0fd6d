package io.spectrahedra.neural.network;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.architecture.Architecture;
import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.data.Standardisation;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("features that are no finite numbers have no prediction")
class FiniteFeaturesTest {
  private static final Model MODEL =
      new Model(
          Network.zero(QuadraticActivation.RELU_FIT, Architecture.dense(3), 1),
          List.of("age", "sex", "bmi"),
          List.of("y"),
          List.of(),
          Standardisation.none(3),
          new Provenance("", 3, "squared", 0.1, "none", 1e-8, 1, 0.5, "x"));

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void rowsMatricesAndStreams(double value) {
    double[] good = {1, 2, 3};
    double[] bad = {1, value, 3};
    double[][] rows = {good, bad};
    assertRefused(() -> MODEL.predict(bad), 0, value);
    assertRefused(() -> MODEL.outputs(bad), 0, value);
    assertRefused(() -> MODEL.predict(rows), 1, value);
    assertRefused(() -> MODEL.predict(DenseMatrix.of(rows).view(1, 0, 1, 3)), 0, value);
    assertRefused(() -> MODEL.predict(Stream.of(good, bad)).sum(), 0, value);
    assertRefused(() -> MODEL.outputs(Stream.of(good, bad)).toList(), 0, value);
  }

  private static void assertRefused(ThrowingCallable call, int sample, double value) {
    assertThatThrownBy(call)
        .isInstanceOf(InputException.class)
        .hasMessage(
            "feature \"sex\" of sample " + sample + " must be a finite number, was " + value);
  }
}
