package io.spectrahedra.sdp.cone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.SymmetricEigen;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.Block;
import io.spectrahedra.sdp.problem.RandomMatrices;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("every cone keeps the contract of the interior-point method")
class ConeContractTest {

  static Stream<Block> blocks() {
    return Stream.of(
        new Block.Psd(1),
        new Block.Psd(2),
        new Block.Psd(9),
        new Block.Psd(64),
        new Block.Psd(90),
        new Block.NonNegative(1),
        new Block.NonNegative(7),
        new Block.SecondOrder(1),
        new Block.SecondOrder(2),
        new Block.SecondOrder(3),
        new Block.SecondOrder(40));
  }

  /** A block and how XS = μI is linearised there. */
  record Case(Block block, boolean scaled) {
    Cone at(DenseMatrix x, DenseMatrix s) {
      Cone cone = Cone.of(block, Workers.SERIAL);
      if (scaled) {
        ((PsdCone) cone).scaleByNesterovTodd();
      }
      assertThat(cone.update(x, s)).isTrue();
      return cone;
    }

    /** A pair of the same interior points in all tests. */
    Cone cone() {
      return at(interior(block, 1), interior(block, 2));
    }

    @Override
    public String toString() {
      return block + (scaled ? ", Nesterov and Todd" : "");
    }
  }

  static Stream<Case> cases() {
    return blocks()
        .flatMap(
            block ->
                block instanceof Block.Psd
                    ? Stream.of(new Case(block, false), new Case(block, true))
                    : Stream.of(new Case(block, false)));
  }

  private static DenseMatrix direction(Block block, int seed) {
    RandomMatrices random = new RandomMatrices(seed);
    return block.cols() > 1 || block instanceof Block.Psd
        ? random.symmetric(block.size())
        : random.dense(block.size(), 1);
  }

