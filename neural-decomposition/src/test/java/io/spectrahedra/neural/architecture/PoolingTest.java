package io.spectrahedra.neural.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.neural.Random;
import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.data.Samples;
import io.spectrahedra.neural.data.Standardisation;
import io.spectrahedra.neural.network.Network;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("a pooling is its matrix, and a network is what loops over patches and cells say")
class PoolingTest {
  private static final int SAMPLES = 600; // more than a chunk

  /** P: a row a cell, a column a patch. */
  private static double[][] matrix(Pooling pooling, int patches) {
    double[][] matrix = new double[pooling.cells().size()][patches];
    for (int g = 0; g < matrix.length; g++) {
      Pooling.Cell cell = pooling.cells().get(g);
      for (int l = 0; l < cell.size(); l++) {
        matrix[g][cell.patches()[l]] += cell.coefficients()[l];
      }
    }
    return matrix;
  }

  @Test
  void means() {
    assertThat(matrix(Pooling.none(2), 2)).isDeepEqualTo(new double[][] {{1, 0}, {0, 1}});
    assertThat(matrix(Pooling.global(4), 4))
        .isDeepEqualTo(new double[][] {{0.25, 0.25, 0.25, 0.25}});
    assertThat(matrix(Pooling.average(4, 2), 4))
        .isDeepEqualTo(new double[][] {{0.5, 0.5, 0, 0}, {0, 0, 0.5, 0.5}});
  }

  /** 4 x 6 patches in windows of 2 x 3: cell (r, c) is the mean of rows 2r, 2r+1, columns 3c.. */
  @Test
  void windows() {
    Patches patches = new Patches(5, 13, 1, 2, 3, 1, 0);
    assertThat(new int[] {patches.rows(), patches.columns()}).containsExactly(4, 11);
    Patches strided = new Patches(9, 13, 2, 3, 3, 2, 0);
    assertThat(new int[] {strided.rows(), strided.columns()}).containsExactly(4, 6);
    double[][] expected = new double[4][24];
    for (int row = 0; row < 4; row++) {
      for (int column = 0; column < 6; column++) {
        expected[row / 2 * 2 + column / 3][row * 6 + column] = 1.0 / 6;
      }
    }
    assertThat(matrix(Pooling.average(strided, 2, 3), 24)).isDeepEqualTo(expected);
  }

  @Test
  void anyMatrix() {
    double[][] p = {{1, -2, 0, 0}, {0, 0.5, 0, -0.25}};
    assertThat(matrix(Pooling.of(p), 4)).isDeepEqualTo(p);
    assertThat(Pooling.of(p)).isEqualTo(Pooling.of(p)).hasSameHashCodeAs(Pooling.of(p));
    assertThat(Pooling.of(p)).isNotEqualTo(Pooling.none(4));
  }

  @Test
  void refuses() {
    Patches patches = new Patches(5, 6, 1, 2, 2, 1, 0);
    assertRefused(
        () -> Pooling.of(new double[][] {{1, 0, 1, 0}, {0, 1, 0}}),
        "rows of the pooling matrix must have the same length: row 0 has 4 entries, row 1 has 3");
    assertRefused(
        () -> Pooling.average(20, 3), "pooling of 3 patches does not divide the 20 patches");
    assertRefused(() -> Pooling.average(20, 0), "pooling of 0 patches does not divide");
    assertRefused(
        () -> Pooling.average(patches, 2, 2),
        "pooling windows of 2 x 2 do not divide the 4 x 5 patches there are");
    assertRefused(() -> Pooling.of(new double[][] {{1, 0}, {0, 0}}), "a pooling cell needs");
    assertRefused(() -> Pooling.of(new double[][] {{Double.NaN}}), "coefficients of a pooling");
    assertRefused(() -> new Pooling(List.of()), "pooling needs at least one cell");
    assertRefused(
        () -> Architecture.convolution(patches, Pooling.none(21)),
        "pooling names patch 20 of 20 patches");
  }

  private static void assertRefused(Runnable construction, String message) {
    assertThatThrownBy(construction::run)
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(message);
  }

  static Stream<Architecture> architectures() {
    Patches image = new Patches(5, 6, 2, 2, 3, 1, 1);
    Patches signal = Patches.ofSignal(9, 1, 4, 2, 1);
    return Stream.of(
        Architecture.convolution(image, Pooling.none(image.count())),
        Architecture.convolution(image, Pooling.average(image, 3, 2)).withBias(true),
        Architecture.convolution(image, Pooling.global(image.count())),
        Architecture.convolution(
            signal, Pooling.of(new double[][] {{0.5, -1, 0, 2}, {-3, 0, 0, 0}})),
        Architecture.convolution(signal, Pooling.average(4, 2)).withBias(true));
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void networks(Architecture architecture) {
    QuadraticActivation activation = QuadraticActivation.RELU_FIT;
    int outputs = 3;
    int neurons = 7;
    Random random = new Random(architecture.cells().size());
    DenseMatrix hidden = random.matrix(neurons, architecture.inputs());
    double[] weights = random.vector(neurons);
    int[] places = new int[neurons];
    for (int j = 0; j < neurons; j++) {
      places[j] = 5 * j % (architecture.cells().size() * outputs);
    }
    DenseMatrix x = random.matrix(SAMPLES, architecture.features());
    DenseMatrix predicted =
        new Network(activation, architecture, outputs, hidden, weights, places)
            .predict(Workers.SERIAL, new Samples(x, Standardisation.none(x.cols)));
    int k = architecture.patches().count();
    double[][] pooling = matrix(architecture.pooling(), k);
    double[] patch = new double[architecture.inputs()];
    for (int i = 0; i < SAMPLES; i++) {
      double[] expected = new double[outputs];
      for (int j = 0; j < neurons; j++) {
        for (int l = 0; l < k; l++) {
          architecture.patches().write(x.data(), x.index(i, 0), l, patch, 0);
          if (architecture.bias()) {
            patch[patch.length - 1] = 1;
          }
          double t = 0;
          for (int e = 0; e < patch.length; e++) {
            t += patch[e] * hidden.at(j, e);
          }
          expected[places[j] % outputs] +=
              weights[j] * pooling[places[j] / outputs][l] * activation.at(t);
        }
      }
      for (int output = 0; output < outputs; output++) {
        assertThat(predicted.at(i, output)).isCloseTo(expected[output], within(1e-11));
      }
    }
  }
}
