package io.spectrahedra.neural.certificate;

import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.architecture.Architecture;
import io.spectrahedra.neural.architecture.Pooling.Cell;
import io.spectrahedra.neural.certificate.GlobalOptimality.Claim;
import io.spectrahedra.neural.loss.Loss;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.Arrays;

/**
 * The objective of a network, with what rounding of its predictions may hide [M16]. Where that is
 * too much, as it is for rows that are interpolated under a tiny β, the predictions of these rows
 * are computed again, with twice the digits.
 *
 * @param value Σ l(f(xᵢ), yᵢ) + βΣ|α|
 * @param rounding a bound on the error of the value that comes from rounding of the predictions,
 *     and from losses too small for a double
 */
record RoundedObjective(double value, double rounding) {
  private static final double UNIT = 0x1p-53;

  /** Slopes below which a curved loss that is not 0 may be less than the least double. */
  private static final double TINY_SLOPE = 1e-150;

  /**
   * Of a claim of one output, or a loss that couples them; O(nf + nC²), and 25 nmf at most if rows
   * have to be computed again.
   *
   * @param prediction f(xᵢ) in plain arithmetic, n × C
   * @param share of the value that rounding may hide
   */
  static RoundedObjective of(Workers workers, Claim claim, DenseMatrix prediction, double share) {
    TrainingProblem training = claim.training();
    int count = prediction.rows;
    double penalty = training.beta() * sum(Arrays.stream(claim.weights()).map(Math::abs).toArray());
    DenseMatrix errors = errors(workers, claim, prediction);
    double[] hidden = new double[count];
    double[] losses = new double[count];
    double underflow = 0;
    for (int i = 0; i < count; i++) {
      losses[i] = training.loss().value(prediction.row(i), training.y().row(i));
      hidden[i] = hidden(training, i, prediction.row(i), errors.row(i));
      underflow += underflow(training, i, prediction.row(i), losses[i]);
    }
    double value = sum(losses) + penalty;
    double rounding = sum(hidden);
    double allowed = share * Math.abs(value);
    if (rounding <= allowed) {
      return new RoundedObjective(value, rounding + underflow);
    }
    double terms = terms(claim);
    training
        .samples()
        .forEachChunk(
            workers,
            (slice, from, rows) -> {
              for (int r = 0; r < rows.rows; r++) {
                int i = from + r;
                if (hidden[i] > allowed / (2 * count)) {
                  DoubleDouble[] exact = predict(claim, rows.view(r, 0, 1, rows.cols));
                  losses[i] = loss(training.loss(), exact, training.y().row(i));
                  hidden[i] *= terms * UNIT;
                }
              }
            });
    return new RoundedObjective(sum(losses) + penalty, sum(hidden) + underflow);
  }

  /** What a loss may be that is lost for want of smaller numbers: r²/2 of an r of 1e-200, say. */
  private static double underflow(
      TrainingProblem training, int i, double[] prediction, double loss) {
    if (loss >= Double.MIN_NORMAL) {
      return 0;
    }
    double[] slope = new double[prediction.length];
    training.loss().gradient(prediction, training.y().row(i), slope);
    double steepest = Arrays.stream(slope).map(Math::abs).max().orElse(0);
    return steepest > 0 && steepest < TINY_SLOPE ? Double.MIN_NORMAL : 0;
  }

  /** In order, as everybody adds up losses: the same network has the same objective everywhere. */
  private static double sum(double[] terms) {
    double sum = 0;
    for (double term : terms) {
      sum += term;
    }
    return sum;
  }

  /** How many roundings a prediction has at most, in a row. */
  private static double terms(Claim claim) {
    Architecture architecture = claim.training().architecture();
    int patches = architecture.cells().stream().mapToInt(Cell::size).sum();
    return 2.0 * architecture.inputs() + claim.weights().length + patches + 8;
  }

  /** Bounds on the errors of predictions: all terms with their sizes, |xᵀu| ≤ ‖x‖‖u‖. */
  private static DenseMatrix errors(Workers workers, Claim claim, DenseMatrix prediction) {
    Architecture architecture = claim.training().architecture();
    QuadraticActivation activation = claim.training().activation();
    int outputs = prediction.cols;
    int cells = architecture.cells().size();
    int f = architecture.inputs();
    double[][] powers = new double[3][cells * outputs];
    for (int j = 0; j < claim.weights().length; j++) {
      double length = claim.hidden().view(j, 0, 1, f).frobeniusNorm();
      double other =
          claim.hidden().cols == f ? length : claim.hidden().view(j, f, 1, f).frobeniusNorm();
      double weight = Math.abs(claim.weights()[j]);
      powers[0][claim.places()[j]] += Math.abs(activation.c()) * weight;
      powers[1][claim.places()[j]] += Math.abs(activation.b()) * weight * length;
      powers[2][claim.places()[j]] += Math.abs(activation.a()) * weight * length * other;
    }
    double unit = terms(claim) * UNIT;
    DenseMatrix errors = DenseMatrix.zeros(prediction.rows, outputs);
    claim
        .training()
        .samples()
        .forEachChunk(
            workers,
            (slice, from, rows) -> {
              for (int g = 0; g < cells; g++) {
                int first = g * outputs;
                Cell cell = architecture.cells().get(g);
                architecture.forEachBatch(
                    cell,
                    rows,
                    (start, patches) -> {
                      for (int row = 0; row < patches.rows; row++) {
                        double weight = unit * Math.abs(cell.coefficients()[row % cell.size()]);
                        double q = length(patches, row);
                        for (int k = 0; k < outputs; k++) {
                          int at = first + k;
                          errors.add(
                              from + start + row / cell.size(),
                              k,
                              weight * ((powers[2][at] * q + powers[1][at]) * q + powers[0][at]));
                        }
                      }
                    });
              }
            });
    return errors;
  }

