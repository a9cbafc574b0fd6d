package io.spectrahedra.sdp.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.DimacsErrors;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("DIMACS errors and rays, by hand")
class CertificateTest {

  /** min 3X₀₀ + 4v + (7 − v)²: all figures below are worked out by hand. */
  private static SdpProblem problem() {
    return SdpProblem.builder()
        .psd("X", 2)
        .nonNegative("v", 1)
        .minimise("X", ConstraintMatrix.sparse(2).set(0, 0, 3).build())
        .minimise("v", ConstraintMatrix.vector(4))
        .constant(100)
        .row("trace")
        .term("X", ConstraintMatrix.identity(2))
        .equalTo(5)
        .row("fit")
        .term("v", ConstraintMatrix.vector(1))
        .near(7, RowPenalty.quadratic(2))
        .build();
  }

  private static BlockMatrix point(double[][] x, double v) {
    return BlockMatrix.of(List.of(DenseMatrix.of(x), DenseMatrix.of(new double[][] {{v}})));
  }

  @Test
  void theSixErrors() {
    BlockMatrix x = point(new double[][] {{1, 2}, {2, 1}}, -0.5);
    BlockMatrix s = point(new double[][] {{0, 0}, {0, -8}}, 3);
    DimacsCheck check = DimacsCheck.of(problem(), x, new double[] {2, 6}, s);
    double primal = 3 - 2 + 7.5 * 7.5 + 100;
    double dual = 5 * 2 + 7 * 6 - 36 / 4.0 + 100;
    assertThat(check.primalObjective()).isCloseTo(primal, within(1e-12));
    assertThat(check.dualObjective()).isCloseTo(dual, within(1e-12));
    DimacsErrors errors = check.errors();
    assertThat(errors.primalResidual()).isCloseTo(3 / 8.0, within(1e-15));
    assertThat(errors.primalCone()).isCloseTo(1 / 8.0, within(1e-15));
    // 𝒜*(y) + S − C = diag(2 − 3, 2 − 8), and 6 + 3 − 4
    assertThat(errors.dualResidual()).isCloseTo(Math.sqrt(1 + 36 + 25) / 5, within(1e-15));
    assertThat(errors.dualCone()).isCloseTo(8 / 5.0, within(1e-15));
    double size = 1 + primal + dual;
    assertThat(errors.gap()).isCloseTo((primal - dual) / size, within(1e-15));
    double complementarity = -8 - 1.5 + 7.5 * 7.5 + 9 - 6 * 7.5;
    assertThat(errors.complementarity()).isCloseTo(complementarity / size, within(1e-15));
    assertThat(errors.worst()).isEqualTo(errors.dualCone());
    assertThat(errors.toList()).hasSize(6);
  }

  /** Row i is the trace of block i mod 19, which threads share out among them. */
  @Test
  void manyBlocksAndRowsAreAllCounted() {
    int blocks = 19;
    int rows = 45;
    SdpProblem.Builder builder = SdpProblem.builder();
    for (int k = 0; k < blocks; k++) {
      builder.psd("X" + k, 2);
    }
    for (int i = 0; i < rows; i++) {
      builder
          .row("trace " + i)
          .term(
              "X" + i % blocks,
              ConstraintMatrix.lowRank(DenseMatrix.of(new double[][] {{0, 1}, {1, 0}}), 1, 1))
          .equalTo(i);
    }
    SdpProblem problem = builder.build();
    BlockMatrix x = BlockMatrix.zeros(problem.blocks());
    double primal = 0;
    double dual = 0;
    double[] y = new double[rows];
    double[] sums = new double[blocks];
    for (int i = 0; i < rows; i++) {
      int k = i % blocks;
      x.block(k).set(0, 0, 1);
      x.block(k).set(1, 1, k);
      y[i] = 1 + i * i % 7;
      sums[k] += y[i];
      primal += (i - 1 - k) * (i - 1 - k);
    }
    for (double sum : sums) {
      dual += 2 * sum * sum;
    }
    for (int threads : new int[] {1, 3}) {
      try (Workers workers = new Workers(threads, () -> false)) {
        DimacsErrors errors =
            DimacsCheck.of(workers, problem, x, y, BlockMatrix.zeros(problem.blocks())).errors();
        assertThat(errors.primalResidual()).isCloseTo(Math.sqrt(primal) / rows, within(1e-13));
        assertThat(errors.dualResidual()).isCloseTo(Math.sqrt(dual), within(1e-12));
      }
    }
  }

