package io.spectrahedra.sdp.problem;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.Optional;

/**
 * The space of small rational numbers that a basis known to a few digits spans: its reduced echelon
 * form, rounded to multiples of a common 1/t [M55].
 */
final class RationalSpan {
  private static final int MOST = 12;

  /** How far from rational an entry may be. */
  private static final double NEAR = 0.03;

  private RationalSpan() {}

  /**
   * A basis of the same space with entries in multiples of 1/t, for the least t up to 12 that they
   * are near to; 2k²n flops.
   *
   * @param basis k × n, of rank k; overwritten by its reduced echelon form
   * @return k × n, or nothing if the entries are not near such numbers
   */
  static Optional<DenseMatrix> of(DenseMatrix basis) {
    reduce(basis);
    for (int t = 1; t <= MOST; t++) {
      DenseMatrix rational = rounded(basis, t);
      DenseMatrix difference = rational.copy();
      difference.addScaled(-1, basis);
      if (difference.maxAbs() <= NEAR) {
        return Optional.of(rational);
      }
    }
    return Optional.empty();
  }

  private static DenseMatrix rounded(DenseMatrix a, int t) {
    DenseMatrix rounded = DenseMatrix.zeros(a.rows, a.cols);
    for (int i = 0; i < a.rows; i++) {
      for (int j = 0; j < a.cols; j++) {
        rounded.set(i, j, Math.rint(t * a.at(i, j)) / t);
      }
    }
    return rounded;
  }

  /** Gauss and Jordan's elimination, with the largest entry of the rows left as the pivot. */
  private static void reduce(DenseMatrix a) {
    for (int k = 0; k < a.rows; k++) {
      int row = k;
      int col = 0;
      for (int i = k; i < a.rows; i++) {
        for (int j = 0; j < a.cols; j++) {
          if (Math.abs(a.at(i, j)) > Math.abs(a.at(row, col))) {
            row = i;
            col = j;
          }
        }
      }
      double pivot = a.at(row, col);
      for (int j = 0; j < a.cols; j++) {
        double entry = a.at(row, j) / pivot;
        a.set(row, j, a.at(k, j));
        a.set(k, j, entry);
      }
      for (int i = 0; i < a.rows; i++) {
        double multiple = a.at(i, col);
        for (int j = 0; i != k && j < a.cols; j++) {
          a.add(i, j, -multiple * a.at(k, j));
        }
      }
    }
  }
}
