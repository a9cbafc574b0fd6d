package io.spectrahedra.sdp.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.SymmetricEigen;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("spaces of small rational numbers")
class RationalSpanTest {
  private static DenseMatrix random(int rows, int cols, double size, long seed) {
    Random random = new Random(seed);
    DenseMatrix a = DenseMatrix.zeros(rows, cols);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < cols; j++) {
        a.set(i, j, size * random.nextGaussian());
      }
    }
    return a;
  }

  /** A basis of any kind, known to two or three digits, leads to the space itself. */
  @Test
  void spaceFromTwoDigits() {
    DenseMatrix rational =
        DenseMatrix.of(
            new double[][] {
              {-1, 1, 1, 0, 0, 0.5, 0},
              {-1, 0, 0, 1, 0, 0, 0.5},
              {0, 0, 1, 0, 1, 0.25, 0}
            });
    for (long seed = 0; seed < 50; seed++) {
      DenseMatrix mixed = Gemm.product(Workers.SERIAL, random(3, 3, 1, seed), rational);
      SymmetricEigen eigen =
          SymmetricEigen.of(Gemm.product(Workers.SERIAL, mixed.transposed(), mixed));
      DenseMatrix basis = eigen.vectors().view(0, 4, 7, 3).transposed().copy();
      basis.addScaled(1, random(3, 7, 1e-3, seed + 1000));
      DenseMatrix span = RationalSpan.of(basis).orElseThrow();
      DenseMatrix both = DenseMatrix.zeros(6, 7);
      both.view(0, 0, 3, 7).setTo(span);
      both.view(3, 0, 3, 7).setTo(rational);
      double[] squares =
          SymmetricEigen.valuesOf(Gemm.product(Workers.SERIAL, both.transposed(), both));
      assertThat(squares[3]).as("rank 3 together, seed %d", seed).isLessThan(1e-14);
      assertThat(squares[4]).isGreaterThan(1e-2);
    }
  }

  @Test
  void spacesOfOtherNumbers() {
    assertThat(RationalSpan.of(random(4, 40, 1, 3))).isEmpty();
  }
}
