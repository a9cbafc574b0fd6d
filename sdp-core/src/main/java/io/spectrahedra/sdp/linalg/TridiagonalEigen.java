package io.spectrahedra.sdp.linalg;

import io.spectrahedra.sdp.kernel.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * T = Σ λₖvₖvₖᵀ of a symmetric tridiagonal matrix, by divide and conquer.
 *
 * <p>T is torn into two halves and a matrix of rank one, diag(T₁, T₂) + ρuuᵀ. Between the
 * eigenvectors Q of the halves that is diag(d) + ρzzᵀ with z = Qu, whose eigenvalues are the roots
 * of a {@link SecularEquation} (Cuppen 1981). Where an entry of z vanishes, or two of d agree, an
 * eigenvector of a half is one of the whole: it is deflated. The others follow from the roots by
 * Löwner's formula for the z that has them exactly, which makes them orthogonal to working
 * precision (Gu and Eisenstat, A divide-and-conquer algorithm for the symmetric tridiagonal
 * eigenproblem, 1995), and one matrix product. At most 4n³/3 flops, nearly all in products.
 */
final class TridiagonalEigen {
  /** Up to this order a part is solved by QL. */
  private static final int LEAF = 24;

  /** Up to this order all is done by one thread. */
  private static final int SMALL = 160;

  /** Roots of one task. */
  private static final int ROOTS = 32;

  private static final double EPS = Math.ulp(1.0) / 2;

  /** Eigenvalue of row k of vectors, in the parts that are solved. */
  private final double[] d;

  private final double[] e;

  /** Row k is an eigenvector; zero outside the part that it belongs to. */
  private final DenseMatrix vectors;

  /** Rows of each part that is solved, by ascending eigenvalue. */
  private final RowOrder order;

  /** The eigenvectors of the halves, while their products are formed. */
  private final DenseMatrix halves;

  /** dⱼ − λᵢ, and then the eigenvectors between those of the halves. */
  private final DenseMatrix inner;

  private TridiagonalEigen(double[] d, double[] e) {
    int n = d.length;
    this.d = d;
    this.e = e;
    this.vectors = DenseMatrix.zeros(n, n);
    this.order = new RowOrder(d);
    this.halves = DenseMatrix.zeros(n, n);
    this.inner = DenseMatrix.zeros(n, n);
  }

  /**
   * All eigenvalues and eigenvectors.
   *
   * @param diagonal of length n; ← the eigenvalues, ascending
   * @param offDiagonal of length n − 1; not changed
   * @return n × n, row k the eigenvector of eigenvalue k; ‖TVᵀ − VᵀΛ‖ and ‖VVᵀ − I‖ of the order of
   *     nε
   */
  static DenseMatrix solve(Workers workers, double[] diagonal, double[] offDiagonal) {
    int scale = exponent(diagonal, offDiagonal);
    double[] d = scaled(diagonal, -scale);
    TridiagonalEigen eigen = new TridiagonalEigen(d, scaled(offDiagonal, -scale));
    eigen.solve(workers);
    DenseMatrix sorted = eigen.halves;
    for (int k = 0; k < d.length; k++) {
      int row = eigen.order.row(k);
      diagonal[k] = Math.scalb(d[row], scale);
      copyRow(eigen.vectors, row, sorted, k, 0, d.length);
    }
    return sorted;
  }

  /** The eigenvalues alone: d ← ascending; O(n²). */
  static void values(double[] diagonal, double[] offDiagonal) {
    int scale = exponent(diagonal, offDiagonal);
    double[] d = scaled(diagonal, -scale);
    TridiagonalQl.diagonalise(d, scaled(offDiagonal, -scale), null);
    Arrays.sort(d);
    System.arraycopy(scaled(d, scale), 0, diagonal, 0, d.length);
  }

  /**
   * Such that division by its power of two leaves no entry above 2 in size: no square overflows.
   */
  private static int exponent(double[] d, double[] e) {
    double largest =
        DoubleStream.concat(Arrays.stream(d), Arrays.stream(e)).map(Math::abs).max().orElse(0);
    return largest == 0 ? 0 : Math.getExponent(largest);
  }

