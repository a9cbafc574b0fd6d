package io.spectrahedra.sdp.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("matrices wwᵀ")
class RankOneTest {
  private static DenseMatrix outer(int n, double scale) {
    Random random = new Random(n);
    DenseMatrix w = DenseMatrix.zeros(n, 1);
    for (int i = 0; i < n; i++) {
      w.set(i, 0, scale * (random.nextInt(7) - 3));
    }
    w.set(n / 2, 0, -4 * scale);
    return Gemm.product(Workers.SERIAL, w, w.transposed());
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "7, 1e-120", "7, 1e120", "60, 0.3"})
  void hasAnOrthonormalNullSpace(int n, double scale) {
    DenseMatrix a = outer(n, scale);
    DenseMatrix basis = RankOne.of(a).orElseThrow().nullSpace();
    assertThat(basis.cols).isEqualTo(n - 1);
    DenseMatrix identity = Gemm.product(Workers.SERIAL, basis.transposed(), basis);
    identity.addScaled(-1, DenseMatrix.identity(n - 1));
    assertThat(identity.maxAbs()).isLessThan(1e-15 * n);
    DenseMatrix image = Gemm.product(Workers.SERIAL, a, basis);
    assertThat(image.maxAbs()).isLessThanOrEqualTo(1e-15 * n * a.maxAbs());
  }

  @Test
  void othersAreNone() {
    assertThat(RankOne.of(DenseMatrix.identity(2))).isEmpty();
    assertThat(RankOne.of(DenseMatrix.zeros(3, 3))).isEmpty();
    DenseMatrix negative = outer(5, 1);
    negative.scale(-1);
    assertThat(RankOne.of(negative)).isEmpty();
    DenseMatrix near = outer(5, 1);
    near.addScaled(1e-12, DenseMatrix.identity(5));
    assertThat(RankOne.of(near)).isEmpty();
  }
}
