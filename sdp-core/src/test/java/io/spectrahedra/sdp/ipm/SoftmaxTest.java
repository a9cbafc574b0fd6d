package io.spectrahedra.sdp.ipm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.certificate.SphereTrustRegion;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.LowRankMatrix;
import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.problem.SparseVector;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Solution;
import io.spectrahedra.sdp.solver.Termination;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("lifts with softmax cross-entropy: exponential rows and a free variable a sample")
class SoftmaxTest {
  /** σ(t) = at² + bt + c, a fit of the rectifier on [−5, 5]. */
  private static final double A = 0.09;

  private static final double B = 0.5;
  private static final double C = 0.47;

  /** Samples with labels 0 … classes − 1. */
  private record Data(DenseMatrix x, int[] label, int classes) {
    /** The labels are those of a noisy linear rule; features of that standard deviation. */
    static Data random(int n, int d, int classes, double noise, double scale, long seed) {
      Random random = new Random(seed);
      DenseMatrix x = DenseMatrix.zeros(n, d);
      double[] rule = random.doubles((long) classes * d, -1, 1).toArray();
      int[] label = new int[n];
      for (int i = 0; i < n; i++) {
        double best = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < d; j++) {
          x.set(i, j, scale * random.nextGaussian());
        }
        for (int k = 0; k < classes; k++) {
          double score = noise * random.nextGaussian();
          for (int j = 0; j < d; j++) {
            score += rule[k * d + j] * x.at(i, j) / scale;
          }
          if (score > best) {
            best = score;
            label[i] = k;
          }
        }
      }
      return new Data(x, label, classes);
    }

    int samples() {
      return x.rows;
    }

    double share(int i, int k) {
      return label[i] == k ? 1 : 0;
    }