  /** min t + f₀ + 2|3 − u₀ − f₀| + ln(1 + exp(−f₁)): all by hand again. */
  @Test
  void theSixErrorsOfOtherConesAndRows() {
    SdpProblem problem =
        SdpProblem.builder()
            .secondOrder("q", 3)
            .free("f", 2)
            .minimise("q", ConstraintMatrix.vector(1, 0, 0))
            .minimise("f", ConstraintMatrix.vector(1, 0))
            .row("absolute")
            .term("q", ConstraintMatrix.vector(0, 1, 0))
            .term("f", ConstraintMatrix.vector(1, 0))
            .near(3, RowPenalty.absolute(2))
            .row("logistic")
            .term("f", ConstraintMatrix.vector(0, -1))
            .near(0, RowPenalty.logistic(1, 1))
            .build();
    BlockMatrix x =
        BlockMatrix.of(
            List.of(
                DenseMatrix.of(new double[][] {{1}, {3}, {-4}}),
                DenseMatrix.of(new double[][] {{-7}, {0}})));
    BlockMatrix s =
        BlockMatrix.of(
            List.of(
                DenseMatrix.of(new double[][] {{5}, {3}, {4}}),
                DenseMatrix.of(new double[][] {{0}, {-0.5}})));
    DimacsCheck check = DimacsCheck.of(problem, x, new double[] {2.75, -0.5}, s);
    double logistic = Math.log(2); // at r = 0
    double primal = 1 - 7 + 2 * 7 + logistic;
    double dual = 3 * 2.75 + logistic; // f* of y = 2.75 is that of the end, 2
    assertThat(check.primalObjective()).isCloseTo(primal, within(1e-14));
    assertThat(check.dualObjective()).isCloseTo(dual, within(1e-14));
    DimacsErrors errors = check.errors();
    assertThat(errors.primalResidual()).isZero();
    assertThat(errors.primalCone()).isCloseTo(4 / 4.0, within(1e-15)); // ‖(3, −4)‖ = 5
    // 𝒜*(y) + S − C = (5 − 1, 2.75 + 3, 4) and (2.75 − 1, 0.5 − 0.5)
    assertThat(errors.dualResidual())
        .isCloseTo(Math.sqrt(16 + 5.75 * 5.75 + 16 + 1.75 * 1.75) / 2, within(1e-15));
    assertThat(errors.dualCone()).isCloseTo(0.75 / 2, within(1e-15)); // y beats s = −0.5
    double size = 1 + primal + dual;
    assertThat(errors.gap()).isCloseTo((primal - dual) / size, within(1e-15));
    double complementarity = 5 + 9 - 16 + (14 - 2.75 * 7) + 0;
    assertThat(errors.complementarity()).isCloseTo(complementarity / size, within(1e-15));
    assertThat(DimacsCheck.of(problem, x, new double[] {2, -0.5}, s).errors().dualCone())
        .isCloseTo(0.5 / 2, within(1e-15));
  }

  /** y may use the free variables for nothing: 𝒜*(y) must be 0 there, and below 0 elsewhere. */
  @Test
  void raysWithFreeVariablesAndSecondOrderCones() {
    SdpProblem problem =
        SdpProblem.builder()
            .secondOrder("q", 2)
            .free("f", 1)
            .row("t")
            .term("q", ConstraintMatrix.vector(1, 0))
            .equalTo(1)
            .row("u")
            .term("q", ConstraintMatrix.vector(0, 1))
            .term("f", ConstraintMatrix.vector(1))
            .equalTo(2)
            .row("f")
            .term("f", ConstraintMatrix.vector(-1))
            .equalTo(0)
            .build();
    assertThat(FarkasCertificate.primalViolation(problem, new double[] {-1, 1, 1})).isZero();
    // λ = 0.5, bᵀy = 1.5, |b|/‖A‖ = 2/√2
    assertThat(FarkasCertificate.primalViolation(problem, new double[] {-0.5, 1, 1}))
        .isCloseTo(0.5 / 1.5 * Math.sqrt(2), within(1e-15));
    assertThat(FarkasCertificate.primalViolation(problem, new double[] {-1, 1, 0.75}))
        .isCloseTo(0.25 * Math.sqrt(2), within(1e-15));
  }

