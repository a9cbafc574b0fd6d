package io.spectrahedra.neural.certificate;

import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.architecture.NeuronNorm;
import io.spectrahedra.neural.architecture.Pooling.Cell;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.sdp.certificate.SphereTrustRegion;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.Arrays;

/**
 * κ(ν), the most that one neuron of weight 1 can change the loss at the rate ν [M16]: the largest
 * over cells g and outputs k of
 *
 * <pre>
 *   max over ‖u‖ = 1 of ±(uᵀQu + qᵀu + s),
 *   Q = a Σ νᵢₖP_gl xᵢₗxᵢₗᵀ,   q = b Σ νᵢₖP_gl xᵢₗ,   s = c Σ νᵢₖP_gl
 * </pre>
 *
 * <p>Of bilinear neurons with unit u and v it is the same, ‖Q‖₂. Where their entries are 1 and −1
 * it is the ∞→1 norm max uᵀQv, which is NP-hard; an upper bound of it gives a lower bound of the
 * training just as well [M26].
 */
public final class DualNorm {
  /** Share of the largest entry of y below which another counts as this, as that of a feature 0. */
  private static final double LEAST_MAJORANT = 1e-12;

  private DualNorm() {}

  /**
   * κ(ν), never too small but by rounding; O(nf²) for one patch a cell.
   *
   * @param nu n × C
   */
  public static double of(Workers workers, TrainingProblem training, DenseMatrix nu) {
    boolean signs = training.architecture().norm() == NeuronNorm.SIGNS;
    double largest = 0;
    for (Cell cell : training.architecture().cells()) {
      for (Form form : forms(workers, training, cell, nu)) {
        double most =
            signs
                ? Math.min(form.signs(form.ones()), form.signs(form.rowSums()))
                : form.maximum(training.architecture().norm());
        largest = Math.max(largest, most);
      }
    }
    return largest;
  }

  /**
   * κ(ν) for hidden weights of 1 and −1, or an upper bound: Σy where diag(y) ± Q ≥ 0, and otherwise
   * as much more as y must be scaled by for that [M26]; O(nf²) for one patch a cell.
   *
   * @param nu n × C
   * @param majorants y ≥ 0 for cell g and output k in row g · C + k
   */
  public static double ofSigns(
      Workers workers, TrainingProblem training, DenseMatrix nu, DenseMatrix majorants) {
    double largest = 0;
    int row = 0;
    for (Cell cell : training.architecture().cells()) {
      for (Form form : forms(workers, training, cell, nu)) {
        largest = Math.max(largest, form.signs(majorants.row(row++)));
      }
    }
    return largest;
  }

  /** uᵀQu + qᵀu + s. */
  private record Form(DenseMatrix quadratic, double[] linear, double constant) {

    /** The larger of the maxima of the form and its negative. */
    double maximum(NeuronNorm norm) {
      // in the ball of one dimension u is a part of a unit vector of one dimension more
      int d = linear.length;
      int order = norm == NeuronNorm.AT_MOST_ONE ? d + 1 : d;
      DenseMatrix q = DenseMatrix.zeros(order, order);
      q.view(0, 0, d, d).setTo(quadratic);
      double[] l = Arrays.copyOf(linear, order);
      double above = SphereTrustRegion.maximise(q, l).upperBound() + constant;
      q.scale(-1);
      double[] negative = Arrays.stream(l).map(entry -> -entry).toArray();
      double below = SphereTrustRegion.maximise(q, negative).upperBound() - constant;
      return Math.max(above, below);
    }

