package io.spectrahedra.sdp.linalg;

import io.spectrahedra.sdp.kernel.Kernels;
import io.spectrahedra.sdp.kernel.Strided;
import java.util.Arrays;

/**
 * Solves with a lower triangular matrix L and its transpose. The strict upper triangle of L is
 * never read. A solve from the right, X ← X L⁻ᵀ, is a solve from the left of the transposed view of
 * X. A zero on the diagonal gives infinities or NaN, as a division would; so does, in the matrix
 * forms, an entry below 1/{@link Double#MAX_VALUE}.
 */
public final class Triangular {
  /** Up to this order the kernels solve. */
  private static final int BASE = Kernels.SMALL;

  /** The width of a tile of the kernels. */
  private static final int STEP = 24;

  /** Right-hand sides are solved in groups of columns, a task each: enough for every thread. */
  private static final int MIN_GROUP = 48;

  private static final int MAX_GROUP = 192;
  private static final int GROUPS_PER_THREAD = 6;

  /** Of a transposed view the groups are so much wider: for each, the products pack L anew. */
  private static final int FROM_RIGHT = 2;

  /** Of n²k, what a product would multiply in the time: small tiles are slower than large ones. */
  private static final double WORTH = 0.75;

  /** Inverses of a smaller order take one thread less time than to share them. */
  static final int PARALLEL = 200;

  /** For a panel's triangle of an inverse, of each thread. */
  private static final ThreadLocal<DenseMatrix> TRIANGLE =
      ThreadLocal.withInitial(() -> DenseMatrix.zeros(BASE, BASE));

  private Triangular() {}

  /** B ← L⁻¹B for L of order n and B n × k; n²k flops. */
  public static void solve(Workers workers, DenseMatrix l, DenseMatrix b) {
    requireFit("solve", l, b.rows, b.cols);
    inGroups(workers, l, b, Triangular::forward);
  }

  /** B ← L⁻ᵀB for L of order n and B n × k; n²k flops. */
  public static void solveTransposed(Workers workers, DenseMatrix l, DenseMatrix b) {
    requireFit("solveTransposed", l, b.rows, b.cols);
    inGroups(workers, l, b, Triangular::backward);
  }

  /** x ← L⁻¹x, as {@link #solve(Workers, DenseMatrix, double[])} on this thread. */
  public static void solve(DenseMatrix l, double[] x) {
    solve(Workers.SERIAL, l, x);
  }

  /** x ← L⁻¹x; n² flops, one reading of L. */
  public static void solve(Workers workers, DenseMatrix l, double[] x) {
    requireFit("solve", l, x.length, 1);
    if (l.colStride() == 1) {
      new VectorSubstitution(workers, l, x).forward();
    } else {
      solve(workers, l, DenseMatrix.wrap(x, x.length, 1));
    }
  }

  /** x ← L⁻ᵀx, as {@link #solveTransposed(Workers, DenseMatrix, double[])} on this thread. */
  public static void solveTransposed(DenseMatrix l, double[] x) {
    solveTransposed(Workers.SERIAL, l, x);
  }

  /** x ← L⁻ᵀx; n² flops, one reading of L. */
  public static void solveTransposed(Workers workers, DenseMatrix l, double[] x) {
    requireFit("solveTransposed", l, x.length, 1);
    if (l.colStride() == 1) {
      new VectorSubstitution(workers, l, x).backward();
    } else {
      solveTransposed(workers, l, DenseMatrix.wrap(x, x.length, 1));
    }
  }

  /** target ← Lx, for a row-major L. */
  public static void multiply(DenseMatrix l, double[] x, double[] target) {
    requireVectors("multiply", l, x, target);
    for (int i = 0; i < l.rows; i++) {
      target[i] = Kernels.best().dot(i + 1, l.data(), l.index(i, 0), x, 0);
    }
  }

  /** target ← Lᵀx, for a row-major L. */
  public static void multiplyTransposed(DenseMatrix l, double[] x, double[] target) {
    requireVectors("multiplyTransposed", l, x, target);
    Arrays.fill(target, 0, l.rows, 0);
    for (int i = 0; i < l.rows; i++) {
      Kernels.best().add(i + 1, x[i], l.data(), l.index(i, 0), target, 0);
    }
  }

