package io.spectrahedra.sdp.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("symmetric eigenvalues and vectors: residual and orthogonality of order n·ε")
class EigenTest {

  static Stream<Arguments> cases() {
    Stream.Builder<Arguments> cases = Stream.builder();
    for (int n : new int[] {1, 2, 3, 7, 20, 33, 51, 65, 100, 257}) {
      cases.add(Arguments.of("random", Reference.randomSymmetric(n, n)));
      cases.add(
          Arguments.of("graded", HardMatrices.withSpectrum(n, k -> Math.pow(10, -16.0 * k / n))));
      cases.add(Arguments.of("clustered", HardMatrices.withSpectrum(n, k -> 1 + 1e-13 * k)));
      cases.add(
          Arguments.of("rank deficient", HardMatrices.withSpectrum(n, k -> k < n / 3 ? 1 + k : 0)));
      cases.add(Arguments.of("Wilkinson", HardMatrices.wilkinson(n)));
      cases.add(
          Arguments.of(
              "glued Wilkinson",
              HardMatrices.tridiagonal(
                  n, i -> Math.abs(i % 21 - 10), i -> i % 21 == 20 ? 1e-9 : 1)));
      cases.add(
          Arguments.of(
              "Clement",
              HardMatrices.tridiagonal(n, i -> 0, i -> Math.sqrt((i + 1.0) * (n - 1 - i)))));
      cases.add(Arguments.of("all alike", HardMatrices.tridiagonal(n, i -> 2, i -> -1)));
      cases.add(
          Arguments.of(
              "falls apart", HardMatrices.tridiagonal(n, i -> i % 5, i -> i % 7 == 0 ? 0 : 1e-8)));
      cases.add(
          Arguments.of(
              "graded band",
              HardMatrices.tridiagonal(
                  n, i -> Math.pow(10, -300.0 * i / n), i -> Math.pow(10, -300.0 * i / n))));
      cases.add(Arguments.of("zero", DenseMatrix.zeros(n, n)));
      cases.add(Arguments.of("identity", DenseMatrix.identity(n)));
      DenseMatrix huge = Reference.randomSymmetric(n, n + 1);
      huge.scale(1e150);
      cases.add(Arguments.of("huge", huge));
      DenseMatrix tiny = Reference.randomSymmetric(n, n + 2);
      tiny.scale(1e-150);
      cases.add(Arguments.of("tiny", tiny));
    }
    return cases.build();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("cases")
  void decomposes(String name, DenseMatrix a) {
    int n = a.rows;
    SymmetricEigen eigen = SymmetricEigen.of(a);
    double bound = 20 * n * 0x1p-52;
    DenseMatrix v = eigen.vectors();
    assertThat(
            Reference.maxDifference(Reference.product(v.transposed(), v), DenseMatrix.identity(n)))
        .isLessThanOrEqualTo(bound);
    DenseMatrix scaled = v.copy();
    for (int k = 0; k < n; k++) {
      scaled.view(0, k, n, 1).scale(eigen.values()[k]);
    }
    assertThat(Reference.maxDifference(Reference.product(a, v), scaled))
        .isLessThanOrEqualTo(bound * a.frobeniusNorm());
    assertThat(eigen.values()).isSorted();
    double[] alone = SymmetricEigen.valuesOf(a);
    for (int k = 0; k < n; k++) {
      assertThat(alone[k]).isCloseTo(eigen.values()[k], within(bound * a.frobeniusNorm()));
    }
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {2, 3, 8})
  void sameBitsForEveryNumberOfThreads(int threads) {
    assertSameBits(threads, Reference.randomSymmetric(150, 5));
    assertSameBits(threads, Reference.randomSymmetric(403, 6)); // cut into slices and parts
  }

  private static void assertSameBits(int threads, DenseMatrix a) {
    SymmetricEigen one = SymmetricEigen.of(a);
    try (Workers team = new Workers(threads, () -> false)) {
      SymmetricEigen several = SymmetricEigen.of(team, a);
      assertThat(several.values()).isEqualTo(one.values());
      assertThat(several.vectors().copy().data()).isEqualTo(one.vectors().copy().data());
    }
  }

  @Test
  void knownEigenvaluesOfTheSecondDifference() {
    int n = 40;
    DenseMatrix a = DenseMatrix.zeros(n, n);
    for (int i = 0; i < n; i++) {
      a.set(i, i, 2);
      if (i > 0) {
        a.set(i, i - 1, -1); // only the lower triangle is read
      }
    }
    double[] values = SymmetricEigen.valuesOf(a);
    for (int k = 0; k < n; k++) {
      double sin = Math.sin(Math.PI * (k + 1) / (2 * (n + 1)));
      assertThat(values[k]).isCloseTo(4 * sin * sin, within(1e-14));
    }
  }

  /** Sweeps through entries of size 1 leave rounding errors in the cluster at 0. */
  @ParameterizedTest(name = "order {0}, eigenvalues 0 to {1}")
  @CsvSource({"200, 1", "217, 2", "256, 2", "600, 1"})
  void eigenvaluesOfProjectionsAndOtherClusters(int n, int most) {
    for (int seed = 0; seed < 20_000 / n; seed++) {
      DenseMatrix a = DenseMatrix.zeros(n, n);
      for (int i = 0; i < n; i++) {
        a.set(i, i, i % (most + 1));
      }
      for (int k = 0; k < 4; k++) {
        reflect(a, Reference.random(1, n, 4L * seed + k).row(0));
      }
      double[] exact = IntStream.range(0, n).mapToDouble(i -> i % (most + 1)).sorted().toArray();
      assertThat(SymmetricEigen.valuesOf(a)).containsExactly(exact, within(n * 0x1p-50));
    }
  }

  /** A ← PAP for P = I − 2vvᵀ/vᵀv. */
  private static void reflect(DenseMatrix a, double[] v) {
    int n = a.rows;
    double square = Arrays.stream(v).map(x -> x * x).sum();
    double[] av = new double[n];
    multiply(a, v, av);
    double vav = 0;
    for (int i = 0; i < n; i++) {
      vav += v[i] * av[i];
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double first = 2 * (v[i] * av[j] + av[i] * v[j]) / square;
        a.add(i, j, 4 * vav * v[i] * v[j] / (square * square) - first);
      }
    }
  }

