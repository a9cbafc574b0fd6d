package io.spectrahedra.neural.decomposition;

import io.spectrahedra.sdp.kernel.Kernels;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.Optional;

/**
 * A unit vector v with Ev = 0 of an m × n matrix E, by Householder reflections of its rows, the
 * longest first: ‖Ev‖ of the order of ε‖E‖ whatever the rank (Golub and Van Loan, 4th edition,
 * §5.4.2). 3n·min(m, n)·m flops.
 */
final class NullVector {
  /** What is left of a row counts as 0 below this share of the longest row. */
  private static final double ROUNDING = 1e-13;

  /** Rows of one task. */
  private static final int SLICE = 64;

  private NullVector() {}

  /**
   * The vector, if the rank of E is less than n.
   *
   * @param e overwritten
   */
  static Optional<double[]> of(Workers workers, DenseMatrix e) {
    int n = e.cols;
    double largest = e.maxAbs();
    e.scale(largest > 0 ? 1 / largest : 1); // squares neither overflow nor vanish
    double[] rest = new double[e.rows]; // squared length of what is left of a row
    for (int i = 0; i < e.rows; i++) {
      rest[i] = square(e, i, 0);
    }
    int rank = 0; // rows reflected: row k is then the vector of reflection k, from entry k on
    double longest = 0;
    while (rank < Math.min(e.rows, n)) {
      int pivot = rank;
      for (int i = rank; i < e.rows; i++) {
        pivot = rest[i] > rest[pivot] ? i : pivot;
      }
      double norm = Math.sqrt(rest[pivot]);
      longest = Math.max(longest, norm);
      if (norm <= ROUNDING * longest) {
        break;
      }
      swapRows(e, rank, pivot);
      rest[pivot] = rest[rank];
      reflect(workers, e, rank, norm, rest);
      rank++;
    }
    if (rank == n) {
      return Optional.empty();
    }
    double[] v = new double[n];
    v[rank] = 1; // orthogonal to what the reflections have made of the rows
    for (int k = rank - 1; k >= 0; k--) {
      apply(e, k, v, 0);
    }
    return Optional.of(v);
  }

  private static void swapRows(DenseMatrix e, int i, int j) {
    if (i != j) {
      double[] row = e.row(i);
      e.view(i, 0, 1, e.cols).setTo(e.view(j, 0, 1, e.cols));
      e.view(j, 0, 1, e.cols).setTo(DenseMatrix.wrap(row, 1, e.cols));
    }
  }

  /**
   * Row k becomes the unit vector w of I − 2wwᵀ, which maps it to its first k + 1 entries, and the
   * rows after it are mapped.
   */
  private static void reflect(Workers workers, DenseMatrix e, int k, double norm, double... rest) {
    e.add(k, k, Math.copySign(norm, e.at(k, k)));
    DenseMatrix w = e.view(k, k, 1, e.cols - k);
    w.scale(1 / w.frobeniusNorm());
    workers.forSlices(
        e.rows - k - 1,
        SLICE,
        (from, to) -> {
          for (int i = k + 1 + from; i < k + 1 + to; i++) {
            apply(e, k, e.data(), e.index(i, 0));
            rest[i] = square(e, i, k + 1);
          }
        });
  }

  /** x ← (I − 2wwᵀ)x for reflection k and the x at x[offset..]. */
  private static void apply(DenseMatrix e, int k, double[] x, int offset) {
    int length = e.cols - k;
    double twice = 2 * Kernels.best().dot(length, e.data(), e.index(k, k), x, offset + k);
    Kernels.best().add(length, -twice, e.data(), e.index(k, k), x, offset + k);
  }

  /** Of the entries of row i from {@code from} on. */
  private static double square(DenseMatrix e, int i, int from) {
    int start = e.index(i, 0) + from;
    return Kernels.best().dot(e.cols - from, e.data(), start, e.data(), start);
  }
}
