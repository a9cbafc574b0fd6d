package io.spectrahedra.sdp.problem;

import io.spectrahedra.sdp.linalg.CompensatedMatrix;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.ArrayList;
import java.util.List;

/**
 * One point of the space that K lies in: a symmetric n × n matrix for each Psd block and an n × 1
 * column for each vector block. Mutable; its blocks are.
 */
public final class BlockMatrix {
  private final List<DenseMatrix> blocks;

  private BlockMatrix(List<DenseMatrix> blocks) {
    this.blocks = blocks;
  }

  /** Zero in every block. */
  public static BlockMatrix zeros(List<Block> shape) {
    return new BlockMatrix(
        shape.stream().map(block -> DenseMatrix.zeros(block.size(), block.cols())).toList());
  }

  /** The matrices given, not copied. */
  public static BlockMatrix of(List<DenseMatrix> blocks) {
    return new BlockMatrix(List.copyOf(blocks));
  }

  /**
   * 𝒜*(y) = Σ yᵢAᵢ, a new matrix; once in a while, for {@link Operator} is faster.
   *
   * @param y one for each row
   */
  public static BlockMatrix adjoint(SdpProblem problem, double[] y) {
    BlockMatrix sum = zeros(problem.blocks());
    for (int i = 0; i < y.length; i++) {
      if (y[i] != 0) {
        for (SdpProblem.Term term : problem.rows().get(i).terms()) {
          term.matrix().addTo(y[i] * term.scale(), sum.block(term.block()));
        }
      }
    }
    return sum;
  }

  /**
   * C − 𝒜*(y), each entry rounded once if the coefficients are kept entry by entry [M56]; a new
   * matrix.
   *
   * @param y one for each row
   */
  public static BlockMatrix slack(SdpProblem problem, double[] y) {
    List<CompensatedMatrix> sums = new ArrayList<>();
    for (Block block : problem.blocks()) {
      sums.add(new CompensatedMatrix(block.size(), block.cols()));
    }
    for (SdpProblem.Term term : problem.objective()) {
      term.matrix().addTo(term.scale(), sums.get(term.block()));
    }
    for (int i = 0; i < y.length; i++) {
      if (y[i] != 0) {
        for (SdpProblem.Term term : problem.rows().get(i).terms()) {
          term.matrix().addTo(-y[i] * term.scale(), sums.get(term.block()));
        }
      }
    }
    return new BlockMatrix(sums.stream().map(CompensatedMatrix::rounded).toList());
  }

  public DenseMatrix block(int k) {
    return blocks.get(k);
  }

  public List<DenseMatrix> blocks() {
    return blocks;
  }

  public BlockMatrix copy() {
    return new BlockMatrix(blocks.stream().map(DenseMatrix::copy).toList());
  }

  /** This ← other. */
  public void setTo(BlockMatrix other) {
    for (int k = 0; k < blocks.size(); k++) {
      blocks.get(k).setTo(other.blocks.get(k));
    }
  }

  /** This ← 0. */
  public void clear() {
    blocks.forEach(block -> block.fill(0));
  }

  /** This ← this + alpha · other. */
  public void addScaled(double alpha, BlockMatrix other) {
    for (int k = 0; k < blocks.size(); k++) {
      blocks.get(k).addScaled(alpha, other.blocks.get(k));
    }
  }

  /** This ← alpha · this. */
  public void scale(double alpha) {
    blocks.forEach(block -> block.scale(alpha));
  }

  /** ⟨this, other⟩, summed over the blocks. */
  public double dot(BlockMatrix other) {
    double sum = 0;
    for (int k = 0; k < blocks.size(); k++) {
      sum += blocks.get(k).dot(other.blocks.get(k));
    }
    return sum;
  }

  public double frobeniusNorm() {
    double norm = 0;
    for (DenseMatrix block : blocks) {
      norm = Math.hypot(norm, block.frobeniusNorm());
    }
    return norm;
  }

  public double maxAbs() {
    double largest = 0;
    for (DenseMatrix block : blocks) {
      largest = Math.max(largest, block.maxAbs());
    }
    return largest;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int k = 0; k < blocks.size(); k++) {
      text.append("block ").append(k).append(":\n").append(blocks.get(k).toString().strip());
      text.append('\n');
    }
    return text.toString();
  }
}