  private static double[] scaled(double[] x, int exponent) {
    double[] result = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      result[i] = Math.scalb(x[i], exponent);
    }
    return result;
  }

  /** Columns low to high − 1 alone. */
  private static void copyRow(
      DenseMatrix from, int row, DenseMatrix to, int target, int low, int high) {
    System.arraycopy(
        from.data(), from.index(row, low), to.data(), to.index(target, low), high - low);
  }

  private void solve(Workers workers) {
    Workers team = d.length <= SMALL ? Workers.SERIAL : workers;
    List<Part> leaves = new ArrayList<>();
    List<List<Part>> torn = new ArrayList<>();
    tear(new Part(0, d.length), 0, leaves, torn);
    team.forEach(leaves.size(), task -> solveLeaf(leaves.get(task)));
    for (int depth = torn.size() - 1; depth >= 0; depth--) {
      List<Part> parts = torn.get(depth);
      if (parts.size() >= team.threads()) {
        team.forEach(parts.size(), task -> new Merge(Workers.SERIAL, parts.get(task)).run());
      } else {
        parts.forEach(part -> new Merge(team, part).run());
      }
    }
  }

  /** Rows low to high − 1. */
  private record Part(int low, int high) {
    int size() {
      return high - low;
    }

    int middle() {
      return (low + high) >>> 1;
    }
  }

  /** Cuts a part in halves until they are small; {@code torn} has those cut, by depth. */
  private void tear(Part part, int depth, List<Part> leaves, List<List<Part>> torn) {
    if (part.size() <= LEAF) {
      leaves.add(part);
      return;
    }
    int middle = part.middle();
    double rho = Math.abs(e[middle - 1]);
    d[middle - 1] -= rho;
    d[middle] -= rho;
    if (torn.size() == depth) {
      torn.add(new ArrayList<>());
    }
    torn.get(depth).add(part);
    tear(new Part(part.low, middle), depth + 1, leaves, torn);
    tear(new Part(middle, part.high), depth + 1, leaves, torn);
  }

  private void solveLeaf(Part leaf) {
    int low = leaf.low;
    int high = leaf.high;
    int size = leaf.size();
    DenseMatrix rows = vectors.view(low, low, size, size);
    for (int i = 0; i < size; i++) {
      rows.set(i, i, 1);
    }
    double[] values = Arrays.copyOfRange(d, low, high);
    double[] off = size < 2 ? new double[0] : Arrays.copyOfRange(e, low, high - 1);
    TridiagonalQl.diagonalise(values, off, rows);
    System.arraycopy(values, 0, d, low, size);
    order.sort(low, high);
  }

  /** Xᵢ ← zᵢ/xᵢ. */
  private static void divide(double[] z, double[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] = z[i] / x[i];
    }
  }

  /** diag(T₁, T₂) + ρuuᵀ, with u = (0, …, 0, 1, ±1, 0, …, 0). */
  private final class Merge {
    private final Workers workers;
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

    Merge(Workers workers, Part part) {
      this.workers = workers;
      this.low = part.low;
      this.middle = part.middle();
      this.high = part.high;
      this.rho = 2 * Math.abs(e[middle - 1]);
      int size = part.size();
      this.z = new double[size];
      this.active = new int[size];
      this.deflated = new int[size];
      this.support = new int[size];
      double sign = Math.signum(e[middle - 1]);
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

    /** First half only, both, second half only: so two smaller products do. */
    private int[] grouped = new int[0];

    private int firstEnd;
    private int secondStart;

    /** Copies the active rows to {@code halves} in groups, the deflated ones after them. */
    private void group() {
      grouped = new int[kept];
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
            int from = wanted == 2 ? middle : low;
            int to = wanted == 1 ? middle : high;
            copyRow(vectors, active[i], halves, low + at, from, to);
            grouped[i] = at++;
          }
        }
      }
      double[] values = new double[dropped];
      for (int i = 0; i < dropped; i++) {
        copyRow(vectors, deflated[i], halves, low + kept + i, low, high);
        values[i] = d[deflated[i]];
      }
      double[] poles = new double[kept];
      double[] entries = new double[kept];
      for (int i = 0; i < kept; i++) {
        poles[i] = d[active[i]];
        entries[i] = z[active[i] - low];
      }
      System.arraycopy(poles, 0, d, low, kept);
      System.arraycopy(entries, 0, z, 0, kept);
      System.arraycopy(values, 0, d, low + kept, dropped);
    }

    /** Returns the roots; leaves the eigenvectors between the grouped rows in {@code inner}. */
    private double[] solveSecular() {
      double[] poles = Arrays.copyOfRange(d, low, low + kept);
      double[] entries = Arrays.copyOf(z, kept);
      double[] lambda = new double[kept];
      int tasks = (kept + ROOTS - 1) / ROOTS;
      workers.forEach(
          tasks,
          task -> {
            SecularEquation equation = new SecularEquation(poles, entries, rho);
            for (int i = task * ROOTS; i < Math.min(kept, (task + 1) * ROOTS); i++) {
              lambda[i] = equation.solve(i, inner.data(), inner.index(low + i, 0));
            }
          });
      double[] exact =
          LoewnerFormula.apply(workers, poles, entries, inner.view(low, 0, kept, kept));
      workers.forEach(
          tasks,
          task -> {
            double[] vector = new double[kept];
            for (int i = task * ROOTS; i < Math.min(kept, (task + 1) * ROOTS); i++) {
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
      for (int k = low + kept; k < high; k++) {
        copyRow(halves, k, vectors, k, low, high);
      }
    }
  }
}