  /** A row of bounded slope may be violated along a ray, at its price. */
  @Test
  void raysAgainstRowsOfBoundedSlope() {
    ConstraintMatrix one = ConstraintMatrix.vector(1);
    SdpProblem problem =
        SdpProblem.builder()
            .nonNegative("v", 1)
            .free("f", 1)
            .minimise("v", -2, one)
            .row("cheap")
            .term("v", one)
            .near(5, RowPenalty.quantile(1, 0.25)) // 0.75 times what v exceeds 5 by
            .row("quadratic")
            .term("f", 4, one)
            .near(1, RowPenalty.quadratic(1))
            .row("squared hinge")
            .term("v", -1, one)
            .near(0, RowPenalty.squaredHinge(1, 1)) // nothing for v > 1
            .build();
    BlockMatrix ray = BlockMatrix.zeros(problem.blocks());
    ray.block(0).set(0, 0, 3);
    assertThat(FarkasCertificate.dualViolation(problem, ray)).isZero();
    ray.block(1).set(0, 0, -0.5);
    assertThat(FarkasCertificate.dualViolation(problem, ray))
        .isCloseTo(2 * 0.5 / (3 * (2 - 0.75)), within(1e-15));
    ray.block(0).set(0, 0, -3);
    assertThat(FarkasCertificate.dualViolation(problem, ray)).isInfinite();
  }

  @Test
  void multipliersMustFitTheRows() {
    BlockMatrix x = point(new double[][] {{1, 0}, {0, 1}}, 1);
    assertThatThrownBy(() -> DimacsCheck.of(problem(), x, new double[3], x))
        .hasMessage("the problem has 2 rows, y has length 3");
  }

  @Test
  void raysOfAnInfeasiblePrimal() {
    SdpProblem problem =
        SdpProblem.builder()
            .psd("X", 2)
            .row("trace")
            .term("X", ConstraintMatrix.identity(2))
            .equalTo(-3)
            .row("fit")
            .term("X", ConstraintMatrix.sparse(2).set(0, 0, 1).build())
            .near(1, RowPenalty.quadratic(1))
            .build();
    assertThat(FarkasCertificate.primalViolation(problem, new double[] {-1, 0})).isZero();
    assertThat(FarkasCertificate.primalViolation(problem, new double[] {1, 0})).isInfinite();
    assertThat(FarkasCertificate.primalViolation(problem, new double[] {-1, 1e-9})).isInfinite();
    assertThat(FarkasCertificate.primalViolation(problem, new double[] {Double.NaN, 0}))
        .isInfinite();
  }

  @Test
  void aRayThatIsNearlyOne() {
    // X₀₀ = 1, X₁₁ = −ε: no X, and y = (−δ, −1) proves it up to δ/ε
    SdpProblem problem =
        SdpProblem.builder()
            .psd("X", 2)
            .row("one")
            .term("X", ConstraintMatrix.sparse(2).set(0, 0, 1).build())
            .equalTo(1)
            .row("two")
            .term("X", ConstraintMatrix.sparse(2).set(1, 1, 1).build())
            .equalTo(-0.5)
            .build();
    assertThat(FarkasCertificate.primalViolation(problem, new double[] {0.1, -1}))
        .isCloseTo(0.1 / 0.6, within(1e-15));
  }

  @Test
  void raysOfAnInfeasibleDual() {
    SdpProblem problem =
        SdpProblem.builder()
            .psd("X", 2)
            .minimise("X", ConstraintMatrix.sparse(2).set(0, 0, -1).build())
            .row("corner")
            .term("X", ConstraintMatrix.sparse(2).set(1, 1, 2).build())
            .equalTo(1)
            .build();
    BlockMatrix ray = BlockMatrix.of(List.of(DenseMatrix.of(new double[][] {{1, 0}, {0, 0}})));
    BlockMatrix wrong = BlockMatrix.of(List.of(DenseMatrix.of(new double[][] {{1, 0}, {0, -1}})));
    BlockMatrix nearly = BlockMatrix.of(List.of(DenseMatrix.of(new double[][] {{1, 0}, {0, 0.1}})));
    assertThat(FarkasCertificate.dualViolation(problem, ray)).isZero();
    assertThat(FarkasCertificate.dualViolation(problem, wrong)).isInfinite();
    assertThat(FarkasCertificate.dualViolation(problem, nearly)).isCloseTo(0.1, within(1e-15));
    assertThat(FarkasCertificate.dualViolation(problem, BlockMatrix.zeros(problem.blocks())))
        .isInfinite();
  }

  /** Of τeeᵀ − εI, whose entries are exact: −ε, from all eigenvalues and from Lanczos. */
  @ParameterizedTest(name = "order {0}")
  @ValueSource(ints = {40, 450})
  void theSmallestEigenvalueNextToALargeMultipleOfOnes(int n) {
    double epsilon = 0x1p-20; // eigenvalues as such are known to n times 2⁻²²
    DenseMatrix a = DenseMatrix.zeros(n, n);
    a.fill(0x1p30);
    for (int i = 0; i < n; i++) {
      a.add(i, i, -epsilon);
    }
    assertThat(DimacsCheck.smallestEigenvalue(Workers.SERIAL, a))
        .isBetween(-1.03 * epsilon, -epsilon);
  }
}
