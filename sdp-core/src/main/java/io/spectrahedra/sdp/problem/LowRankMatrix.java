package io.spectrahedra.sdp.problem;

import io.spectrahedra.sdp.kernel.Kernels;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.Arrays;

/**
 * A = Σₖ weight[k] · uₖuₖᵀ.
 *
 * <p>The vectors uₖ are rows of a matrix that many constraint matrices may share; the Schur
 * complement is assembled from each distinct row once, however many matrices use it.
 */
public final class LowRankMatrix implements ConstraintMatrix {
  private final DenseMatrix vectors;
  private final int[] index;
  private final double[] weight;

  private LowRankMatrix(DenseMatrix vectors, int[] index, double[] weight) {
    this.vectors = vectors;
    this.index = index;
    this.weight = weight;
  }

  static LowRankMatrix ofColumns(DenseMatrix u, double... weight) {
    if (weight.length != u.cols) {
      throw new IllegalArgumentException(
          "a rank-"
              + u.cols
              + " factor needs "
              + u.cols
              + " weights, got "
              + Arrays.toString(weight));
    }
    int[] index = new int[u.cols];
    Arrays.setAll(index, k -> k);
    return new LowRankMatrix(u.transposed().copy(), index, weight.clone());
  }

  /**
   * A = Σₖ weight[k] · uₖuₖᵀ where uₖ is row index[k] of {@code vectors} (not copied, row-major).
   *
   * @throws IllegalArgumentException if lengths differ or an index is no row of {@code vectors}
   */
  public static LowRankMatrix ofRows(DenseMatrix vectors, int[] index, double[] weight) {
    if (index.length != weight.length) {
      throw new IllegalArgumentException(
          index.length + " vectors need as many weights, got " + weight.length);
    }
    for (int k : index) {
      if (k < 0 || k >= vectors.rows) {
        throw new IllegalArgumentException(
            "vector " + k + " is no row of a matrix with " + vectors.rows + " rows");
      }
    }
    if (vectors.colStride() != 1) {
      throw new IllegalArgumentException("the vectors must be rows without gaps");
    }
    return new LowRankMatrix(vectors, index.clone(), weight.clone());
  }

  /** VᵀAV, with vectors Vᵀuₖ; O(Rnñ) for the R rows of {@link #vectors}. */
  LowRankMatrix times(DenseMatrix v) {
    return new LowRankMatrix(Gemm.product(Workers.SERIAL, vectors, v), index, weight);
  }

  /** Number of terms of the sum. */
  public int rank() {
    return index.length;
  }

  /** The matrix whose row {@link #index} is the vector of a term. */
  public DenseMatrix vectors() {
    return vectors;
  }

  public int index(int k) {
    return index[k];
  }

  public double weight(int k) {
    return weight[k];
  }

  @Override
  public int size() {
    return vectors.cols;
  }

  @Override
  public int cols() {
    return vectors.cols;
  }

  @Override
  public double dot(DenseMatrix x) {
    double[] u = vectors.data();
    double sum = 0;
    for (int k = 0; k < index.length; k++) {
      int start = vectors.index(index[k], 0);
      double form = 0;
      for (int i = 0; i < vectors.cols; i++) {
        double ui = u[start + i];
        if (ui != 0) {
          form += ui * Kernels.best().dot(vectors.cols, x.data(), x.index(i, 0), u, start);
        }
      }
      sum += weight[k] * form;
    }
    return sum;
  }

  @Override
  public void addTo(double alpha, DenseMatrix target) {
    for (int k = 0; k < index.length; k++) {
      addOuter(alpha * weight[k], vectors, index[k], target);
    }
  }

  /**
   * T ← T + factor·uuᵀ for u = row {@code row} of {@code vectors}; exactly symmetric, for uᵢuⱼ is
   * rounded before it is scaled.
   */
  static void addOuter(double factor, DenseMatrix vectors, int row, DenseMatrix target) {
    double[] u = vectors.data();
    int start = vectors.index(row, 0);
    for (int i = 0; i < vectors.cols; i++) {
      double ui = u[start + i];
      if (ui != 0) {
        addScaled(factor, ui, u, start, target, i);
      }
    }
  }

  /** Row {@code row} of T ← itself + factor·(uᵢu). */
  private static void addScaled(
      double factor, double ui, double[] u, int start, DenseMatrix target, int row) {
    double[] t = target.data();
    int to = target.index(row, 0);
    int step = target.colStride();
    if (step == 1) { // a loop of its own, for Java then uses vectors
      for (int j = 0; j < target.cols; j++) {
        t[to + j] += factor * (ui * u[start + j]);
      }
    } else {
      for (int j = 0; j < target.cols; j++) {
        t[to + j * step] += factor * (ui * u[start + j]);
      }
    }
  }

  /** ‖A‖² = Σₖₗ wₖ wₗ (uₖᵀuₗ)². */
  @Override
  public double frobeniusNorm() {
    int n = vectors.cols;
    double[] data = vectors.data();
    double sum = 0;
    for (int k = 0; k < index.length; k++) {
      for (int l = 0; l < index.length; l++) {
        double inner =
            Kernels.best()
                .dot(n, data, vectors.index(index[k], 0), data, vectors.index(index[l], 0));
        sum += weight[k] * weight[l] * inner * inner;
      }
    }
    return Math.sqrt(Math.max(0, sum));
  }

  @Override
  public String toString() {
    return "matrix of order " + size() + " and rank " + weight.length;
  }
}
