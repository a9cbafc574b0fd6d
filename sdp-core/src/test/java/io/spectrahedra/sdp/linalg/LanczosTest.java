package io.spectrahedra.sdp.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Lanczos: no bound is violated by more than rounding")
class LanczosTest {
  private static final double TOLERANCE = 1e-8;

  private static final int ALL_STEPS = 100;

  static void check(DenseMatrix a) {
    check(a, SymmetricEigen.valuesOf(a));
  }

  /**
   * With any number of steps, θ ≥ λmin and an eigenvalue lies within the residual of θ. λmin itself
   * does after all steps; and when the residual has come down to the tolerance, to within that.
   */
  static void check(DenseMatrix a, double[] exact) {
    int n = a.rows;
    // both eigenvalues and products: n·ε‖A‖ with the constant of EigenContract
    double rounding = 20 * n * 0x1p-52 * a.frobeniusNorm();
    for (int steps : new int[] {1, 2, 5, 20, 60, Math.min(n, ALL_STEPS)}) {
      Lanczos lanczos =
          Lanczos.smallest(n, Lanczos.Product.of(Workers.SERIAL, a), TOLERANCE, steps);
      double value = lanczos.value();
      double residual = lanczos.residual();
      assertThat(value).as("value in %s steps", steps).isGreaterThanOrEqualTo(exact[0] - rounding);
      double nearest = Arrays.stream(exact).map(x -> Math.abs(x - value)).min().orElseThrow();
      assertThat(nearest).as("nearest in %s steps", steps).isLessThanOrEqualTo(residual + rounding);
      double accuracy = TOLERANCE * Math.max(1, Math.abs(value));
      if (residual <= accuracy) {
        assertThat(lanczos.lowerEstimate())
            .as("bound in %s steps", steps)
            .isLessThanOrEqualTo(exact[0] + accuracy + rounding);
      }
    }
    if (n <= ALL_STEPS) {
      Lanczos complete = Lanczos.smallest(n, Lanczos.Product.of(Workers.SERIAL, a), 0, n);
      assertThat(complete.lowerEstimate()).isLessThanOrEqualTo(exact[0] + rounding);
    }
  }

  @ParameterizedTest(name = "n = {0}")
  @ValueSource(ints = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
  void random(int n) {
    for (int seed = 0; seed < 30; seed++) {
      check(Reference.randomSymmetric(n, seed));
    }
  }

  @ParameterizedTest(name = "n = {0}")
  @ValueSource(ints = {1, 2, 3, 4, 6, 9, 16, 30, 47, 64, 101})
  void hard(int n) {
    HardMatrices.positive(n).values().forEach(LanczosTest::check);
    HardMatrices.doubtful(n).values().forEach(LanczosTest::check);
    check(HardMatrices.withSpectrum(n, k -> Math.floor(k / 3.0))); // triple eigenvalues
    check(HardMatrices.withSpectrum(n, k -> k == 0 ? -1 : 1)); // one and all others
    check(HardMatrices.withSpectrum(n, k -> k == 0 ? -1e-9 : 1 + k)); // slightly negative
  }

  @ParameterizedTest(name = "scale {0}")
  @ValueSource(doubles = {1e-300, 1e-200, 1e-160, 1e-100, 1e100, 1e153, 1e160, 1e290})
  void whateverTheScale(double scale) {
    for (int n : new int[] {1, 2, 10, 40}) {
      DenseMatrix a = Reference.randomSymmetric(n, n);
      a.scale(scale);
      check(a);
    }
  }

  @ParameterizedTest(name = "n = {0}")
  @ValueSource(ints = {2, 3, 10, 50})
  void oneEntryThatIsLessThanTheOthersByRounding(int n) {
    for (int place = 0; place < n; place++) {
      for (double less = 1e-16; less < 1e-9; less *= 2) {
        DenseMatrix a = DenseMatrix.identity(n);
        a.set(place, place, 1 - less);
        Lanczos all = Lanczos.smallest(n, Lanczos.Product.of(Workers.SERIAL, a), 0, n);
        assertThat(all.lowerEstimate()).isLessThanOrEqualTo(1 - less);
        assertThat(all.residual()).isLessThan(n * 1e-14);
      }
    }
  }

  @Test
  void subnormalMatrices() {
    for (int seed = 0; seed < 200; seed++) {
      DenseMatrix a = Reference.randomSymmetric(25, seed);
      a.scale(2 * Double.MIN_VALUE);
      double least = SymmetricEigen.valuesOf(a)[0];
      Lanczos all = Lanczos.smallest(25, Lanczos.Product.of(Workers.SERIAL, a), 0, 25);
      assertThat(all.lowerEstimate()).isLessThanOrEqualTo(least + 25 * Double.MIN_VALUE);
      assertThat(all.residual()).isPositive();
    }
  }

  @Tag("slow")
  @ParameterizedTest(name = "n = {0}")
  @ValueSource(ints = {1, 2, 7, 20, 50, 150, 400})
  void thousands(int n) {
    for (int seed = 0; seed < 40_000 / n / 10; seed++) {
      check(Reference.randomSymmetric(n, seed + 1000));
      double step = 1.0 / (1 + seed);
      check(HardMatrices.withSpectrum(n, k -> Math.floor(k * step)));
      check(HardMatrices.withSpectrum(n, k -> Math.exp(-k * step)));
    }
  }

  @Test
  void argumentsAreNamed() {
    assertThatThrownBy(() -> Lanczos.smallest(0, (x, t) -> {}, 1e-6, 3))
        .hasMessage("smallest: n and maxSteps must be at least 1, were 0 and 3");
    assertThatThrownBy(() -> Lanczos.smallest(4, (x, t) -> {}, 1e-6, 0))
        .hasMessage("smallest: n and maxSteps must be at least 1, were 4 and 0");
    assertThatThrownBy(() -> Lanczos.smallest(4, (x, t) -> {}, Double.NaN, 3))
        .hasMessage("smallest: tolerance must not be negative, was NaN");
    assertThatThrownBy(() -> Lanczos.Product.of(Workers.SERIAL, DenseMatrix.zeros(3, 4)))
        .hasMessageStartingWith("Lanczos.Product")
        .hasMessageContaining("3 x 4");
    Lanczos.Product four = Lanczos.Product.of(Workers.SERIAL, DenseMatrix.identity(4));
    assertThatThrownBy(() -> Lanczos.smallest(6, four, 0, 10))
        .hasMessage("Lanczos.Product: a of 4 x 4 does not fit x of length 6");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void aProductThatIsNotFiniteIsNamed(double value) {
    assertThatThrownBy(() -> Lanczos.smallest(9, (x, t) -> Arrays.fill(t, value), 1e-6, 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("smallest: the product in step 0 is not finite");
  }
}
