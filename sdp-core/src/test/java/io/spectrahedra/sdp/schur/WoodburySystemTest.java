package io.spectrahedra.sdp.schur;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.cone.Cone;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.SymmetricSystem;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.Block;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.LowRankMatrix;
import io.spectrahedra.sdp.problem.Operator;
import io.spectrahedra.sdp.problem.RandomMatrices;
import io.spectrahedra.sdp.problem.RowBuilder;
import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.sdp.problem.SdpProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("many elastic rows in few dimensions: the solution of (M + D) v = g")
class WoodburySystemTest {
  private static final int ROWS = 300;

  private static SdpProblem.Builder blocks() {
    return SdpProblem.builder()
        .psd("Z", 4)
        .psd("Z'", 4)
        .psd("Z\"", 4)
        .psd("W", 3)
        .nonNegative("s", 2);
  }

  static Stream<Arguments> cases() {
    RandomMatrices random = new RandomMatrices(3);
    DenseMatrix vectors = random.dense(ROWS + 1, 4);
    SdpProblem.Builder twins = blocks();
    SdpProblem.Builder kinds = blocks();
    SdpProblem.Builder families = blocks();
    SdpProblem.Builder alone = blocks();
    SdpProblem.Builder triplets = blocks();
    SdpProblem.Builder cancelling = blocks();
    for (int i = 0; i < ROWS; i++) {
      ConstraintMatrix lift =
          LowRankMatrix.ofRows(vectors, new int[] {i, ROWS}, new double[] {0.3, -0.2});
      ConstraintMatrix other = random.any(4);
      RowPenalty penalty = RowPenalty.absolute(1);
      twins.row("row " + i).term("Z", 2, lift).term("Z'", -2, lift).near(1, penalty);
      triplets
          .row("row " + i)
          .term("Z", 2, lift)
          .term("Z'", -2, lift)
          .term("Z\"", 2, lift)
          .near(1, penalty);
      ConstraintMatrix small =
          LowRankMatrix.ofRows(
              vectors, new int[] {ROWS, i, ROWS}, new double[] {-50, 1e-3, 50 + 1e-4 * i});
      cancelling.row("row " + i).term("Z", small).term("Z'", -1, small).near(1, penalty);
      kinds
          .row("row " + i)
          .term("Z", lift)
          .term("Z", -2, other)
          .term("Z", random.sparse(4, 0.5))
          .term("Z'", -1, lift)
          .near(0, penalty);
      RowBuilder row = families.row("row " + i).term("Z", lift).term("W", random.any(3));
      if (i % 3 > 0) {
        row.term("W", random.sparse(3, 0.3));
      }
      row.near(0, penalty);
      alone.row("row " + i).term("W", random.any(3)).near(2, penalty);
      if (i % 60 == 7) {
        addHard(twins, i, random);
        addHard(triplets, i, random);
        addHard(cancelling, i, random);
        addHard(kinds, i, random);
        addHard(families, i, random);
      }
    }
    return Stream.of(
        Arguments.of("twins", twins.build()),
        Arguments.of("long vectors", longVectors()),
        Arguments.of("triplets", triplets.build()),
        Arguments.of("matrices that cancel", cancelling.build()),
        Arguments.of("several kinds", kinds.build()),
        Arguments.of("two families", families.build()),
        Arguments.of("no hard rows", alone.build()));
  }

  /** With terms of three vectors that all share, in hard rows too. */
  private static SdpProblem longVectors() {
    RandomMatrices random = new RandomMatrices(17);
    int n = 24;
    int rows = 700;
    DenseMatrix vectors = random.dense(rows + 3, n);
    SdpProblem.Builder builder = SdpProblem.builder().psd("Z", n).psd("Z'", n);
    for (int i = 0; i < rows; i++) {
      ConstraintMatrix lift =
          LowRankMatrix.ofRows(
              vectors,
              new int[] {i, rows, rows + 1, rows + 2},
              new double[] {1, -0.2, random.next(), 0.3});
      RowBuilder row = builder.row("row " + i).term("Z", lift).term("Z'", -1, lift);
      if (i % 50 == 3) {
        row.equalTo(0.5);
      } else {
        row.near(1, RowPenalty.absolute(2));
      }
      if (i % 200 == 9) {
        builder
            .row("trace " + i)
            .term("Z", ConstraintMatrix.identity(n))
            .term("Z'", random.sparse(n, 0.5))
            .equalTo(1);
      }
    }
    return builder.build();
  }

