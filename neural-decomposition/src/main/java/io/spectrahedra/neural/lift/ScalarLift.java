package io.spectrahedra.neural.lift;

import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.data.Samples;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.TallQr;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.DenseSymmetric;
import io.spectrahedra.sdp.problem.LowRankMatrix;
import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.Solution;
import java.util.Arrays;

/**
 * Training a two-layer network with one output under squared loss, as a semidefinite program [M13]
 * (Bartan and Pilanci): over Z, Z′ of order d + 1,
 *
 * <pre>
 *   min  ½Σ rᵢ² + β(Z₄ + Z′₄)
 *   s.t. ⟨Mᵢ, Z − Z′⟩ + rᵢ = yᵢ,   tr Z₁ = Z₄,   tr Z′₁ = Z′₄,   Z, Z′ ≥ 0,
 *
 *   Mᵢ = [ a·xᵢxᵢᵀ   (b/2)·xᵢ ]
 *        [ (b/2)·xᵢᵀ     c    ]
 * </pre>
 *
 * <p>Up to (d+1)(d+2)/2 samples have a row of rank two each; more are compressed to that many dense
 * rows by one pass over the data [M12], after which nothing depends on their number.
 */
public final class ScalarLift {
  private static final String PLUS = "Z";
  private static final String MINUS = "Z'";

  /**
   * Completing the square is done unless a(b/2a)² exceeds the other coefficients of the samples by
   * more than this, of which as much accuracy would be lost in 𝒜.
   */
  private static final double MAX_SHIFT = 100;

  private final Samples samples;
  private final double[] y;
  private final QuadraticActivation activation;
  private final double beta;
  private final SdpProblem problem;
  private final boolean compressed;

  private ScalarLift(
      Samples samples,
      double[] y,
      QuadraticActivation activation,
      double beta,
      SdpProblem problem,
      boolean compressed) {
    this.samples = samples;
    this.y = y;
    this.activation = activation;
    this.beta = beta;
    this.problem = problem;
    this.compressed = compressed;
  }

  /** The lift of a training problem; O(n) or, compressed, O(nd⁴/2) flops. */
  public static ScalarLift of(
      Workers workers, Samples samples, double[] y, QuadraticActivation activation, double beta) {
    int d = samples.features();
    SdpProblem.Builder builder = SdpProblem.builder().psd(PLUS, d + 1).psd(MINUS, d + 1);
    ConstraintMatrix penalty = ConstraintMatrix.sparse(d + 1).set(d, d, beta).build();
    builder.minimise(PLUS, penalty).minimise(MINUS, penalty);
    boolean compressed = samples.count() > DenseSymmetric.svecLength(d + 1);
    if (compressed) {
      addCompressed(workers, samples, y, activation, builder);
    } else {
      addSamples(samples, y, activation, builder);
    }
    ConstraintMatrix balance = balance(d);
    builder.row("trace of Z").term(PLUS, balance).equalTo(0);
    builder.row("trace of Z'").term(MINUS, balance).equalTo(0);
    return new ScalarLift(samples, y, activation, beta, builder.build(), compressed);
  }

  /** G = diag(1, …, 1, −1). */
  private static ConstraintMatrix balance(int d) {
    var entries = ConstraintMatrix.sparse(d + 1);
    for (int i = 0; i < d; i++) {
      entries.set(i, i, 1);
    }
    return entries.set(d, d, -1).build();
  }

  /**
   * Mᵢ in two terms. Completing the square, σ(t) = a(t + b/2a)² + c − b²/4a gives Mᵢ = a x̃x̃ᵀ + κ
   * eeᵀ with x̃ = (x, b/2a) and κ = c − b²/4a, and all samples share e. Where b/2a is so large that
   * this cancels, the eigenvectors of [a, b/2; b/2, c] give two vectors a sample [M13].
   */
  private static void addSamples(
      Samples samples, double[] y, QuadraticActivation activation, SdpProblem.Builder builder) {
    int n = samples.count();
    int d = samples.features();
    DenseMatrix x = DenseMatrix.zeros(n, d);
    samples.write(0, x);
    double a = activation.a();
    double shift = activation.b() / 2 / a;
    double meanNorm = x.frobeniusNorm() / Math.sqrt(n);
    double others = Math.abs(a) * meanNorm * meanNorm + Math.abs(activation.c());
    boolean complete = Math.abs(a) * shift * shift <= MAX_SHIFT * others;
    DenseMatrix vectors = complete ? shifted(x, shift) : rotated(x, activation);
    double[] weight =
        complete ? new double[] {a, activation.c() - a * shift * shift} : eigenvalues(activation);
    for (int i = 0; i < n; i++) {
      int[] index = complete ? new int[] {i, n} : new int[] {2 * i, 2 * i + 1};
      ConstraintMatrix m = LowRankMatrix.ofRows(vectors, index, weight);
      builder
          .row("sample " + i)
          .term(PLUS, m)
          .term(MINUS, -1, m)
          .near(y[i], RowPenalty.quadratic(1));
    }
  }

  /** Row i is (xᵢ, shift), row n is e. */
  private static DenseMatrix shifted(DenseMatrix x, double shift) {
    int d = x.cols;
    DenseMatrix vectors = DenseMatrix.zeros(x.rows + 1, d + 1);
    vectors.view(0, 0, x.rows, d).setTo(x);
    vectors.view(0, d, x.rows, 1).fill(shift);
    vectors.set(x.rows, d, 1);
    return vectors;
  }

