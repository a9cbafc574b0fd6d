package io.spectrahedra.sdp.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("tiles of a product")
class ProductTilesTest {
  private static final int[] THREADS = {1, 2, 3, 8, 64};

  /** Each entry in one of them, whole multiples of the registers but at the ends. */
  @Test
  void coverEveryEntryOnce() {
    Random random = new Random(1);
    for (int trial = 0; trial < 500; trial++) {
      int rows = 1 + random.nextInt(trial % 10 == 0 ? 5000 : 700);
      int cols = 1 + random.nextInt(trial % 10 == 1 ? 5000 : 700);
      int threads = THREADS[random.nextInt(THREADS.length)];
      DenseMatrix wide = DenseMatrix.zeros(rows, cols);
      assertCovered(ProductTiles.even(wide, false, threads), wide, 24);
      DenseMatrix square = DenseMatrix.zeros(rows, rows);
      assertCovered(ProductTiles.even(square, true, threads), square, 24);
      assertCovered(ProductTiles.bands(square, threads), square, 12);
    }
  }

  private static void assertCovered(ProductTiles tiles, DenseMatrix c, int step) {
    int row = 0;
    for (int strip = 0; strip * tiles.across() < tiles.count(); strip++) {
      int first = strip * tiles.across();
      assertThat(tiles.row(first)).isEqualTo(row);
      assertThat(tiles.row(first) % step == 0 || tiles.row(first) == c.rows).isTrue();
      int col = 0;
      for (int tile = first; tile < first + tiles.across(); tile++) {
        assertThat(tiles.col(tile)).isEqualTo(col);
        assertThat(tiles.row(tile)).isEqualTo(row);
        assertThat(col).isLessThan(c.cols);
        col += tiles.width();
      }
      assertThat(col).isGreaterThanOrEqualTo(c.cols);
      row = tiles.end(first);
    }
    assertThat(row).isEqualTo(c.rows);
  }

  /** On both sides of what is cut into bands, and of what is cut at all. */
  @ParameterizedTest(name = "order {0}, depth {1}")
  @CsvSource({"40, 31", "150, 17", "150, 18", "159, 31", "390, 390", "401, 401", "960, 32"})
  void theLowerTriangleHasTheSameBitsOnAllThreads(int n, int k) {
    SplittableRandom random = new SplittableRandom(n + k);
    DenseMatrix a = DenseMatrix.wrap(random.doubles((long) n * k, -1, 1).toArray(), n, k);
    DenseMatrix start = DenseMatrix.wrap(random.doubles((long) n * n, -1, 1).toArray(), n, n);
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        start.set(i, j, Double.NaN);
      }
    }
    double[] expected = product(1, a, start);
    for (int threads : new int[] {2, 3, 8}) {
      assertThat(product(threads, a, start)).isEqualTo(expected);
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        assertThat(Double.isNaN(expected[i * n + j])).isEqualTo(j > i);
      }
    }
  }

  private static double[] product(int threads, DenseMatrix a, DenseMatrix start) {
    DenseMatrix c = DenseMatrix.zeros(start.rows, start.cols);
    c.setTo(start);
    try (Workers workers = new Workers(threads, () -> false)) {
      Gemm.multiplyLower(workers, 1.1, a, a.transposed(), 0.7, c);
    }
    return c.data();
  }

  @Test
  void ofNoColumnsAndNearlyAllRowsThatThereCanBe() {
    DenseMatrix tall = DenseMatrix.zeros(Integer.MAX_VALUE - 8, 0);
    Gemm.multiply(Workers.SERIAL, 1, tall, DenseMatrix.zeros(0, 0), 0, tall);
    assertThat(tall.cols).isZero();
  }
}
