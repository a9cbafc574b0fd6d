package io.spectrahedra.neural.certificate;

import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.architecture.Pooling.Cell;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;

/**
 * The sums over the data in κ with twice the digits [M16], for dual vectors whose parts cancel but
 * for a share that plain sums lose, as they do for residuals under a tiny β.
 */
final class ExactForms {
  private static final double UNIT = 0x1p-53;

  /** Roundings of 2⁻¹⁰⁶ in an operation of {@link DoubleDouble}, and of those behind a term. */
  private static final int ROUNDINGS = 64;

  private final int f;
  private final double[] high;
  private final double[] low;
  private double size;

  private ExactForms(int f) {
    this.f = f;
    high = new double[f * (f + 1) / 2 + f + 1];
    low = new double[high.length];
  }

  /**
   * Those of one cell, an output each; about 25nf²/2 flops for one patch a cell.
   *
   * @param nu n × C
   */
  static DualNorm.Form[] of(Workers workers, TrainingProblem training, Cell cell, DenseMatrix nu) {
    int slices = training.samples().slices();
    int f = training.architecture().inputs();
    ExactForms[][] sums = new ExactForms[nu.cols][slices];
    for (ExactForms[] ofOutput : sums) {
      for (int slice = 0; slice < slices; slice++) {
        ofOutput[slice] = new ExactForms(f);
      }
    }
    training
        .samples()
        .forEachChunk(
            workers,
            (slice, from, rows) ->
                training
                    .architecture()
                    .forEachBatch(
                        cell,
                        rows,
                        (first, patches) -> {
                          for (int row = 0; row < patches.rows; row++) {
                            int i = from + first + row / cell.size();
                            double coefficient = cell.coefficients()[row % cell.size()];
                            for (int k = 0; k < nu.cols; k++) {
                              sums[k][slice].add(
                                  training.activation(),
                                  DoubleDouble.product(nu.at(i, k), coefficient),
                                  patches.row(row));
                            }
                          }
                        }));
    DualNorm.Form[] forms = new DualNorm.Form[nu.cols];
    for (int k = 0; k < forms.length; k++) {
      for (int slice = 1; slice < slices; slice++) {
        sums[k][0].add(sums[k][slice]);
      }
      double terms = (double) nu.rows * cell.size() + slices + ROUNDINGS;
      double roundings = terms * ROUNDINGS * UNIT + DualNorm.ofDualVector(training);
      forms[k] = sums[k][0].form(training.activation(), roundings);
    }
    return forms;
  }

  /** Adds a patch x with the weight νP: x xᵀ, lower triangle by rows, then x, then 1. */
  private void add(QuadraticActivation activation, DoubleDouble weight, double[] x) {
    int at = 0;
    double squares = 0;
    for (int i = 0; i < f; i++) {
      DoubleDouble entry = weight.times(x[i]);
      squares += x[i] * x[i];
      for (int j = 0; j <= i; j++) {
        add(at++, entry.times(x[j]));
      }
    }
    for (int i = 0; i < f; i++) {
      add(at++, weight.times(x[i]));
    }
    add(at, weight);
    double q = Math.sqrt(squares);
    size +=
        Math.abs(weight.hi())
            * ((Math.abs(activation.a()) * q + Math.abs(activation.b())) * q
                + Math.abs(activation.c()));
  }

  private void add(int at, DoubleDouble term) {
    DoubleDouble sum = new DoubleDouble(high[at], low[at]).plus(term);
    high[at] = sum.hi();
    low[at] = sum.lo();
  }

  private void add(ExactForms other) {
    for (int at = 0; at < high.length; at++) {
      add(at, new DoubleDouble(other.high[at], other.low[at]));
    }
    size += other.size;
  }

  /**
   * @param roundings bound on the errors of terms, in units of 2⁻⁵³ of their sizes
   */
  private DualNorm.Form form(QuadraticActivation activation, double roundings) {
    DenseMatrix quadratic = DenseMatrix.zeros(f, f);
    double[] linear = new double[f];
    int at = 0;
    for (int i = 0; i < f; i++) {
      for (int j = 0; j <= i; j++) {
        double entry = times(at++, activation.a());
        quadratic.set(i, j, entry);
        quadratic.set(j, i, entry);
      }
    }
    for (int i = 0; i < f; i++) {
      linear[i] = times(at++, activation.b());
    }
    double constant = times(at, activation.c());
    double rounded = quadratic.frobeniusNorm() + DualNorm.length(linear) + Math.abs(constant);
    return new DualNorm.Form(quadratic, linear, constant, UNIT * (roundings * size + rounded));
  }

  private double times(int at, double factor) {
    return new DoubleDouble(high[at], low[at]).times(factor).hi();
  }
}
