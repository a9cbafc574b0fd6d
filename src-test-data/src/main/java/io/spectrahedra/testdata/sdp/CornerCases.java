package io.spectrahedra.testdata.sdp;

import io.spectrahedra.testdata.sdp.ExactSdp.Block;
import io.spectrahedra.testdata.sdp.ExactSdp.Row;
import java.util.List;

/** Small problems at the edge of what a problem can be, with the answer in each comment. */
public final class CornerCases {
  private CornerCases() {}

  /** All of them. */
  public static List<ExactSdp> all() {
    return List.of(
        noRows(),
        noRowsAndSingularObjective(),
        noRowsAndUnbounded(),
        nothingAtAll(),
        untouchedBlock(1, 2, new Answer.Optimum(-2)),
        untouchedBlock(1, 0, new Answer.Optimum(-2)),
        untouchedBlock(0, 0, new Answer.Optimum(-2)),
        untouchedBlock(
            1,
            -0.5,
            new Answer.DualRay(
                List.<double[][]>of(new double[2][2], new double[][] {{0, 0}, {0, 2}}))),
        zeroObjective(),
        ordersOfOne(),
        negativeDiagonal(),
        negativeTrace(),
        zeroTrace(),
        zeroDiagonalEntry(),
        contradictingCopies());
  }

  /** m = 0: min ⟨diag(1, 2), X⟩ is 0 at X = 0. */
  private static ExactSdp noRows() {
    return new ExactSdp(
        "no rows",
        List.of(Block.psd(2)),
        List.of(diagonal(0, 1, 2)),
        List.of(),
        new Answer.Optimum(0));
  }

  /** m = 0: min ⟨diag(1, 0), X⟩ is 0 for every multiple of (0, 1)(0, 1)ᵀ. */
  private static ExactSdp noRowsAndSingularObjective() {
    return new ExactSdp(
        "no rows and a singular objective",
        List.of(Block.psd(2)),
        List.of(diagonal(0, 1, 0)),
        List.of(),
        new Answer.Optimum(0));
  }

  /** m = 0: min ⟨diag(1, −2), X⟩ has no end in the direction of X = diag(0, ½). */
  private static ExactSdp noRowsAndUnbounded() {
    return new ExactSdp(
        "no rows and an indefinite objective",
        List.of(Block.psd(2)),
        List.of(diagonal(0, 1, -2)),
        List.of(),
        new Answer.DualRay(List.<double[][]>of(new double[][] {{0, 0}, {0, 0.5}})));
  }

  /** m = 0 and C = 0: 0. */
  private static ExactSdp nothingAtAll() {
    return new ExactSdp(
        "no rows and no objective",
        List.of(Block.psd(3), Block.nonNegative(2)),
        List.of(),
        List.of(),
        new Answer.Optimum(0));
  }

  /**
   * min ⟨diag(3, −2), X⟩ + ⟨diag(a, b), Y⟩, tr X = 1: −2 with Y = 0 if a, b ≥ 0, else without end.
   */
  private static ExactSdp untouchedBlock(double a, double b, Answer answer) {
    return new ExactSdp(
        "a block in no row, objective diag(" + a + ", " + b + ")",
        List.of(Block.psd(2), Block.psd(2)),
        List.of(diagonal(0, 3, -2), diagonal(1, a, b)),
        List.of(Row.hard(1, Coefficient.identity(0, 2, 1))),
        answer);
  }

  /** min 0, tr X = 2, X₀₁ = ½: 0. */
  private static ExactSdp zeroObjective() {
    return new ExactSdp(
        "no objective",
        List.of(Block.psd(3)),
        List.of(),
        List.of(
            Row.hard(2, Coefficient.identity(0, 3, 1)),
            Row.hard(0.5, Coefficient.entry(0, 0, 1, 0.5))),
        new Answer.Optimum(0));
  }

  /**
   * min 3x + y + 2z, x + y + z = 2, x − z = 1, all ≥ 0 and 1 × 1: with x = 1 + z and y = 1 − 2z it
   * is 4 + 3z, 4.
   */
  private static ExactSdp ordersOfOne() {
    return new ExactSdp(
        "1 x 1 blocks",
        List.of(Block.psd(1), Block.nonNegative(1), Block.psd(1)),
        List.of(diagonal(0, 3), new Coefficient.Vector(1, new double[] {1}), diagonal(2, 2)),
        List.of(
            Row.hard(
                2, diagonal(0, 1), new Coefficient.Vector(1, new double[] {1}), diagonal(2, 1)),
            Row.hard(1, diagonal(0, 1), diagonal(2, -1))),
        new Answer.Optimum(4));
  }

  /** X₁₁ = −1: y = −1 has bᵀy = 1 and −𝒜*(y) = diag(0, 1) ⪰ 0. */
  private static ExactSdp negativeDiagonal() {
    return new ExactSdp(
        "a negative entry on the diagonal",
        List.of(Block.psd(2)),
        List.of(diagonal(0, 1, 1)),
        List.of(Row.hard(-1, Coefficient.entry(0, 1, 1, 1))),
        new Answer.PrimalRay(new double[] {-1}));
  }

  /** tr X + 1ᵀv = −4: y = −¼. */
  private static ExactSdp negativeTrace() {
    return new ExactSdp(
        "a negative trace",
        List.of(Block.psd(3), Block.nonNegative(2)),
        List.of(Coefficient.identity(0, 3, 1)),
        List.of(
            Row.hard(
                -4, Coefficient.identity(0, 3, 1), new Coefficient.Vector(1, new double[] {1, 1}))),
        new Answer.PrimalRay(new double[] {-0.25}));
  }

  /** tr X = 0 leaves X = 0 alone, which is no interior point: 0, whatever C. */
  private static ExactSdp zeroTrace() {
    return new ExactSdp(
        "a trace of zero",
        List.of(Block.psd(2)),
        List.of(diagonal(0, 1, -1)),
        List.of(Row.hard(0, Coefficient.identity(0, 2, 1))),
        new Answer.Optimum(0));
  }

  /**
   * X₀₀ = 0 leaves the first row and column 0: min ⟨diag(5, 1, 2), X⟩, X₁₁ + X₂₂ = 1 is 1, without
   * an interior point.
   */
  private static ExactSdp zeroDiagonalEntry() {
    return new ExactSdp(
        "a zero on the diagonal",
        List.of(Block.psd(3)),
        List.of(diagonal(0, 5, 1, 2)),
        List.of(Row.hard(0, Coefficient.entry(0, 0, 0, 1)), Row.hard(1, diagonal(0, 0, 1, 1))),
        new Answer.Optimum(1));
  }

  /** tr X = 1 and 2 tr X = 3: y = (−2, 1) has bᵀy = 1 and 𝒜*(y) = 0. */
  private static ExactSdp contradictingCopies() {
    return new ExactSdp(
        "a row and its double that differ",
        List.of(Block.psd(2)),
        List.of(diagonal(0, 1, 2)),
        List.of(
            Row.hard(1, Coefficient.identity(0, 2, 1)), Row.hard(3, Coefficient.identity(0, 2, 2))),
        new Answer.PrimalRay(new double[] {-2, 1}));
  }

  private static Coefficient diagonal(int block, double... values) {
    double[][] matrix = new double[values.length][values.length];
    for (int i = 0; i < values.length; i++) {
      matrix[i][i] = values[i];
    }
    return Coefficient.of(block, matrix);
  }
}
