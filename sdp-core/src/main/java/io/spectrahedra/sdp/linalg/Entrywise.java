package io.spectrahedra.sdp.linalg;

import io.spectrahedra.sdp.kernel.Kernels;

/** Sums and norms of matrices of one shape, entry by entry, at the speed of memory. */
final class Entrywise {
  /** Between these a sum of squares has neither overflown nor lost what underflows. */
  private static final double SMALL_SQUARE = 1e-200;

  private static final double LARGE_SQUARE = 1e300;

  private Entrywise() {}

  /** The matrix, or the transpose of a single column: its entries lie next to each other. */
  private static DenseMatrix lying(DenseMatrix a) {
    return a.cols == 1 ? a.transposed() : a;
  }

  /** T ← T + αA. */
  static void add(double alpha, DenseMatrix a, DenseMatrix t) {
    DenseMatrix from = lying(a);
    DenseMatrix to = lying(t);
    boolean withoutGaps = from.colStride() == 1 && to.colStride() == 1;
    for (int i = 0; i < from.rows; i++) {
      if (withoutGaps) {
        Kernels.best()
            .add(from.cols, alpha, from.data(), from.index(i, 0), to.data(), to.index(i, 0));
      } else {
        for (int j = 0; j < from.cols; j++) {
          to.add(i, j, alpha * from.at(i, j));
        }
      }
    }
  }

  /** A ← αA. */
  static void scale(double alpha, DenseMatrix a) {
    DenseMatrix lying = lying(a);
    double[] data = lying.data();
    int step = lying.colStride();
    for (int i = 0; i < lying.rows; i++) {
      int start = lying.index(i, 0);
      if (step == 1) { // of which HotSpot makes vector instructions
        for (int j = start; j < start + lying.cols; j++) {
          data[j] *= alpha;
        }
      } else {
        for (int j = 0; j < lying.cols; j++) {
          data[start + j * step] *= alpha;
        }
      }
    }
  }

  /** ⟨A, B⟩, summed row by row. */
  static double dot(DenseMatrix a, DenseMatrix b) {
    DenseMatrix left = lying(a);
    DenseMatrix right = lying(b);
    boolean withoutGaps = left.colStride() == 1 && right.colStride() == 1;
    double sum = 0;
    for (int i = 0; i < left.rows; i++) {
      if (withoutGaps) {
        sum +=
            Kernels.best()
                .dot(left.cols, left.data(), left.index(i, 0), right.data(), right.index(i, 0));
      } else {
        double row = 0;
        for (int j = 0; j < left.cols; j++) {
          row += left.at(i, j) * right.at(i, j);
        }
        sum += row;
      }
    }
    return sum;
  }

  /** ‖A‖ in the Frobenius norm, without overflow or underflow on the way. */
  static double frobeniusNorm(DenseMatrix a) {
    double square = dot(a, a);
    if (square > SMALL_SQUARE && square < LARGE_SQUARE) {
      return Math.sqrt(square);
    }
    double largest = maxAbs(a);
    if (largest == 0 || !Double.isFinite(largest)) {
      return largest;
    }
    double sum = 0;
    for (int i = 0; i < a.rows; i++) {
      for (int j = 0; j < a.cols; j++) {
        double scaled = a.at(i, j) / largest;
        sum += scaled * scaled;
      }
    }
    return largest * Math.sqrt(sum);
  }

  /** The largest |aᵢⱼ|; NaN if an entry is NaN, 0 if there is none. */
  static double maxAbs(DenseMatrix a) {
    DenseMatrix lying = lying(a);
    double[] data = lying.data();
    int step = lying.colStride();
    double even = 0; // two chains, for each waits for its last result
    double odd = 0;
    for (int i = 0; i < lying.rows; i++) {
      int at = lying.index(i, 0);
      int j = 0;
      for (; j + 1 < lying.cols; j += 2) {
        even = Math.max(even, Math.abs(data[at]));
        odd = Math.max(odd, Math.abs(data[at + step]));
        at += 2 * step;
      }
      if (j < lying.cols) {
        even = Math.max(even, Math.abs(data[at]));
      }
    }
    return Math.max(even, odd);
  }
}