    /** ⟨Mᵢ, Z⟩ = a xᵢᵀZ₁xᵢ + b xᵢᵀZ₂ + cZ₄, of rank two with e in common. */
    ConstraintMatrix[] matrices() {
      int d = x.cols;
      double shift = B / 2 / A;
      DenseMatrix vectors = DenseMatrix.zeros(x.rows + 1, d + 1);
      vectors.view(0, 0, x.rows, d).setTo(x);
      vectors.view(0, d, x.rows, 1).fill(shift);
      vectors.set(x.rows, d, 1);
      double[] weight = {A, C - A * shift * shift};
      return IntStream.range(0, x.rows)
          .mapToObj(i -> LowRankMatrix.ofRows(vectors, new int[] {i, x.rows}, weight))
          .toArray(ConstraintMatrix[]::new);
    }
  }

  private static SdpProblem.Builder pairs(int count, int d, double beta) {
    SdpProblem.Builder builder = SdpProblem.builder();
    ConstraintMatrix penalty = ConstraintMatrix.sparse(d + 1).set(d, d, beta).build();
    var entries = ConstraintMatrix.sparse(d + 1);
    for (int j = 0; j < d; j++) {
      entries.set(j, j, 1);
    }
    ConstraintMatrix balance = entries.set(d, d, -1).build();
    for (int k = 0; k < count; k++) {
      for (String block : new String[] {"Z" + k, "Z'" + k}) {
        builder.psd(block, d + 1).minimise(block, penalty);
        builder.row("trace of " + block).term(block, balance).equalTo(0);
      }
    }
    return builder;
  }

  private static SdpProblem softmax(Data data, double beta) {
    SdpProblem.Builder builder = pairs(data.classes, data.x.cols, beta).free("t", data.samples());
    ConstraintMatrix[] m = data.matrices();
    for (int i = 0; i < m.length; i++) {
      SparseVector t = SparseVector.ofEntries(m.length, new int[] {i}, new double[] {1});
      for (int k = 0; k < data.classes; k++) {
        builder
            .row(row(i, k))
            .term("Z" + k, -1, m[i])
            .term("Z'" + k, m[i])
            .term("t", t)
            .near(0, RowPenalty.exponential(1, data.share(i, k)));
      }
    }
    return builder.build();
  }

  private static String row(int i, int k) {
    return "sample " + i + ", class " + k;
  }

  /** Σ ln Σₖ exp gₖ − g of the label, with penalty, at the X of a solution: no solver's word. */
  private static double primalValue(Data data, double beta, Solution solution) {
    ConstraintMatrix[] m = data.matrices();
    int d = data.x.cols;
    double value = 0;
    for (int k = 0; k < data.classes; k++) {
      value += beta * solution.primal("Z" + k).at(d, d);
      value += beta * solution.primal("Z'" + k).at(d, d);
    }
    for (int i = 0; i < m.length; i++) {
      double[] g = new double[data.classes];
      for (int k = 0; k < g.length; k++) {
        g[k] = m[i].dot(solution.primal("Z" + k)) - m[i].dot(solution.primal("Z'" + k));
      }
      double largest = IntStream.range(0, g.length).mapToDouble(k -> g[k]).max().getAsDouble();
      double sum = IntStream.range(0, g.length).mapToDouble(k -> Math.exp(g[k] - largest)).sum();
      value += largest + Math.log(sum) - g[data.label[i]];
    }
    return value;
  }

  /**
   * A lower bound from X, the labels and y alone: s = p + y made a probability, and y = s − p made
   * short enough for |Σᵢ yᵢₖσ(xᵢᵀu)| ≤ β on the sphere; then it is the entropy Σ −s ln s.
   */
  private static double dualValue(Data data, double beta, Solution solution) {
    int n = data.samples();
    double[][] y = new double[data.classes][n];
    for (int i = 0; i < n; i++) {
      double[] s = new double[data.classes];
      double sum = 0;
      for (int k = 0; k < s.length; k++) {
        s[k] = Math.max(0, data.share(i, k) + solution.y(row(i, k)));
        sum += s[k];
      }
      for (int k = 0; k < s.length; k++) {
        y[k][i] = s[k] / sum - data.share(i, k);
      }
    }
    double kappa = 0;
    for (double[] multipliers : y) {
      kappa =
          Math.max(kappa, Math.max(largest(data, multipliers, 1), largest(data, multipliers, -1)));
    }
    double scale = Math.min(1, beta / kappa);
    double value = 0;
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < data.classes; k++) {
        double s = data.share(i, k) + scale * y[k][i];
        value -= s > 0 ? s * Math.log(s) : 0;
      }
    }
    return value;
  }

  /** max over ‖u‖ = 1 of ±Σ yᵢσ(xᵢᵀu). */
  private static double largest(Data data, double[] y, double sign) {
    int d = data.x.cols;
    DenseMatrix quadratic = DenseMatrix.zeros(d, d);
    double[] linear = new double[d];
    double constant = 0;
    for (int i = 0; i < y.length; i++) {
      constant += sign * y[i] * C;
      for (int j = 0; j < d; j++) {
        linear[j] += sign * y[i] * B * data.x.at(i, j);
        for (int l = 0; l < d; l++) {
          quadratic.add(j, l, sign * y[i] * A * data.x.at(i, j) * data.x.at(i, l));
        }
      }
    }
    return SphereTrustRegion.maximise(quadratic, linear).upperBound() + constant;
  }

  private static Solution solve(SdpProblem problem) {
    Solution solution = Sdp.solve(problem, Settings.defaults().withTolerance(1e-8));
    assertThat(solution.termination()).as(solution.toString()).isEqualTo(Termination.OPTIMAL);
    assertThat(solution.errors().worst()).isLessThanOrEqualTo(1e-8);
    return solution;
  }

  private static double assertStrongDuality(Data data, double beta) {
    Solution solution = solve(softmax(data, beta));
    double size = 1 + 2 * Math.abs(solution.primalObjective());
    double primal = primalValue(data, beta, solution);
    double dual = dualValue(data, beta, solution);
    assertThat(primal - dual).isBetween(-1e-12 * size, 1e-7 * size);
    assertThat(solution.primalObjective()).isBetween(dual - 1e-8 * size, primal + 2e-8 * size);
    return primal;
  }

  @ParameterizedTest(name = "n = {0}, d = {1}, {2} classes, beta {3}, noise {4}, scale {5}")
  @CsvSource({
    "30, 4, 3, 0.1, 1, 1",
    "60, 5, 4, 1, 1, 1",
    "60, 5, 4, 1e-3, 1, 1",
    "25, 2, 6, 0.01, 1, 10",
    "40, 3, 5, 1e-3, 0, 1", // separable
    "40, 3, 5, 1e-5, 0, 1",
    "12, 5, 3, 0.01, 9, 1", // labels at random
    "150, 6, 4, 0.1, 1, 1" // M is sparse
  })
  void strongDuality(int n, int d, int classes, double beta, double noise, double scale) {
    assertStrongDuality(Data.random(n, d, classes, noise, scale, n + classes), beta);
  }

  @Test
  @DisplayName("a penalty beyond the largest useful one leaves the zero network: n ln C")
  void zeroNetwork() {
    Data data = Data.random(50, 4, 5, 1, 1, 2);
    assertThat(assertStrongDuality(data, 1e4)).isCloseTo(50 * Math.log(5), within(1e-5));
  }

  @Test
  void aClassThatNobodyHas() {
    Data data = Data.random(40, 3, 2, 1, 1, 4);
    assertStrongDuality(new Data(data.x, data.label, 4), 0.1);
    assertStrongDuality(new Data(data.x, new int[40], 3), 0.1);
  }

  /** Of two outputs only the difference counts, and one of norm β costs as much as two. */
  @ParameterizedTest(name = "beta {0}")
  @ValueSource(doubles = {1e-4, 1e-3, 0.1, 3})
  void twoClassesAreLogistic(double beta) {
    Data data = Data.random(24, 5, 2, 1, 1, 7);
    SdpProblem.Builder builder = pairs(1, 5, beta);
    ConstraintMatrix[] m = data.matrices();
    for (int i = 0; i < m.length; i++) {
      builder
          .row("sample " + i)
          .term("Z0", -1, m[i])
          .term("Z'0", m[i])
          .near(0, RowPenalty.logistic(1, data.label[i] == 0 ? 1 : -1));
    }
    Solution logistic = solve(builder.build());
    Solution softmax = solve(softmax(data, beta));
    double size = 1 + 2 * Math.abs(logistic.primalObjective());
    assertThat(softmax.primalObjective())
        .isCloseTo(logistic.primalObjective(), within(2e-8 * size));
  }

  @Test
  @DisplayName("classes do not meet in M, which is then as sparse as they are many")
  void classesHaveBlocksOfTheirOwn() {
    String plan = Sdp.explain(softmax(Data.random(150, 6, 4, 1, 1, 1), 0.1));
    assertThat(plan).contains("M: 608 x 608, 25.0 % of the entries not zero; sparse (25.");
  }

  /** 5,000 elastic rows. */
  @ParameterizedTest(name = "n = {0}, d = {1}, {2} classes, beta {3}")
  @CsvSource({"1000, 20, 5, 0.1", "500, 10, 10, 1", "1666, 8, 3, 0.01"})
  @Tag("slow")
  void many(int n, int d, int classes, double beta) {
    assertStrongDuality(Data.random(n, d, classes, 1, 1, n), beta);
  }
}
