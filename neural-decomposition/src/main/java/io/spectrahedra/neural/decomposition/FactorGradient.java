package io.spectrahedra.neural.decomposition;

import io.spectrahedra.sdp.kernel.Kernels;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.LowRankMatrix;
import io.spectrahedra.sdp.problem.SdpProblem.Row;
import io.spectrahedra.sdp.problem.SdpProblem.Term;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/**
 * What rows are of Z = PᵀP: 2PA in every block, side by side, the gradient of ⟨A, PᵀP⟩ in the
 * entries of P.
 *
 * <p>For A = Σwuuᵀ it is 2Σw(Pu)uᵀ, where one product gives the Pu of all rows of a program: O(rd)
 * a vector instead of O(rd²).
 */
final class FactorGradient {
  private final int[] blocks;
  private final DenseMatrix[] factors;

  /** VPᵀ in every block, for the matrices V of vectors in the order of the terms. */
  private final IdentityHashMap<DenseMatrix, DenseMatrix[]> images = new IdentityHashMap<>();

  /**
   * @param blocks places of the blocks in the program
   * @param factors P of every block
   */
  FactorGradient(Workers workers, List<Row> rows, int[] blocks, DenseMatrix... factors) {
    this.blocks = blocks;
    this.factors = factors;
    for (Row row : rows) {
      for (Term term : row.terms()) {
        addImage(workers, term);
      }
    }
  }

  private void addImage(Workers workers, Term term) {
    int b = place(term.block());
    if (b >= 0 && term.matrix() instanceof LowRankMatrix lowRank) {
      DenseMatrix vectors = lowRank.vectors();
      DenseMatrix[] ofBlocks =
          images.computeIfAbsent(vectors, any -> new DenseMatrix[blocks.length]);
      if (ofBlocks[b] == null) {
        ofBlocks[b] = Gemm.product(workers, vectors, factors[b].transposed());
      }
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

  /** Entries of all P. */
  int length() {
    return Arrays.stream(factors).mapToInt(factor -> factor.rows * factor.cols).sum();
  }

  /** Row i of {@code target}, of as many columns as P have entries, ← the gradients. */
  void write(Row row, DenseMatrix target, int i) {
    target.view(i, 0, 1, target.cols).fill(0);
    for (Term term : row.terms()) {
      int b = place(term.block());
      if (b < 0) {
        continue; // of a block that stays as it is
      }
      int to = target.index(i, start(b));
      if (term.matrix() instanceof LowRankMatrix lowRank) {
        DenseMatrix image = Objects.requireNonNull(images.get(lowRank.vectors()))[b];
        for (int k = 0; k < lowRank.rank(); k++) {
          double weight = 2 * term.scale() * lowRank.weight(k);
          addOuter(weight, image, lowRank.vectors(), lowRank.index(k), target.data(), to);
        }
      } else {
        DenseMatrix a = DenseMatrix.zeros(factors[b].cols, factors[b].cols);
        term.matrix().addTo(2 * term.scale(), a);
        DenseMatrix product = Gemm.product(Workers.SERIAL, factors[b], a);
        Kernels.best().add(product.rows * product.cols, 1, product.data(), 0, target.data(), to);
      }
    }
  }

  private int start(int block) {
    return Arrays.stream(factors, 0, block).mapToInt(factor -> factor.rows * factor.cols).sum();
  }

  /** target[offset..] ← itself + weight·(Pu)uᵀ, u and Pu the same row of their matrices. */
  private static void addOuter(
      double weight, DenseMatrix image, DenseMatrix vectors, int row, double[] target, int offset) {
    int from = vectors.index(row, 0);
    for (int k = 0; k < image.cols; k++) {
      Kernels.best()
          .add(
              vectors.cols,
              weight * image.at(row, k),
              vectors.data(),
              from,
              target,
              offset + k * vectors.cols);
    }
  }
}
