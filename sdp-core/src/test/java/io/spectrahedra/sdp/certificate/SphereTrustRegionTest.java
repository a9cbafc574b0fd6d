package io.spectrahedra.sdp.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.RandomMatrices;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("the maximum of a quadratic on the sphere, hard case included")
class SphereTrustRegionTest {

  private static double value(DenseMatrix q, double[] linear, double[] u) {
    double sum = 0;
    for (int i = 0; i < u.length; i++) {
      sum += linear[i] * u[i];
      for (int j = 0; j < u.length; j++) {
        sum += q.at(i, j) * u[i] * u[j];
      }
    }
    return sum;
  }

  private static void check(DenseMatrix q, double[] linear) {
    SphereTrustRegion result = SphereTrustRegion.maximise(q, linear);
    double size = q.frobeniusNorm();
    double norm = 0;
    for (double entry : linear) {
      size += Math.abs(entry);
    }
    for (double entry : result.maximiser()) {
      norm = Math.hypot(norm, entry);
    }
    double rounding = 1e-13 * size;
    assertThat(norm).isCloseTo(1, within(1e-13));
    assertThat(value(q, linear, result.maximiser())).isCloseTo(result.value(), within(rounding));
    // weak duality holds, and is tight: the value is attained and the bound proves it the largest
    assertThat(result.upperBound()).isGreaterThanOrEqualTo(result.value() - rounding);
    assertThat(result.upperBound()).isCloseTo(result.value(), within(rounding));
    SplittableRandom random = new SplittableRandom(1);
    double[] u = new double[linear.length];
    for (int trial = 0; trial < 200; trial++) {
      double length = 0;
      for (int i = 0; i < u.length; i++) {
        u[i] = random.nextDouble() - 0.5;
        length = Math.hypot(length, u[i]);
      }
      for (int i = 0; i < u.length; i++) {
        u[i] /= length;
      }
      assertThat(value(q, linear, u)).isLessThanOrEqualTo(result.upperBound() + rounding);
    }
  }

  @ParameterizedTest(name = "d = {0}")
  @ValueSource(ints = {1, 2, 3, 10, 40})
  void generalCase(int d) {
    for (int seed = 0; seed < 20; seed++) {
      RandomMatrices random = new RandomMatrices(seed);
      DenseMatrix q = random.symmetric(d);
      double[] linear = random.dense(1, d).row(0);
      check(q, linear);
      check(q, scaled(linear, 1e-9));
      check(q, scaled(linear, 1e9));
      check(q, new double[d]);
    }
  }

  @ParameterizedTest(name = "linear part {0} times the largest that is still hard")
  @ValueSource(doubles = {0, 1e-12, 0.3, 0.999999, 1, 1.000001, 3})
  void hardCase(double size) {
    for (int d : new int[] {2, 3, 10}) {
      DenseMatrix q = DenseMatrix.zeros(d, d);
      double[] linear = new double[d];
      for (int i = 0; i < d; i++) {
        q.set(i, i, i == 0 ? 5 : 5 - i);
      }
      double threshold = 0; // ‖u(λmax)‖ = 1 there
      for (int i = 1; i < d; i++) {
        linear[i] = 1;
        threshold += 1.0 / (4.0 * i * i);
      }
      linear = scaled(linear, size / Math.sqrt(threshold));
      check(q, linear);
      linear[0] = 1e-14; // nearly hard
      check(q, linear);
    }
  }

  @Test
  void aTopEigenspaceOfSeveralDimensions() {
    check(DenseMatrix.identity(6), new double[6]);
    check(DenseMatrix.identity(6), new double[] {0, 0, 3, 0, 0, -1});
    check(DenseMatrix.zeros(4, 4), new double[] {0, 0, 3, 4});
    assertThat(
            SphereTrustRegion.maximise(DenseMatrix.zeros(4, 4), new double[] {0, 0, 3, 4}).value())
        .isCloseTo(5, within(1e-14));
  }

  @Test
  void sizesThatDoNotFitAreNamed() {
    assertThatThrownBy(() -> SphereTrustRegion.maximise(DenseMatrix.zeros(2, 2), new double[3]))
        .hasMessage("a linear term of length 3 does not fit a quadratic one of order 2");
  }

  private static double[] scaled(double[] vector, double factor) {
    double[] result = vector.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] *= factor;
    }
    return result;
  }
}
