package io.spectrahedra.sdp.linalg;

import io.spectrahedra.sdp.kernel.Kernels;
import java.util.Arrays;

/**
 * The eigenvectors of diag(T₁, T₂) + ρuuᵀ, with u = (0, …, 0, 1, ±1, 0, …, 0), from those of T₁ and
 * T₂: of one part of a tridiagonal matrix, as {@link TridiagonalEigen} says.
 */
final class TridiagonalMerge {
  /** Roots of one task. */
  private static final int ROOTS = 32;

  private static final double EPS = Math.ulp(1.0) / 2;

  private final Workers workers;
  private final double[] d;
  private final RowOrder order;
  private final DenseMatrix vectors;
  private final DenseMatrix halves;
  private final DenseMatrix inner;
  private final int low;
  private final int middle;
  private final int high;

  /** ‖z‖ = 1: ρ is twice the off-diagonal entry. */
  private final double rho;

  private final double[] z;

  /** Rows that take part in the secular equation, by ascending d; the first {@code kept}. */
  private final int[] active;

  private final int[] deflated;
  private int kept;
  private int dropped;

  /** Which halves a row has entries in: 1 the first, 2 the second, 3 both. */
  private final int[] support;

  /** First half only, both, second half only: so two smaller products do. */
  private int[] grouped = new int[0];

  private int firstEnd;
  private int secondStart;

  /**
   * Of rows low to high − 1, the second half from middle on.
   *
   * @param coupling T[middle, middle − 1]
   */
  TridiagonalMerge(
      Workers workers, SolvedParts parts, int low, int middle, int high, double coupling) {
    this.workers = workers;
    this.d = parts.d();
    this.order = parts.order();
    this.vectors = parts.vectors();
    this.halves = parts.halves();
    this.inner = parts.inner();
    this.low = low;
    this.middle = middle;
    this.high = high;
    this.rho = 2 * Math.abs(coupling);
    int size = high - low;
    this.z = new double[size];
    this.active = new int[size];
    this.deflated = new int[size];
    this.support = new int[size];
    double sign = Math.signum(coupling);
    for (int k = low; k < high; k++) {
      boolean first = k < middle;
      double entry = first ? vectors.at(k, middle - 1) : sign * vectors.at(k, middle);
      z[k - low] = entry / Math.sqrt(2);
      support[k - low] = first ? 1 : 2;
    }
  }

  void run() {
    order.merge(low, middle, high);
    deflate();
    if (kept > 0) {
      group();
      double[] lambda = solveSecular();
      multiply();
      System.arraycopy(lambda, 0, d, low, kept);
      order.sort(low, low + kept);
      order.sort(low + kept, high);
      order.merge(low, low + kept, high);
    } else {
      order.sort(low, high);
    }
  }

  /** Splits the rows into active and deflated ones; rotates pairs that agree in d. */
  private void deflate() {
    double largest = 0;
    for (int k = low; k < high; k++) {
      largest = Math.max(largest, Math.max(Math.abs(d[k]), Math.abs(z[k - low])));
    }
    double tolerance = 8 * EPS * largest;
    int previous = -1;
    for (int k = low; k < high; k++) {
      int row = order.row(k);
      if (rho * Math.abs(z[row - low]) <= tolerance) {
        deflated[dropped++] = row;
      } else if (previous >= 0 && rotated(previous, row, tolerance)) {
        deflated[dropped++] = previous;
        previous = row;
      } else {
        if (previous >= 0) {
          active[kept++] = previous;
        }
        previous = row;
      }
    }
    if (previous >= 0) {
      active[kept++] = previous;
    }
  }

  /** Whether a rotation that moves all of z from one row to the next leaves diag(d) diagonal. */
  private boolean rotated(int from, int to, double tolerance) {
    double zf = z[from - low];
    double zt = z[to - low];
    double norm = Math.hypot(zf, zt);
    double c = zt / norm;
    double s = zf / norm;
    double gap = d[to] - d[from];
    if (Math.abs(gap * c * s) > tolerance) {
      return false;
    }
    z[to - low] = norm;
    z[from - low] = 0;
    double df = d[from] * c * c + d[to] * s * s;
    d[to] = d[from] * s * s + d[to] * c * c;
    d[from] = df;
    double[] data = vectors.data();
    int f = vectors.index(from, 0);
    int t = vectors.index(to, 0);
    for (int j = low; j < high; j++) {
      double x = data[f + j];
      double y = data[t + j];
      data[f + j] = c * x - s * y;
      data[t + j] = s * x + c * y;
    }
    int both = support[from - low] | support[to - low];
    support[from - low] = both;
    support[to - low] = both;
    return true;
  }

