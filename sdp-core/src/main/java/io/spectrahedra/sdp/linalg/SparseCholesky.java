package io.spectrahedra.sdp.linalg;

import io.spectrahedra.sdp.kernel.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * PAPᵀ = LLᵀ for sparse symmetric positive definite A, with a permutation P that keeps L sparse.
 *
 * <p>Multifrontal (Duff and Reid 1983): columns of L with the same pattern are a front, a dense
 * matrix of c columns and r rows. A is added up in the fronts; each front in turn is factored by
 * the dense routines and leaves what its columns take from later ones, (r − c) × (r − c), to the
 * front of its next column. Pattern and order are found once, for any number of factorisations.
 */
public final class SparseCholesky implements SymmetricSystem {
  /** Columns that are eliminated together, and the rows in which they are not zero. */
  private static final class Front {
    /** Places in the order, ascending; the first {@code columns} are those eliminated here. */
    final int[] row;

    final int columns;
    final DenseMatrix panel;

    /** Where each later row is among the rows of the parent. */
    int[] inParent = {};

    /** What is left to later columns; only while it is on its way. */
    DenseMatrix rest = NOTHING;

    Front(int[] row, int columns) {
      this.row = row;
      this.columns = columns;
      this.panel = DenseMatrix.zeros(row.length, columns);
    }

    int border() {
      return row.length - columns;
    }

    DenseMatrix rest() {
      if (rest.rows < border()) {
        rest = DenseMatrix.zeros(border(), border());
      }
      return rest;
    }
  }

  private static final DenseMatrix NOTHING = DenseMatrix.zeros(0, 0);

  /** Right-hand sides that are solved for together, a task each. */
  private static final int GROUP = 96;

  private final int n;

  /** The place of each row of A in the order, and the row at each place. */
  private final int[] place;

  private final int[] rowAt;
  private final List<Front> fronts = new ArrayList<>();

  /** The front in which each place is eliminated, and the first place of each front. */
  private final int[] frontOf;

  private final int[] first;

  /** The largest border of a front. */
  private final int widest;

  /** Zero, with the pattern that the order was made for. */
  public SparseCholesky(EliminationOrder order) {
    List<MinimumDegree.Step> steps = order.steps();
    this.n = order.rows();
    this.place = new int[n];
    this.rowAt = new int[n];
    this.frontOf = new int[n];
    this.first = new int[steps.size()];
    int next = 0;
    for (int f = 0; f < steps.size(); f++) {
      first[f] = next;
      for (int row : steps.get(f).pivots()) {
        place[row] = next;
        rowAt[next] = row;
        frontOf[next++] = f;
      }
    }
    steps.forEach(step -> fronts.add(frontOf(step)));
    fronts.forEach(this::link);
    this.widest = fronts.stream().mapToInt(Front::border).max().orElse(0);
  }

  private Front frontOf(MinimumDegree.Step step) {
    int columns = step.pivots().length;
    int[] row = Arrays.copyOf(step.pivots(), columns + step.border().length);
    System.arraycopy(step.border(), 0, row, columns, step.border().length);
    int[] places = Arrays.stream(row).map(r -> place[r]).sorted().toArray();
    return new Front(places, columns);
  }

  private void link(Front front) {
    if (front.border() > 0) {
      int[] rows = parent(front).row;
      front.inParent = new int[front.border()];
      Arrays.setAll(front.inParent, b -> Arrays.binarySearch(rows, front.row[front.columns + b]));
    }
  }

  private Front parent(Front front) {
    return fronts.get(frontOf[front.row[front.columns]]);
  }

  @Override
  public int rows() {
    return n;
  }

  @Override
  public void clear(Workers workers) {
    fronts.forEach(front -> front.panel.fill(0));
  }

  /**
   * A[rows, rows] ← itself + part.
   *
   * @param rows within a clique of the pattern, without repetitions
   * @param part only its lower triangle is read
   * @throws IllegalArgumentException if a row is not one of A, the part has not its order, or an
   *     entry lies where the factor is zero; A is then as it was
   */
  public void add(int[] rows, DenseMatrix part) {
    Arguments.requireOrder("SparseCholesky.add", "part", part, rows.length);
    Arguments.requireRows("SparseCholesky.add", n, rows);
    long[] order = new long[rows.length]; // by place; and which row it is
    Arrays.setAll(order, a -> (long) place[rows[a]] << Integer.SIZE | a);
    Arrays.sort(order);
    int[] local = new int[rows.length];
    int f = -1;
    for (int a = 0; a < order.length; a++) {
      int column = (int) (order[a] >> Integer.SIZE);
      Front front = fronts.get(frontOf[column]);
      if (frontOf[column] != f) {
        f = frontOf[column];
        for (int b = a; b < order.length; b++) {
          local[b] = Arrays.binarySearch(front.row, (int) (order[b] >> Integer.SIZE));
          requireInPattern(local[b], rows[(int) order[a]], rows[(int) order[b]]);
        }
      }
      for (int b = a; b < order.length; b++) {
        int i = Math.max((int) order[a], (int) order[b]);
        int j = Math.min((int) order[a], (int) order[b]);
        front.panel.add(local[b], column - first[f], part.at(i, j));
      }
    }
  }

