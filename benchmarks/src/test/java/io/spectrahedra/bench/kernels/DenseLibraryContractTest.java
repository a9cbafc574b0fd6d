package io.spectrahedra.bench.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("every library computes what the table says it is measured at")
class DenseLibraryContractTest {
  private static final int N = 70;

  /** A is well conditioned: errors are of the order of n times the rounding error. */
  private static final double TOLERANCE = 1e-12;

  private final double[][] a = square(Prepared.positiveDefinite(N));
  private final double[][] b = square(Prepared.random(N));
  private final double[][] l = lower(a);

  static Stream<Arguments> cases() {
    // OpenBLAS first: netlib loads the system's BLAS, and with it another OpenBLAS if there is one
    return Stream.of(Provider.OPENBLAS, Provider.SPECTRAHEDRA, Provider.EJML, Provider.VECTORBLAS)
        .flatMap(
            provider ->
                Arrays.stream(Routine.values())
                    .filter(routine -> provider.library(1).calls().containsKey(routine))
                    .map(routine -> Arguments.of(provider, routine)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("cases")
  void computes(Provider provider, Routine routine) {
    Prepared<?> prepared = Prepared.of(provider.library(1), new Point(routine, N));
    prepared.restore();
    prepared.run();
    prepared.restore();
    prepared.run(); // a benchmark calls it often
    double[][] c = square(prepared.result());
    switch (routine) {
      case GEMM -> same(c, times(a, b));
      case SYRK -> same(lower(c), lower(times(b, transposed(b))));
      case SANDWICH -> same(lower(c), lower(times(times(b, a), transposed(b))));
      case TRSM -> same(times(l, c), b);
      case TRSM_RIGHT -> same(times(c, transposed(l)), b);
      case CHOLESKY -> same(times(lower(c), transposed(lower(c))), a);
      case SPD_INVERSE -> same(times(symmetric(c), a), identity());
      case TRIANGULAR_INVERSE -> same(times(lower(c), l), identity());
      case EIGEN -> eigenvectors(c);
    }
  }

  private void eigenvectors(double[][] c) {
    same(times(c, transposed(c)), identity());
    double byRows = offDiagonal(times(times(c, a), transposed(c)));
    double byColumns = offDiagonal(times(times(transposed(c), a), c));
    assertThat(Math.min(byRows, byColumns)).isLessThan(N * TOLERANCE);
  }

  private static double offDiagonal(double[][] x) {
    double largest = 0;
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < i; j++) {
        largest = Math.max(largest, Math.max(Math.abs(x[i][j]), Math.abs(x[j][i])));
      }
    }
    return largest;
  }

  private static void same(double[][] actual, double[][] expected) {
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < N; j++) {
        double error = Math.abs(actual[i][j] - expected[i][j]);
        assertThat(error)
            .as("entry (%d, %d)", i, j)
            .isLessThan(TOLERANCE * N * (1 + Math.abs(expected[i][j])));
      }
    }
  }

  private static double[][] square(double[] entries) {
    double[][] x = new double[N][];
    Arrays.setAll(x, i -> Arrays.copyOfRange(entries, i * N, (i + 1) * N));
    return x;
  }

  private static double[][] identity() {
    double[][] x = new double[N][N];
    for (int i = 0; i < N; i++) {
      x[i][i] = 1;
    }
    return x;
  }

  private static double[][] times(double[][] x, double[][] y) {
    double[][] z = new double[N][N];
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < N; j++) {
        for (int k = 0; k < N; k++) {
          z[i][j] += x[i][k] * y[k][j];
        }
      }
    }
    return z;
  }

  private static double[][] transposed(double[][] x) {
    double[][] t = new double[N][N];
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < N; j++) {
        t[j][i] = x[i][j];
      }
    }
    return t;
  }

  private static double[][] lower(double[][] x) {
    double[][] lower = new double[N][N];
    for (int i = 0; i < N; i++) {
      System.arraycopy(x[i], 0, lower[i], 0, i + 1);
    }
    return lower;
  }

  /** From its lower triangle. */
  private static double[][] symmetric(double[][] x) {
    double[][] s = lower(x);
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < i; j++) {
        s[j][i] = s[i][j];
      }
    }
    return s;
  }
}
