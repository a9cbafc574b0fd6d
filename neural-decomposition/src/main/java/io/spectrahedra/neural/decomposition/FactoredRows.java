package io.spectrahedra.neural.decomposition;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.DenseSymmetric;
import io.spectrahedra.sdp.problem.LowRankMatrix;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.problem.SdpProblem.Term;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/**
 * What rows are of the D of PᵀDP in every block: svec(PAPᵀ), the blocks side by side [M24].
 *
 * <p>Matrices of few vectors u are formed from the Pu, which one product gives for all rows of a
 * program: O(r²) a row then, where PAPᵀ itself is O(rd²).
 */
final class FactoredRows {
  private final int[] blocks;
  private final DenseMatrix[] factors;

  /** VPᵀ in every block, for the matrices V of vectors in the order of the terms. */
  private final IdentityHashMap<DenseMatrix, DenseMatrix[]> images = new IdentityHashMap<>();

  /**
   * @param blocks places of the blocks in the program
   * @param factors P of every block
   */
  FactoredRows(Workers workers, SdpProblem program, int[] blocks, DenseMatrix... factors) {
    this.blocks = blocks;
    this.factors = factors;
    program.objective().forEach(term -> addImages(workers, term));
    program.rows().forEach(row -> row.terms().forEach(term -> addImages(workers, term)));
  }

  private void addImages(Workers workers, Term term) {
    int b = place(term.block());
    if (b < 0 || !(term.matrix() instanceof LowRankMatrix lowRank)) {
      return;
    }
    DenseMatrix[] ofBlocks =
        images.computeIfAbsent(lowRank.vectors(), any -> new DenseMatrix[blocks.length]);
    if (ofBlocks[b] == null) {
      ofBlocks[b] = Gemm.product(workers, lowRank.vectors(), factors[b].transposed());
    }
  }

  private int place(int block) {
    for (int b = 0; b < blocks.length; b++) {
      if (blocks[b] == block) {
        return b;
      }
    }
    return -1;
  }

  /** Σ r(r + 1)/2. */
  int length() {
    return start(blocks.length);
  }

  /** Where the D of a block begins. */
  int start(int block) {
    int start = 0;
    for (int b = 0; b < block; b++) {
      start += DenseSymmetric.svecLength(factors[b].rows);
    }
    return start;
  }

  /** svec(PAPᵀ) of Σ terms, in every block. */
  double[] of(List<Term> terms) {
    double[] form = new double[length()];
    for (Term term : terms) {
      int b = place(term.block());
      if (b < 0) {
        continue; // of a block that stays as it is
      }
      if (term.matrix() instanceof LowRankMatrix lowRank) {
        DenseMatrix image = Objects.requireNonNull(images.get(lowRank.vectors()))[b];
        for (int k = 0; k < lowRank.rank(); k++) {
          addOuter(term.scale() * lowRank.weight(k), image, lowRank.index(k), form, start(b));
        }
      } else {
        DenseMatrix a = DenseMatrix.zeros(factors[b].cols, factors[b].cols);
        term.matrix().addTo(term.scale(), a);
        double[] packed = new double[DenseSymmetric.svecLength(factors[b].rows)];
        DenseSymmetric.svec(congruence(factors[b], a), packed, 0);
        for (int e = 0; e < packed.length; e++) {
          form[start(b) + e] += packed[e];
        }
      }
    }
    return form;
  }

  /** target[offset..] ← itself + svec(weight·uuᵀ), u a row of {@code vectors}. */
  private static void addOuter(
      double weight, DenseMatrix vectors, int row, double[] target, int offset) {
    double off = Math.sqrt(2) * weight;
    int r = vectors.cols;
    int from = vectors.index(row, 0);
    double[] u = vectors.data();
    int e = offset;
    for (int i = 0; i < r; i++) {
      double ui = u[from + i];
      for (int j = 0; j < i; j++) {
        target[e++] += off * ui * u[from + j];
      }
      target[e++] += weight * ui * ui;
    }
  }

  /** TATᵀ, symmetric to the last bit. */
  private static DenseMatrix congruence(DenseMatrix t, DenseMatrix a) {
    DenseMatrix product =
        Gemm.product(Workers.SERIAL, Gemm.product(Workers.SERIAL, t, a), t.copy().transposed());
    product.symmetrise();
    return product;
  }
}
