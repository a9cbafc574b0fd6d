package io.spectrahedra.sdp.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("sparse Cholesky agrees with the dense one")
class SparseCholeskyTest {

  static Stream<Arguments> patterns() {
    List<Arguments> patterns = new ArrayList<>();
    for (int n : new int[] {1, 2, 3, 20, 90, 230}) {
      patterns.add(pattern("diagonal", n, List.of()));
      patterns.add(pattern("full", n, List.of(IntStream.range(0, n).toArray())));
      patterns.add(pattern("arrow", n, pairs(n, i -> new int[] {i, n - 1})));
      patterns.add(pattern("arrow upside down", n, pairs(n, i -> new int[] {0, i + 1})));
      patterns.add(pattern("tridiagonal", n, pairs(n, i -> new int[] {i, i + 1})));
      patterns.add(pattern("band", n, band(n, 5)));
      patterns.add(pattern("grid", n, grid(n)));
      patterns.add(pattern("two parts", n, pairs(n, i -> new int[] {i / 2, n / 2 + i / 2 + 1})));
      for (int seed = 0; seed < 4; seed++) {
        patterns.add(pattern("random cliques " + seed, n, randomCliques(n, seed)));
      }
    }
    return patterns.stream();
  }

  private static Arguments pattern(String name, int n, List<int[]> cliques) {
    return Arguments.of(name, n, cliques);
  }

  private static List<int[]> pairs(int n, IntFunction<int[]> pair) {
    return IntStream.range(0, n - 1).mapToObj(pair).filter(p -> p[0] != p[1] && p[1] < n).toList();
  }

  private static List<int[]> band(int n, int width) {
    return IntStream.range(0, Math.max(1, n - width + 1))
        .mapToObj(i -> IntStream.range(i, Math.min(n, i + width)).toArray())
        .toList();
  }

