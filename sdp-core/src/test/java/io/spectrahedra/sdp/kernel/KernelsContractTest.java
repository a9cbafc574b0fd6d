package io.spectrahedra.sdp.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("kernels of every width agree with exact sums to n·ε|A||B|")
class KernelsContractTest {
  private static final int[] SIZES = {
    0, 1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 23, 24, 25, 31, 32, 33, 47, 48, 49, 63, 64, 65, 100, 257
  };

  /** The scalar kernels, and those on vectors of every width: each in classes of its own. */
  private static Stream<Kernels> providers() {
    return Stream.of(new ScalarKernels(), vector("128"), vector("256"), vector("512"));
  }

  private static Kernels vector(String bits) {
    String before = System.getProperty("sdp.kernels.bits");
    System.setProperty("sdp.kernels.bits", bits);
    try {
      Constructor<? extends Kernels> constructor =
          new OwnClasses(KernelsContractTest::isOwn)
              .loadClass("io.spectrahedra.sdp.kernel.VectorKernels")
              .asSubclass(Kernels.class)
              .getDeclaredConstructor();
      constructor.setAccessible(true); // a package of its own, of the same name
      Kernels kernels = constructor.newInstance();
      assertThat(kernels).hasToString("vector, " + bits + " bits");
      return kernels;
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("vector kernels of " + bits + " bits", e);
    } finally {
      if (before == null) {
        System.clearProperty("sdp.kernels.bits");
      } else {
        System.setProperty("sdp.kernels.bits", before);
      }
    }
  }

  /** The kernels, but for the types that they share with their callers. */
  private static boolean isOwn(String name) {
    return name.startsWith("io.spectrahedra.sdp.kernel.")
        && !name.equals(Kernels.class.getName())
        && !name.equals(Strided.class.getName());
  }

  /** Each size in each place, with each layout of each operand, in turn. */
  static Stream<Arguments> products() {
    return providers()
        .flatMap(
            kernels ->
                Stream.iterate(0, i -> i + 1)
                    .limit(SIZES.length * 3L)
                    .map(
                        i ->
                            Arguments.of(
                                kernels,
                                SIZES[i % SIZES.length],
                                SIZES[(i * 7 + 3) % SIZES.length],
                                SIZES[(i * 11 + 5) % SIZES.length],
                                i)));
  }