  private static void addHard(SdpProblem.Builder builder, int i, RandomMatrices random) {
    builder
        .row("hard " + i)
        .term("Z", ConstraintMatrix.identity(4))
        .term("Z'", random.sparse(4, 0.7))
        .term("W", random.any(3))
        .term("s", ConstraintMatrix.vector(1, i))
        .equalTo(1);
  }

  private static List<Cone> cones(SdpProblem problem, double mu) {
    RandomMatrices random = new RandomMatrices(11);
    List<Cone> cones = new ArrayList<>();
    for (Block block : problem.blocks()) {
      Cone cone = Cone.of(block, Workers.SERIAL);
      boolean psd = block instanceof Block.Psd;
      DenseMatrix x = psd ? random.positive(block.size(), 0.1) : DenseMatrix.zeros(2, 1);
      DenseMatrix s = psd ? random.positive(block.size(), 0.1) : DenseMatrix.zeros(2, 1);
      if (!psd) {
        x.fill(0.7);
        s.fill(1.3);
      }
      s.scale(mu);
      assertThat(cone.update(x, s)).isTrue();
      cones.add(cone);
    }
    return cones;
  }

  private static double[] scale(SdpProblem problem) {
    return IntStream.range(0, problem.rows().size()).mapToDouble(i -> 1 + i % 4).toArray();
  }

  private static WoodburySystem woodbury(SdpProblem problem, List<Cone> cones, Workers workers) {
    double[] scale = scale(problem);
    Operator operator = Operator.of(problem, scale);
    return WoodburySystem.of(problem, scale, operator, cones, workers).orElseThrow();
  }

