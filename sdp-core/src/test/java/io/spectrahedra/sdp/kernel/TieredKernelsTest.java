package io.spectrahedra.sdp.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("the vector kernels take over when they are compiled, and nobody sees it")
class TieredKernelsTest {
  private static final int N = 200;

  private final Strided a = random();
  private final Strided b = random();

  private static Strided random() {
    return new Strided(new SplittableRandom(N).doubles(N * N, -1, 1).toArray(), 0, N, 1);
  }

  private double[] product(Kernels kernels) {
    Strided c = new Strided(new double[N * N], 0, N, 1);
    kernels.multiply(N, N, N, 1, a, b, 0, c, Kernels.ALL_COLUMNS);
    double[] x = c.data();
    kernels.add(N, 0.3, a.data(), 7, x, 5);
    Strided l = new Strided(a.data().clone(), 0, N, 1);
    for (int i = 0; i < N; i++) {
      l.data()[l.index(i, i)] = N;
    }
    kernels.factor(Kernels.SMALL, l);
    kernels.solve(Kernels.SMALL, N, l, c);
    x[0] = kernels.dot(N, a.data(), 0, b.data(), N);
    kernels.dotFour(N, a.data(), N, 2 * N, b.data(), x, 1);
    kernels.poleSums(N - 1, a.data(), b.data(), 1, 0.2, x);
    kernels.addSymmetricRows(N / 2 / 8 * 8, a.data(), 0, N, b.data(), x, 3);
    return x;
  }

  @Test
  @Timeout(60)
  void theBitsStayTheSame() {
    Kernels kernels = new TieredKernels(() -> KernelSelection.select("vector"));
    double[] before = product(kernels);
    assertThat(kernels).hasToString("tiered, now scalar");
    while (kernels.toString().equals("tiered, now scalar")) {
      assertThat(Arrays.equals(product(kernels), before)).isTrue();
    }
    assertThat(kernels.toString()).startsWith("tiered, now vector, ");
    assertThat(product(kernels)).isEqualTo(before);
  }

  @Test
  @Timeout(60)
  void whereTheyCannotRunTheScalarKernelsGoOn() {
    CountDownLatch asked = new CountDownLatch(1);
    Kernels kernels =
        new TieredKernels(
            () -> {
              asked.countDown();
              throw new IllegalStateException("none here");
            });
    double[] before = product(kernels);
    while (asked.getCount() > 0) {
      product(kernels);
    }
    assertThat(product(kernels)).isEqualTo(before);
    assertThat(kernels).hasToString("tiered, now scalar");
  }

  @Test
  @Timeout(60)
  void announcedWorkIsPreparedForAtOnceUnlessItIsLittle() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    Kernels kernels =
        new TieredKernels(
            () -> {
              asked.countDown();
              throw new IllegalStateException("none here");
            });
    kernels.expect(1e9);
    assertThat(asked.getCount()).isEqualTo(1);
    kernels.expect(1e11);
    asked.await();
  }

  /** A program of small systems makes no products. */
  @Test
  @Timeout(60)
  void solvesAndFactorsAreWorkToo() {
    CountDownLatch asked = new CountDownLatch(2);
    int n = 64;
    Strided l = new Strided(new double[n * n], 0, n, 1);
    for (int i = 0; i < n; i++) {
      l.data()[l.index(i, i)] = 1;
    }
    Strided b = new Strided(new double[n * n], 0, n, 1);
    Kernels solving = new TieredKernels(() -> refuse(asked));
    Kernels factoring = new TieredKernels(() -> refuse(asked));
    while (asked.getCount() > 0) {
      solving.solve(n, n, l, b);
      factoring.factor(n, l);
    }
    assertThat(asked.getCount()).isZero();
  }

  private static Kernels refuse(CountDownLatch asked) {
    asked.countDown();
    throw new IllegalStateException("none here");
  }
}
