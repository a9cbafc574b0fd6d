package io.spectrahedra.neural.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.Random;
import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.architecture.Architecture;
import io.spectrahedra.neural.architecture.Layout;
import io.spectrahedra.neural.architecture.Patches;
import io.spectrahedra.neural.architecture.Pooling;
import io.spectrahedra.neural.certificate.GlobalOptimality.Claim;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.Samples;
import io.spectrahedra.neural.data.Standardisation;
import io.spectrahedra.neural.loss.Losses;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.neural.train.TrainedNetwork;
import io.spectrahedra.neural.train.TrainingOptions;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.SymmetricEigen;
import io.spectrahedra.sdp.linalg.Workers;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("what rounding may have added to a lower bound counts against it")
class BoundRoundingTest {
  private static final MathContext DIGITS = new MathContext(60);

  private static TrainingProblem squares(DenseMatrix x, DenseMatrix y, String loss, double beta) {
    return new TrainingProblem(
        new Samples(x, Standardisation.none(1)),
        y,
        Architecture.dense(1),
        QuadraticActivation.QUADRATIC,
        Losses.parse(loss),
        beta);
  }

  private static DenseMatrix column(double... entries) {
    return DenseMatrix.wrap(entries, entries.length, 1);
  }

  private static GlobalOptimality certify(
      TrainingProblem problem, DenseMatrix dual, double... weights) {
    DenseMatrix hidden = DenseMatrix.zeros(weights.length, 1);
    hidden.fill(1);
    Claim claim = new Claim(problem, hidden, weights, new int[weights.length]);
    return GlobalOptimality.of(Workers.SERIAL, claim, List.of(dual));
  }

  /**
   * f(x) = 1.5x² with one neuron costs 1.5β, with two that cancel in part 4β. A dual vector whose
   * sum is rounded to 0 seems to prove that there is nothing better than the latter.
   */
  @Test
  void aSumThatIsRoundedToZeroProvesNothing() {
    double beta = 0x1p-54;
    TrainingProblem problem = squares(column(1, 1, 1), column(1.5, 1.5, 1.5), "absolute", beta);
    DenseMatrix dual = column(-1, -0x1p-53, 1);
    GlobalOptimality worse = certify(problem, dual, 2.75, -1.25);
    assertThat(worse.objective()).isEqualTo(4 * beta);
    assertThat(worse.proves(1e-8)).isFalse();
    GlobalOptimality best = certify(problem, column(-beta, 0, 0), 1.5);
    assertThat(best.objective()).isEqualTo(1.5 * beta);
    assertThat(best.proves(1e-8)).isTrue();
  }

  /**
   * Residuals of size 1 whose sums are 1e-8: plain ones are off by 1e-13, which is 1e-5 of them.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void residualsUnderATinyPenaltyAreProven(boolean pooled) {
    Random random = new Random(11);
    DenseMatrix x = random.matrix(200, 8);
    double[] y = random.vector(200);
    Patches signal = Patches.ofSignal(8, 1, 4, 4, 0);
    Layout layout =
        pooled
            ? Layout.of(Architecture.convolution(signal, Pooling.of(new double[][] {{1, -2}})))
            : Layout.DENSE;
    TrainedNetwork trained =
        PolynomialNetworks.train(
            Dataset.of(x, y), TrainingOptions.defaults().withBeta(1e-8).withLayout(layout));
    assertThat(trained.isProvenOptimal()).as(trained.toString()).isTrue();
  }

  /**
   * An entry of a coupled dual vector is −Σ of the others, of which it may lack the last digits:
   * here 4q for q = 2⁻⁶⁰, next to 1/2. The entries of no other output add up to more than q.
   */
  @Test
  void coupledEntriesThatAreRounded() {
    double q = 0x1p-60;
    DenseMatrix nu =
        DenseMatrix.of(new double[][] {{-0.5, 0.5, q, q, q, q}, {0.5, -0.5, 0, 0, 0, 0}});
    TrainingProblem problem =
        squares(
            column(1, 1),
            DenseMatrix.of(new double[][] {{1, 0, 0, 0, 0, 0}, {0, 1, 0, 0, 0, 0}}),
            "cross-entropy",
            1);
    for (DualNorm kappa :
        List.of(
            DualNorm.of(Workers.SERIAL, problem, nu),
            DualNorm.ofExactSums(Workers.SERIAL, problem, nu))) {
      assertThat(kappa.value()).isEqualTo(q);
      assertThat(kappa.value() + kappa.rounding()).isGreaterThanOrEqualTo(4 * q);
    }
  }

  /** The same matrices and vectors from both sums, for outputs, cells and patches. */
  @Test
  void exactSumsAreThoseOfPlainOnes() {
    Random random = new Random(2);
    Patches signal = Patches.ofSignal(6, 1, 2, 1, 0);
    Pooling pooling = Pooling.of(new double[][] {{1, -2, 0, 0, 3}, {0, 1, 1, 0, 0}});
    TrainingProblem problem =
        new TrainingProblem(
            new Samples(random.matrix(1100, 6), Standardisation.none(6)),
            random.matrix(1100, 3),
            Architecture.convolution(signal, pooling).withBias(true),
            QuadraticActivation.RELU_FIT,
            Losses.parse("squared"),
            1);
    DenseMatrix nu = random.matrix(1100, 3);
    DualNorm plain = DualNorm.of(Workers.SERIAL, problem, nu);
    DualNorm fine = DualNorm.ofExactSums(Workers.SERIAL, problem, nu);
    assertThat(fine.value()).isCloseTo(plain.value(), within(plain.rounding()));
    assertThat(plain.rounding()).isLessThanOrEqualTo(1e-9 * plain.value());
    assertThat(fine.rounding()).isLessThan(plain.rounding());
  }

