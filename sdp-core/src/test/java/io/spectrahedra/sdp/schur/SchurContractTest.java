package io.spectrahedra.sdp.schur;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.cone.Cone;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.SymmetricSystem;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.Block;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.DenseSymmetric;
import io.spectrahedra.sdp.problem.LowRankMatrix;
import io.spectrahedra.sdp.problem.Operator;
import io.spectrahedra.sdp.problem.RandomMatrices;
import io.spectrahedra.sdp.problem.RowBuilder;
import io.spectrahedra.sdp.problem.SdpProblem;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("every formula of the Schur complement gives Σ⟨Aᵢ, sym(X Aⱼ S⁻¹)⟩")
class SchurContractTest {

  static Stream<Arguments> cases() {
    Stream.Builder<Arguments> cases = Stream.builder();
    for (int m : new int[] {1, 2, 20, 150}) {
      RandomMatrices random = new RandomMatrices(m);
      DenseMatrix vectors = random.dense(m + 1, 6);
      DenseMatrix triangle = DenseMatrix.zeros(m, DenseSymmetric.svecLength(6));
      for (int i = 0; i < m; i++) {
        for (int e = Math.min(i, 20); e < triangle.cols; e++) {
          triangle.set(i, e, random.next());
        }
      }
      cases.add(one("sparse, few entries", m, i -> random.sparse(6, 0.05)));
      cases.add(one("sparse, many entries", m, i -> random.sparse(6, 0.8)));
      cases.add(one("dense", m, i -> ConstraintMatrix.dense(random.symmetric(6))));
      cases.add(one("dense rows of a triangle", m, i -> DenseSymmetric.ofSvec(6, triangle, i)));
      cases.add(Arguments.of("dense of a larger order", m, largerOrder(m)));
      cases.add(one("low rank", m, i -> random.lowRank(6, 1 + i % 3)));
      cases.add(
          one(
              "lift",
              m,
              i ->
                  LowRankMatrix.ofRows(
                      vectors, new int[] {i, m}, new double[] {0.09, random.next()})));
      cases.add(one("all kinds", m, i -> random.any(6)));
      cases.add(
          one(
              "low rank against sparse, of a larger order",
              m,
              24,
              i -> i % 9 == 0 ? random.lowRank(24, 1 + i % 2) : random.sparse(24, 0.01)));
      cases.add(Arguments.of("twins", m, twins(m, vectors)));
      cases.add(Arguments.of("several terms a row", m, severalTerms(m, vectors)));
      cases.add(Arguments.of("vector", m, vectorBlock(m)));
      cases.add(Arguments.of("chain of blocks", m, SchurStorageTest.chain(m + 1)));
      cases.add(Arguments.of("blocks of order 1 and blocks without rows", m, smallBlocks(m)));
      cases.add(Arguments.of("second order", m, secondOrderBlocks(m)));
    }
    return cases.build();
  }

  private static Arguments one(String name, int m, IntFunction<ConstraintMatrix> matrix) {
    return one(name, m, 6, matrix);
  }

  private static Arguments one(
      String name, int m, int order, IntFunction<ConstraintMatrix> matrix) {
    SdpProblem.Builder builder = SdpProblem.builder().psd("X", order);
    for (int i = 0; i < m; i++) {
      builder.row("row " + i).term("X", 1 + i % 2, matrix.apply(i)).equalTo(1);
    }
    return Arguments.of(name, m, builder.build());
  }

  /** Above the orders of the Kronecker product, in two blocks. */
  private static SdpProblem largerOrder(int m) {
    RandomMatrices random = new RandomMatrices(9);
    SdpProblem.Builder builder = SdpProblem.builder().psd("X", 40).psd("W", 40);
    for (int i = 0; i < Math.min(m, 20); i++) {
      ConstraintMatrix a = ConstraintMatrix.dense(random.symmetric(40));
      builder.row("row " + i).term("X", 1 + i % 2, a).term("W", -1 - i % 2, a).equalTo(1);
    }
    return builder.build();
  }

