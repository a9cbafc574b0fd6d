package io.spectrahedra.neural.train;

import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.architecture.Architecture;
import io.spectrahedra.neural.architecture.NeuronNorm;
import io.spectrahedra.neural.architecture.Pooling.Cell;
import io.spectrahedra.neural.network.Network;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Better neurons near those of a network, as many: a local minimum over hidden and output weights
 * together [M24].
 *
 * <p>With w = √|α|·u a neuron says ±(a(xᵀw)² + bt xᵀw + ct²) and costs βt², t = ‖w‖: smooth, and
 * without constraints. For neurons of norm at most one w has an entry more, which x does not see.
 */
final class NeuronDescent implements Descent.Function {
  /** Descents, each with the output weights fitted after it. */
  private static final int MAX_ROUNDS = 10;

  /** What such a round must gain, relatively, for another. */
  private static final double GAIN = 1e-7;

  private final Workers workers;
  private final TrainingProblem training;
  private final Network start;
  private final int order;

  NeuronDescent(Workers workers, TrainingProblem training, Network start) {
    this.workers = workers;
    this.training = training;
    this.start = start;
    this.order =
        start.hidden().cols + (training.architecture().norm() == NeuronNorm.AT_MOST_ONE ? 1 : 0);
  }

  /** A network that is no worse; a few hundred passes over the data at most, of O(nmf) each. */
  static Network of(Workers workers, Network network, TrainingProblem training) {
    if (network.isBilinear()) { // signs, near which there are no others
      return network;
    }
    Network best = network;
    double least = OutputPolish.objective(workers, network, training);
    for (int round = 0; round < MAX_ROUNDS; round++) {
      NeuronDescent descent = new NeuronDescent(workers, training, best);
      Network next = descent.network(Descent.minimise(descent, descent.point()));
      next = OutputRefit.of(workers, next.merged(), training);
      double objective = OutputPolish.objective(workers, next, training);
      if (!(objective < least)) {
        break;
      }
      boolean more = objective < least - GAIN * Math.abs(least);
      best = next;
      least = objective;
      if (!more) {
        break;
      }
    }
    return best;
  }

  /** w of all neurons, one after the other. */
  double[] point() {
    double[] w = new double[start.neurons() * order];
    for (int j = 0; j < start.neurons(); j++) {
      double strength = Math.sqrt(Math.abs(start.weights()[j]));
      double rest = 1;
      for (int i = 0; i < start.hidden().cols; i++) {
        double u = start.hidden().at(j, i);
        w[j * order + i] = strength * u;
        rest -= u * u;
      }
      if (order > start.hidden().cols) {
        w[j * order + order - 1] = strength * Math.sqrt(Math.max(0, rest));
      }
    }
    return w;
  }

  private double[] lengths(double... w) {
    double[] t = new double[start.neurons()];
    DenseMatrix rows = DenseMatrix.wrap(w, t.length, order);
    Arrays.setAll(t, j -> rows.view(j, 0, 1, order).frobeniusNorm());
    return t;
  }

  private Network network(double... w) {
    double[] t = lengths(w);
    DenseMatrix hidden = DenseMatrix.zeros(t.length, start.hidden().cols);
    double[] weights = new double[t.length];
    for (int j = 0; j < t.length; j++) {
      weights[j] = Math.copySign(t[j] * t[j], start.weights()[j]);
      for (int i = 0; i < hidden.cols; i++) {
        hidden.set(j, i, t[j] == 0 ? 0 : w[j * order + i] / t[j]);
      }
    }
    return new Network(
            start.activation(),
            start.architecture(),
            start.outputs(),
            hidden,
            weights,
            start.places())
        .sorted();
  }

  @Override
  public double at(double[] w, double[] gradient) {
    double[] t = lengths(w);
    int slices = training.samples().slices();
    double[] losses = new double[slices];
    double[][] sums = new double[slices][w.length];
    training
        .samples()
        .forEachChunk(
            workers,
            (slice, from, rows) ->
                losses[slice] +=
                    new Chunk(rows, training.y().view(from, 0, rows.rows, start.outputs()), w, t)
                        .add(sums[slice]));
    double objective = 0;
    Arrays.fill(gradient, 0);
    for (int slice = 0; slice < slices; slice++) {
      objective += losses[slice];
      for (int i = 0; i < w.length; i++) {
        gradient[i] += sums[slice][i];
      }
    }
    for (int i = 0; i < w.length; i++) {
      objective += training.beta() * w[i] * w[i];
      gradient[i] += 2 * training.beta() * w[i];
    }
    return objective;
  }

  /** Some samples, and what they add. */
  private final class Chunk {
    private final DenseMatrix rows;
    private final DenseMatrix y;
    private final DenseMatrix w;
    private final double[] t;

