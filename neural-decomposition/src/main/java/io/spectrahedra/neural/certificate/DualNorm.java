package io.spectrahedra.neural.certificate;

import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.architecture.NeuronNorm;
import io.spectrahedra.neural.architecture.Pooling.Cell;
import io.spectrahedra.neural.data.Samples;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.sdp.certificate.SphereTrustRegion;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.Arrays;
import java.util.function.Function;

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
 *
 * @param value κ(ν), or an upper bound of it, never too small but by rounding
 * @param rounding a bound on what rounding may have taken from the value [M16]
 */
public record DualNorm(double value, double rounding) {
  private static final DualNorm ZERO = new DualNorm(0, 0);

  /** Share of the largest entry of y below which another counts as this, as that of a feature 0. */
  private static final double LEAST_MAJORANT = 1e-12;

  private static final double UNIT = 0x1p-53;

  /** Of a cell, beside those of sums: products, weights of the pooling, a, b and c. */
  private static final int ROUNDINGS = 8;

  /** Eigenvalues are those of a matrix that differs by no more than this times order times ε. */
  private static final double EIGEN = 16;

  /** The larger of both, and of both with what rounding has taken. */
  private DualNorm or(DualNorm other) {
    double larger = Math.max(value, other.value);
    double most = Math.max(value + rounding, other.value + other.rounding);
    return new DualNorm(larger, Double.isInfinite(larger) ? 0 : most - larger);
  }

  /**
   * κ(ν); O(nf²) for one patch a cell.
   *
   * @param nu n × C
   */
  public static DualNorm of(Workers workers, TrainingProblem training, DenseMatrix nu) {
    return of(training, cell -> forms(workers, training, cell, nu));
  }

  /** The same from sums with twice the digits, some 25 times the work. */
  static DualNorm ofExactSums(Workers workers, TrainingProblem training, DenseMatrix nu) {
    return of(training, cell -> ExactForms.of(workers, training, cell, nu));
  }