  /** Neighbours in a square, as far as n goes. */
  private static List<int[]> grid(int n) {
    int side = (int) Math.ceil(Math.sqrt(n));
    List<int[]> cliques = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      if (i % side + 1 < side && i + 1 < n) {
        cliques.add(new int[] {i, i + 1});
      }
      if (i + side < n) {
        cliques.add(new int[] {i, i + side});
      }
    }
    return cliques;
  }

  private static List<int[]> randomCliques(int n, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<int[]> cliques = new ArrayList<>();
    for (int c = 0; c < n / 2; c++) {
      int size = 1 + random.nextInt(Math.min(n, 2 + 2 * seed));
      cliques.add(
          IntStream.generate(() -> random.nextInt(n)).limit(size).distinct().sorted().toArray());
    }
    return cliques;
  }

  /** Σ of a positive definite matrix on every clique, and of the identity. */
  private static DenseMatrix fill(SparseCholesky sparse, List<int[]> cliques, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    DenseMatrix dense = DenseMatrix.identity(sparse.rows());
    for (int i = 0; i < dense.rows; i++) {
      sparse.addDiagonal(i, 1);
    }
    for (int[] clique : cliques) {
      int k = clique.length;
      DenseMatrix b = DenseMatrix.zeros(k, k);
      for (int i = 0; i < k; i++) {
        for (int j = 0; j < k; j++) {
          b.set(i, j, random.nextDouble() - 0.5);
        }
      }
      DenseMatrix part = Gemm.product(Workers.SERIAL, b, b.transposed());
      sparse.add(clique, part);
      for (int i = 0; i < k; i++) {
        for (int j = 0; j <= i; j++) {
          int p = Math.max(clique[i], clique[j]);
          dense.add(p, clique[i] + clique[j] - p, part.at(i, j));
        }
      }
    }
    return dense;
  }

  @ParameterizedTest(name = "{0}, n = {1}")
  @MethodSource("patterns")
  void solvesWhatTheDenseOneSolves(String name, int n, List<int[]> cliques) {
    SparseCholesky sparse = new SparseCholesky(EliminationOrder.of(n, cliques));
    for (int pass = 0; pass < 2; pass++) { // the pattern is for any number of factorisations
      sparse.clear(Workers.SERIAL);
      DenseMatrix dense = fill(sparse, cliques, pass);
      double[] rhs = new SplittableRandom(n).doubles(n, -1, 1).toArray();
      for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
          // sums in one order: the bits are the same
          assertThat(sparse.at(i, j)).isEqualTo(dense.at(i, j)).isEqualTo(sparse.at(j, i));
        }
      }
      double norm = symmetric(dense).frobeniusNorm();
      try (Workers team = new Workers(1 + pass, () -> false)) {
        assertThat(sparse.factor(team)).isEqualTo(n);
      }
      assertThat(Cholesky.factor(Workers.SERIAL, dense)).isEqualTo(n);
      double[] ours = rhs.clone();
      double[] theirs = rhs.clone();
      sparse.solve(Workers.SERIAL, ours);
      Cholesky.solve(dense, theirs);
      // each solves (A + E)x = b with ‖E‖ ≤ 4n(3n + 1)u‖A‖ (Higham 2002, 10.1), and ‖A⁻¹‖ ≤ 1
      double bound = 2 * 4.0 * n * (3 * n + 1) * 0x1p-53 * norm * Math.sqrt(n);
      for (int i = 0; i < n; i++) {
        assertThat(ours[i]).isCloseTo(theirs[i], within(bound));
      }
    }
  }

  @ParameterizedTest(name = "{0}, n = {1}")
  @MethodSource("patterns")
  @DisplayName(
      "a matrix taken as a whole has the factor of its parts, for one right-hand side or many")
  void takesAWholeMatrix(String name, int n, List<int[]> cliques) {
    EliminationOrder order = EliminationOrder.of(n, cliques);
    SparseCholesky parts = new SparseCholesky(order);
    SparseCholesky whole = new SparseCholesky(order);
    whole.setTo(symmetric(fill(parts, cliques, 3)));
    assertThat(parts.factor(Workers.SERIAL)).isEqualTo(n);
    assertThat(whole.factor(Workers.SERIAL)).isEqualTo(n);
    DenseMatrix inverse = DenseMatrix.identity(n);
    whole.solve(Workers.SERIAL, inverse.transposed());
    double[] half = new double[n];
    for (int j = 0; j < n; j++) {
      double[] column = new double[n];
      column[j] = 1;
      double[] halves = column.clone();
      parts.solve(Workers.SERIAL, column);
      whole.solveLower(halves, half);
      whole.solveUpper(half, halves);
      assertThat(halves).isEqualTo(column);
      for (int i = 0; i < n; i++) { // ‖A⁻¹‖ ≤ 1
        assertThat(inverse.at(j, i)).isCloseTo(column[i], within(1e-12));
      }
    }
  }

  @ParameterizedTest(name = "{0}, n = {1}")
  @MethodSource("patterns")
  @DisplayName("the lower factor of many right-hand sides is that of each, with zeros where it has")
  void solvesLowerForMany(String name, int n, List<int[]> cliques) {
    SparseCholesky sparse = new SparseCholesky(EliminationOrder.of(n, cliques));
    fill(sparse, cliques, 4);
    assertThat(sparse.factor(Workers.SERIAL)).isEqualTo(n);
    DenseMatrix many = DenseMatrix.zeros(n, n + 3); // the last columns are zero
    for (int j = 0; j < n; j++) {
      many.set(j, j, 1);
    }
    try (Workers team = new Workers(2, () -> false)) {
      sparse.solveLower(team, many);
    }
    double[] z = new double[n];
    for (int j = 0; j < many.cols; j++) {
      double[] column = new double[n];
      if (j < n) {
        column[j] = 1;
      }
      sparse.solveLower(column, z);
      for (int at = 0; at < n; at++) { // ‖L⁻¹‖ ≤ 1
        assertThat(many.at(at, j)).isCloseTo(z[at], within(1e-13));
        assertThat(many.at(at, j) == 0).isEqualTo(z[at] == 0);
      }
    }
  }

  @ParameterizedTest(name = "{0}, n = {1}")
  @MethodSource("patterns")
  void everyRowIsOnceInAStep(String name, int n, List<int[]> cliques) {
    for (MinimumDegree.Step step : MinimumDegree.order(n, cliques)) {
      assertThat(step.border()).doesNotHaveDuplicates().doesNotContain(step.pivots());
    }
  }

  private static DenseMatrix symmetric(DenseMatrix lower) {
    DenseMatrix whole = lower.copy();
    whole.mirrorLower();
    return whole;
  }

  @ParameterizedTest(name = "{0}, n = {1}")
  @MethodSource("patterns")
  void namesARowThatSpoilsIt(String name, int n, List<int[]> cliques) {
    EliminationOrder order = EliminationOrder.of(n, cliques);
    int bad = n / 2;
    SparseCholesky sparse = new SparseCholesky(order);
    DenseMatrix dense = fill(sparse, cliques, 5);
    sparse.addDiagonal(bad, -2 * symmetric(dense).frobeniusNorm());
    int row = sparse.factor(Workers.SERIAL);
    assertThat(row).isBetween(0, n - 1);
    // the pivot of a row is that of the bad one or of one that its clique leads to
    assertThat(connected(n, cliques, bad)).contains(row);
    sparse.clear(Workers.SERIAL);
    fill(sparse, cliques, 6); // nothing is left over from the failure
    double[] once = IntStream.range(0, n).mapToDouble(i -> i).toArray();
    double[] fresh = once.clone();
    SparseCholesky other = new SparseCholesky(order);
    fill(other, cliques, 6);
    assertThat(sparse.factor(Workers.SERIAL)).isEqualTo(n);
    assertThat(other.factor(Workers.SERIAL)).isEqualTo(n);
    sparse.solve(Workers.SERIAL, once);
    other.solve(Workers.SERIAL, fresh);
    assertThat(once).isEqualTo(fresh);
  }

  private static List<Integer> connected(int n, List<int[]> cliques, int from) {
    boolean[] reached = new boolean[n];
    reached[from] = true;
    for (boolean more = true; more; ) {
      more = false;
      for (int[] clique : cliques) {
        if (Arrays.stream(clique).anyMatch(v -> reached[v])) {
          for (int v : clique) {
            more |= !reached[v];
            reached[v] = true;
          }
        }
      }
    }
    return IntStream.range(0, n).filter(v -> reached[v]).boxed().toList();
  }

  @Test
  @DisplayName("the order keeps arrows, bands and trees free of fill")
  void littleFill() {
    int n = 500;
    List<int[]> arrow = pairs(n, i -> new int[] {0, i + 1});
    assertThat(entries(n, arrow)).isEqualTo(2 * n - 1);
    List<int[]> tree = pairs(n, i -> new int[] {i / 2, i + 1});
    assertThat(entries(n, tree)).isEqualTo(2 * n - 1);
    int width = 5;
    int full = n * width - width * (width - 1) / 2;
    assertThat(entries(n, band(n, width))).isBetween(full, full + n / 10); // degrees are bounds
    int side = 30; // nested dissection has about 31/4 k² log₂ k entries for a k × k grid
    double dissected = 31 / 4.0 * side * side * Math.log(side) / Math.log(2);
    assertThat((double) entries(side * side, grid(side * side))).isLessThan(dissected);
  }

  /** Of the factor, before steps are joined. */
  private static int entries(int n, List<int[]> cliques) {
    return MinimumDegree.order(n, cliques).stream()
        .mapToInt(
            step -> {
              int c = step.pivots().length;
              return c * (c + 1) / 2 + c * step.border().length;
            })
        .sum();
  }

  @Test
  @DisplayName("joined steps cost less than the steps, and every row is in one")
  void joinedSteps() {
    int n = 400;
    EliminationOrder order = EliminationOrder.of(n, grid(n));
    int before = MinimumDegree.order(n, grid(n)).size();
    assertThat(order.steps()).hasSizeLessThan(before);
    assertThat(order.cost()).isLessThan(200_000.0 * before); // what the steps cost without flops
    assertThat(
            order.steps().stream()
                .flatMapToInt(step -> Arrays.stream(step.pivots()))
                .sorted()
                .boxed())
        .containsExactlyElementsOf(IntStream.range(0, n).boxed().toList());
    assertThat(order.entries()).isLessThan(n * (n + 1) / 2.0);
  }

  @Test
  @DisplayName("for many solves steps are joined less, for their entries count")
  void stepsOfSolves() {
    int n = 400;
    List<int[]> path = pairs(n, i -> new int[] {i, i + 1});
    EliminationOrder solves = EliminationOrder.forSolves(n, path);
    EliminationOrder factor = EliminationOrder.of(n, path);
    assertThat(solves.entries()).isLessThan(factor.entries() / 2);
    assertThat(solves.steps()).hasSizeGreaterThan(factor.steps().size()).hasSizeLessThan(n / 2);
  }
}
