package io.spectrahedra.neural.decomposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.neural.Random;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("the same sum and the same norm of no more vectors than their rank, and one")
class CaratheodoryReductionTest {

  private static double norm(double... alpha) {
    return Arrays.stream(alpha).map(Math::abs).sum();
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "1, 8, 1", "4, 30, 4", "7, 100, 3", "20, 60, 20", "5, 4, 4", "3, 0, 0"})
  void sumAndNormStay(int p, int m, int rank) {
    Random random = new Random(100L * p + m);
    DenseMatrix left = random.matrix(p, rank);
    DenseMatrix vectors = Gemm.product(Workers.SERIAL, left, random.matrix(rank, m));
    double[] alpha = random.vector(m);
    double[] fewer = CaratheodoryReduction.of(vectors, alpha);
    assertThat(Arrays.stream(fewer).filter(weight -> weight != 0).count())
        .isLessThanOrEqualTo(rank + 1);
    assertThat(norm(fewer)).isCloseTo(norm(alpha), within(1e-11 * norm(alpha)));
    double[] change = new double[m];
    for (int j = 0; j < m; j++) {
      change[j] = fewer[j] - alpha[j];
      assertThat(fewer[j] * alpha[j] >= 0).isTrue();
    }
    DenseMatrix moved = Gemm.product(Workers.SERIAL, vectors, DenseMatrix.wrap(change, m, 1));
    assertThat(moved.maxAbs()).isLessThanOrEqualTo(1e-11 * norm(alpha) * (1 + vectors.maxAbs()));
  }
}
