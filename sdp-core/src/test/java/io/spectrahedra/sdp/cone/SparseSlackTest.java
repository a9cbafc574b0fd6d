package io.spectrahedra.sdp.cone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.EliminationOrder;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.AggregatePattern;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.RandomMatrices;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.problem.SparseSymmetric;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a sparse S gives what a dense one gives")
class SparseSlackTest {

  /** A random S with at most three neighbours a row above the diagonal, diagonally dominant. */
  private record Case(int n, SparseSymmetric pattern, DenseMatrix s, DenseMatrix ds) {
    static Case of(int n) {
      RandomMatrices random = new RandomMatrices(n);
      SparseSymmetric pattern = random.sparse(n, 3.0 / n);
      DenseMatrix s = DenseMatrix.identity(n);
      DenseMatrix ds = DenseMatrix.identity(n);
      s.scale(12);
      pattern.addTo(1, s);
      pattern.addTo(-20, ds);
      return new Case(n, pattern, s, ds);
    }

    SparseSlack sparse(Workers workers) {
      SdpProblem problem = SdpProblem.builder().psd("X", n).minimise("X", pattern).build();
      List<int[]> places = AggregatePattern.of(problem, 0, n * n).orElseThrow();
      return new SparseSlack(EliminationOrder.forSolves(n, places), workers);
    }

    PsdCone cone(SlackFactor slack) {
      PsdCone cone = new PsdCone(n, slack, Workers.SERIAL);
      assertThat(cone.update(new RandomMatrices(1).positive(n, 0.5), s)).isTrue();
      return cone;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 60, 150, 250})
  void allThatTheConeAsksOfItAgrees(int n) {
    Case of = Case.of(n);
    PsdCone sparse = of.cone(of.sparse(Workers.SERIAL));
    PsdCone dense = of.cone(new DenseSlack(n, Workers.SERIAL));
    assertClose(sparse.sInverse(), dense.sInverse(), 1e-15 * n);
    DenseMatrix dx = new RandomMatrices(2).symmetric(n);
    DenseMatrix one = DenseMatrix.zeros(n, n);
    DenseMatrix other = DenseMatrix.zeros(n, n);
    sparse.addScaledProduct(2, of.ds, one);
    dense.addScaledProduct(2, of.ds, other);
    sparse.subtractSecondOrder(dx, of.ds, one);
    dense.subtractSecondOrder(dx, of.ds, other);
    assertClose(one, other, 1e-15 * n * dense.x().frobeniusNorm());
    double step = dense.maxStepDual(of.ds, 10);
    assertThat(sparse.maxStepDual(of.ds, 10)).isCloseTo(step, within(0.02 * step));
    assertThat(sparse.sparseSlack()).isPresent();
    assertThat(dense.sparseSlack()).isEmpty();
  }

  private static void assertClose(DenseMatrix one, DenseMatrix other, double tolerance) {
    DenseMatrix difference = one.copy();
    difference.addScaled(-1, other);
    assertThat(difference.maxAbs()).isLessThanOrEqualTo(tolerance);
    for (int i = 0; i < one.rows; i++) {
      for (int j = 0; j < i; j++) {
        assertThat(one.at(i, j)).isEqualTo(one.at(j, i));
      }
    }
  }

  @Test
  void threadsDoNotChangeTheBits() {
    Case of = Case.of(250);
    DenseMatrix one = DenseMatrix.zeros(of.n, of.n);
    DenseMatrix two = DenseMatrix.zeros(of.n, of.n);
    of.cone(of.sparse(Workers.SERIAL)).addScaledProduct(1, of.ds, one);
    try (Workers team = new Workers(2, () -> false)) {
      of.cone(of.sparse(team)).addScaledProduct(1, of.ds, two);
    }
    assertThat(two.data()).isEqualTo(one.data());
  }

  @Test
  void anIndefiniteSIsRefused() {
    Case of = Case.of(60);
    of.s.set(30, 30, -1);
    assertThat(of.sparse(Workers.SERIAL).factor(of.s)).isFalse();
  }

  @Test
  void itIsChosenWhereTheDataAreSparse() {
    int n = 600;
    SparseSymmetric.Entries path = ConstraintMatrix.sparse(n);
    for (int i = 0; i + 1 < n; i++) {
      path.set(i, i + 1, 1);
    }
    ConstraintMatrix sparse = path.build();
    ConstraintMatrix full = new RandomMatrices(1).sparse(n, 0.6);
    ConstraintMatrix lowRank = new RandomMatrices(1).lowRank(n, 1);
    assertThat(chosen(sparse, ConstraintMatrix.identity(n))).isTrue();
    assertThat(chosen(sparse, full)).isFalse();
    assertThat(chosen(sparse, lowRank)).isFalse();
    assertThat(chosen(lowRank, sparse)).isFalse();
  }

  private static boolean chosen(ConstraintMatrix c, ConstraintMatrix a) {
    SdpProblem.Builder builder = SdpProblem.builder().psd("X", c.size()).minimise("X", c);
    SdpProblem problem = builder.row("r").term("X", a).equalTo(1).build();
    return SparseSlack.of(problem, 0, Workers.SERIAL).isPresent();
  }
}
