package io.spectrahedra.sdp.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("sums of products with twice the digits")
class CompensatedMatrixTest {
  @Test
  void whatIsLeftAfterCancellationIsRoundedOnce() {
    Random random = new Random(7);
    CompensatedMatrix sum = new CompensatedMatrix(2, 3);
    BigDecimal[][] exact = new BigDecimal[2][3];
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 3; j++) {
        exact[i][j] = BigDecimal.ZERO;
        for (int k = 0; k < 50; k++) {
          double x = Math.scalb(random.nextGaussian(), random.nextInt(20));
          double y = random.nextGaussian();
          sum.addProduct(i, j, x, y);
          exact[i][j] = exact[i][j].add(new BigDecimal(x).multiply(new BigDecimal(y)));
        }
      }
    }
    DenseMatrix counter = DenseMatrix.zeros(2, 3);
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 3; j++) {
        counter.set(i, j, -exact[i][j].doubleValue());
        exact[i][j] = exact[i][j].add(new BigDecimal(counter.at(i, j)));
      }
    }
    sum.add(counter);
    DenseMatrix rounded = sum.rounded();
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 3; j++) {
        double wanted = exact[i][j].doubleValue(); // what rounding of the sum has left
        assertThat(Math.abs(rounded.at(i, j) - wanted)).isLessThan(1e-8 * Math.abs(wanted));
      }
    }
  }

  @Test
  void numbersTooLargeToSplitAreAddedPlainly() {
    CompensatedMatrix sum = new CompensatedMatrix(1, 1);
    sum.addProduct(0, 0, 1e300, 2);
    sum.addProduct(0, 0, 1, 1e290);
    assertThat(sum.rounded().at(0, 0)).isEqualTo(2e300 + 1e290);
  }
}
