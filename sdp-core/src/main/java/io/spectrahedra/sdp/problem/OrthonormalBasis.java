package io.spectrahedra.sdp.problem;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.stream.IntStream;

/**
 * Orthonormal columns V. A sparse coefficient of few entries is of low rank on the face, others are
 * dense, by O(n²ñ) flops each.
 */
record OrthonormalBasis(DenseMatrix vectors) implements FaceBasis {
  /** A sparse coefficient becomes one of low rank if its terms are no more than n over this. */
  private static final int LOW_RANK = 4;

  @Override
  public int order() {
    return vectors.cols;
  }

  @Override
  public double magnification() {
    return 1;
  }

  @Override
  public ConstraintMatrix restricted(ConstraintMatrix a) {
    if (a instanceof LowRankMatrix low) {
      return low.times(vectors);
    }
    if (a instanceof SparseSymmetric sparse && LOW_RANK * terms(sparse) <= a.size()) {
      return ofLowRank(sparse);
    }
    DenseMatrix whole = DenseMatrix.zeros(a.size(), a.size());
    a.addTo(1, whole);
    return ConstraintMatrix.dense(between(vectors.transposed(), whole));
  }

  /** Of rank one for a diagonal entry, and of rank two for others. */
  private static int terms(SparseSymmetric a) {
    return IntStream.range(0, a.entries()).map(e -> a.row(e) == a.col(e) ? 1 : 2).sum();
  }

  /** a(eᵢeⱼᵀ + eⱼeᵢᵀ) = ½a((eᵢ + eⱼ)(eᵢ + eⱼ)ᵀ − (eᵢ − eⱼ)(eᵢ − eⱼ)ᵀ), each e a row of V. */
  private ConstraintMatrix ofLowRank(SparseSymmetric a) {
    int terms = terms(a);
    DenseMatrix rows = DenseMatrix.zeros(terms, vectors.cols);
    double[] weight = new double[terms];
    int t = 0;
    for (int e = 0; e < a.entries(); e++) {
      boolean diagonal = a.row(e) == a.col(e);
      for (int sign = 1; sign >= (diagonal ? 1 : -1); sign -= 2) {
        for (int k = 0; k < vectors.cols; k++) {
          double other = diagonal ? 0 : sign * vectors.at(a.col(e), k);
          rows.set(t, k, vectors.at(a.row(e), k) + other);
        }
        weight[t++] = diagonal ? a.value(e) : sign * a.value(e) / 2;
      }
    }
    return LowRankMatrix.ofRows(rows, IntStream.range(0, terms).toArray(), weight);
  }

  @Override
  public DenseMatrix whole(DenseMatrix reduced) {
    return between(vectors, reduced);
  }

  @Override
  public DenseMatrix reduced(DenseMatrix whole) {
    return between(vectors.transposed(), whole);
  }

  private static DenseMatrix between(DenseMatrix v, DenseMatrix x) {
    DenseMatrix half = Gemm.product(Workers.SERIAL, v, x);
    DenseMatrix image = Gemm.product(Workers.SERIAL, half, v.transposed());
    image.symmetrise();
    return image;
  }
}