    Chunk(DenseMatrix rows, DenseMatrix y, double[] w, double... t) {
      this.rows = rows;
      this.y = y;
      this.w = DenseMatrix.wrap(w, t.length, order);
      this.t = t;
    }

    /** Gradient ← itself + that of these samples; returns their loss. */
    double add(double... gradient) {
      DenseMatrix prediction = DenseMatrix.zeros(rows.rows, y.cols);
      forEachBatch(batch -> predict(batch, prediction));
      DenseMatrix nu = DenseMatrix.zeros(rows.rows, y.cols);
      double[] row = new double[y.cols];
      double loss = 0;
      for (int i = 0; i < rows.rows; i++) {
        training.loss().gradient(prediction.row(i), y.row(i), row);
        nu.view(i, 0, 1, row.length).setTo(DenseMatrix.wrap(row, 1, row.length));
        loss += training.loss().value(prediction.row(i), y.row(i));
      }
      forEachBatch(batch -> addGradient(batch, nu, gradient));
      return loss;
    }

    private void forEachBatch(Consumer<Batch> task) {
      Architecture architecture = start.architecture();
      for (int g = 0; g < architecture.cells().size(); g++) {
        int number = g;
        int[] own =
            IntStream.range(0, t.length)
                .filter(j -> start.places()[j] / y.cols == number)
                .toArray();
        if (own.length == 0) {
          continue;
        }
        DenseMatrix directions = DenseMatrix.zeros(own.length, start.hidden().cols);
        for (int k = 0; k < own.length; k++) {
          directions.view(k, 0, 1, directions.cols).setTo(w.view(own[k], 0, 1, directions.cols));
        }
        Cell cell = architecture.cells().get(g);
        architecture.forEachBatch(
            cell,
            rows,
            (first, patches) -> {
              DenseMatrix tau = Gemm.product(Workers.SERIAL, patches, directions.transposed());
              task.accept(new Batch(cell, own, first, patches, tau));
            });
      }
    }

    /** What neuron own[k] says of each patch is ±(aτ² + btτ + ct²), with τ = xᵀw in column k. */
    private void predict(Batch batch, DenseMatrix prediction) {
      QuadraticActivation sigma = training.activation();
      for (int row = 0; row < batch.tau.rows; row++) {
        for (int k = 0; k < batch.own.length; k++) {
          int j = batch.own[k];
          double tau = batch.tau.at(row, k);
          double says = sigma.a() * tau * tau + t[j] * (sigma.b() * tau + sigma.c() * t[j]);
          prediction.add(batch.sample(row), place(j), batch.weight(row) * sign(j) * says);
        }
      }
    }

    /** The derivative of that is ±((2aτ + bt)x + (bτ/t + 2c)w). */
    private void addGradient(Batch batch, DenseMatrix nu, double... gradient) {
      QuadraticActivation sigma = training.activation();
      DenseMatrix ofPatches = DenseMatrix.zeros(batch.tau.rows, batch.own.length);
      double[] ofLengths = new double[batch.own.length];
      for (int row = 0; row < batch.tau.rows; row++) {
        for (int k = 0; k < batch.own.length; k++) {
          int j = batch.own[k];
          double tau = batch.tau.at(row, k);
          double rate = batch.weight(row) * sign(j) * nu.at(batch.sample(row), place(j));
          ofPatches.set(row, k, rate * (2 * sigma.a() * tau + sigma.b() * t[j]));
          ofLengths[k] += rate * ((t[j] == 0 ? 0 : sigma.b() * tau / t[j]) + 2 * sigma.c());
        }
      }
      DenseMatrix sums = Gemm.product(Workers.SERIAL, ofPatches.transposed(), batch.patches);
      for (int k = 0; k < batch.own.length; k++) {
        int from = batch.own[k] * order;
        for (int i = 0; i < order; i++) {
          double ofPatch = i < sums.cols ? sums.at(k, i) : 0;
          gradient[from + i] += ofPatch + ofLengths[k] * w.at(batch.own[k], i);
        }
      }
    }

    private double sign(int j) {
      return Math.signum(start.weights()[j]);
    }

    private int place(int j) {
      return start.places()[j] % start.outputs();
    }
  }

  /**
   * Patches of some samples, for the neurons of one cell.
   *
   * @param first the first sample
   * @param tau xᵀw: a row a patch, a column a neuron of {@code own}
   */
  private record Batch(Cell cell, int[] own, int first, DenseMatrix patches, DenseMatrix tau) {
    int sample(int row) {
      return first + row / cell.size();
    }

    double weight(int row) {
      return cell.coefficients()[row % cell.size()];
    }
  }
}