  /**
   * With one feature and at², κ = |Σ νᵢxᵢ²|, and under squared loss the best bound of a ray is that
   * of a parabola: both in exact arithmetic. The terms of κ cancel but for a small share.
   */
  @Test
  void noBoundIsLargerThanTheExactOneByMoreThanItsRounding() {
    int tooLarge = 0;
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      int n = 3 + seed * 7;
      DenseMatrix x = random.matrix(n, 1);
      DenseMatrix y = random.matrix(n, 1);
      DenseMatrix nu = random.matrix(n, 1);
      double sum = 0;
      for (int i = 1; i < n; i++) {
        sum += nu.at(i, 0) * x.at(i, 0) * x.at(i, 0);
      }
      double share = Math.pow(10, -seed % 12);
      nu.set(0, 0, (share - 1) * sum / (x.at(0, 0) * x.at(0, 0)));
      double beta = 0.01 * share;
      TrainingProblem problem = squares(x, y, "squared", beta);
      DualNorm kappa = DualNorm.of(Workers.SERIAL, problem, nu);
      BigDecimal exact = exactKappa(x, nu);
      DualNorm fine = DualNorm.ofExactSums(Workers.SERIAL, problem, nu);
      assertThat(new BigDecimal(fine.value()).subtract(exact).abs())
          .isLessThanOrEqualTo(new BigDecimal(fine.rounding()));
      assertThat(fine.rounding()).isLessThanOrEqualTo(1e-14 * fine.value());
      assertThat(new BigDecimal(kappa.value()).subtract(exact).abs())
          .isLessThanOrEqualTo(new BigDecimal(kappa.rounding()));
      DualRay.Point best = new DualRay(problem, nu).maximum(beta / kappa.value());
      GlobalOptimality certificate = certify(problem, nu);
      BigDecimal bound = exactBound(y, nu, new BigDecimal(beta).divide(exact, DIGITS));
      if (certificate.lowerBound() == best.value()) { // and not that of the gradient
        tooLarge += new BigDecimal(certificate.lowerBound()).compareTo(bound) > 0 ? 1 : 0;
        assertThat(
                new BigDecimal(certificate.lowerBound())
                    .subtract(new BigDecimal(certificate.boundRounding())))
            .isLessThanOrEqualTo(bound);
      }
    }
    assertThat(tooLarge).isGreaterThan(10);
  }

  /** As symmetric matrices go: of full rank, of low rank, graded, and with entries of one size. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 40, 150, 400})
  void eigenvectorsAreAsNearAsTheBoundAssumes(int d) {
    Random random = new Random(d);
    DenseMatrix full = random.matrix(d, d);
    DenseMatrix graded = full.copy();
    for (int j = 0; j < d; j++) {
      graded.view(0, j, d, 1).scale(Math.pow(10, -12.0 * j / d));
    }
    DenseMatrix ones = DenseMatrix.zeros(d, d);
    ones.fill(1);
    for (DenseMatrix root : List.of(full, random.matrix(d, (d + 3) / 4), graded, ones)) {
      DenseMatrix q = Gemm.product(Workers.SERIAL, root, root.transposed());
      q.symmetrise();
      SymmetricEigen eigen = SymmetricEigen.of(q);
      DenseMatrix v = eigen.vectors();
      DenseMatrix residual = Gemm.product(Workers.SERIAL, q, v);
      DenseMatrix orthogonality = Gemm.product(Workers.SERIAL, v.transposed(), v);
      for (int j = 0; j < d; j++) {
        residual.view(0, j, d, 1).addScaled(-eigen.values()[j], v.view(0, j, d, 1));
        orthogonality.add(j, j, -1);
      }
      double size = q.frobeniusNorm();
      assertThat(residual.frobeniusNorm() + 2 * size * orthogonality.frobeniusNorm())
          .isLessThanOrEqualTo(8 * d * 0x1p-53 * size);
    }
  }

  private static BigDecimal exactKappa(DenseMatrix x, DenseMatrix nu) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < x.rows; i++) {
      BigDecimal feature = new BigDecimal(x.at(i, 0));
      sum = sum.add(new BigDecimal(nu.at(i, 0)).multiply(feature).multiply(feature));
    }
    return sum.abs();
  }

  /** max over 0 ≤ t ≤ most of −t²Σν²/2 − tΣνy. */
  private static BigDecimal exactBound(DenseMatrix y, DenseMatrix nu, BigDecimal most) {
    BigDecimal squares = BigDecimal.ZERO;
    BigDecimal slope = BigDecimal.ZERO;
    for (int i = 0; i < y.rows; i++) {
      BigDecimal entry = new BigDecimal(nu.at(i, 0));
      squares = squares.add(entry.multiply(entry));
      slope = slope.subtract(entry.multiply(new BigDecimal(y.at(i, 0))));
    }
    BigDecimal t = slope.divide(squares, DIGITS).min(most).max(BigDecimal.ZERO);
    return slope
        .multiply(t)
        .subtract(squares.multiply(t).multiply(t).divide(BigDecimal.valueOf(2), DIGITS));
  }
}