  private static SdpProblem twins(int m, DenseMatrix vectors) {
    RandomMatrices random = new RandomMatrices(5);
    SdpProblem.Builder builder = SdpProblem.builder().psd("Z", 6).psd("W", 6).psd("Z'", 6);
    for (int i = 0; i < m; i++) {
      ConstraintMatrix a =
          LowRankMatrix.ofRows(vectors, new int[] {i, m}, new double[] {0.09, -0.2});
      ConstraintMatrix b = ConstraintMatrix.dense(random.symmetric(6));
      builder
          .row("row " + i)
          .term("Z", a)
          .term("Z'", -1, a)
          .term("Z", b)
          .term("Z'", -1, b)
          .term("W", random.any(6))
          .equalTo(1);
    }
    builder.row("trace").term("Z", ConstraintMatrix.identity(6)).equalTo(0);
    return builder.build();
  }

  private static SdpProblem severalTerms(int m, DenseMatrix vectors) {
    RandomMatrices random = new RandomMatrices(6);
    SdpProblem.Builder builder = SdpProblem.builder().psd("X", 6).psd("Y", 3);
    for (int i = 0; i < m; i++) {
      RowBuilder row = builder.row("row " + i);
      for (int t = 0; t < 1 + i % 3; t++) {
        row.term("X", -2, random.sparse(6, 0.3))
            .term("X", random.lowRank(6, 2))
            .term("X", ConstraintMatrix.dense(random.symmetric(6)))
            .term("X", LowRankMatrix.ofRows(vectors, new int[] {m}, new double[] {1 + t}))
            .term("Y", random.any(3));
      }
      row.equalTo(1);
    }
    return builder.build();
  }

  private static SdpProblem smallBlocks(int m) {
    RandomMatrices random = new RandomMatrices(9);
    SdpProblem.Builder builder = SdpProblem.builder();
    for (int k = 0; k < 9; k++) {
      builder.psd("X" + k, 1).psd("Y" + k, 2).nonNegative("s" + k, 1);
    }
    for (int i = 0; i < m; i++) {
      builder
          .row("row " + i)
          .term("X" + i % 4, random.sparse(1, 1))
          .term("X" + i % 5, random.any(1))
          .term("Y" + i % 3, random.sparse(2, 0.7))
          .term("s" + i % 7, ConstraintMatrix.vector(random.next()))
          .equalTo(1);
    }
    return builder.build();
  }

  private static SdpProblem vectorBlock(int m) {
    RandomMatrices random = new RandomMatrices(7);
    SdpProblem.Builder builder = SdpProblem.builder().nonNegative("s", 4).psd("X", 2);
    for (int i = 0; i < m; i++) {
      builder
          .row("row " + i)
          .term("s", ConstraintMatrix.vector(random.next(), 0, i % 2, random.next()))
          .term("s", 3, ConstraintMatrix.vector(0, 1, 0, 0))
          .term("X", random.any(2))
          .equalTo(1);
    }
    return builder.build();
  }

  private static SdpProblem secondOrderBlocks(int m) {
    RandomMatrices random = new RandomMatrices(8);
    SdpProblem.Builder builder =
        SdpProblem.builder().secondOrder("q", 4).secondOrder("t", 1).psd("X", 2);
    for (int i = 0; i < m; i++) {
      RowBuilder row = builder.row("row " + i).term("X", random.any(2));
      if (i % 3 != 1) {
        row.term("q", ConstraintMatrix.vector(random.next(), 0, i % 2, random.next()))
            .term("q", 3, ConstraintMatrix.vector(0, 1, 0, 0))
            .term("t", ConstraintMatrix.vector(random.next()));
      }
      row.equalTo(1);
    }
    return builder.build();
  }

