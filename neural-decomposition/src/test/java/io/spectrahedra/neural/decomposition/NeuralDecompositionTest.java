package io.spectrahedra.neural.decomposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.neural.Random;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.SymmetricEigen;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Z = Σ yyᵀ with ‖w‖ = |t| to 1e-12, whatever the rank and the spread")
class NeuralDecompositionTest {

  /** PᵀP of a random factor whose rows spread over so many orders, balanced to trace Z₁ = Z₄. */
  private static DenseMatrix random(int d, int rank, double orders, long seed) {
    Random random = new Random(seed);
    DenseMatrix p = random.matrix(rank, d + 1);
    for (int k = 0; k < rank; k++) {
      double scale = Math.pow(10, -orders / 2 * k / Math.max(1, rank - 1));
      p.view(k, 0, 1, d + 1).scale(scale);
    }
    DenseMatrix w = p.view(0, 0, rank, d);
    w.scale(p.view(0, d, rank, 1).frobeniusNorm() / w.frobeniusNorm());
    DenseMatrix z = Gemm.product(Workers.SERIAL, p.transposed(), p);
    z.symmetrise();
    return z;
  }

  private static void check(DenseMatrix z, NeuralDecomposition decomposition, double accuracy) {
    int d = z.rows - 1;
    DenseMatrix vectors = decomposition.vectors();
    for (int j = 0; j < vectors.rows; j++) {
      double norm = vectors.view(j, 0, 1, d).frobeniusNorm();
      double t = Math.abs(vectors.at(j, d));
      assertThat(t).isPositive();
      assertThat(Math.abs(norm - t)).isLessThanOrEqualTo(1e-12 * t);
    }
    DenseMatrix sum = Gemm.product(Workers.SERIAL, vectors.transposed(), vectors);
    sum.addScaled(-1, z);
    assertThat(sum.frobeniusNorm()).isLessThanOrEqualTo(accuracy * z.frobeniusNorm());
  }

  static IntStream ranks() {
    return IntStream.of(1, 2, 3, 5, 10, 30, 80, 200);
  }

  @ParameterizedTest(name = "rank {0}")
  @MethodSource("ranks")
  void decomposesEveryRankAndSpread(int rank) {
    for (double orders : new double[] {0, 3, 6, 12}) {
      for (int d : new int[] {Math.max(1, rank - 1), rank + 3}) {
        for (int seed = 0; seed < (rank > 50 ? 2 : 10); seed++) {
          DenseMatrix z = random(d, rank, orders, 31L * seed + rank);
          NeuralDecomposition all = NeuralDecomposition.of(z, 0);
          check(z, all, 1e-12);
          assertThat(all.vectors().rows).isLessThanOrEqualTo(d + 1);
          NeuralDecomposition kept = NeuralDecomposition.of(z, 1e-14);
          check(z, kept, 1e-12);
          assertThat(kept.vectors().rows).isLessThanOrEqualTo(Math.min(rank, d + 1));
        }
      }
    }
  }

  @ParameterizedTest(name = "scaled by {0}")
  @ValueSource(doubles = {1e-200, 1e-12, 1, 1e12, 1e140})
  void theSizeOfZDoesNotMatter(double scale) {
    DenseMatrix z = random(6, 4, 2, 5);
    z.scale(scale);
    NeuralDecomposition decomposition = NeuralDecomposition.of(z, 1e-13);
    check(z, decomposition, 1e-12);
    assertThat(decomposition.vectors().rows).isEqualTo(4);
  }

  @Test
  void whatIsDroppedIsReported() {
    DenseMatrix z = random(5, 3, 0, 7);
    for (int i = 0; i < 6; i++) {
      z.add(i, i, 1e-9);
    }
    NeuralDecomposition decomposition = NeuralDecomposition.of(z, 1e-6);
    assertThat(decomposition.vectors().rows).isEqualTo(3);
    assertThat(decomposition.dropped()).isCloseTo(3e-9, within(1e-13));
    check(z, decomposition, 1e-7);
  }

  @Test
  void negativeEigenvaluesAreRounding() {
    DenseMatrix z = random(5, 3, 0, 8);
    SymmetricEigen eigen = SymmetricEigen.of(z);
    DenseMatrix v = eigen.vectors().view(0, 0, 6, 1);
    z.addScaled(-1e-14, Gemm.product(Workers.SERIAL, v, v.transposed()));
    NeuralDecomposition decomposition = NeuralDecomposition.of(z, 1e-10);
    assertThat(decomposition.vectors().rows).isEqualTo(3);
    check(z, decomposition, 1e-12);
  }

  @Test
  void theSmallestCases() {
    DenseMatrix one = DenseMatrix.of(new double[][] {{4, -4}, {-4, 4}});
    DenseMatrix vectors = NeuralDecomposition.of(one, 1e-10).vectors();
    assertThat(vectors.rows).isEqualTo(1);
    assertThat(vectors.at(0, 0) * vectors.at(0, 1)).isCloseTo(-4, within(1e-14));
    // the identity of order two: both neurons of one feature, u = 1 and u = −1
    NeuralDecomposition identity = NeuralDecomposition.of(DenseMatrix.identity(2), 1e-10);
    assertThat(identity.vectors().rows).isEqualTo(2);
    check(DenseMatrix.identity(2), identity, 1e-15);
    assertThat(NeuralDecomposition.of(DenseMatrix.zeros(3, 3), 0).vectors().rows).isZero();
  }

  @Test
  void theToleranceHasARange() {
    assertThatThrownBy(() -> NeuralDecomposition.of(DenseMatrix.identity(2), -1))
        .hasMessage("tolerance must lie in [0, 1), was -1.0");
  }
}
