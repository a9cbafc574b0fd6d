package io.spectrahedra.sdp.schur;

import io.spectrahedra.sdp.cone.NonNegativeCone;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.SparseCholesky;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.VectorRows;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Terms of a vector block: M += A diag(x/s) Aᵀ for the sparse matrix A of their entries. Row i of M
 * is the sum, over the entries a_ik of row i of A, of a_ik xₖ/sₖ times column k down to row i: as
 * many operations as there are pairs of entries in a column, and each row of M by one thread.
 */
final class VectorSchur implements BlockSchur, SchurPart.SparseContribution {
  /** Pairs of entries of one task. */
  private static final long TASK = 1 << 15;

  private final SparseColumns a;
  private final NonNegativeCone cone;

  /** First row of each task, and the end. */
  private final int[] tasks;

  VectorSchur(VectorRows rows, NonNegativeCone cone) {
    this.cone = cone;
    this.a = new SparseColumns(rows, cone.size());
    this.tasks = cut();
  }

  private int[] cut() {
    IntStream.Builder starts = IntStream.builder();
    starts.add(0);
    long collected = 0;
    for (int r = 0; r < a.rows.length; r++) {
      collected += a.pairs(r);
      if (collected >= TASK || r + 1 == a.rows.length) {
        starts.add(r + 1);
        collected = 0;
      }
    }
    return starts.build().toArray();
  }

  @Override
  public void addTo(Workers workers, DenseMatrix m) {
    double[] ratio = new double[a.columns()];
    Arrays.setAll(ratio, cone::ratio);
    workers.forEach(
        tasks.length - 1,
        task -> {
          for (int r = tasks[task]; r < tasks[task + 1]; r++) {
            addRow(r, ratio, m);
          }
        });
  }

  private void addRow(int r, double[] ratio, DenseMatrix m) {
    double[] data = m.data();
    int to = m.index(a.rows[r], 0);
    for (int at = a.rowStart[r]; at < a.rowStart[r + 1]; at++) {
      int e = a.rowEntry[at];
      int k = a.column[e];
      double factor = ratio[k] * a.value[e];
      for (int f = a.start[k]; f <= e; f++) {
        data[to + a.row[f]] += factor * a.value[f];
      }
    }
  }

  /** Column by column: its rows are a clique. */
  @Override
  public void addTo(Workers workers, SparseCholesky m) {
    for (int k = 0; k < a.columns(); k++) {
      int[] rows = a.rowsOf(k);
      DenseMatrix part = DenseMatrix.zeros(rows.length, rows.length);
      for (int i = 0; i < rows.length; i++) {
        double factor = cone.ratio(k) * a.value[a.start[k] + i];
        for (int j = 0; j <= i; j++) {
          part.set(i, j, factor * a.value[a.start[k] + j]);
        }
      }
      m.add(rows, part);
    }
  }

  @Override
  public BlockSchur formula() {
    return this;
  }

  @Override
  public double flops() {
    return 2 * pairs();
  }

  private double pairs() {
    return IntStream.range(0, a.rows.length).mapToLong(a::pairs).sum();
  }

  @Override
  public String toString() {
    return "vector: " + a.columns() + " entries, " + (long) pairs() + " pairs of coefficients";
  }
}