  /** In the first column already, before anything is added: what lacks none there lacks none. */
  private static void requireInPattern(int local, int column, int row) {
    if (local < 0) {
      throw new IllegalArgumentException(
          "SparseCholesky.add: entry (%d, %d) is not in the pattern"
              .formatted(Math.max(row, column), Math.min(row, column)));
    }
  }

  /**
   * A ← the entries of a symmetric matrix that the pattern has; the others must be zero. O(entries
   * of L).
   *
   * @param a both triangles are read
   * @throws IllegalArgumentException if it is of another order
   */
  public void setTo(DenseMatrix a) {
    Arguments.requireOrder("SparseCholesky.setTo", "a", a, n);
    for (Front front : fronts) {
      for (int r = 0; r < front.row.length; r++) {
        int i = rowAt[front.row[r]];
        for (int c = 0; c < Math.min(r + 1, front.columns); c++) {
          front.panel.set(r, c, a.at(i, rowAt[front.row[c]]));
        }
      }
    }
  }

  @Override
  public void addDiagonal(int i, double value) {
    int f = frontOf[place[i]];
    int column = place[i] - first[f];
    fronts.get(f).panel.add(column, column, value);
  }

  @Override
  public double at(int i, int j) {
    int column = Math.min(place[i], place[j]);
    int f = frontOf[column];
    int row = Arrays.binarySearch(fronts.get(f).row, Math.max(place[i], place[j]));
    return row < 0 ? 0 : fronts.get(f).panel.at(row, column - first[f]);
  }

  @Override
  public int factor(Workers workers) {
    for (int f = 0; f < fronts.size(); f++) {
      Front front = fronts.get(f);
      int c = front.columns;
      DenseMatrix top = front.panel.view(0, 0, c, c);
      int pivot = Cholesky.factor(workers, top);
      if (pivot < c) {
        fronts.forEach(each -> each.rest = NOTHING);
        return rowAt[first[f] + pivot];
      }
      if (front.border() > 0) {
        DenseMatrix below = front.panel.view(c, 0, front.border(), c);
        Triangular.solve(workers, top, below.transposed());
        Gemm.multiplyLower(workers, -1, below, below.transposed(), 1, front.rest());
        pass(front, parent(front));
      }
    }
    return n;
  }

  private static void pass(Front from, Front to) {
    for (int a = 0; a < from.border(); a++) {
      int i = from.inParent[a];
      int b = 0;
      for (; b <= a && from.inParent[b] < to.columns; b++) {
        to.panel.add(i, from.inParent[b], from.rest.at(a, b));
      }
      for (; b <= a; b++) {
        to.rest().add(i - to.columns, from.inParent[b] - to.columns, from.rest.at(a, b));
      }
    }
    from.rest = NOTHING;
  }

  @Override
  public void solve(Workers workers, double[] x) {
    Arguments.requireLength("SparseCholesky.solve", "x", n, x);
    double[] z = new double[n];
    solveLower(x, z);
    solveUpper(z, x);
  }

  @Override
  public void solveLower(double[] x, double[] z) {
    Arguments.requireLength("SparseCholesky.solveLower", "x", n, x);
    Arguments.requireLength("SparseCholesky.solveLower", "z", n, z);
    for (int at = 0; at < n; at++) {
      z[at] = x[rowAt[at]];
    }
    for (int f = 0; f < fronts.size(); f++) {
      forward(fronts.get(f), first[f], z);
    }
  }

  @Override
  public void solveUpper(double[] z, double[] x) {
    Arguments.requireLength("SparseCholesky.solveUpper", "z", n, z);
    Arguments.requireLength("SparseCholesky.solveUpper", "x", n, x);
    for (int f = fronts.size() - 1; f >= 0; f--) {
      backward(fronts.get(f), first[f], z);
    }
    for (int at = 0; at < n; at++) {
      x[rowAt[at]] = z[at];
    }
  }

