package io.spectrahedra.neural.lift;

import io.spectrahedra.sdp.linalg.Cholesky;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.TallQr;
import io.spectrahedra.sdp.linalg.Triangular;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.Optional;

/**
 * The triangular factor R of A = QR by the Cholesky factor of AᵀA [M12]: half the flops of
 * reflections, all of them in products, and for columns that are far from dependent as good.
 */
final class GramFactor {
  /**
   * The least part of the square of a column that may be left by the columns before it: fewer than
   * four of sixteen digits are lost.
   */
  private static final double INDEPENDENT = 1e-4;

  /** With fewer rows a column the last columns have little left by the others. */
  private static final int ROWS_PER_COLUMN = 2;

  private static final int BLOCK_ROWS = 512;

  /** The sums over them are added in this order. */
  private static final int SLICES = 8;

  /** From this many columns on there is one sum, of which the threads share each product. */
  private static final int WIDE = 512;

  /** Rows that are written by one task. */
  private static final int STRIP = 64;

  private GramFactor() {}

  /**
   * R of an n × q matrix A with the columns Qᵀb of some targets b, and below these ‖b − QQᵀb‖ on
   * the diagonal; nq² flops. Empty if there are few rows, or columns of A nearly depend on those
   * before them.
   *
   * @param rows of (A, b); called for every row once, from several threads
   */
  static Optional<DenseMatrix> of(Workers workers, int n, int q, int targets, TallQr.Rows rows) {
    if (n < (long) ROWS_PER_COLUMN * q) {
      return Optional.empty();
    }
    TallQr.Rows stoppable =
        (from, target) -> {
          workers.checkStop();
          rows.write(from, target);
        };
    int p = q + targets;
    DenseMatrix gram = DenseMatrix.zeros(p, p);
    if (p >= WIDE) {
      add(workers, 0, n, stoppable, gram);
      return factor(workers, q, gram);
    }
    DenseMatrix[] sums = new DenseMatrix[SLICES];
    workers.forEach(
        SLICES,
        s -> {
          sums[s] = DenseMatrix.zeros(p, p);
          int start = (int) ((long) n * s / SLICES);
          add(Workers.SERIAL, start, (int) ((long) n * (s + 1) / SLICES), stoppable, sums[s]);
        });
    for (DenseMatrix sum : sums) {
      gram.addScaled(1, sum);
    }
    return factor(workers, q, gram);
  }

  /** Sum ← itself + BᵀB for the rows B from start to end, in its lower triangle. */
  private static void add(Workers workers, int start, int end, TallQr.Rows rows, DenseMatrix sum) {
    DenseMatrix block = DenseMatrix.zeros(Math.min(BLOCK_ROWS, end - start), sum.cols);
    for (int first = start; first < end; first += BLOCK_ROWS) {
      int from = first;
      DenseMatrix part = block.view(0, 0, Math.min(BLOCK_ROWS, end - from), sum.cols);
      workers.forSlices(
          part.rows,
          STRIP,
          (low, high) -> rows.write(from + low, part.view(low, 0, high - low, part.cols)));
      Gemm.multiplyLower(workers, 1, part.transposed(), part, 1, sum);
    }
  }

  /** Rᵀ = L of AᵀA = LLᵀ. */
  private static Optional<DenseMatrix> factor(Workers workers, int q, DenseMatrix gram) {
    double[] square = new double[gram.rows];
    for (int j = 0; j < square.length; j++) {
      square[j] = gram.at(j, j);
    }
    DenseMatrix l = gram.view(0, 0, q, q);
    if (Cholesky.factor(workers, l) < q) {
      return Optional.empty();
    }
    for (int j = 0; j < q; j++) {
      double left = l.at(j, j) * l.at(j, j);
      if (!(left >= INDEPENDENT * square[j])) {
        return Optional.empty();
      }
    }
    Triangular.solve(workers, l, gram.view(q, 0, gram.rows - q, q).transposed());
    DenseMatrix r = DenseMatrix.zeros(gram.rows, gram.rows);
    for (int k = 0; k < gram.rows; k++) {
      double left = square[k];
      for (int j = 0; j <= Math.min(k, q - 1); j++) {
        double entry = gram.at(k, j);
        r.set(j, k, entry);
        left -= entry * entry;
      }
      if (k >= q) {
        r.set(k, k, Math.sqrt(Math.max(0, left)));
      }
    }
    return Optional.of(r);
  }
}
