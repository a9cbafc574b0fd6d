package io.spectrahedra.sdp.problem;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;

/**
 * The terms of one block whose matrices are of one kind, in the form that bulk work on them needs.
 * Term t belongs to row {@code row(t)}, which is nowhere less than that of the term before.
 */
public sealed interface RowGroup permits SparseRows, LowRankRows, DenseRows, VectorRows {
  /** Number of terms. */
  int terms();

  /** The row of 𝒜 that term t belongs to. */
  int row(int t);

  /** What the matrix of term t is multiplied by. */
  double scale(int t);

  /** The same matrices and rows with other scales; shares all data with this group. */
  RowGroup withScale(double[] scale);

  /**
   * The same terms in other rows, as those of a part of 𝒜; shares all data with this group.
   *
   * @param row of each term, nowhere less than that of the term before (not copied)
   */
  RowGroup withRows(int[] row);

  /** True if this and the other group have the same matrices in the same rows, scales aside. */
  boolean sharesMatricesWith(RowGroup other);

  /** 1 or −1 if every term of this group is so many times that of the other; otherwise 0. */
  default double signTo(RowGroup other) {
    if (!sharesMatricesWith(other)) {
      return 0;
    }
    double sign = Math.signum(scale(0) * other.scale(0));
    for (int t = 0; t < terms(); t++) {
      if (scale(t) != sign * other.scale(t)) {
        return 0;
      }
    }
    return sign;
  }

  /** T ← T + alpha · Aₜ, without the term's scale. Both triangles are written. */
  void addTerm(double alpha, int t, DenseMatrix target);

  /** T ← T + alpha · AₜR for an n × n Aₜ, without the term's scale; R and T are row-major. */
  default void addProduct(double alpha, int t, DenseMatrix right, DenseMatrix target) {
    DenseMatrix a = DenseMatrix.zeros(right.rows, right.rows);
    addTerm(alpha, t, a);
    Gemm.multiply(Workers.SERIAL, 1, a, right, 1, target);
  }

  /**
   * target[offset..] ← itself + alpha · svec(Aₜ) [M4], or the entries of a vector; without the
   * term's scale.
   */
  void addPacked(double alpha, int t, double[] target, int offset);

  /**
   * target[offset..] ← itself + alpha · svec(RᵀAₜR) for an n × n Aₜ, without the term's scale; R is
   * row-major.
   */
  default void addCongruence(double alpha, int t, DenseMatrix right, double[] target, int offset) {
    DenseMatrix half = DenseMatrix.zeros(right.rows, right.cols);
    addProduct(alpha, t, right, half);
    DenseMatrix image = Gemm.product(Workers.SERIAL, right.transposed(), half);
    double[] packed = new double[DenseSymmetric.svecLength(right.cols)];
    DenseSymmetric.svec(image, packed, 0);
    for (int e = 0; e < packed.length; e++) {
      target[offset + e] += packed[e];
    }
  }

  /** The first term of row i, or of the next row that has one. */
  default int firstTermOf(int i) {
    int low = 0;
    int high = terms();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (row(middle) < i) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** into[row(t)] ← into[row(t)] + scale(t)·⟨Aₜ, X⟩ for every term. */
  void addApply(Workers workers, DenseMatrix x, double[] into);

  /** T ← T + Σₜ y[row(t)]·scale(t)·Aₜ. Both triangles are written. */
  void addAdjoint(Workers workers, double[] y, DenseMatrix target);
}
