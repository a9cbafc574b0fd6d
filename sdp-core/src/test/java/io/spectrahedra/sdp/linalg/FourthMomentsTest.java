package io.spectrahedra.sdp.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("fourth moments agree with the sum of products, formed exactly")
class FourthMomentsTest {

  private static DenseMatrix moments(Workers workers, DenseMatrix u) {
    int q = u.cols * (u.cols + 1) / 2;
    DenseMatrix sum = DenseMatrix.zeros(q, q);
    FourthMoments.of(
        workers,
        u.rows,
        u.cols,
        (from, target) -> target.setTo(u.view(from, 0, target.rows, u.cols)),
        sum);
    return sum;
  }

  /** The rows svec(uuᵀ), or those of |u|. */
  private static DenseMatrix packed(DenseMatrix u, boolean absolute) {
    DenseMatrix packed = DenseMatrix.zeros(u.rows, u.cols * (u.cols + 1) / 2);
    for (int r = 0; r < u.rows; r++) {
      int e = 0;
      for (int i = 0; i < u.cols; i++) {
        for (int j = 0; j <= i; j++) {
          double product = u.at(r, i) * u.at(r, j) * (i == j ? 1 : Math.sqrt(2));
          packed.set(r, e++, absolute ? Math.abs(product) : product);
        }
      }
    }
    return packed;
  }

  @ParameterizedTest(name = "{0} vectors of length {1}")
  @CsvSource({
    "0, 3",
    "1, 1",
    "7, 3",
    "300, 9",
    "1100, 5",
    "40, 23",
    "1, 24",
    "250, 25",
    "500, 31",
    "9000, 26"
  })
  void everyEntry(int count, int n) {
    DenseMatrix u = Reference.random(count, n, count + n);
    DenseMatrix rows = packed(u, false);
    DenseMatrix expected = Reference.product(rows.transposed(), rows);
    DenseMatrix sizes = packed(u, true);
    DenseMatrix size = Reference.product(sizes.transposed(), sizes);
    DenseMatrix actual = moments(Workers.SERIAL, u);
    assertThat(actual.rows).isEqualTo(n * (n + 1) / 2);
    for (int i = 0; i < actual.rows; i++) {
      for (int j = 0; j <= i; j++) {
        // a sum of so many terms, three products each, two factors √2 on both sides
        double allowed = (count + 14) * 0x1p-52 * size.at(i, j);
        assertThat(Math.abs(actual.at(i, j) - expected.at(i, j))).isLessThanOrEqualTo(allowed);
      }
    }
  }

  @Test
  void sameBitsForEveryNumberOfThreads() {
    for (int n : new int[] {8, 30}) {
      DenseMatrix u = Reference.random(1500, n, 5);
      DenseMatrix serial = moments(Workers.SERIAL, u);
      try (Workers team = new Workers(3, () -> false)) {
        assertThat(moments(team, u).data()).isEqualTo(serial.data());
      }
    }
  }

  @Test
  void everyVectorIsAskedForOnce() {
    for (int n : new int[] {2, 24}) {
      AtomicInteger asked = new AtomicInteger();
      FourthMoments.of(
          Workers.SERIAL,
          9000,
          n,
          (from, target) -> asked.addAndGet(target.rows),
          DenseMatrix.zeros(n * (n + 1) / 2, n * (n + 1) / 2));
      assertThat(asked).hasValue(9000);
    }
  }
}