    /**
     * An upper bound of uᵀQv over all u and v with entries 1 and −1: for every y > 0 it is at most
     * ‖Y^(−1/2) Q Y^(−1/2)‖₂ ‖Y^(1/2)u‖ ‖Y^(1/2)v‖, Y = diag(y), and the norms are √Σy.
     */
    double signs(double... y) {
      double least = LEAST_MAJORANT * Arrays.stream(y).max().orElse(0);
      if (least == 0) { // which says nothing of Q, unless that is 0
        return quadratic.maxAbs() == 0 ? 0 : Double.POSITIVE_INFINITY;
      }
      DenseMatrix scaled = quadratic.copy();
      double sum = 0;
      for (int i = 0; i < y.length; i++) {
        double root = Math.sqrt(Math.max(y[i], least));
        scaled.view(i, 0, 1, y.length).scale(1 / root);
        scaled.view(0, i, y.length, 1).scale(1 / root);
        sum += Math.max(y[i], least);
      }
      return sum * new Form(scaled, new double[y.length], 0).maximum(NeuronNorm.ONE);
    }

    /** diag(y) ± ‖Q‖₂⁻¹Q ≥ 0. */
    double[] ones() {
      double[] ones = new double[linear.length];
      Arrays.fill(ones, 1);
      return ones;
    }

    /** diag(y) ± Q is diagonally dominant. */
    double[] rowSums() {
      double[] sums = new double[linear.length];
      for (int i = 0; i < sums.length; i++) {
        sums[i] = Arrays.stream(quadratic.row(i)).map(Math::abs).sum();
      }
      return sums;
    }
  }

  /** Those of one cell, an output each, by one pass over the data. */
  private static Form[] forms(
      Workers workers, TrainingProblem training, Cell cell, DenseMatrix nu) {
    int f = training.architecture().inputs();
    int outputs = nu.cols;
    int slices = training.samples().slices();
    DenseMatrix[][] quadratics = new DenseMatrix[outputs][slices];
    double[][][] sums = new double[outputs][slices][f + 1]; // of the patches, and of their weights
    for (DenseMatrix[] ofOutput : quadratics) {
      Arrays.setAll(ofOutput, slice -> DenseMatrix.zeros(f, f));
    }
    training
        .samples()
        .forEachChunk(
            workers,
            (slice, from, rows) -> {
              DenseMatrix ofRows = nu.view(from, 0, rows.rows, outputs);
              training
                  .architecture()
                  .forEachBatch(
                      cell,
                      rows,
                      (first, patches) -> {
                        for (int k = 0; k < outputs; k++) {
                          DenseMatrix weighted = DenseMatrix.zeros(patches.rows, f);
                          DenseMatrix rates = ofRows.view(first, k, patches.rows / cell.size(), 1);
                          weigh(cell, patches, rates, weighted, sums[k][slice]);
                          Gemm.multiply(
                              Workers.SERIAL,
                              1,
                              patches.transposed(),
                              weighted,
                              1,
                              quadratics[k][slice]);
                        }
                      });
            });
    Form[] forms = new Form[outputs];
    Arrays.setAll(forms, k -> form(training.activation(), quadratics[k], sums[k]));
    return forms;
  }

  /** Rows of {@code weighted} ← those of the patches times νᵢ P_gl; {@code sum} ← sum + Σ of it. */
  private static void weigh(
      Cell cell, DenseMatrix patches, DenseMatrix nu, DenseMatrix weighted, double[] sum) {
    int f = patches.cols;
    for (int row = 0; row < patches.rows; row++) {
      double weight = nu.at(row / cell.size(), 0) * cell.coefficients()[row % cell.size()];
      int from = patches.index(row, 0);
      int to = weighted.index(row, 0);
      for (int j = 0; j < f; j++) {
        double entry = weight * patches.data()[from + j];
        weighted.data()[to + j] = entry;
        sum[j] += entry;
      }
      sum[f] += weight;
    }
  }

  private static Form form(
      QuadraticActivation activation, DenseMatrix[] quadratics, double[][] sums) {
    int f = sums[0].length - 1;
    DenseMatrix quadratic = DenseMatrix.zeros(f, f);
    double[] linear = new double[f];
    double constant = 0;
    for (int slice = 0; slice < sums.length; slice++) {
      quadratic.addScaled(activation.a(), quadratics[slice]);
      for (int j = 0; j < f; j++) {
        linear[j] += activation.b() * sums[slice][j];
      }
      constant += activation.c() * sums[slice][f];
    }
    quadratic.symmetrise();
    return new Form(quadratic, linear, constant);
  }
}