  @ParameterizedTest(name = "{0}: {1} x {2} x {3}, case {4}")
  @MethodSource("products")
  void multiply(Kernels kernels, int m, int n, int k, int kind) {
    SplittableRandom random = new SplittableRandom(kind);
    Strided a = random(m, k, kind % 3, random);
    Strided b = random(k, n, (kind / 3) % 3, random);
    Strided c = random(m, n, (kind / 9) % 3, random);
    double alpha = kind % 2 == 0 ? 1 : -1.5;
    double beta = new double[] {0, 1, 0.5}[kind % 3];
    int columns = new int[] {Kernels.ALL_COLUMNS, 1, n / 2, -3, n, Math.max(0, n - m)}[kind % 6];
    double[] before = c.data().clone();
    kernels.multiply(m, n, k, alpha, a, b, beta, c, columns);
    double[] untouched = c.data().clone();
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < Math.min(n, columns + i); j++) {
        int at = c.index(i, j);
        untouched[at] = before[at];
        double[] exact = exactDot(k, a, i, b, j);
        double expected = alpha * exact[0] + beta * before[at];
        double size = Math.abs(alpha) * exact[1] + Math.abs(beta * before[at]);
        assertThat(Math.abs(c.data()[at] - expected)).isLessThanOrEqualTo((k + 4) * 0x1p-52 * size);
      }
    }
    assertThat(untouched).as("entries that are not wanted").isEqualTo(before);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void aProductOfOrder1000(Kernels kernels) {
    int n = 1000;
    SplittableRandom random = new SplittableRandom(n);
    Strided a = random(n, n, 0, random);
    Strided b = random(n, n, 1, random);
    Strided c = random(n, n, 0, random);
    kernels.multiply(n, n, n, 2, a, b, 0, c, Kernels.ALL_COLUMNS);
    for (int sample = 0; sample < 5000; sample++) {
      int i = random.nextInt(n);
      int j = random.nextInt(n);
      double[] exact = exactDot(n, a, i, b, j);
      assertThat(Math.abs(c.data()[c.index(i, j)] - 2 * exact[0]))
          .isLessThanOrEqualTo(2 * n * 0x1p-52 * exact[1]);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void panelsAddWhatTheirProductIs(Kernels kernels) {
    int rows = Kernels.PANEL_ROWS;
    int cols = Kernels.PANEL_COLUMNS;
    SplittableRandom random = new SplittableRandom(6);
    for (int depth : new int[] {1, 7, Kernels.PANEL_DEPTH}) {
      Strided a = new Strided(random.doubles((depth + 1L) * rows, -1, 1).toArray(), 5, 1, rows);
      Strided b = new Strided(random.doubles((depth + 1L) * cols, -1, 1).toArray(), 3, cols, 1);
      Strided c = random(rows, cols, 0, random);
      Strided expected = new Strided(c.data().clone(), c.offset(), c.rowStride(), c.colStride());
      new ScalarKernels().multiply(rows, cols, depth, 1, a, b, 1, expected, Kernels.ALL_COLUMNS);
      kernels.addPanels(
          depth, a.data(), a.offset(), b.data(), b.offset(), c.data(), c.offset(), c.rowStride());
      assertThat(c.data()).isEqualTo(expected.data());
    }
  }

  /** Row-major with gaps, column-major with gaps, or with gaps in both directions. */
  private static Strided random(int rows, int cols, int layout, SplittableRandom random) {
    Strided shape =
        switch (layout) {
          case 0 -> new Strided(new double[(rows + 1) * (cols + 3) + 5], 5, cols + 3, 1);
          case 1 -> new Strided(new double[(rows + 2) * (cols + 1) + 7], 7, 1, rows + 2);
          default -> new Strided(new double[rows * cols * 6 + 3], 3, 2, rows * 3);
        };
    Arrays.setAll(shape.data(), i -> random.nextDouble() * 2 - 1);
    return shape;
  }

  /** Σ aᵢₚbₚⱼ in double-double, and Σ |aᵢₚbₚⱼ|. */
  private static double[] exactDot(int k, Strided a, int i, Strided b, int j) {
    double high = 0;
    double low = 0;
    double size = 0;
    for (int p = 0; p < k; p++) {
      double x = a.data()[a.index(i, p)];
      double y = b.data()[b.index(p, j)];
      double product = x * y;
      double sum = high + product;
      double back = sum - high;
      low += (high - (sum - back)) + (product - back) + Math.fma(x, y, -product);
      high = sum;
      size += Math.abs(product);
    }
    return new double[] {high + low, size};
  }

  static Stream<Arguments> vectors() {
    return providers()
        .flatMap(
            kernels ->
                IntStream.concat(Arrays.stream(SIZES), IntStream.of(1000))
                    .mapToObj(n -> Arguments.of(kernels, n)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("vectors")
  void loopsOverVectors(Kernels kernels, int n) {
    SplittableRandom random = new SplittableRandom(n);
    double[] x = random.doubles(4L * n + 20, -1, 1).toArray();
    double[] y = random.doubles(n + 9, -1, 1).toArray();
    double[] four = {0.5, 9, -0.25, 9, 3, 9, -1};
    double bound = (n + 8) * 0x1p-52;

    double[] exact = exactDot(n, new Strided(x, 3, 0, 1), 0, new Strided(y, 5, 1, 0), 0);
    assertThat(Math.abs(kernels.dot(n, x, 3, y, 5) - exact[0]))
        .isLessThanOrEqualTo(bound * exact[1]);

    double[] added = y.clone();
    kernels.add(n, 0.75, x, 2, added, 4);
    double[] subtracted = y.clone();
    kernels.subtractFour(n, four, 0, 2, x, 1, n + 1, subtracted, 6);
    double[] dots = new double[6];
    kernels.dotFour(n, x, 7, n + 2, y, dots, 1);
    assertThat(dots[0] + dots[5]).isZero();
    for (int r = 0; r < 4; r++) {
      Strided row = new Strided(x, 7 + r * (n + 2), 0, 1);
      double[] product = exactDot(n, row, 0, new Strided(y, 0, 1, 0), 0);
      assertThat(Math.abs(dots[1 + r] - product[0])).isLessThanOrEqualTo(bound * product[1]);
    }
    for (int i = 0; i < y.length; i++) {
      double a = i >= 4 && i < n + 4 ? 0.75 * x[i - 2] : 0;
      assertThat(Math.abs(added[i] - (y[i] + a))).isLessThanOrEqualTo(4 * 0x1p-52);
      double s = 0;
      for (int v = 0; v < 4 && i >= 6 && i < n + 6; v++) {
        s += four[2 * v] * x[1 + v * (n + 1) + i - 6];
      }
      assertThat(Math.abs(subtracted[i] - (y[i] - s))).isLessThanOrEqualTo(40 * 0x1p-52);
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("vectors")
  void eightRowsOfASymmetricMatrix(Kernels kernels, int size) {
    int n = size / 8 * 8;
    SplittableRandom random = new SplittableRandom(n);
    Strided a = new Strided(random.doubles(8L * (n + 3) + 5, -1, 1).toArray(), 5, n + 3, 1);
    Strided x = new Strided(random.doubles(n + 8L, -1, 1).toArray(), 0, 1, 0);
    double[] before = random.doubles(n + 12L, -1, 1).toArray();
    double[] y = before.clone();
    kernels.addSymmetricRows(n, a.data(), a.offset(), a.rowStride(), x.data(), y, 2);
    for (int i = 0; i < y.length; i++) {
      double[] exact = {0, 0};
      if (i >= 2 && i < n + 2) {
        exact = exactDot(8, a.transposed(), i - 2, new Strided(x.data(), n, 1, 0), 0);
      } else if (i >= n + 2 && i < n + 10) {
        exact = exactDot(n, a, i - n - 2, x, 0);
      }
      assertThat(Math.abs(y[i] - (before[i] + exact[0])))
          .isLessThanOrEqualTo((n + 16) * 0x1p-52 * (exact[1] + Math.abs(before[i])));
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("vectors")
  void sumsOverPoles(Kernels kernels, int n) {
    SplittableRandom random = new SplittableRandom(n);
    double[] z = random.doubles(n + 3L, -1, 1).toArray();
    double[] d = random.doubles(n + 3L, 1, 2).toArray();
    double[] sums = new double[2];
    kernels.poleSums(n, z, d, 3, 0.5, sums);
    double sum = 0;
    double derivative = 0;
    for (int i = 3; i < n + 3; i++) {
      double q = z[i] / (d[i] - 0.5);
      sum += z[i] * q;
      derivative += q * q;
    }
    assertThat(Math.abs(sums[0] - sum)).isLessThanOrEqualTo((n + 8) * 0x1p-51 * sum);
    assertThat(Math.abs(sums[1] - derivative)).isLessThanOrEqualTo((n + 8) * 0x1p-51 * derivative);
  }

  static Stream<Arguments> systems() {
    return providers()
        .flatMap(
            kernels ->
                IntStream.range(0, SIZES.length * 3)
                    .filter(i -> SIZES[i % SIZES.length] <= Kernels.SMALL)
                    .mapToObj(
                        i ->
                            Arguments.of(
                                kernels,
                                SIZES[i % SIZES.length],
                                SIZES[(i * 7 + 3) % SIZES.length],
                                i)));
  }

  @ParameterizedTest(name = "{0}: order {1}, {2} columns, case {3}")
  @MethodSource("systems")
  void factorAndSolve(Kernels kernels, int n, int k, int kind) {
    SplittableRandom random = new SplittableRandom(kind);
    Strided a = positive(n, kind % 3, random);
    Strided b = random(n, k, (kind / 3) % 3, random);
    Strided before = copy(a);
    Strided right = copy(b);
    assertThat(kernels.factor(n, a)).isEqualTo(n);
    kernels.solve(n, k, a, b);
    // Higham, Accuracy and Stability of Numerical Algorithms, theorems 10.3 and 8.5
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        int at = a.index(i, j);
        if (j > i) {
          assertThat(a.data()[at]).as("the strict upper triangle").isNaN();
        } else {
          double[] exact = exactDot(j + 1, a, i, a.transposed(), j);
          assertThat(Math.abs(exact[0] - before.data()[at]))
              .isLessThanOrEqualTo((n + 4) * 0x1p-52 * exact[1]);
        }
      }
      for (int j = 0; j < k; j++) {
        double[] exact = exactDot(i + 1, a, i, b, j);
        assertThat(Math.abs(exact[0] - right.data()[b.index(i, j)]))
            .isLessThanOrEqualTo((n + 4) * 0x1p-52 * exact[1]);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void factorNamesTheFirstPivotThatIsNotPositive(Kernels kernels) {
    for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      for (int pivot : new int[] {0, 1, 11, 12, 13, 23, 24, 50, Kernels.SMALL - 1}) {
        Strided a = positive(Kernels.SMALL, 0, new SplittableRandom(pivot));
        a.data()[a.index(pivot, pivot)] = bad;
        assertThat(kernels.factor(Kernels.SMALL, a)).isEqualTo(pivot);
      }
    }
  }

  /** Diagonally dominant, with a strict upper triangle that must not be read. */
  private static Strided positive(int n, int layout, SplittableRandom random) {
    Strided a = random(n, n, layout, random);
    for (int i = 0; i < n; i++) {
      a.data()[a.index(i, i)] = n + 1;
      for (int j = i + 1; j < n; j++) {
        a.data()[a.index(i, j)] = Double.NaN;
      }
    }
    return a;
  }

  private static Strided copy(Strided a) {
    return new Strided(a.data().clone(), a.offset(), a.rowStride(), a.colStride());
  }

  /** Whatever the width, and whether in plain Java or on vectors. */
  @ParameterizedTest(name = "case {0}")
  @MethodSource("kinds")
  void allGiveTheSameBits(int kind) {
    int m = SIZES[kind % SIZES.length];
    int n = SIZES[(kind * 7 + 3) % SIZES.length];
    int k = kind % 10 == 0 ? 600 : SIZES[(kind * 11 + 5) % SIZES.length];
    double[] first = null;
    for (Kernels kernels : providers().toList()) {
      SplittableRandom random = new SplittableRandom(kind);
      Strided a = random(m, k, kind % 3, random);
      Strided b = random(k, n, (kind / 3) % 3, random);
      Strided c = random(m, n, (kind / 9) % 3, random);
      double[] x = random.doubles(4L * n + 4, -1, 1).toArray();
      double[] y = random.doubles(n + 4L, -1, 1).toArray();
      double beta = new double[] {0, 1, 0.3}[kind % 3];
      int columns = kind % 2 == 0 ? Kernels.ALL_COLUMNS : 1;
      kernels.multiply(m, n, k, 1.1, a, b, beta, c, columns);
      kernels.add(n, 0.7, x, 1, y, 2);
      kernels.subtractFour(n, x, 0, 1, x, 1, n, y, 3);
      double dot = kernels.dot(n, x, 1, y, 2);
      double[] few = new double[6];
      kernels.dotFour(n, x, 2, n, y, few, 2);
      kernels.poleSums(n, x, y, 1, 0.3, few);
      double[] z = y.clone();
      if (n >= 8) {
        kernels.addSymmetricRows((n - 8) / 8 * 8, x, 3, n / 4, x.clone(), z, 1);
      }
      int order = Math.min(m, Kernels.SMALL);
      Strided l = positive(order, kind % 3, random);
      Strided solved = random(order, n, (kind / 3) % 3, random);
      int pivot = kernels.factor(order, l);
      kernels.solve(order, n, l, solved);
      double[] all =
          Stream.of(c.data(), y, z, few, l.data(), solved.data(), new double[] {dot, pivot})
              .flatMapToDouble(Arrays::stream)
              .toArray();
      if (first == null) {
        first = all;
      }
      assertThat(all).as(kernels.toString()).isEqualTo(first);
    }
  }

  static IntStream kinds() {
    return IntStream.range(0, SIZES.length * 3);
  }

  static Stream<Kernels> all() {
    return providers();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void nanAndInfinityReachTheirRowsAlone(Kernels kernels) {
    int n = 30;
    Strided a = random(n, n, 0, new SplittableRandom(1));
    Strided b = random(n, n, 0, new SplittableRandom(2));
    Strided c = random(n, n, 0, new SplittableRandom(3));
    Arrays.fill(c.data(), Double.NaN); // not read with beta = 0
    a.data()[a.index(7, 3)] = Double.NaN;
    a.data()[a.index(29, 0)] = Double.POSITIVE_INFINITY;
    kernels.multiply(n, n, n, 1, a, b, 0, c, Kernels.ALL_COLUMNS);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double entry = c.data()[c.index(i, j)];
        assertThat(Double.isNaN(entry)).isEqualTo(i == 7);
        assertThat(Double.isInfinite(entry)).isEqualTo(i == 29);
      }
    }
  }
}