  /** D, as of a point where five rows are nearly hard. */
  private static double[] compliance(SdpProblem problem, double small) {
    double[] d = new double[problem.rows().size()];
    for (int i = 0; i < d.length; i++) {
      boolean hard = problem.rows().get(i).penalty().isHard();
      d[i] = hard ? 0 : i % 60 == 5 ? small : 0.5 + i % 7;
    }
    return d;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void agreesWithTheSchurComplement(String name, SdpProblem problem) {
    RandomMatrices random = new RandomMatrices(5);
    for (double small : new double[] {1, 1e-3}) {
      List<Cone> cones = cones(problem, 1);
      WoodburySystem woodbury = woodbury(problem, cones, Workers.SERIAL);
      Operator operator = Operator.of(problem, scale(problem));
      SchurComplement schur = SchurComplement.of(operator, cones, SchurStorage.DENSE);
      double[] d = compliance(problem, small);
      SymmetricSystem m = schur.system();
      schur.assemble(Workers.SERIAL);
      IntStream.range(0, d.length).forEach(i -> m.addDiagonal(i, d[i]));
      assertThat(m.factor(Workers.SERIAL)).isEqualTo(d.length);
      double[] expected = random.dense(1, d.length).data();
      double[] v = expected.clone();
      m.solve(Workers.SERIAL, expected);
      woodbury.assemble(d);
      assertThat(woodbury.factor()).isTrue();
      BlockMatrix product = BlockMatrix.zeros(problem.blocks());
      double[] alone = v.clone();
      woodbury.solve(alone);
      woodbury.solve(v, BlockMatrix.zeros(problem.blocks()), product);
      assertThat(v).isEqualTo(alone);
      double size = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
      for (int i = 0; i < d.length; i++) {
        assertThat(v[i]).as("row " + i).isCloseTo(expected[i], within(1e-10 * size));
      }
      assertThat(difference(problem, operator, cones, woodbury, v, product)).isLessThan(1e-9);
    }
  }

  /**
   * Near the end of an iteration, with rows that are nearly hard: the rows hold to rounding, and Fτ
   * is H(𝒜*(v)) to what leaves XS = μI its digits.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void holdsWhereRowsAreNearlyHard(String name, SdpProblem problem) {
    double[][] cases = {
      {1, 1e-10, 1e-3}, {1e-4, 1e-8, 1e-3}, {1e-7, 1e-10, 1e-3}, {1e-10, 1e-10, 1e-2}
    };
    for (double[] each : cases) { // μ, D, and what may be left, where ‖W‖√μ is about 1
      double mu = each[0];
      List<Cone> cones = cones(problem, mu);
      WoodburySystem woodbury = woodbury(problem, cones, Workers.SERIAL);
      double[] d = compliance(problem, each[1]);
      woodbury.assemble(d);
      assertThat(woodbury.factor()).isTrue();
      double[] g = new RandomMatrices(5).dense(1, d.length).data();
      double[] v = g.clone();
      BlockMatrix product = BlockMatrix.zeros(problem.blocks());
      woodbury.solve(v, BlockMatrix.zeros(problem.blocks()), product);
      Operator operator = Operator.of(problem, scale(problem));
      BlockMatrix adjoint = BlockMatrix.zeros(problem.blocks());
      operator.adjoint(Workers.SERIAL, v, adjoint);
      for (int k = 0; k < cones.size(); k++) {
        if (!woodbury.sees(k)) {
          cones.get(k).addScaledProduct(1, adjoint.block(k), product.block(k));
        }
      }
      double[] lack = new double[d.length];
      operator.apply(Workers.SERIAL, product, lack);
      for (int i = 0; i < d.length; i++) {
        assertThat(lack[i] + d[i] * v[i])
            .as("row " + i + " at " + mu)
            .isCloseTo(g[i], within(1e-9));
      }
      assertThat(difference(problem, operator, cones, woodbury, v, product)).isLessThan(each[2]);
    }
  }

  /** The largest difference of the product from H(𝒜*(v)) in the blocks that elastic rows see. */
  private static double difference(
      SdpProblem problem,
      Operator operator,
      List<Cone> cones,
      WoodburySystem woodbury,
      double[] v,
      BlockMatrix product) {
    BlockMatrix adjoint = BlockMatrix.zeros(problem.blocks());
    operator.adjoint(Workers.SERIAL, v, adjoint);
    double largest = 0;
    for (int k = 0; k < cones.size(); k++) {
      if (woodbury.sees(k)) {
        DenseMatrix difference = product.block(k).copy();
        cones.get(k).addScaledProduct(-1, adjoint.block(k), difference);
        largest = Math.max(largest, difference.maxAbs() / (1 + adjoint.block(k).maxAbs()));
      }
    }
    return largest;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void sameBitsForEveryNumberOfThreads(String name, SdpProblem problem) {
    List<Cone> cones = cones(problem, 1e-4);
    double[] d = compliance(problem, 1e-10);
    double[] serial = new RandomMatrices(6).dense(1, d.length).data();
    double[] parallel = serial.clone();
    WoodburySystem woodbury = woodbury(problem, cones, Workers.SERIAL);
    woodbury.assemble(d);
    assertThat(woodbury.factor()).isTrue();
    woodbury.solve(serial);
    try (Workers team = new Workers(3, () -> false)) {
      WoodburySystem shared = woodbury(problem, cones, team);
      shared.assemble(d);
      assertThat(shared.factor()).isTrue();
      shared.solve(parallel);
    }
    assertThat(parallel).isEqualTo(serial);
  }

  @Test
  void isNotMeantForFewRowsNorForOtherCones() {
    SdpProblem.Builder few = blocks();
    SdpProblem.Builder vectors = blocks();
    SdpProblem.Builder free = blocks().free("x", 1);
    RandomMatrices random = new RandomMatrices(8);
    for (int i = 0; i < ROWS; i++) {
      ConstraintMatrix a = random.lowRank(4, 1);
      RowPenalty penalty = RowPenalty.huber(1, 1);
      if (i < 10) {
        few.row("row " + i).term("Z", a).near(1, penalty);
      }
      free.row("row " + i).term("Z", a).near(1, penalty);
      RowBuilder row = vectors.row("row " + i).term("Z", a);
      if (i == 17) {
        row.term("s", ConstraintMatrix.vector(1, 0));
      }
      row.near(1, penalty);
    }
    for (SdpProblem problem : List.of(few.build(), vectors.build(), free.build())) {
      double[] scale = scale(problem);
      Optional<WoodburySystem> system =
          WoodburySystem.of(
              problem,
              scale,
              Operator.of(problem, scale),
              problem.blocks().stream().map(b -> Cone.of(b, Workers.SERIAL)).toList(),
              Workers.SERIAL);
      assertThat(system).isEmpty();
    }
  }
}