  /**
   * The lower triangle of T ← L⁻¹; n³/3 flops. The strict upper triangle of T is not touched.
   *
   * <p>Panels of columns of the inverse depend on L alone: a task each.
   *
   * @param inverse T, sharing no entry with L
   */
  public static void invert(Workers workers, DenseMatrix l, DenseMatrix inverse) {
    l.requireSquare("invert");
    Arguments.requireTarget("invert", inverse, l.rows);
    int n = l.rows;
    Workers team = n < PARALLEL ? Workers.SERIAL : workers;
    team.forSlices(
        n,
        panelWidth(n),
        (first, end) -> {
          int w = end - first;
          int below = n - end;
          DenseMatrix top = TRIANGLE.get().view(0, 0, w, w);
          top.fill(0);
          for (int i = 0; i < w; i++) {
            top.set(i, i, 1);
          }
          forward(l.view(first, first, w, w), top);
          copyLower(top, inverse.view(first, first, w, w));
          DenseMatrix rest = inverse.view(first + w, first, below, w);
          DenseMatrix left = l.view(first + w, first, below, w);
          Gemm.multiply(Workers.SERIAL, -1, left, top, 0, rest);
          forward(l.view(first + w, first + w, below, below), rest);
        });
  }

  /** Of panels of a matrix of order n: even, and none wider than {@link #BASE}. */
  static int panelWidth(int n) {
    int panels = (n + BASE - 1) / BASE;
    return panels <= 1 ? BASE : ((n + panels - 1) / panels + STEP - 1) / STEP * STEP;
  }

  /** The lower triangle of T ← that of L. */
  static void copyLower(DenseMatrix l, DenseMatrix target) {
    for (int i = 0; i < l.rows; i++) {
      for (int j = 0; j <= i; j++) {
        target.set(i, j, l.at(i, j));
      }
    }
  }

  @FunctionalInterface
  private interface Substitution {
    void apply(DenseMatrix l, DenseMatrix b);
  }

  private static void inGroups(
      Workers workers, DenseMatrix l, DenseMatrix b, Substitution substitution) {
    Workers team = workers.forWork((long) (WORTH * l.rows * l.rows * b.cols));
    int factor = b.colStride() == 1 ? 1 : FROM_RIGHT;
    int most = factor * MAX_GROUP;
    int even = factor * b.cols / (GROUPS_PER_THREAD * team.threads());
    int wide = Math.max(MIN_GROUP, Math.min(most, (even + STEP - 1) / STEP * STEP));
    int group = team.threads() == 1 ? most : wide;
    team.forSlices(
        b.cols, group, (from, to) -> substitution.apply(l, b.view(0, from, b.rows, to - from)));
  }

  private static void forward(DenseMatrix l, DenseMatrix b) {
    int n = l.rows;
    if (n <= BASE) {
      Kernels.best().solve(n, b.cols, l.part(0, 0), b.part(0, 0));
      return;
    }
    int half = half(n);
    DenseMatrix top = b.view(0, 0, half, b.cols);
    DenseMatrix bottom = b.view(half, 0, n - half, b.cols);
    forward(l.view(0, 0, half, half), top);
    Gemm.multiply(Workers.SERIAL, -1, l.view(half, 0, n - half, half), top, 1, bottom);
    forward(l.view(half, half, n - half, n - half), bottom);
  }

  private static void backward(DenseMatrix l, DenseMatrix b) {
    int n = l.rows;
    if (n <= BASE) {
      // with rows and columns in reverse order, Lᵀ is lower triangular
      Strided reversed =
          new Strided(l.data(), l.index(n - 1, n - 1), -l.colStride(), -l.rowStride());
      Strided target = new Strided(b.data(), b.index(n - 1, 0), -b.rowStride(), b.colStride());
      Kernels.best().solve(n, b.cols, reversed, target);
      return;
    }
    int half = half(n);
    DenseMatrix top = b.view(0, 0, half, b.cols);
    DenseMatrix bottom = b.view(half, 0, n - half, b.cols);
    backward(l.view(half, half, n - half, n - half), bottom);
    DenseMatrix l21 = l.view(half, 0, n - half, half);
    Gemm.multiply(Workers.SERIAL, -1, l21.transposed(), bottom, 1, top);
    backward(l.view(0, 0, half, half), top);
  }

  /** Where an order above {@link #BASE} is split: in the middle, at a multiple of {@link #STEP}. */
  static int half(int n) {
    return (n / 2 + STEP - 1) / STEP * STEP;
  }

  private static void requireVectors(String routine, DenseMatrix l, double[] x, double[] target) {
    requireFit(routine, l, x.length, 1);
    requireFit(routine, l, target.length, 1);
    Arguments.requireRowMajor(routine, "l", l);
  }

  private static void requireFit(String routine, DenseMatrix l, int rows, int cols) {
    if (l.rows != l.cols || l.rows != rows) {
      throw new IllegalArgumentException(
          "%s: triangular l of %d x %d does not fit a right-hand side of %d x %d"
              .formatted(routine, l.rows, l.cols, rows, cols));
    }
  }
}