  @Test
  void refusesWhatHasNoEigenvalues() {
    DenseMatrix a = DenseMatrix.identity(3);
    a.set(2, 0, Double.NaN);
    assertThatThrownBy(() -> SymmetricEigen.of(a))
        .hasMessage(
            "SymmetricEigen.of: a matrix with NaN or infinity has no eigenvalues: entry (2, 0) is NaN");
    assertThatThrownBy(() -> SymmetricEigen.of(DenseMatrix.zeros(2, 3)))
        .hasMessage("SymmetricEigen.of needs a square matrix, got 2 x 3");
  }

  @ParameterizedTest(name = "n = {0}")
  @ValueSource(ints = {1, 2, 10, 80, 200})
  void lanczosBoundsTheSmallestEigenvalue(int n) {
    for (int seed = 0; seed < 10; seed++) {
      DenseMatrix a = Reference.randomSymmetric(n, seed);
      double exact = SymmetricEigen.valuesOf(a)[0];
      double rounding = 1e-12 * a.frobeniusNorm();
      for (int steps : new int[] {1, 5, 20, 60, 300}) {
        Lanczos lanczos = Lanczos.smallest(n, (x, t) -> multiply(a, x, t), 1e-6, steps);
        assertThat(lanczos.value()).isGreaterThanOrEqualTo(exact - rounding);
        if (steps >= 60) {
          assertThat(lanczos.lowerEstimate()).isLessThanOrEqualTo(exact + rounding);
        }
      }
    }
  }

  @Test
  void lanczosIsExactOnAnInvariantSubspace() {
    double[] diagonal = new SplittableRandom(1).doubles(50, 1, 2).toArray();
    diagonal[17] = -3;
    Lanczos lanczos =
        Lanczos.smallest(50, (x, t) -> Arrays.setAll(t, i -> diagonal[i] * x[i]), 1e-12, 50);
    assertThat(lanczos.value()).isCloseTo(-3, within(1e-11));
    Lanczos zero = Lanczos.smallest(50, (x, t) -> Arrays.fill(t, 0), 1e-12, 50);
    assertThat(zero.value()).isZero();
    assertThat(zero.residual()).isZero();
  }

  private static void multiply(DenseMatrix a, double[] x, double[] target) {
    for (int i = 0; i < a.rows; i++) {
      target[i] = 0;
      for (int j = 0; j < a.cols; j++) {
        target[i] += a.at(i, j) * x[j];
      }
    }
  }
}