  private static DualNorm of(TrainingProblem training, Function<Cell, Form[]> forms) {
    NeuronNorm norm = training.architecture().norm();
    DualNorm largest = ZERO;
    for (Cell cell : training.architecture().cells()) {
      for (Form form : forms.apply(cell)) {
        largest = largest.or(norm == NeuronNorm.SIGNS ? form.signs() : form.maximum(norm));
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
  public static DualNorm ofSigns(
      Workers workers, TrainingProblem training, DenseMatrix nu, DenseMatrix majorants) {
    DualNorm largest = ZERO;
    int row = 0;
    for (Cell cell : training.architecture().cells()) {
      for (Form form : forms(workers, training, cell, nu)) {
        largest = largest.or(form.signs(majorants.row(row++)));
      }
    }
    return largest;
  }

  /**
   * uᵀQu + qᵀu + s.
   *
   * @param error a bound on that of the form for any unit vector u, from rounding of its sums
   */
  record Form(DenseMatrix quadratic, double[] linear, double constant, double error) {

    /** The larger of the maxima of the form and its negative. */
    DualNorm maximum(NeuronNorm norm) {
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
      double size = q.frobeniusNorm() + length(l) + Math.abs(constant);
      return new DualNorm(Math.max(above, below), error + EIGEN * order * UNIT * size);
    }

    /**
     * An upper bound of uᵀQv over all u and v with entries 1 and −1: for every y > 0 it is at most
     * ‖Y^(−1/2) Q Y^(−1/2)‖₂ ‖Y^(1/2)u‖ ‖Y^(1/2)v‖, Y = diag(y), and the norms are √Σy.
     */
    DualNorm signs(double... y) {
      double ofSums = y.length * error; // ‖u‖‖v‖ = f
      double least = LEAST_MAJORANT * Arrays.stream(y).max().orElse(0);
      if (least == 0) { // which says nothing of Q, unless that is 0
        return new DualNorm(quadratic.maxAbs() == 0 ? 0 : Double.POSITIVE_INFINITY, ofSums);
      }
      DenseMatrix scaled = quadratic.copy();
      double sum = 0;
      for (int i = 0; i < y.length; i++) {
        double root = Math.sqrt(Math.max(y[i], least));
        scaled.view(i, 0, 1, y.length).scale(1 / root);
        scaled.view(0, i, y.length, 1).scale(1 / root);
        sum += Math.max(y[i], least);
      }
      DualNorm norm = new Form(scaled, new double[y.length], 0, 0).maximum(NeuronNorm.ONE);
      return new DualNorm(sum * norm.value, sum * norm.rounding + ofSums);
    }

    /** The lesser of the bounds by two y that are at hand. */
    DualNorm signs() {
      DualNorm byOnes = signs(ones());
      DualNorm bySums = signs(rowSums());
      return byOnes.value <= bySums.value ? byOnes : bySums;
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
    // of the patches, of their weights, and of the sizes of what is added up
    double[][][] sums = new double[outputs][slices][f + 2];
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
                        double[] lengths = lengths(patches);
                        for (int k = 0; k < outputs; k++) {
                          DenseMatrix weighted = DenseMatrix.zeros(patches.rows, f);
                          DenseMatrix rates = ofRows.view(first, k, patches.rows / cell.size(), 1);
                          double[] sum = new double[f + 2];
                          weigh(cell, patches, rates, weighted, sum);
                          sum[f + 1] = size(training.activation(), cell, rates, lengths);
                          add(sum, sums[k][slice]);
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
    double unit = UNIT * roundings(training, cell);
    Arrays.setAll(forms, k -> form(training.activation(), quadratics[k], sums[k], unit));
    return forms;
  }

  /** How many roundings a sum over the data has in a row at most: products, batches, slices. */
  private static double roundings(TrainingProblem training, Cell cell) {
    int rows = training.samples().count();
    int slices = training.samples().slices();
    int ofSlice = (rows + slices - 1) / slices;
    int batch = training.architecture().batch(cell);
    int chunks = ofSlice / Samples.CHUNK + 1;
    int batches = chunks * (Math.min(ofSlice, Samples.CHUNK) / batch + 1);
    return (double) Math.min(ofSlice, batch) * cell.size()
        + batches
        + slices
        + ROUNDINGS
        + ofDualVector(training);
  }

  /** Roundings in ν: where the loss couples outputs an entry is the negative sum of the others. */
  static int ofDualVector(TrainingProblem training) {
    return training.loss().couplesOutputs() ? training.outputs() : 0;
  }

  private static void add(double[] terms, double[] sums) {
    for (int j = 0; j < terms.length; j++) {
      sums[j] += terms[j];
    }
  }

  static double length(double... x) {
    double sum = 0;
    for (double entry : x) {
      sum += entry * entry;
    }
    return Math.sqrt(sum);
  }

  private static double[] lengths(DenseMatrix patches) {
    double[] lengths = new double[patches.rows];
    Arrays.setAll(lengths, row -> length(patches.row(row)));
    return lengths;
  }

  /** Σ |νᵢ P_gl|(|a|‖x‖² + |b|‖x‖ + |c|): no sum is larger if its terms have one sign. */
  private static double size(
      QuadraticActivation activation, Cell cell, DenseMatrix nu, double[] lengths) {
    double a = Math.abs(activation.a());
    double b = Math.abs(activation.b());
    double c = Math.abs(activation.c());
    double sum = 0;
    for (int row = 0; row < lengths.length; row++) {
      double weight = nu.at(row / cell.size(), 0) * cell.coefficients()[row % cell.size()];
      double q = lengths[row];
      sum += Math.abs(weight) * ((a * q + b) * q + c);
    }
    return sum;
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
      QuadraticActivation activation, DenseMatrix[] quadratics, double[][] sums, double unit) {
    int f = sums[0].length - 2;
    DenseMatrix quadratic = DenseMatrix.zeros(f, f);
    double[] linear = new double[f];
    double constant = 0;
    double size = 0;
    for (int slice = 0; slice < sums.length; slice++) {
      quadratic.addScaled(activation.a(), quadratics[slice]);
      for (int j = 0; j < f; j++) {
        linear[j] += activation.b() * sums[slice][j];
      }
      constant += activation.c() * sums[slice][f];
      size += sums[slice][f + 1];
    }
    quadratic.symmetrise();
    return new Form(quadratic, linear, constant, unit * size);
  }
}
