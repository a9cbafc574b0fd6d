package io.spectrahedra.sdp.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.linalg.Provider.Contract;
import io.spectrahedra.sdp.linalg.Reference.Layout;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/** ‖AV − VΛ‖ ≤ c·n·ε‖A‖ and ‖VᵀV − I‖ ≤ c·n·ε; bounds of Lanczos around the smallest λ. */
final class EigenContract implements Contract {
  /**
   * The constant c: reduction and back transformation are off by some n·ε/2 each for the two sides
   * of each of n reflections, divide and conquer by less.
   */
  private static final double CONSTANT = 20;

  /** Above, building the hard matrices takes longer than the decomposition. */
  private static final int HARD = 65;

  @Override
  public Map<String, IntConsumer> get() {
    return Map.of(
        "eigenvalues and vectors", EigenContract::decompose,
        "eigenvalues and vectors, hard matrices", EigenContract::hard,
        "Lanczos", EigenContract::lanczos);
  }

  private static void decompose(int n) {
    DenseMatrix a = Reference.randomSymmetric(n, n);
    Layout layout = Layout.inTurn(n);
    DenseMatrix source = layout.zeros(n, n);
    source.setTo(a);
    Exact.poisonUpper(source);
    check(a, source);
  }

  private static void hard(int n) {
    if (n <= HARD) {
      HardMatrices.positive(n).values().forEach(a -> check(a, a));
      HardMatrices.doubtful(n).values().forEach(a -> check(a, a));
    }
  }

  /**
   * @param source a, or its lower triangle
   */
  static void check(DenseMatrix a, DenseMatrix source) {
    int n = a.rows;
    SymmetricEigen eigen = SymmetricEigen.of(source);
    DenseMatrix v = eigen.vectors();
    double[] values = eigen.values();
    double bound = CONSTANT * n * 0x1p-52;
    double size = bound * a.frobeniusNorm() + n * Double.MIN_VALUE * n;
    Exact.forEntries(
        n,
        n,
        (i, j) -> {
          double orthogonal = Exact.product(v.transposed(), i, v, j).value();
          Exact.assertWithin(orthogonal, i == j ? 1 : 0, bound, i, j);
          double product = Exact.product(a, i, v, j).value();
          Exact.assertWithin(product, values[j] * v.at(i, j), size, i, j);
        });
    assertThat(values).isSorted();
    double[] alone = SymmetricEigen.valuesOf(source);
    for (int k = 0; k < n; k++) {
      assertThat(alone[k]).isCloseTo(values[k], within(size));
    }
    if (n > 0) {
      assertThat(SymmetricEigen.smallestOf(source)).isCloseTo(values[0], within(size));
    }
  }

  private static void lanczos(int n) {
    if (n > 0 && n <= 25) {
      LanczosTest.check(Reference.randomSymmetric(n, n));
      HardMatrices.doubtful(n).values().forEach(LanczosTest::check);
    } else if (n > 0) { // with known eigenvalues
      double[] diagonal = new SplittableRandom(n).doubles(n, -1, 1).toArray();
      DenseMatrix a = HardMatrices.tridiagonal(n, i -> diagonal[i], i -> 0);
      Arrays.sort(diagonal);
      LanczosTest.check(a, diagonal);
    }
  }
}
