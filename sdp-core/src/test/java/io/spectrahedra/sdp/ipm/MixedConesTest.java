package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.SymmetricEigen;
import io.spectrahedra.sdp.problem.Block;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.RandomMatrices;
import io.spectrahedra.sdp.problem.RowBuilder;
import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.sdp.problem.SdpProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName(
    "random problems over all cones and with all penalties, from a known complementary pair")
class MixedConesTest {
  private static final List<String> NAMES = List.of("psd", "cone", "ray", "tip", "free", "vector");

  static IntStream seeds() {
    return IntStream.range(0, 50);
  }

  static IntStream manySeeds() {
    return IntStream.range(50, 250);
  }

  /** X and S of one block, complementary. */
  private record Pair(DenseMatrix x, DenseMatrix s) {}

  private static Pair psd(RandomMatrices random, int n) {
    DenseMatrix basis = SymmetricEigen.of(random.symmetric(n)).vectors();
    DenseMatrix x = DenseMatrix.zeros(n, n);
    DenseMatrix s = DenseMatrix.zeros(n, n);
    for (int k = 0; k < n; k++) {
      double value = 0.5 + Math.abs(random.next());
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          (k < 1 + n / 3 ? x : s).add(i, j, value * basis.at(i, k) * basis.at(j, k));
        }
      }
    }
    x.symmetrise();
    s.symmetrise();
    return new Pair(x, s);
  }

  /** Both on the boundary: α(1, v) and β(1, −v) with ‖v‖ = 1. */
  private static Pair boundary(RandomMatrices random, int n) {
    DenseMatrix x = random.dense(n, 1);
    x.set(0, 0, 0);
    double size = x.frobeniusNorm();
    x.set(0, 0, size);
    DenseMatrix s = x.copy();
    s.scale(-(0.5 + Math.abs(random.next())) / size);
    s.set(0, 0, -s.at(0, 0));
    return new Pair(x, s);
  }

  private static DenseMatrix interior(RandomMatrices random, int n) {
    DenseMatrix v = random.dense(n, 1);
    v.set(0, 0, 0);
    v.set(0, 0, v.frobeniusNorm() + 0.5);
    return v;
  }

  private static Pair nonNegative(RandomMatrices random, int n) {
    DenseMatrix x = DenseMatrix.zeros(n, 1);
    DenseMatrix s = DenseMatrix.zeros(n, 1);
    for (int i = 0; i < n; i++) {
      (i % 2 == 0 ? x : s).set(i, 0, 0.5 + Math.abs(random.next()));
    }
    return new Pair(x, s);
  }

  private static List<Block> blocks(int seed) {
    return List.of(
        new Block.Psd(2 + seed % 5),
        new Block.SecondOrder(2 + seed % 7),
        new Block.SecondOrder(3),
        new Block.SecondOrder(2 + seed % 3),
        new Block.Free(1 + seed % 4),
        new Block.NonNegative(4));
  }

  /** Strictly complementary pairs. */
  private static List<Pair> strict(RandomMatrices random, List<Block> blocks) {
    int free = blocks.get(4).size();
    int tip = blocks.get(3).size();
    return List.of(
        psd(random, blocks.get(0).size()),
        boundary(random, blocks.get(1).size()),
        new Pair(interior(random, 3), DenseMatrix.zeros(3, 1)),
        new Pair(DenseMatrix.zeros(tip, 1), interior(random, tip)),
        new Pair(random.dense(free, 1), DenseMatrix.zeros(free, 1)),
        nonNegative(random, 4));
  }

  /** The same with a part of each block that neither X nor S has. */
  private static List<Pair> degenerate(RandomMatrices random, List<Block> blocks) {
    List<Pair> pairs = new ArrayList<>(strict(random, blocks));
    int order = blocks.get(0).size();
    DenseMatrix s = pairs.get(0).s();
    DenseMatrix vectors = SymmetricEigen.of(s).vectors();
    double largest = SymmetricEigen.valuesOf(s)[order - 1];
    for (int i = 0; i < order; i++) {
      for (int j = 0; j < order; j++) {
        s.add(i, j, -largest * vectors.at(i, order - 1) * vectors.at(j, order - 1));
      }
    }
    s.symmetrise();
    int cone = blocks.get(1).size();
    int tip = blocks.get(3).size();
    pairs.set(1, new Pair(boundary(random, cone).x(), DenseMatrix.zeros(cone, 1)));
    pairs.set(3, new Pair(DenseMatrix.zeros(tip, 1), boundary(random, tip).s()));
    pairs.get(5).x().set(0, 0, 0);
    return pairs;
  }

  /** A multiplier and a residual that belong together, f(r) + f*(y) = yr. */
  private static double[] multiplierAndResidual(RandomMatrices random, RowPenalty penalty) {
    double low = Math.max(penalty.lower(), -1);
    double high = Math.min(penalty.upper(), 1);
    double y = low + (high - low) * (0.5 + 0.45 * random.next());
    boolean atAnEnd = random.next() > 0 && penalty.hasQuadraticConjugate();
    if (atAnEnd && !Double.isInfinite(penalty.upper())) {
      y = penalty.upper();
      return new double[] {y, penalty.conjugateSlope(y) + 0.2 + Math.abs(random.next())};
    }
    if (atAnEnd && !Double.isInfinite(penalty.lower())) {
      y = penalty.lower();
      return new double[] {y, penalty.conjugateSlope(y) - 0.2 - Math.abs(random.next())};
    }
    return new double[] {y, penalty.conjugateSlope(y)};
  }

  private static RowPenalty penalty(RandomMatrices random, int kind) {
    double weight = 1 + Math.abs(random.next());
    double label = random.next() > 0 ? 1 : -1;
    return switch (kind) {
      case 1 -> RowPenalty.quadratic(weight);
      case 2 -> RowPenalty.absolute(weight);
      case 3 -> RowPenalty.quantile(weight, 0.3);
      case 4 -> RowPenalty.huber(weight, 0.4);
      case 5 -> RowPenalty.hinge(weight, label);
      case 6 -> RowPenalty.squaredHinge(weight, label);
      case 7 -> RowPenalty.logistic(weight, label);
      default -> RowPenalty.hard();
    };
  }

  private static void solve(int seed, int kinds) {
    RandomMatrices random = new RandomMatrices(seed);
    solve(seed, kinds, random, strict(random, blocks(seed)));
  }

  private static void solve(int seed, int kinds, RandomMatrices random, List<Pair> pairs) {
    List<Block> blocks = blocks(seed);
    SdpProblem.Builder builder = SdpProblem.builder();
    BlockMatrix c = BlockMatrix.zeros(blocks);
    BlockMatrix x = BlockMatrix.of(pairs.stream().map(Pair::x).toList());
    c.addScaled(1, BlockMatrix.of(pairs.stream().map(Pair::s).toList()));
    for (int k = 0; k < blocks.size(); k++) {
      builder.block(NAMES.get(k), blocks.get(k));
    }
    double answer = 0;
    int m = 6 + seed % 11;
    for (int i = 0; i < m; i++) {
      RowPenalty penalty = penalty(random, kinds > 0 ? i % (kinds + 1) : 0);
      double[] pair = multiplierAndResidual(random, penalty);
      double r = penalty.isHard() ? 0 : pair[1];
      double rhs = r;
      RowBuilder row = builder.row("row " + i);
      for (int k = 0; k < blocks.size(); k++) {
        if (i == 0 && k != 4) {
          continue; // the first row meets free variables only
        }
        int n = blocks.get(k).size();
        ConstraintMatrix a =
            k == 0 ? random.any(n) : ConstraintMatrix.vector(random.dense(1, n).row(0));
        row.term(NAMES.get(k), a);
        rhs += a.dot(x.block(k));
        a.addTo(pair[0], c.block(k));
      }
      row.near(rhs, penalty);
      answer += penalty.value(r);
    }
    c.block(0).symmetrise();
    for (int k = 0; k < blocks.size(); k++) {
      DenseMatrix part = c.block(k);
      builder.minimise(
          NAMES.get(k),
          k == 0
              ? ConstraintMatrix.dense(part)
              : ConstraintMatrix.vector(part.transposed().row(0)));
    }
    KnownAnswersTest.solve(builder.build(), answer + c.dot(x));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void hardRows(int seed) {
    solve(seed, 0);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void rowsOfBoundedMultipliers(int seed) {
    solve(seed, 6);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void rowsOfAllKinds(int seed) {
    solve(seed, 7);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void pairsThatAreNotStrictlyComplementary(int seed) {
    RandomMatrices random = new RandomMatrices(seed);
    solve(seed, 0, random, degenerate(random, blocks(seed)));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("manySeeds")
  @Tag("slow")
  void many(int seed) {
    solve(seed, 0);
    solve(seed, 6);
    solve(seed, 7);
    pairsThatAreNotStrictlyComplementary(seed);
  }
}
