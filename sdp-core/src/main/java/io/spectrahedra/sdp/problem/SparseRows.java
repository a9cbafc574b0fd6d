package io.spectrahedra.sdp.problem;

import io.spectrahedra.sdp.kernel.Kernels;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Terms with sparse symmetric matrices, the entries of all of them in flat arrays: bulk work reads
 * them in order and follows no pointers.
 */
public final class SparseRows implements RowGroup {
  /** Entries of one task of {@link #addApply}: fewer are not worth a thread. */
  private static final int CHUNK = 1 << 15;

  private final Entries entries;
  private final int[] row;
  private final double[] scale;
  private final int[] tasks;

  /**
   * The entries of the lower triangles, term after term; not copied, not to be written.
   *
   * @param start where the entries of each term begin, and the end of the last
   * @param row row of each entry; never less than its column
   * @param col column of each entry
   * @param value value of each entry, without the scale of its term
   */
  public record Entries(int[] start, int[] row, int[] col, double[] value) {
    private static Entries of(List<SparseSymmetric> matrices) {
      int[] start = new int[matrices.size() + 1];
      for (int t = 0; t < matrices.size(); t++) {
        start[t + 1] = Math.addExact(start[t], matrices.get(t).entries());
      }
      int total = start[matrices.size()];
      Entries flat = new Entries(start, new int[total], new int[total], new double[total]);
      for (int t = 0; t < matrices.size(); t++) {
        SparseSymmetric matrix = matrices.get(t);
        for (int e = 0; e < matrix.entries(); e++) {
          flat.row[start[t] + e] = matrix.row(e);
          flat.col[start[t] + e] = matrix.col(e);
          flat.value[start[t] + e] = matrix.value(e);
        }
      }
      return flat;
    }

    /** First term of each task, and the end: about {@link #CHUNK} entries each. */
    private int[] tasks() {
      IntStream.Builder tasks = IntStream.builder();
      int last = 0;
      tasks.add(0);
      for (int t = 1; t < start.length; t++) {
        if (start[t] - start[last] >= CHUNK || t == start.length - 1) {
          tasks.add(t);
          last = t;
        }
      }
      return tasks.build().toArray();
    }
  }

  private SparseRows(Entries entries, int[] row, double[] scale) {
    this.entries = entries;
    this.row = row;
    this.scale = scale;
    this.tasks = entries.tasks();
  }

  static SparseRows of(TermList<SparseSymmetric> terms) {
    return new SparseRows(Entries.of(terms.matrices()), terms.rows(), terms.scales());
  }

  /** The entries of all terms. */
  public Entries entries() {
    return entries;
  }

  @Override
  public int terms() {
    return row.length;
  }

  @Override
  public int row(int t) {
    return row[t];
  }

  @Override
  public double scale(int t) {
    return scale[t];
  }

  @Override
  public SparseRows withScale(double[] other) {
    return new SparseRows(entries, row, other);
  }

  @Override
  public SparseRows withRows(int[] other) {
    return new SparseRows(entries, other, scale);
  }

  @Override
  public boolean sharesMatricesWith(RowGroup other) {
    return other instanceof SparseRows that && entries.value == that.entries.value;
  }

  @Override
  public void addTerm(double alpha, int t, DenseMatrix target) {
    for (int e = entries.start[t]; e < entries.start[t + 1]; e++) {
      int i = entries.row[e];
      int j = entries.col[e];
      double value = alpha * entries.value[e];
      target.add(i, j, value);
      if (i != j) {
        target.add(j, i, value);
      }
    }
  }

  @Override
  public void addProduct(double alpha, int t, DenseMatrix right, DenseMatrix target) {
    for (int e = entries.start[t]; e < entries.start[t + 1]; e++) {
      int i = entries.row[e];
      int j = entries.col[e];
      double value = alpha * entries.value[e];
      addRow(value, right, j, target, i);
      if (i != j) {
        addRow(value, right, i, target, j);
      }
    }
  }

  private static void addRow(double alpha, DenseMatrix from, int i, DenseMatrix target, int j) {
    Kernels.best()
        .add(from.cols, alpha, from.data(), from.index(i, 0), target.data(), target.index(j, 0));
  }

  @Override
  public void addPacked(double alpha, int t, double[] target, int offset) {
    double below = Math.sqrt(2) * alpha;
    for (int e = entries.start[t]; e < entries.start[t + 1]; e++) {
      int i = entries.row[e];
      int j = entries.col[e];
      target[offset + i * (i + 1) / 2 + j] += (i == j ? alpha : below) * entries.value[e];
    }
  }

  @Override
  public void addApply(Workers workers, DenseMatrix x, double[] into) {
    double[] form = new double[row.length];
    workers.forEach(
        tasks.length - 1,
        task -> {
          for (int t = tasks[task]; t < tasks[task + 1]; t++) {
            form[t] = dot(t, x);
          }
        });
    for (int t = 0; t < row.length; t++) {
      into[row[t]] += scale[t] * form[t];
    }
  }

  private double dot(int t, DenseMatrix x) {
    double diagonal = 0;
    double below = 0;
    for (int e = entries.start[t]; e < entries.start[t + 1]; e++) {
      int i = entries.row[e];
      int j = entries.col[e];
      double product = entries.value[e] * x.at(i, j);
      if (i == j) {
        diagonal += product;
      } else {
        below += product;
      }
    }
    return diagonal + 2 * below;
  }

  /**
   * {@inheritDoc}
   *
   * <p>By one thread: two additions an entry are little next to the products of order n around
   * them, and terms share places of T.
   */
  @Override
  public void addAdjoint(Workers workers, double[] y, DenseMatrix target) {
    for (int t = 0; t < row.length; t++) {
      addTerm(scale[t] * y[row[t]], t, target);
    }
  }
}