  private static DenseMatrix interior(Block block, int seed) {
    if (block instanceof Block.Psd) {
      return new RandomMatrices(seed).positive(block.size(), 0.5);
    }
    DenseMatrix v = direction(block, seed);
    if (block instanceof Block.SecondOrder) {
      v.set(0, 0, 0);
      v.set(0, 0, v.frobeniusNorm() + 0.5);
      return v;
    }
    for (int i = 0; i < v.rows; i++) {
      v.set(i, 0, 1.5 + v.at(i, 0));
    }
    return v;
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void theIdentityIsInteriorAndItsNegativeIsNot(Block block) {
    Cone cone = Cone.of(block, Workers.SERIAL);
    DenseMatrix e = DenseMatrix.zeros(block.size(), block.cols());
    DenseMatrix minus = DenseMatrix.zeros(block.size(), block.cols());
    cone.setToIdentity(2, e);
    cone.setToIdentity(-1, minus);
    assertThat(cone.update(e, e)).isTrue();
    assertThat(e.dot(e)).isEqualTo(4 * block.degree());
    assertThat(cone.update(e, minus)).isFalse();
    assertThat(cone.update(minus, e)).isFalse();
  }

  /** X∘S = μe with X − S as before: then the target at centre μ is 0, and so is what moves. */
  @ParameterizedTest
  @MethodSource("blocks")
  void theCentralPathHasOnePointForEveryDifference(Block block) {
    for (double mu : new double[] {1e-6, 1e-3, 2, 1e6}) {
      DenseMatrix x = direction(block, 7);
      DenseMatrix s = direction(block, 8);
      DenseMatrix difference = x.copy();
      difference.addScaled(-1, s);
      Cone cone = Cone.of(block, Workers.SERIAL);
      cone.moveToCentralPath(mu, x, s);
      assertThat(cone.update(x, s)).isTrue();
      double size = block.size() * block.size();
      assertThat(x.dot(s))
          .isCloseTo(mu * block.degree(), within(1e-15 * size * (mu + x.maxAbs() * s.maxAbs())));
      DenseMatrix target = DenseMatrix.zeros(block.size(), block.cols());
      cone.target(mu, target);
      // X and μS⁻¹ are as far apart as S is rounded, times the condition of S
      double rounding = 1e-15 * size * (1 + x.maxAbs()) * (1 + x.maxAbs() * s.maxAbs() / mu);
      assertThat(target.maxAbs()).isLessThan(rounding);
      difference.addScaled(-1, x);
      difference.addScaled(1, s);
      assertThat(difference.maxAbs()).isLessThan(1e-12 * (1 + x.maxAbs()));
    }
  }

  /** H is linear, self-adjoint, and H(S) = X. */
  @ParameterizedTest
  @MethodSource("cases")
  void theProductIsSelfAdjointAndMapsSToX(Case each) {
    Block block = each.block();
    Cone cone = each.cone();
    DenseMatrix a = direction(block, 3);
    DenseMatrix b = direction(block, 4);
    DenseMatrix ha = DenseMatrix.zeros(block.size(), block.cols());
    DenseMatrix hb = DenseMatrix.zeros(block.size(), block.cols());
    cone.addScaledProduct(1, a, ha);
    cone.addScaledProduct(1, b, hb);
    double size = Math.sqrt(ha.dot(a) * hb.dot(b));
    assertThat(ha.dot(b)).isCloseTo(hb.dot(a), within(1e-11 * size));
    DenseMatrix x = interior(block, 1);
    DenseMatrix hs = x.copy();
    cone.addScaledProduct(-1, interior(block, 2), hs);
    assertThat(hs.maxAbs()).isLessThan(1e-10 * x.maxAbs());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theFactorsGiveTheSameProduct(Case each) {
    Block block = each.block();
    Cone cone = each.cone();
    DenseMatrix d = direction(block, 3);
    DenseMatrix expected = interior(block, 4);
    DenseMatrix actual = expected.copy();
    cone.addScaledProduct(-2, d, expected);
    cone.addFactoredProduct(-2, d, actual);
    actual.addScaled(-1, expected);
    assertThat(actual.maxAbs()).isLessThan(1e-11 * (1 + expected.maxAbs()));
  }

  /** H(S) = X, its small eigenvalues too where S⁻¹ has as large ones. */
  @Test
  void theFactorsKeepTheSmallPartOfTheProduct() {
    int n = 6;
    DenseMatrix v = SymmetricEigen.of(new RandomMatrices(5).symmetric(n)).vectors();
    DenseMatrix x = DenseMatrix.zeros(n, n);
    DenseMatrix s = DenseMatrix.zeros(n, n);
    for (int k = 0; k < n; k++) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          x.add(i, j, Math.pow(10, -2 * k) * v.at(i, k) * v.at(j, k));
          s.add(i, j, Math.pow(10, 2 * k - 6) * v.at(i, k) * v.at(j, k));
        }
      }
    }
    Cone cone = Cone.of(new Block.Psd(n), Workers.SERIAL);
    assertThat(cone.update(x, s)).isTrue();
    assertThat(difference(v, x, product(n, s, cone::addFactoredProduct))).isLessThan(1e-5);
    assertThat(difference(v, x, product(n, s, cone::addScaledProduct))).isGreaterThan(1e-3);
  }

  /** Adds alpha · H(D) to a matrix. */
  private interface Product {
    void add(double alpha, DenseMatrix d, DenseMatrix target);
  }

  private static DenseMatrix product(int n, DenseMatrix d, Product how) {
    DenseMatrix product = DenseMatrix.zeros(n, n);
    how.add(1, d, product);
    return product;
  }

  /** Entries of VᵀPV − VᵀXV next to the diagonal of VᵀXV, whose order of magnitude they have. */
  private static double difference(DenseMatrix v, DenseMatrix x, DenseMatrix product) {
    DenseMatrix expected = inBasis(v, x);
    DenseMatrix actual = inBasis(v, product);
    double largest = 0;
    for (int i = 0; i < x.rows; i++) {
      for (int j = 0; j < x.rows; j++) {
        double size = Math.sqrt(expected.at(i, i) * expected.at(j, j));
        largest = Math.max(largest, Math.abs(actual.at(i, j) - expected.at(i, j)) / size);
      }
    }
    return largest;
  }

  private static DenseMatrix inBasis(DenseMatrix v, DenseMatrix matrix) {
    DenseMatrix half = Gemm.product(Workers.SERIAL, v.transposed(), matrix);
    return Gemm.product(Workers.SERIAL, half, v);
  }

  /** Where dX and dS solve dX = K − H(dS), the complementarity XS has the linearised target. */
  @ParameterizedTest
  @MethodSource("cases")
  void theTargetLinearisesComplementarity(Case each) {
    Block block = each.block();
    Cone cone = each.cone();
    DenseMatrix x = interior(block, 1);
    DenseMatrix s = interior(block, 2);
    DenseMatrix k = DenseMatrix.zeros(block.size(), block.cols());
    cone.target(0.7, k);
    // ⟨K, S⟩ = σμ·ν − ⟨X, S⟩
    assertThat(k.dot(s)).isCloseTo(0.7 * block.degree() - x.dot(s), within(1e-9 * x.dot(s)));
    DenseMatrix dx = direction(block, 5);
    DenseMatrix ds = direction(block, 6);
    DenseMatrix corrected = k.copy();
    cone.subtractSecondOrder(dx, ds, corrected);
    // ⟨sym(dX dS S⁻¹), S⟩ = ⟨dX, dS⟩
    assertThat(k.dot(s) - corrected.dot(s))
        .isCloseTo(dx.dot(ds), within(1e-9 * (1 + k.frobeniusNorm() * s.frobeniusNorm())));
  }

  /** H, the target and the second-order term are those of the algebra: (xᵀs, t_x u_s + t_s u_x). */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 40})
  void theSecondOrderConeHasTheHkmDirectionOfItsAlgebra(int n) {
    Block block = new Block.SecondOrder(n);
    Cone cone = new Case(block, false).cone();
    DenseMatrix s = interior(block, 2);
    DenseMatrix root = power(s, 0.5);
    DenseMatrix inverseRoot = power(s, -0.5);
    DenseMatrix scaledX = quadratic(root, interior(block, 1));
    DenseMatrix dx = direction(block, 5);
    DenseMatrix ds = direction(block, 6);
    DenseMatrix scaledS = quadratic(inverseRoot, ds);
    DenseMatrix actual = DenseMatrix.zeros(n, 1);
    cone.addScaledProduct(1, ds, actual);
    DenseMatrix expected = quadratic(inverseRoot, jordan(scaledX, scaledS));
    actual.addScaled(-1, expected);
    assertThat(actual.maxAbs()).isLessThan(1e-12 * (1 + expected.maxAbs()));
    actual.fill(0);
    cone.subtractSecondOrder(dx, ds, actual);
    expected = quadratic(inverseRoot, jordan(quadratic(root, dx), scaledS));
    actual.addScaled(1, expected);
    assertThat(actual.maxAbs()).isLessThan(1e-12 * (1 + expected.maxAbs()));
    cone.target(0.7, actual);
    actual.addScaled(1, interior(block, 1));
    actual.addScaled(-0.7, power(s, -1));
    assertThat(actual.maxAbs()).isLessThan(1e-12);
  }

  private static DenseMatrix jordan(DenseMatrix a, DenseMatrix b) {
    DenseMatrix product = DenseMatrix.zeros(a.rows, 1);
    product.set(0, 0, a.dot(b));
    for (int i = 1; i < a.rows; i++) {
      product.set(i, 0, a.at(0, 0) * b.at(i, 0) + b.at(0, 0) * a.at(i, 0));
    }
    return product;
  }

  /** P(a)b = 2a∘(a∘b) − (a∘a)∘b. */
  private static DenseMatrix quadratic(DenseMatrix a, DenseMatrix b) {
    DenseMatrix result = jordan(a, jordan(a, b));
    result.scale(2);
    result.addScaled(-1, jordan(jordan(a, a), b));
    return result;
  }

  /** By the eigenvalues t ± ‖u‖ and their idempotents (1, ±u/‖u‖)/2. */
  private static DenseMatrix power(DenseMatrix v, double exponent) {
    DenseMatrix tail = v.copy();
    tail.set(0, 0, 0);
    double size = tail.frobeniusNorm();
    double high = Math.pow(v.at(0, 0) + size, exponent);
    double low = Math.pow(v.at(0, 0) - size, exponent);
    tail.scale(size > 0 ? (high - low) / (2 * size) : 0);
    tail.set(0, 0, (high + low) / 2);
    return tail;
  }

  @Test
  void nothingKeepsAFreeVectorFromMoving() {
    Cone cone = Cone.of(new Block.Free(3), Workers.SERIAL);
    DenseMatrix x = new RandomMatrices(1).dense(3, 1);
    DenseMatrix zero = DenseMatrix.zeros(3, 1);
    assertThat(cone.update(x, zero)).isTrue();
    assertThat(cone.maxStepPrimal(x, 50)).isEqualTo(50);
    assertThat(cone.maxStepDual(x, 50)).isEqualTo(50);
    DenseMatrix target = x.copy();
    cone.setToIdentity(2, target);
    assertThat(target.maxAbs()).isZero();
    cone.target(0.7, target);
    cone.addScaledProduct(2, x, target);
    cone.subtractSecondOrder(x, x, target);
    assertThat(target.maxAbs()).isZero();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theLongestStepEndsAtTheBoundary(Case each) {
    Block block = each.block();
    Cone cone = each.cone();
    for (int seed = 10; seed < 20; seed++) {
      DenseMatrix d = direction(block, seed);
      d.scale(10);
      checkStep(block, interior(block, 1), d, cone.maxStepPrimal(d, 50));
      checkStep(block, interior(block, 2), d, cone.maxStepDual(d, 50));
    }
    DenseMatrix inward = interior(block, 30);
    assertThat(cone.maxStepPrimal(inward, 50)).isEqualTo(50);
    assertThat(cone.maxStepDual(inward, 50)).isEqualTo(50);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 90})
  void whereTheProductOverflowsThereIsNoStep(int n) {
    Block block = new Block.Psd(n);
    Cone cone = Cone.of(block, Workers.SERIAL);
    DenseMatrix tiny = DenseMatrix.zeros(n, n);
    cone.setToIdentity(1e-200, tiny);
    assertThat(cone.update(tiny, tiny)).isTrue();
    DenseMatrix huge = direction(block, 3);
    huge.scale(1e200);
    assertThat(cone.maxStepPrimal(huge, 50)).isZero();
    assertThat(cone.maxStepDual(huge, 50)).isZero();
  }

  private static void checkStep(Block block, DenseMatrix point, DenseMatrix d, double step) {
    assertThat(step).isPositive();
    assertThat(isInside(block, point, d, step * (1 - 1e-9))).isTrue();
    if (step < 50) { // the step may fall short by the accuracy of its bound, not by more
      assertThat(isInside(block, point, d, step * 1.1)).isFalse();
    }
  }

  private static boolean isInside(Block block, DenseMatrix point, DenseMatrix d, double step) {
    DenseMatrix moved = point.copy();
    moved.addScaled(step, d);
    return Cone.of(block, Workers.SERIAL).update(moved, interior(block, 1));
  }
}