  /** Rows 2i and 2i + 1 are (cos φ·xᵢ, sin φ) and (−sin φ·xᵢ, cos φ). */
  private static DenseMatrix rotated(DenseMatrix x, QuadraticActivation activation) {
    int d = x.cols;
    double angle = Math.atan2(activation.b() / 2, (activation.a() - activation.c()) / 2) / 2;
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    DenseMatrix vectors = DenseMatrix.zeros(2 * x.rows, d + 1);
    for (int i = 0; i < x.rows; i++) {
      for (int j = 0; j < d; j++) {
        vectors.set(2 * i, j, cos * x.at(i, j));
        vectors.set(2 * i + 1, j, -sin * x.at(i, j));
      }
      vectors.set(2 * i, d, sin);
      vectors.set(2 * i + 1, d, cos);
    }
    return vectors;
  }

  /** Of [a, b/2; b/2, c], for the vectors of {@link #rotated}. */
  private static double[] eigenvalues(QuadraticActivation activation) {
    double mean = (activation.a() + activation.c()) / 2;
    double root = Math.hypot((activation.a() - activation.c()) / 2, activation.b() / 2);
    return new double[] {mean + root, mean - root};
  }

  private static void addCompressed(
      Workers workers,
      Samples samples,
      double[] y,
      QuadraticActivation activation,
      SdpProblem.Builder builder) {
    int order = samples.features() + 1;
    int q = DenseSymmetric.svecLength(order);
    DenseMatrix r =
        TallQr.triangularFactor(
            workers,
            samples.count(),
            q + 1,
            (from, target) -> writeLifted(samples, y, activation, from, target));
    DenseMatrix rows = r.view(0, 0, q, q);
    for (int i = 0; i < q; i++) {
      ConstraintMatrix m = DenseSymmetric.ofSvec(order, rows, i);
      builder
          .row("compressed " + i)
          .term(PLUS, m)
          .term(MINUS, -1, m)
          .near(r.at(i, q), RowPenalty.quadratic(1));
    }
    builder.constant(r.at(q, q) * r.at(q, q) / 2);
  }

  /** Rows (svec(Mᵢ), yᵢ). */
  private static void writeLifted(
      Samples samples, double[] y, QuadraticActivation activation, int from, DenseMatrix target) {
    int d = samples.features();
    double[] data = target.data();
    double off = Math.sqrt(2) * activation.a();
    double linear = activation.b() / Math.sqrt(2);
    DenseMatrix x = DenseMatrix.zeros(target.rows, d);
    samples.write(from, x);
    for (int i = 0; i < target.rows; i++) {
      int e = target.index(i, 0);
      int row = x.index(i, 0);
      for (int j = 0; j < d; j++) {
        double xj = x.data()[row + j];
        for (int k = 0; k < j; k++) {
          data[e++] = off * xj * x.data()[row + k];
        }
        data[e++] = activation.a() * xj * xj;
      }
      for (int k = 0; k < d; k++) {
        data[e++] = linear * x.data()[row + k];
      }
      data[e++] = activation.c();
      data[e] = y[from + i];
    }
  }

  public SdpProblem problem() {
    return problem;
  }

  /** Z of a solution. */
  public DenseMatrix plus(Solution solution) {
    return solution.primal(PLUS);
  }

  /** Z′ of a solution. */
  public DenseMatrix minus(Solution solution) {
    return solution.primal(MINUS);
  }

  /** The objective at a pair that satisfies the trace equalities; O(nd²) or, compressed, O(d⁴). */
  public double objective(Workers workers, DenseMatrix plus, DenseMatrix minus) {
    int d = samples.features();
    double[] r = compressed ? reducedResidual(plus, minus) : residual(workers, plus, minus);
    double loss = 0;
    for (double entry : r) {
      loss += entry * entry / 2;
    }
    return problem.constant() + loss + beta * (plus.at(d, d) + minus.at(d, d));
  }

  /**
   * One multiplier a sample: the solver's own, or where it had compressed rows the residuals y −
   * yhat of the solution, which they are at the optimum; O(nd²) then.
   */
  public double[] multipliers(Workers workers, Solution solution) {
    return compressed
        ? residual(workers, plus(solution), minus(solution))
        : Arrays.copyOf(solution.y(), samples.count());
  }

  /** yᵢ − ⟨Mᵢ, Z − Z′⟩ for every sample. */
  private double[] residual(Workers workers, DenseMatrix plus, DenseMatrix minus) {
    int d = samples.features();
    DenseMatrix difference = plus.copy();
    difference.addScaled(-1, minus);
    double[] residual = y.clone();
    samples.forEachChunk(
        workers,
        (slice, from, rows) -> {
          DenseMatrix quadratic = Gemm.product(Workers.SERIAL, rows, difference.view(0, 0, d, d));
          for (int i = 0; i < rows.rows; i++) {
            double value = activation.c() * difference.at(d, d);
            for (int j = 0; j < d; j++) {
              value +=
                  rows.at(i, j)
                      * (activation.a() * quadratic.at(i, j)
                          + activation.b() * difference.at(d, j));
            }
            residual[from + i] -= value;
          }
        });
    return residual;
  }

  /** Qᵀy − R svec(Z − Z′). */
  private double[] reducedResidual(DenseMatrix plus, DenseMatrix minus) {
    DenseMatrix difference = plus.copy();
    difference.addScaled(-1, minus);
    double[] packed = new double[DenseSymmetric.svecLength(difference.rows)];
    DenseSymmetric.svec(difference, packed, 0);
    double[] residual = new double[packed.length];
    for (int i = 0; i < residual.length; i++) {
      SdpProblem.Row row = problem.rows().get(i);
      DenseSymmetric matrix = (DenseSymmetric) row.terms().get(0).matrix();
      residual[i] = row.rhs() - matrix.dotSvec(packed);
    }
    return residual;
  }
}
