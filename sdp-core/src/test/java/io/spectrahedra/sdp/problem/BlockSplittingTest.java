package io.spectrahedra.sdp.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.solver.Solution;
import io.spectrahedra.sdp.solver.Termination;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("blocks that fall apart are solved in parts")
class BlockSplittingTest {
  private static final int[] PART = {3, 1, 1, 4, 2, 1};
  private static final int ORDER = 12;

  /** Where the indices of part p begin. */
  private static int first(int p) {
    return IntStream.range(0, p).map(q -> PART[q]).sum();
  }

  private static int[] permutation(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] to = IntStream.range(0, ORDER).toArray();
    for (int i = ORDER - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = to[i];
      to[i] = to[j];
      to[j] = swapped;
    }
    return to;
  }

  /** A block-diagonal matrix with its rows and columns in another order. */
  private static ConstraintMatrix permuted(List<DenseMatrix> parts, int[] to) {
    SparseSymmetric.Entries entries = ConstraintMatrix.sparse(ORDER);
    for (int p = 0; p < PART.length; p++) {
      for (int i = 0; i < PART[p]; i++) {
        for (int j = 0; j <= i; j++) {
          entries.set(to[first(p) + i], to[first(p) + j], parts.get(p).at(i, j));
        }
      }
    }
    return entries.build();
  }

  private static List<DenseMatrix> symmetric(RandomMatrices random) {
    return IntStream.of(PART).mapToObj(random::symmetric).toList();
  }

  private static List<DenseMatrix> positive(RandomMatrices random) {
    return IntStream.of(PART).mapToObj(n -> random.positive(n, 0.1)).toList();
  }

  /** min ⟨C, X⟩, ⟨Aᵢ, X⟩ = ⟨Aᵢ, X₀⟩: one block, with its indices permuted, or one block a part. */
  private record Pair(SdpProblem whole, SdpProblem parts) {
    static Pair of(long seed) {
      RandomMatrices random = new RandomMatrices(seed);
      int[] to = permutation(seed);
      List<DenseMatrix> c = positive(random);
      List<DenseMatrix> x = positive(random);
      SdpProblem.Builder whole =
          SdpProblem.builder().nonNegative("w", 2).psd("X", ORDER).minimise("X", permuted(c, to));
      SdpProblem.Builder parts = SdpProblem.builder().nonNegative("w", 2);
      whole.minimise("w", ConstraintMatrix.vector(1, 2));
      parts.minimise("w", ConstraintMatrix.vector(1, 2));
      for (int p = 0; p < PART.length; p++) {
        parts.psd("X" + p, PART[p]).minimise("X" + p, ConstraintMatrix.dense(c.get(p)));
      }
      for (int i = 0; i < 5; i++) {
        List<DenseMatrix> a = symmetric(random);
        double rhs = IntStream.range(0, PART.length).mapToDouble(p -> a.get(p).dot(x.get(p))).sum();
        ConstraintMatrix w = ConstraintMatrix.vector(random.next(), 0);
        whole.row("r" + i).term("w", w).term("X", permuted(a, to)).equalTo(rhs);
        RowBuilder row = parts.row("r" + i).term("w", w);
        for (int p = 0; p < PART.length; p++) {
          row.term("X" + p, ConstraintMatrix.dense(a.get(p)));
        }
        row.equalTo(rhs);
      }
      return new Pair(whole.build(), parts.build());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aPermutedBlockDiagonalProblemHasTheAnswerOfItsParts(long seed) {
    Pair pair = Pair.of(seed);
    Solution whole = Sdp.solve(pair.whole);
    Solution parts = Sdp.solve(pair.parts);
    assertThat(whole.termination()).isEqualTo(Termination.OPTIMAL);
    assertThat(whole.errors().worst()).isLessThanOrEqualTo(1e-8);
    double size = 1 + Math.abs(parts.primalObjective());
    assertThat(whole.primalObjective()).isCloseTo(parts.primalObjective(), within(1e-7 * size));
    assertThat(whole.dualObjective()).isCloseTo(parts.dualObjective(), within(1e-7 * size));
    int[] to = permutation(seed);
    for (int p = 0; p < PART.length; p++) {
      for (int j = 0; j < first(p); j++) {
        assertThat(whole.primal("X").at(to[first(p)], to[j])).isZero();
        assertThat(whole.dual("X").at(to[first(p)], to[j])).isZero();
      }
    }
  }

  @Test
  void onePointHasTheSameValuesInBoth() {
    SdpProblem source = Pair.of(1).whole;
    BlockSplitting splitting = BlockSplitting.of(source).orElseThrow();
    SdpProblem problem = splitting.problem();
    assertThat(problem.degree()).isEqualTo(source.degree());
    assertThat(problem.blocks())
        .containsExactlyInAnyOrder(
            new Block.NonNegative(2),
            new Block.NonNegative(3),
            new Block.Psd(3),
            new Block.Psd(4),
            new Block.Psd(2));
    RandomMatrices random = new RandomMatrices(9);
    BlockMatrix x =
        BlockMatrix.of(
            problem.blocks().stream()
                .map(
                    block ->
                        block instanceof Block.Psd
                            ? random.symmetric(block.size())
                            : random.dense(block.size(), 1))
                .toList());
    BlockMatrix whole = splitting.joined(x);
    assertThat(whole.frobeniusNorm()).isCloseTo(x.frobeniusNorm(), within(1e-13));
    assertThat(source.primalObjective(whole)).isCloseTo(problem.primalObjective(x), within(1e-13));
    for (int i = 0; i < 5; i++) {
      assertThat(row(source, i, whole)).isCloseTo(row(problem, i, x), within(1e-13));
    }
    assertThat(splitting)
        .hasToString(
            "block 2 of order 12 falls into 3 variables >= 0 (block 2),"
                + " order 4 (block 3), order 2 (block 4), order 3 (block 5)");
  }

  private static double row(SdpProblem problem, int i, BlockMatrix x) {
    return problem.rows().get(i).terms().stream()
        .mapToDouble(term -> term.scale() * term.matrix().dot(x.block(term.block())))
        .sum();
  }

  /** min tr X with Xᵢᵢ = i + 1 and X₃₁ free: the value is 1 + 2 + … and y = 1. */
  @Test
  void aDiagonalBlockIsAVector() {
    SdpProblem.Builder builder =
        SdpProblem.builder().psd("X", 6).minimise("X", ConstraintMatrix.identity(6));
    for (int i = 0; i < 6; i++) {
      builder
          .row("diagonal " + i)
          .term("X", ConstraintMatrix.sparse(6).set(i, i, 1).build())
          .equalTo(i + 1);
    }
    Solution solution = Sdp.solve(builder.build());
    assertThat(solution.primalObjective()).isCloseTo(21, within(1e-6));
    assertThat(solution.primal("X").at(4, 4)).isCloseTo(5, within(1e-6));
    assertThat(Sdp.explain(builder.build()))
        .startsWith("block 1 of order 6 falls into 6 variables >= 0 (block 1)\nblock 1: ");
  }

  @Test
  void aConnectedOrDenseBlockStaysAsItIs() {
    ConstraintMatrix path = ConstraintMatrix.sparse(3).set(0, 2, 1).set(2, 1, 1).build();
    ConstraintMatrix corner = ConstraintMatrix.sparse(3).set(0, 0, 1).build();
    RandomMatrices random = new RandomMatrices(1);
    for (ConstraintMatrix last : List.of(path, random.lowRank(3, 1))) {
      SdpProblem.Builder builder =
          SdpProblem.builder().psd("X", 3).nonNegative("w", 4).minimise("X", corner);
      builder.row("r").term("X", last).equalTo(1);
      assertThat(BlockSplitting.of(builder.build())).isEmpty();
    }
  }

  /** An infeasible row in one part: the ray is one of the whole. */
  @Test
  void raysAreThoseOfTheWhole() {
    SdpProblem infeasible =
        SdpProblem.builder()
            .psd("X", 4)
            .minimise("X", ConstraintMatrix.sparse(4).set(0, 1, 1).build())
            .row("first")
            .term("X", ConstraintMatrix.identity(4))
            .equalTo(1)
            .row("second")
            .term("X", ConstraintMatrix.sparse(4).set(2, 2, 1).set(3, 3, 1).build())
            .equalTo(-1)
            .build();
    Solution solution = Sdp.solve(infeasible);
    assertThat(solution.termination()).isEqualTo(Termination.PRIMAL_INFEASIBLE);
    assertThat(solution.s().block(0).rows).isEqualTo(4);
  }
}
