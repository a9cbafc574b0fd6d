package io.spectrahedra.sdp.ipm;

import static org.assertj.core.api.Assertions.assertThat;

import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.certificate.FarkasCertificate;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.Block;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.RandomMatrices;
import io.spectrahedra.sdp.problem.RowBuilder;
import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.Solution;
import io.spectrahedra.sdp.solver.Termination;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("random infeasible problems over all cones, from a known ray")
class MixedRaysTest {
  private static final List<String> NAMES = List.of("psd", "cone", "free", "vector");

  static IntStream seeds() {
    return IntStream.range(0, 50);
  }

  static IntStream manySeeds() {
    return IntStream.range(50, 250);
  }

  private static List<Block> blocks(int seed) {
    return List.of(
        new Block.Psd(2 + seed % 4),
        new Block.SecondOrder(2 + seed % 5),
        new Block.Free(1 + seed % 2),
        new Block.NonNegative(3));
  }

  private static DenseMatrix anything(RandomMatrices random, Block block) {
    return block instanceof Block.Psd
        ? random.symmetric(block.size())
        : random.dense(block.size(), 1);
  }

  private static DenseMatrix interior(RandomMatrices random, Block block) {
    if (block instanceof Block.Psd) {
      return random.positive(block.size(), 0.3);
    }
    DenseMatrix v = random.dense(block.size(), 1);
    if (block instanceof Block.SecondOrder) {
      v.set(0, 0, 0);
      v.set(0, 0, v.frobeniusNorm() + 0.3);
    } else if (block instanceof Block.NonNegative) {
      for (int i = 0; i < v.rows; i++) {
        v.set(i, 0, 1.3 + v.at(i, 0));
      }
    }
    return v;
  }

  private static ConstraintMatrix matrix(DenseMatrix a) {
    return a.cols == a.rows && a.rows > 1
        ? ConstraintMatrix.dense(a)
        : ConstraintMatrix.vector(a.transposed().row(0));
  }

  private static SdpProblem.Builder builder(List<Block> blocks) {
    SdpProblem.Builder builder = SdpProblem.builder();
    for (int k = 0; k < blocks.size(); k++) {
      builder.block(NAMES.get(k), blocks.get(k));
    }
    return builder;
  }

  /** −𝒜*(y) is interior and bᵀy = 1 for y = (random, 1); an elastic row says nothing. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void primalInfeasible(int seed) {
    RandomMatrices random = new RandomMatrices(seed);
    List<Block> blocks = blocks(seed);
    SdpProblem.Builder builder = builder(blocks);
    int m = 3 + seed % 4;
    List<DenseMatrix> adjoint = new ArrayList<>();
    for (int k = 0; k < blocks.size(); k++) {
      Block block = blocks.get(k);
      boolean free = block instanceof Block.Free;
      DenseMatrix last = interior(random, block);
      last.scale(free ? 0 : -1);
      adjoint.add(last); // −S, from which the other rows are taken
      builder.minimise(NAMES.get(k), matrix(anything(random, block)));
    }
    double value = 1;
    for (int i = 0; i < m; i++) {
      RowBuilder row = builder.row("row " + i);
      double y = i + 1 < m ? random.next() : 1;
      for (int k = 0; k < blocks.size(); k++) {
        DenseMatrix a = i + 1 < m ? anything(random, blocks.get(k)) : adjoint.get(k);
        adjoint.get(k).addScaled(i + 1 < m ? -y : 0, a);
        row.term(NAMES.get(k), matrix(a));
      }
      double rhs = i + 1 < m ? random.next() : value;
      value -= rhs * y;
      row.equalTo(rhs);
    }
    builder
        .row("wish")
        .term("vector", ConstraintMatrix.vector(1, 2, 3))
        .near(1, seed % 2 == 0 ? RowPenalty.absolute(1) : RowPenalty.logistic(1, 1));
    SdpProblem problem = builder.build();
    Solution solution = Sdp.solve(problem);
    assertThat(solution.termination())
        .as(solution.toString())
        .isEqualTo(Termination.PRIMAL_INFEASIBLE);
    assertThat(FarkasCertificate.primalViolation(problem, solution.y())).isLessThanOrEqualTo(1e-8);
  }

  /** ⟨C, X⟩ = −1 for an X ∈ K with 𝒜(X) = 0 but in the row of bounded slope, which costs 1/2. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void dualInfeasible(int seed) {
    RandomMatrices random = new RandomMatrices(seed);
    List<Block> blocks = blocks(seed);
    SdpProblem.Builder builder = builder(blocks);
    BlockMatrix ray = BlockMatrix.of(blocks.stream().map(b -> interior(random, b)).toList());
    BlockMatrix feasible = BlockMatrix.of(blocks.stream().map(b -> interior(random, b)).toList());
    double size = ray.dot(ray);
    int m = 2 + seed % 4;
    for (int i = -1; i <= m; i++) { // the objective, hard rows, the row of bounded slope
      BlockMatrix a = BlockMatrix.of(blocks.stream().map(b -> anything(random, b)).toList());
      double wanted = i < 0 ? -1 : i < m ? 0 : 0.5;
      a.addScaled((wanted - a.dot(ray)) / size, ray);
      if (i < 0) {
        for (int k = 0; k < blocks.size(); k++) {
          builder.minimise(NAMES.get(k), matrix(a.block(k)));
        }
        continue;
      }
      RowBuilder row = builder.row("row " + i);
      for (int k = 0; k < blocks.size(); k++) {
        row.term(NAMES.get(k), matrix(a.block(k)));
      }
      row.near(a.dot(feasible), i < m ? RowPenalty.hard() : RowPenalty.huber(1, 1));
    }
    SdpProblem problem = builder.build();
    Solution solution = Sdp.solve(problem);
    assertThat(solution.termination())
        .as(solution.toString())
        .isEqualTo(Termination.DUAL_INFEASIBLE);
    assertThat(FarkasCertificate.dualViolation(problem, solution.x())).isLessThanOrEqualTo(1e-8);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("manySeeds")
  @Tag("slow")
  void many(int seed) {
    primalInfeasible(seed);
    dualInfeasible(seed);
  }
}
