package io.spectrahedra.sdp.linalg;

import io.spectrahedra.sdp.kernel.Kernels;
import java.util.BitSet;

/**
 * Which rows of a positive semidefinite matrix are left when as many as are independent have been
 * taken: Cholesky with the largest pivot first, relative to the diagonal, which reveals the rank
 * (Higham, Accuracy and Stability of Numerical Algorithms, section 10.3).
 */
public final class PivotedCholesky {
  /** Rows of one task. */
  private static final int CHUNK = 128;

  private PivotedCholesky() {}

  /**
   * The rows whose pivots vanish; n²r flops for rank r.
   *
   * <p>A pivot that is NaN or infinite counts as one that vanishes, as for {@link Cholesky} it is
   * not positive: of such an entry (i, j), row i or j is returned, and no other row is changed by
   * it.
   *
   * @param a symmetric, n × n; only the lower triangle is read, and nothing written
   * @param tolerance of a pivot, relative to the diagonal entry it began as
   * @throws IllegalArgumentException if a is not square or the tolerance is negative or NaN
   */
  public static BitSet dependent(Workers workers, DenseMatrix a, double tolerance) {
    a.requireSquare("dependent");
    if (!(tolerance >= 0)) {
      throw new IllegalArgumentException(
          "dependent: tolerance must not be negative, was " + tolerance);
    }
    int n = a.rows;
    DenseMatrix l = DenseMatrix.zeros(n, n);
    double[] pivot = new double[n];
    BitSet left = new BitSet();
    for (int i = 0; i < n; i++) {
      pivot[i] = a.at(i, i);
      left.set(i);
    }
    for (int k = 0; k < n; k++) {
      int p = largest(left, pivot, a);
      if (!(pivot[p] > tolerance * a.at(p, p))) {
        break;
      }
      left.clear(p);
      double root = Math.sqrt(pivot[p]);
      int column = k;
      workers.forSlices(
          n,
          CHUNK,
          (from, to) -> {
            for (int i = left.nextSetBit(from); i >= 0 && i < to; ) {
              double inner =
                  Kernels.best().dot(column, l.data(), l.index(i, 0), l.data(), l.index(p, 0));
              double entry = (a.at(Math.max(i, p), Math.min(i, p)) - inner) / root;
              l.set(i, column, entry);
              pivot[i] -= entry * entry;
              i = left.nextSetBit(i + 1);
            }
          });
    }
    return left;
  }

  private static int largest(BitSet left, double[] pivot, DenseMatrix a) {
    int best = left.nextSetBit(0);
    double most = Double.NEGATIVE_INFINITY;
    for (int i = best; i >= 0; i = left.nextSetBit(i + 1)) {
      double size = a.at(i, i);
      double share = size > 0 ? pivot[i] / size : 0;
      if (share > most) {
        most = share;
        best = i;
      }
    }
    return best;
  }
}
