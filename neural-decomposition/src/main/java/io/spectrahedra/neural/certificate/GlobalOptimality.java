package io.spectrahedra.neural.certificate;

import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.data.Samples;
import io.spectrahedra.sdp.certificate.SphereTrustRegion;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.Arrays;
import java.util.List;

/**
 * The proof that a network is the best of its kind, of any width, from the data and its weights
 * alone [M16]: whoever trained it, and however.
 *
 * <p>The training problem min ½‖y − f‖² + βΣ|αⱼ| has the dual max vᵀy − ½‖v‖² over all v with
 *
 * <pre>  κ(v) = max over ‖u‖ = 1 of |Σᵢ vᵢ σ(xᵢᵀu)| ≤ β.</pre>
 *
 * <p>Every v gives a lower bound after scaling by t ≤ β/κ(v); κ is the global maximum of two
 * quadratics on the sphere. All is computed here from scratch, in code no trainer uses.
 *
 * @param objective of the network, evaluated as a network
 * @param lowerBound no network with this activation and penalty has a smaller objective, up to
 *     rounding of the data sums
 * @param dualViolation max(0, κ/β − 1) of the dual vector that gave the bound, before scaling
 */
public record GlobalOptimality(double objective, double lowerBound, double dualViolation) {
  /** How far a neuron's norm may be from 1 by rounding. */
  private static final double UNIT_TOLERANCE = 1e-9;

  /** A bound above the objective by less than this, relatively, is so by rounding of the sums. */
  private static final double ROUNDING = 1e-12;

  /** What is certified: data, network and penalty. */
  public record Claim(
      Samples samples,
      double[] y,
      QuadraticActivation activation,
      DenseMatrix hidden,
      double[] output,
      double beta) {

    /** Checks the sizes and β. */
    public Claim {
      if (y.length != samples.count()
          || hidden.cols != samples.features()
          || hidden.rows != output.length) {
        throw new IllegalArgumentException(
            "sizes do not fit: "
                + samples.count()
                + " samples of "
                + samples.features()
                + " features, "
                + y.length
                + " targets, "
                + hidden.rows
                + " x "
                + hidden.cols
                + " hidden and "
                + output.length
                + " output weights");
      }
      if (!(beta > 0) || !Double.isFinite(beta)) {
        throw new IllegalArgumentException("beta must be positive and finite, was " + beta);
      }
    }
  }

  /** The certificate with the residual y − f as dual vector: right at an exact optimum. */
  public static GlobalOptimality of(Workers workers, Claim claim) {
    return of(workers, claim, List.of());
  }

  /**
   * The certificate with the best of several dual vectors, the residual among them.
   *
   * @param duals vectors of length n, such as a solver's multipliers of the samples
   */
  public static GlobalOptimality of(Workers workers, Claim claim, List<double[]> duals) {
    double[] residual = residual(workers, claim);
    double loss = 0;
    for (double r : residual) {
      loss += r * r / 2;
    }
    double norm = 0;
    for (int j = 0; j < claim.output.length; j++) {
      // a neuron of length l and weight α is no neuron of this problem unless l = 1
      double length = claim.hidden.view(j, 0, 1, claim.hidden.cols).frobeniusNorm();
      if (!(Math.abs(length - 1) <= UNIT_TOLERANCE)) {
        throw new IllegalArgumentException("neuron " + j + " must have norm 1, has " + length);
      }
      norm += Math.abs(claim.output[j]);
    }
    double objective = loss + claim.beta * norm;
    GlobalOptimality best = bound(workers, claim, objective, residual);
    for (double[] dual : duals) {
      best = best.orBoundOf(bound(workers, claim, objective, dual));
    }
    return best;
  }

  /** The same objective with the larger of two bounds for one training problem. */
  public GlobalOptimality orBoundOf(GlobalOptimality other) {
    return other.lowerBound > lowerBound
        ? new GlobalOptimality(objective, other.lowerBound, other.dualViolation)
        : this;
  }

  /** (objective − lowerBound)/|objective|; 0 where both are 0. */
  public double relativeGap() {
    double gap = objective - lowerBound;
    return gap == 0 ? 0 : gap / Math.abs(objective);
  }

  private static double[] residual(Workers workers, Claim claim) {
    double[] residual = new double[claim.y.length];
    claim.samples.forEachChunk(
        workers,
        (slice, from, rows) -> {
          DenseMatrix t = Gemm.product(Workers.SERIAL, rows, claim.hidden.transposed());
          for (int i = 0; i < rows.rows; i++) {
            double f = 0;
            for (int j = 0; j < claim.output.length; j++) {
              f += claim.output[j] * claim.activation.at(t.at(i, j));
            }
            residual[from + i] = claim.y[from + i] - f;
          }
        });
    return residual;
  }

  /** max over 0 ≤ t ≤ β/κ of t·vᵀy − t²‖v‖²/2. */
  private static GlobalOptimality bound(
      Workers workers, Claim claim, double objective, double[] v) {
    double kappa = kappa(workers, claim, v);
    double linear = 0;
    double square = 0;
    for (int i = 0; i < v.length; i++) {
      linear += v[i] * claim.y[i];
      square += v[i] * v[i];
    }
    double most = kappa > 0 ? claim.beta / kappa : Double.POSITIVE_INFINITY;
    double t = square > 0 ? Math.max(0, Math.min(most, linear / square)) : 0;
    double lower = t * (linear - t * square / 2);
    if (lower > objective && lower - objective <= ROUNDING * objective) {
      lower = objective;
    }
    return new GlobalOptimality(objective, lower, Math.max(0, kappa / claim.beta - 1));
  }

  /** κ(v) from above: uᵀQu + qᵀu + s with Q = aXᵀDX, q = bXᵀv, s = c·1ᵀv, and its negative. */
  private static double kappa(Workers workers, Claim claim, double[] v) {
    int d = claim.samples.features();
    int slices = claim.samples.slices();
    DenseMatrix[] quadratics = new DenseMatrix[slices];
    Arrays.setAll(quadratics, s -> DenseMatrix.zeros(d, d));
    double[][] linears = new double[slices][d];
    claim.samples.forEachChunk(
        workers,
        (slice, from, rows) -> {
          DenseMatrix weighted = rows.copy();
          for (int i = 0; i < rows.rows; i++) {
            weighted.view(i, 0, 1, d).scale(v[from + i]);
            for (int j = 0; j < d; j++) {
              linears[slice][j] += weighted.at(i, j);
            }
          }
          Gemm.multiply(Workers.SERIAL, 1, rows.transposed(), weighted, 1, quadratics[slice]);
        });
    DenseMatrix quadratic = DenseMatrix.zeros(d, d);
    double[] linear = new double[d];
    for (int c = 0; c < slices; c++) {
      quadratic.addScaled(claim.activation.a(), quadratics[c]);
      for (int j = 0; j < d; j++) {
        linear[j] += claim.activation.b() * linears[c][j];
      }
    }
    quadratic.symmetrise();
    double constant = 0;
    for (double entry : v) {
      constant += claim.activation.c() * entry;
    }
    double above = SphereTrustRegion.maximise(quadratic, linear).upperBound() + constant;
    quadratic.scale(-1);
    for (int j = 0; j < d; j++) {
      linear[j] = -linear[j];
    }
    double below = SphereTrustRegion.maximise(quadratic, linear).upperBound() - constant;
    return Math.max(above, below);
  }
}
