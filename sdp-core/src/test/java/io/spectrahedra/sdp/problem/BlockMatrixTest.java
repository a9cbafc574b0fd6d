package io.spectrahedra.sdp.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.spectrahedra.sdp.certificate.DimacsCheck;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("C − 𝒜*(y), all digits")
class BlockMatrixTest {
  private static final int N = 4;
  private static final int ROWS = 30;

  private final Random random = new Random(5);
  private final BigDecimal[][] exact = new BigDecimal[N][N];
  private final BigDecimal[] exactVector = new BigDecimal[N];
  private final double[] y = random.doubles(ROWS, -1e6, 1e6).toArray();

  /** Entries of both triangles and of a vector block, with as many digits as a file has. */
  private SdpProblem problem() {
    for (BigDecimal[] row : exact) {
      Arrays.fill(row, BigDecimal.ZERO);
    }
    Arrays.fill(exactVector, BigDecimal.ZERO);
    SdpProblem.Builder builder = SdpProblem.builder().psd("X", N).nonNegative("x", N);
    builder.minimise("X", matrix(-1)).minimise("x", vector(-1));
    for (int i = 0; i < ROWS; i++) {
      builder.row("r" + i).term("X", matrix(y[i])).term("x", vector(y[i])).equalTo(1);
    }
    return builder.build();
  }

  private ConstraintMatrix matrix(double factor) {
    SparseSymmetric.Entries entries = ConstraintMatrix.sparse(N);
    for (int i = 0; i < N; i++) {
      for (int j = 0; j <= i; j++) {
        double value = digits();
        entries.set(i, j, value);
        exact[i][j] = exact[i][j].subtract(product(factor, value));
      }
    }
    return entries.build();
  }

  private ConstraintMatrix vector(double factor) {
    double[] values = new double[N];
    for (int i = 0; i < N; i++) {
      values[i] = digits();
      exactVector[i] = exactVector[i].subtract(product(factor, values[i]));
    }
    return ConstraintMatrix.vector(values);
  }

  private double digits() {
    return Math.rint(random.nextGaussian() * 1e5) / 1e5;
  }

  private static BigDecimal product(double x, double y) {
    return new BigDecimal(x).multiply(new BigDecimal(y));
  }

  @Test
  void isRoundedOnceAndWhatThatLeavesIsTheErrorOfTheCheck() {
    SdpProblem problem = problem();
    BlockMatrix slack = BlockMatrix.slack(problem, y);
    double lost = 0;
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < N; j++) {
        BigDecimal wanted = exact[Math.max(i, j)][Math.min(i, j)];
        assertThat(slack.block(0).at(i, j)).isEqualTo(wanted.doubleValue());
        lost = Math.hypot(lost, lostOf(wanted));
      }
      assertThat(slack.block(1).at(i, 0)).isEqualTo(exactVector[i].doubleValue());
      lost = Math.hypot(lost, lostOf(exactVector[i]));
    }
    BlockMatrix c = BlockMatrix.zeros(problem.blocks());
    problem.addObjective(c);
    double error = lost / (1 + c.maxAbs());
    DimacsCheck check = DimacsCheck.of(problem, identity(problem), y, slack);
    assertThat(error).isGreaterThan(1e-12);
    assertThat(check.errors().dualResidual()).isCloseTo(error, withPercentage(1e-6));
  }

  private static double lostOf(BigDecimal number) {
    return number.subtract(new BigDecimal(number.doubleValue())).doubleValue();
  }

  private static BlockMatrix identity(SdpProblem problem) {
    BlockMatrix x = BlockMatrix.zeros(problem.blocks());
    x.block(0).setTo(DenseMatrix.identity(N));
    x.block(1).fill(1);
    return x;
  }
}
