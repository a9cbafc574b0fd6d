package io.spectrahedra.neural.decomposition;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.LowRankMatrix;
import io.spectrahedra.sdp.problem.SdpProblem.Row;
import io.spectrahedra.sdp.problem.SdpProblem.Term;
import java.util.Arrays;
import java.util.List;

/**
 * Which vectors u of a matrix V a row has in a block, and twice their weights w there: the gradient
 * of ⟨A, PᵀP⟩ is Σ w(Pu)uᵀ, and of two rows ⟨., .⟩ = Σ ww′(PuᵀPu′)(uᵀu′).
 */
record VectorWeights(int[] vectors, double[] weights) {
  /** Rows of one task. */
  private static final int SLICE = 128;

  /**
   * Of one row.
   *
   * @param matrix whose vectors are meant
   * @param place of each of its vectors in V
   */
  static VectorWeights of(Row row, int block, DenseMatrix matrix, int[] place) {
    int count = 0;
    for (Term term : row.terms()) {
      count += isOf(term, block, matrix) ? ((LowRankMatrix) term.matrix()).rank() : 0;
    }
    VectorWeights own = new VectorWeights(new int[count], new double[count]);
    for (Term term : row.terms()) {
      if (isOf(term, block, matrix)) {
        LowRankMatrix lowRank = (LowRankMatrix) term.matrix();
        for (int k = 0; k < lowRank.rank(); k++) {
          count--;
          own.vectors[count] = place[lowRank.index(k)];
          own.weights[count] = 2 * term.scale() * lowRank.weight(k);
        }
      }
    }
    return own;
  }

  private static boolean isOf(Term term, int block, DenseMatrix matrix) {
    return term.block() == block
        && term.matrix() instanceof LowRankMatrix lowRank
        && lowRank.vectors() == matrix;
  }

  /** Whether all rows have the same, times {@code sign}: ±1 is left of no product of two. */
  static boolean areSame(VectorWeights[] one, VectorWeights[] other, double sign) {
    boolean same = one.length == other.length;
    for (int i = 0; i < one.length && same; i++) {
      same = Arrays.equals(one[i].vectors, other[i].vectors);
      for (int k = 0; k < one[i].weights.length && same; k++) {
        same = one[i].weights[k] == sign * other[i].weights[k];
      }
    }
    return same;
  }

  /** wᵀHw′ with the weights of another row, of an H whose lower triangle is given. */
  double product(DenseMatrix h, VectorWeights other) {
    double sum = 0;
    for (int k = 0; k < vectors.length; k++) {
      for (int l = 0; l < other.vectors.length; l++) {
        int row = Math.max(vectors[k], other.vectors[l]);
        int col = Math.min(vectors[k], other.vectors[l]);
        sum += weights[k] * other.weights[l] * h.at(row, col);
      }
    }
    return sum;
  }

  /**
   * Gram ← itself + W(VVᵀ ∘ Σ (VPᵀ)(VPᵀ)ᵀ)Wᵀ, in its lower triangle; k²(d + r) flops and k² entries
   * for k vectors of length d and images of length r in all.
   *
   * @param vectors V, k × d
   * @param images VPᵀ of the blocks, of k rows each
   */
  static void addGram(
      Workers workers,
      VectorWeights[] weights,
      DenseMatrix vectors,
      List<DenseMatrix> images,
      DenseMatrix gram) {
    if (images.isEmpty()) {
      return;
    }
    DenseMatrix h = DenseMatrix.zeros(vectors.rows, vectors.rows);
    int rows = h.rows; // the last and longest first
    workers.forSlices(
        rows, SLICE, (from, to) -> products(vectors, images, rows - to, rows - from, h));
    workers.forEach(
        weights.length,
        i -> {
          double[] target = gram.data();
          int at = gram.index(i, 0);
          for (int j = 0; j <= i; j++) {
            target[at + j] += weights[i].product(h, weights[j]);
          }
        });
  }

  /** Rows {@code from} to {@code to} of H, up to the diagonal. */
  private static void products(
      DenseMatrix vectors, List<DenseMatrix> images, int from, int to, DenseMatrix h) {
    DenseMatrix rows = h.view(from, 0, to - from, to);
    for (DenseMatrix image : images) {
      multiply(image, from, to, 1, rows);
    }
    DenseMatrix factors = DenseMatrix.zeros(to - from, to);
    multiply(vectors, from, to, 0, factors);
    for (int i = from; i < to; i++) {
      double[] entries = h.data();
      int at = h.index(i, 0);
      int other = factors.index(i - from, 0);
      for (int j = 0; j <= i; j++) {
        entries[at + j] *= factors.data()[other + j];
      }
    }
  }

  /**
   * Target ← beta · itself + rows {@code from} to {@code to} of UUᵀ, up to the column of the last.
   */
  private static void multiply(DenseMatrix u, int from, int to, double beta, DenseMatrix target) {
    DenseMatrix left = u.view(from, 0, to - from, u.cols);
    DenseMatrix right = u.view(0, 0, to, u.cols);
    Gemm.multiply(Workers.SERIAL, 1, left, right.transposed(), beta, target);
  }
}