  private static double length(DenseMatrix patches, int row) {
    double sum = 0;
    int from = patches.index(row, 0);
    for (int k = 0; k < patches.cols; k++) {
      double entry = patches.data()[from + k];
      sum += entry * entry;
    }
    return Math.sqrt(sum);
  }

  /**
   * By how much the loss of a sample may change where its predictions do by the errors: of a convex
   * function no more than the average over k of its changes for C times the error in ŷₖ alone, and
   * there no more than the slopes at the ends.
   */
  private static double hidden(
      TrainingProblem training, int i, double[] prediction, double[] errors) {
    double[] target = training.y().row(i);
    double[] slope = new double[errors.length];
    double sum = 0;
    for (int k = 0; k < errors.length; k++) {
      double middle = prediction[k];
      double steepest = 0;
      for (int side = -1; side <= 1; side += 2) {
        prediction[k] = middle + side * errors.length * errors[k];
        prediction[k] = side < 0 ? Math.nextDown(prediction[k]) : Math.nextUp(prediction[k]);
        training.loss().gradient(prediction, target, slope);
        steepest = Math.max(steepest, Math.abs(slope[k]));
      }
      prediction[k] = middle;
      sum += steepest * errors[k];
    }
    return sum;
  }

  /** f(x) of one sample with twice the digits. */
  private static DoubleDouble[] predict(Claim claim, DenseMatrix sample) {
    TrainingProblem training = claim.training();
    QuadraticActivation activation = training.activation();
    DenseMatrix hidden = claim.hidden();
    int outputs = training.outputs();
    int f = training.architecture().inputs();
    DoubleDouble[] sum = new DoubleDouble[outputs];
    Arrays.fill(sum, DoubleDouble.ZERO);
    for (int g = 0; g < training.architecture().cells().size(); g++) {
      Cell cell = training.architecture().cells().get(g);
      DenseMatrix patches = training.architecture().patches(cell, sample);
      for (int j = 0; j < claim.weights().length; j++) {
        if (claim.places()[j] / outputs != g) {
          continue;
        }
        int k = claim.places()[j] % outputs;
        for (int l = 0; l < cell.size(); l++) {
          int from = patches.index(l, 0);
          DoubleDouble t =
              DoubleDouble.dot(patches.data(), from, hidden.data(), hidden.index(j, 0), f);
          DoubleDouble s =
              hidden.cols == f
                  ? t
                  : DoubleDouble.dot(patches.data(), from, hidden.data(), hidden.index(j, f), f);
          DoubleDouble said =
              t.times(activation.a())
                  .plus(DoubleDouble.of(activation.b()))
                  .times(s)
                  .plus(DoubleDouble.of(activation.c()));
          DoubleDouble weight = DoubleDouble.product(claim.weights()[j], cell.coefficients()[l]);
          sum[k] = sum[k].plus(said.times(weight));
        }
      }
    }
    return sum;
  }

  /** l at predictions that are no doubles. */
  private static double loss(Loss loss, DoubleDouble[] prediction, double[] target) {
    double[] near = Arrays.stream(prediction).mapToDouble(DoubleDouble::hi).toArray();
    if (near.length == 1) {
      return between(loss, prediction[0], near, target);
    }
    double[] slope = new double[near.length];
    loss.gradient(near, target, slope);
    double sum = loss.value(near, target);
    for (int k = 0; k < near.length; k++) {
      sum += slope[k] * prediction[k].lo();
    }
    return sum;
  }

  /**
   * l at h + r, from h and the next number h + s beyond: exact where l is quadratic there, and
   * where it has its kinks at numbers. The chord is above l, the tangents are below.
   */
  private static double between(Loss loss, DoubleDouble prediction, double[] at, double[] target) {
    double r = prediction.lo();
    double value = loss.value(at, target);
    if (r == 0) {
      return value;
    }
    double[] slope = new double[1];
    loss.gradient(at, target, slope);
    double s = at[0];
    at[0] = r < 0 ? Math.nextDown(at[0]) : Math.nextUp(at[0]);
    s = at[0] - s;
    double nextValue = loss.value(at, target);
    double[] nextSlope = new double[1];
    loss.gradient(at, target, nextSlope);
    double share = r / s;
    double chord = (1 - share) * value + share * nextValue;
    double tangents = Math.max(value + slope[0] * r, nextValue - nextSlope[0] * (s - r));
    double quadratic = value + (slope[0] + (nextSlope[0] - slope[0]) * share / 2) * r;
    return Math.min(chord, Math.max(tangents, quadratic));
  }
}
