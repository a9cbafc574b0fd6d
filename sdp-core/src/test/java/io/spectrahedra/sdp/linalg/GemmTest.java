package io.spectrahedra.sdp.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spectrahedra.sdp.linalg.Reference.Layout;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("products agree with double-double sums to n·ε|A||B|, in every layout")
class GemmTest {
  private static final int[] SIZES = {0, 1, 2, 3, 5, 8, 17, 25, 31, 48, 64, 65, 100, 129, 257, 500};

  static Stream<Arguments> cases() {
    Stream.Builder<Arguments> cases = Stream.builder();
    for (int i = 0; i < SIZES.length; i++) {
      int m = SIZES[i];
      int n = SIZES[(i * 5 + 3) % SIZES.length];
      int k = SIZES[(i * 7 + 4) % SIZES.length];
      for (Layout layout : Layout.values()) {
        cases.add(Arguments.of(m, n, k, layout));
      }
    }
    return cases.build();
  }

  @ParameterizedTest(name = "{0} x {1} x {2}, {3}")
  @MethodSource("cases")
  void multiply(int m, int n, int k, Layout layout) {
    SplittableRandom random = new SplittableRandom(m + 31L * n + 977L * k);
    DenseMatrix a = layout.random(m, k, random);
    DenseMatrix b = layout.random(k, n, random);
    DenseMatrix c = layout.random(m, n, random);
    DenseMatrix before = c.copy();
    Gemm.multiply(Workers.SERIAL, -1.5, a, b, 0.5, c);
    DenseMatrix exact = Reference.product(a, b);
    DenseMatrix size = Reference.absoluteProduct(a, b);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double expected = -1.5 * exact.at(i, j) + 0.5 * before.at(i, j);
        double bound = (k + 4) * 0x1p-52 * (1.5 * size.at(i, j) + Math.abs(before.at(i, j)));
        assertThat(Math.abs(c.at(i, j) - expected)).isLessThanOrEqualTo(bound);
      }
    }
  }

  @ParameterizedTest(name = "order {0}, inner {2}, {3}")
  @MethodSource("cases")
  void multiplyLower(int n, int unused, int k, Layout layout) {
    SplittableRandom random = new SplittableRandom(n + 57L * k);
    DenseMatrix a = layout.random(n, k, random);
    DenseMatrix c = layout.random(n, n, random);
    DenseMatrix before = c.copy();
    Gemm.multiplyLower(Workers.SERIAL, 2, a, a.transposed(), 1, c);
    DenseMatrix exact = Reference.product(a, a.transposed());
    DenseMatrix size = Reference.absoluteProduct(a, a.transposed());
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double expected = before.at(i, j) + (j <= i ? 2 * exact.at(i, j) : 0);
        double bound = (k + 4) * 0x1p-52 * (2 * size.at(i, j) + Math.abs(before.at(i, j)));
        assertThat(Math.abs(c.at(i, j) - expected)).isLessThanOrEqualTo(bound);
      }
    }
  }

  @Test
  void betaZeroDoesNotReadTheTarget() {
    DenseMatrix c = DenseMatrix.zeros(2, 2);
    c.fill(Double.NaN);
    Gemm.multiply(Workers.SERIAL, 1, DenseMatrix.identity(2), DenseMatrix.identity(2), 0, c);
    assertThat(c.data()).containsExactly(1, 0, 0, 1);
  }

  @Test
  void nanAndInfinityPropagate() {
    DenseMatrix a = Reference.random(5, 7, 1);
    a.set(2, 3, Double.NaN);
    a.set(4, 1, Double.POSITIVE_INFINITY);
    DenseMatrix c = Gemm.product(Workers.SERIAL, a, Reference.random(7, 6, 2));
    for (int j = 0; j < 6; j++) {
      assertThat(c.at(2, j)).isNaN();
      assertThat(c.at(4, j)).isInfinite();
      assertThat(c.at(1, j)).isFinite();
    }
  }

  @ParameterizedTest(name = "{0} threads")
  @org.junit.jupiter.params.provider.ValueSource(ints = {2, 3, 8})
  void sameBitsForEveryNumberOfThreads(int threads) {
    DenseMatrix a = Reference.random(300, 170, 3);
    DenseMatrix b = Reference.random(170, 400, 4);
    DenseMatrix one = Gemm.product(Workers.SERIAL, a, b);
    try (Workers team = new Workers(threads, () -> false)) {
      assertThat(Gemm.product(team, a, b).data()).isEqualTo(one.data());
    }
  }

  @Test
  void shapesThatDoNotFitAreNamed() {
    assertThatThrownBy(
            () ->
                Gemm.multiply(
                    Workers.SERIAL,
                    1,
                    DenseMatrix.zeros(2, 3),
                    DenseMatrix.zeros(4, 5),
                    0,
                    DenseMatrix.zeros(2, 5)))
        .hasMessage("multiply: a of 2 x 3 times b of 4 x 5 does not fit c of 2 x 5");
  }
}