  private static void forward(Front front, int start, double[] z) {
    DenseMatrix l = front.panel;
    for (int i = 0; i < front.columns; i++) {
      double sum = Kernels.best().dot(i, l.data(), l.index(i, 0), z, start);
      z[start + i] = (z[start + i] - sum) / l.at(i, i);
    }
    for (int a = front.columns; a < front.row.length; a++) {
      z[front.row[a]] -= Kernels.best().dot(front.columns, l.data(), l.index(a, 0), z, start);
    }
  }

  private static void backward(Front front, int start, double[] z) {
    DenseMatrix l = front.panel;
    for (int a = front.columns; a < front.row.length; a++) {
      Kernels.best().add(front.columns, -z[front.row[a]], l.data(), l.index(a, 0), z, start);
    }
    for (int i = front.columns - 1; i >= 0; i--) {
      z[start + i] /= l.at(i, i);
      Kernels.best().add(i, -z[start + i], l.data(), l.index(i, 0), z, start);
    }
  }

  /** B ← A⁻¹B for B n × k, by what {@link #factor} has left; 4k flops an entry of L. */
  public void solve(Workers workers, DenseMatrix b) {
    inGroups(
        "SparseCholesky.solve",
        workers,
        b,
        (group, z, border) -> {
          forward(z, border);
          for (int f = fronts.size() - 1; f >= 0; f--) {
            backward(fronts.get(f), first[f], z, border);
          }
          for (int at = 0; at < n; at++) {
            group.view(rowAt[at], 0, 1, z.cols).setTo(z.view(at, 0, 1, z.cols));
          }
        });
  }

  /** At most 2k flops an entry of L: those that a group of columns of B does not reach are free. */
  @Override
  public void solveLower(Workers workers, DenseMatrix b) {
    inGroups(
        "SparseCholesky.solveLower",
        workers,
        b,
        (group, z, border) -> {
          forward(z, border);
          group.setTo(z);
        });
  }

  /** What is done with some columns of B, z = PB and room for a border. */
  private interface GroupSolve {
    void accept(DenseMatrix group, DenseMatrix z, DenseMatrix border);
  }

  private void inGroups(String routine, Workers workers, DenseMatrix b, GroupSolve solve) {
    if (b.rows != n) {
      throw new IllegalArgumentException(
          "%s: b must have %d rows, had %d".formatted(routine, n, b.rows));
    }
    workers.forSlices(
        b.cols,
        GROUP,
        (from, to) -> {
          int k = to - from;
          DenseMatrix group = b.view(0, from, n, k);
          DenseMatrix z = DenseMatrix.zeros(n, k);
          for (int at = 0; at < n; at++) {
            z.view(at, 0, 1, k).setTo(group.view(rowAt[at], 0, 1, k));
          }
          solve.accept(group, z, DenseMatrix.zeros(widest, k));
        });
  }

  private void forward(DenseMatrix z, DenseMatrix border) {
    for (int f = 0; f < fronts.size(); f++) {
      forward(fronts.get(f), first[f], z, border);
    }
  }

  private static void forward(Front front, int start, DenseMatrix z, DenseMatrix border) {
    int zeros = 0; // rows that stay zero
    while (zeros < front.columns && z.view(start + zeros, 0, 1, z.cols).maxAbs() == 0) {
      zeros++;
    }
    int c = front.columns - zeros;
    if (c == 0) {
      return;
    }
    DenseMatrix top = z.view(start + zeros, 0, c, z.cols);
    Triangular.solve(Workers.SERIAL, front.panel.view(zeros, zeros, c, c), top);
    if (front.border() > 0) {
      DenseMatrix below = front.panel.view(front.columns, zeros, front.border(), c);
      DenseMatrix taken = border.view(0, 0, front.border(), z.cols);
      Gemm.multiply(Workers.SERIAL, 1, below, top, 0, taken);
      for (int a = 0; a < taken.rows; a++) {
        int to = z.index(front.row[front.columns + a], 0);
        Kernels.best().add(z.cols, -1, taken.data(), taken.index(a, 0), z.data(), to);
      }
    }
  }

  private static void backward(Front front, int start, DenseMatrix z, DenseMatrix border) {
    int c = front.columns;
    DenseMatrix top = z.view(start, 0, c, z.cols);
    if (front.border() > 0) {
      DenseMatrix below = front.panel.view(c, 0, front.border(), c);
      DenseMatrix known = border.view(0, 0, front.border(), z.cols);
      for (int a = 0; a < known.rows; a++) {
        int from = z.index(front.row[c + a], 0);
        System.arraycopy(z.data(), from, known.data(), known.index(a, 0), z.cols);
      }
      Gemm.multiply(Workers.SERIAL, -1, below.transposed(), known, 1, top);
    }
    Triangular.solveTransposed(Workers.SERIAL, front.panel.view(0, 0, c, c), top);
  }
}