  /** Copies the active rows to {@code halves} in groups, the deflated ones after them. */
  private void group() {
    grouped = new int[kept];
    int[] source = new int[high - low];
    int at = 0;
    for (int wanted : new int[] {1, 3, 2}) {
      if (wanted == 3) {
        secondStart = at;
      }
      if (wanted == 2) {
        firstEnd = at;
      }
      for (int i = 0; i < kept; i++) {
        if (support[active[i] - low] == wanted) {
          source[at] = active[i];
          grouped[i] = at++;
        }
      }
    }
    System.arraycopy(deflated, 0, source, kept, dropped);
    workers.forSlices(
        source.length,
        SolvedParts.ROWS,
        (first, end) -> {
          for (int k = first; k < end; k++) {
            int from = k < kept && k >= firstEnd ? middle : low;
            int to = k < secondStart ? middle : high;
            SolvedParts.copyRow(vectors, source[k], halves, low + k, from, to);
          }
        });
    double[] values = new double[high - low];
    double[] entries = new double[kept];
    for (int i = 0; i < kept; i++) {
      values[i] = d[active[i]];
      entries[i] = z[active[i] - low];
    }
    for (int i = 0; i < dropped; i++) {
      values[kept + i] = d[deflated[i]];
    }
    System.arraycopy(values, 0, d, low, values.length);
    System.arraycopy(entries, 0, z, 0, kept);
  }

  /** Returns the roots; leaves the eigenvectors between the grouped rows in {@code inner}. */
  private double[] solveSecular() {
    double[] poles = Arrays.copyOfRange(d, low, low + kept);
    double[] entries = Arrays.copyOf(z, kept);
    double[] lambda = new double[kept];
    workers.forSlices(
        kept,
        ROOTS,
        (from, to) -> {
          SecularEquation equation = new SecularEquation(poles, entries, rho);
          for (int i = from; i < to; i++) {
            lambda[i] = equation.solve(i, inner.data(), inner.index(low + i, 0));
          }
        });
    double[] exact = LoewnerFormula.apply(workers, poles, entries, inner.view(low, 0, kept, kept));
    workers.forSlices(
        kept,
        ROOTS,
        (from, to) -> {
          double[] vector = new double[kept];
          for (int i = from; i < to; i++) {
            formVector(exact, inner.index(low + i, 0), vector);
          }
        });
    return lambda;
  }

  /** Row of {@code inner} ← zⱼ/(dⱼ − λ), of norm 1 and in groups. */
  private void formVector(double[] exact, int row, double[] vector) {
    double[] data = inner.data();
    System.arraycopy(data, row, vector, 0, kept);
    divide(exact, vector);
    double norm = 1 / Math.sqrt(Kernels.best().dot(kept, vector, 0, vector, 0));
    for (int j = 0; j < kept; j++) {
      data[row + grouped[j]] = vector[j] * norm;
    }
  }

  /** Xᵢ ← zᵢ/xᵢ. */
  private static void divide(double[] z, double[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] = z[i] / x[i];
    }
  }

  /** The new eigenvectors to the first rows of the part, the deflated ones after them. */
  private void multiply() {
    DenseMatrix first = vectors.view(low, low, kept, middle - low);
    DenseMatrix second = vectors.view(low, middle, kept, high - middle);
    Gemm.multiply(
        workers,
        1,
        inner.view(low, 0, kept, firstEnd),
        halves.view(low, low, firstEnd, middle - low),
        0,
        first);
    Gemm.multiply(
        workers,
        1,
        inner.view(low, secondStart, kept, kept - secondStart),
        halves.view(low + secondStart, middle, kept - secondStart, high - middle),
        0,
        second);
    workers.forSlices(
        dropped,
        SolvedParts.ROWS,
        (from, to) -> {
          for (int k = low + kept + from; k < low + kept + to; k++) {
            SolvedParts.copyRow(halves, k, vectors, k, low, high);
          }
        });
  }
}
