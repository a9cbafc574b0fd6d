package io.spectrahedra.neural.lift;

import io.spectrahedra.sdp.linalg.Cholesky;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.TallQr;
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

  /** From this many rows a column on it is worth trying. */
  private static final int ROWS_PER_COLUMN = 64;

  private static final int BLOCK_ROWS = 512;

  /** The sums over them are added in this order. */
  private static final int SLICES = 8;

  private GramFactor() {}

  /**
   * R of an n × p matrix A, np² flops; empty if there are few rows, or columns nearly depend on
   * those before them.
   *
   * @param rows called for every row once, from several threads
   */
  static Optional<DenseMatrix> of(Workers workers, int n, int p, TallQr.Rows rows) {
    if (n < (long) ROWS_PER_COLUMN * p) {
      return Optional.empty();
    }
    DenseMatrix[] sums = new DenseMatrix[SLICES];
    workers.forEach(
        SLICES,
        s -> {
          sums[s] = DenseMatrix.zeros(p, p);
          int end = (int) ((long) n * (s + 1) / SLICES);
          DenseMatrix block = DenseMatrix.zeros(BLOCK_ROWS, p);
          for (int from = (int) ((long) n * s / SLICES); from < end; from += BLOCK_ROWS) {
            workers.checkStop();
            DenseMatrix part = block.view(0, 0, Math.min(BLOCK_ROWS, end - from), p);
            rows.write(from, part);
            Gemm.multiplyLower(Workers.SERIAL, 1, part.transposed(), part, 1, sums[s]);
          }
        });
    DenseMatrix gram = sums[0];
    for (int s = 1; s < SLICES; s++) {
      gram.addScaled(1, sums[s]);
    }
    return factor(workers, gram);
  }

  /** Rᵀ = L of AᵀA = LLᵀ. */
  private static Optional<DenseMatrix> factor(Workers workers, DenseMatrix gram) {
    double[] square = new double[gram.rows];
    for (int j = 0; j < square.length; j++) {
      square[j] = gram.at(j, j);
    }
    if (Cholesky.factor(workers, gram) < gram.rows) {
      return Optional.empty();
    }
    for (int j = 0; j < square.length; j++) {
      double left = gram.at(j, j) * gram.at(j, j);
      if (!(left >= INDEPENDENT * square[j])) {
        return Optional.empty();
      }
    }
    DenseMatrix r = DenseMatrix.zeros(gram.rows, gram.rows);
    for (int j = 0; j < gram.rows; j++) {
      for (int k = j; k < gram.rows; k++) {
        r.set(j, k, gram.at(k, j));
      }
    }
    return Optional.of(r);
  }
}