  @ParameterizedTest(name = "{0}, {1} rows")
  @MethodSource("cases")
  void agreesWithTheDefinition(String name, int m, SdpProblem problem) {
    int rows = problem.rows().size();
    double[] scale = new double[rows];
    for (int i = 0; i < rows; i++) {
      scale[i] = 1 + i % 4;
    }
    List<Cone> cones = new ArrayList<>();
    RandomMatrices random = new RandomMatrices(11);
    for (Block block : problem.blocks()) {
      Cone cone = Cone.of(block, Workers.SERIAL);
      boolean psd = block instanceof Block.Psd;
      DenseMatrix x = psd ? random.positive(block.size(), 0.1) : positiveVector(random, block);
      DenseMatrix s = psd ? random.positive(block.size(), 0.1) : positiveVector(random, block);
      assertThat(cone.update(x, s)).isTrue();
      cones.add(cone);
    }
    DenseMatrix expected = definition(problem, scale, cones);
    for (SchurStorage.Kind kind : SchurStorage.Kind.values()) {
      SchurComplement schur =
          SchurComplement.of(Operator.of(problem, scale), cones, EnumSet.of(kind));
      assertThat(schur.plan().isSparse()).isEqualTo(kind == SchurStorage.Kind.SPARSE);
      schur.system().addDiagonal(0, 1e9); // what was there is overwritten
      schur.assemble(Workers.SERIAL);
      DenseMatrix ours = lower(schur.system());
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j <= i; j++) {
          double size = Math.sqrt(expected.at(i, i) * expected.at(j, j));
          assertThat(ours.at(i, j)).isCloseTo(expected.at(i, j), within(1e-12 * size));
        }
      }
      try (Workers team = new Workers(3, () -> false)) {
        schur.assemble(team);
      }
      assertThat(lower(schur.system()).data()).isEqualTo(ours.data());
    }
    OrthogonalSchur.of(Operator.of(problem, scale), cones)
        .ifPresentOrElse(
            orthogonal -> assertFactors(orthogonal, expected),
            () -> assertThat(name).isEqualTo("second order"));
  }

  private static void assertFactors(OrthogonalSchur orthogonal, DenseMatrix expected) {
    DenseMatrix left = orthogonal.triangle(Workers.SERIAL);
    DenseMatrix product = Gemm.product(Workers.SERIAL, left, left.transposed());
    for (int i = 0; i < product.rows; i++) {
      for (int j = 0; j < product.cols; j++) {
        double size = Math.sqrt(expected.at(i, i) * expected.at(j, j));
        assertThat(product.at(i, j)).isCloseTo(expected.at(i, j), within(1e-12 * size));
      }
    }
    try (Workers team = new Workers(3, () -> false)) {
      assertThat(orthogonal.triangle(team).data()).isEqualTo(left.data());
    }
  }

  private static DenseMatrix lower(SymmetricSystem system) {
    DenseMatrix lower = DenseMatrix.zeros(system.rows(), system.rows());
    for (int i = 0; i < lower.rows; i++) {
      for (int j = 0; j <= i; j++) {
        lower.set(i, j, system.at(i, j));
      }
    }
    return lower;
  }

  private static DenseMatrix positiveVector(RandomMatrices random, Block block) {
    DenseMatrix v = random.dense(block.size(), 1);
    for (int i = 0; i < v.rows; i++) {
      v.set(i, 0, 1.1 + v.at(i, 0));
    }
    if (block instanceof Block.SecondOrder) {
      v.set(0, 0, 0);
      v.set(0, 0, v.frobeniusNorm() + 0.1);
    }
    return v;
  }

  /** Column by column from the matrices themselves. */
  private static DenseMatrix definition(SdpProblem problem, double[] scale, List<Cone> cones) {
    int m = problem.rows().size();
    DenseMatrix matrix = DenseMatrix.zeros(m, m);
    for (int k = 0; k < cones.size(); k++) {
      Block block = problem.blocks().get(k);
      List<DenseMatrix> a = new ArrayList<>();
      for (int i = 0; i < m; i++) {
        DenseMatrix sum = DenseMatrix.zeros(block.size(), block.cols());
        for (SdpProblem.Term term : problem.rows().get(i).terms()) {
          if (term.block() == k) {
            term.matrix().addTo(scale[i] * term.scale(), sum);
          }
        }
        a.add(sum);
      }
      for (int j = 0; j < m; j++) {
        DenseMatrix product = DenseMatrix.zeros(block.size(), block.cols());
        cones.get(k).addScaledProduct(1, a.get(j), product);
        for (int i = 0; i < m; i++) {
          matrix.add(i, j, a.get(i).dot(product));
        }
      }
    }
    return matrix;
  }
}
