package io.spectrahedra.neural.train;

import io.spectrahedra.neural.loss.Loss;
import io.spectrahedra.neural.network.Network;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.Arrays;

/**
 * The best output weights for given hidden neurons: min Σ l(ŷᵢ, yᵢ) + β‖α‖₁ with ŷᵢₖ = Σ Kᵢⱼαⱼ over
 * the neurons j of output k and Kᵢⱼ what neuron j says of sample i, by Newton steps to the minimum
 * of the quadratic model with its ‖α‖₁, as far as the objective itself falls along them. Under
 * squared loss one round is exact; where a loss has no curvature nothing changes, and {@link
 * OutputRefit} is needed.
 */
final class OutputPolish {
  /** Near the minimum Newton's method doubles the digits in each; far from it there are more. */
  private static final int MAX_ROUNDS = 50;

  /** Sums of many samples agree to this, relatively. */
  private static final double ROUNDING = 1e-13;

  /** The share of what the model promises that a full step must give. */
  private static final double SUFFICIENT = 0.1;

  /** Halvings of the interval in which the objective is least along a step. */
  private static final int BISECTIONS = 40;

  private OutputPolish() {}

  /**
   * The network with polished weights where that lowers its objective, otherwise as it is; without
   * neurons of weight 0.
   */
  static Network of(Workers workers, Network network, TrainingProblem training) {
    return weights(workers, network, training).sorted();
  }

  /** The same with all neurons that there were. */
  static Network weights(Workers workers, Network network, TrainingProblem training) {
    Network best = network;
    double least = objective(workers, network, training);
    for (int round = 0; round < MAX_ROUNDS && best.neurons() > 0; round++) {
      Model model = Model.of(workers, best, training);
      double[] target = WeightModel.minimise(workers, model, best.weights(), training.beta());
      double promise = -WeightModel.change(model, best.weights(), target, training.beta());
      Network next = best.withWeights(target);
      double objective = objective(workers, next, training);
      if (promise > ROUNDING * Math.abs(least) && !(objective <= least - SUFFICIENT * promise)) {
        next = between(workers, best, next, training);
        objective = objective(workers, next, training);
      }
      if (!(objective < least)) {
        break;
      }
      double surprise = Math.abs(objective - (least - promise));
      best = next;
      least = objective;
      if (surprise <= ROUNDING * Math.abs(objective)) {
        break; // the model is all there is
      }
    }
    return best;
  }

  /** The network after one full step, whatever its objective. */
  static Network step(Workers workers, Network network, TrainingProblem training) {
    Model model = Model.of(workers, network, training);
    return network.withWeights(
        WeightModel.minimise(workers, model, network.weights(), training.beta()));
  }

  /** Where the objective, convex on the way, is least between the weights of two networks. */
  private static Network between(
      Workers workers, Network from, Network to, TrainingProblem training) {
    double[] alpha = from.weights();
    double[] change = new double[alpha.length];
    Arrays.setAll(change, j -> to.weights()[j] - alpha[j]);
    DenseMatrix prediction = from.predict(workers, training.samples());
    DenseMatrix direction = from.withWeights(change).predict(workers, training.samples());
    double low = 0;
    double high = 1;
    for (int halving = 0; halving < BISECTIONS; halving++) {
      double middle = (low + high) / 2;
      DenseMatrix there = prediction.copy();
      there.addScaled(middle, direction);
      double slope = training.gradient(there).dot(direction);
      for (int j = 0; j < alpha.length; j++) {
        slope += training.beta() * Math.signum(alpha[j] + middle * change[j]) * change[j];
      }
      low = slope < 0 ? middle : low;
      high = slope < 0 ? high : middle;
    }
    double share = low;
    double[] weights = new double[alpha.length];
    Arrays.setAll(weights, j -> alpha[j] + share * change[j]);
    return from.withWeights(weights);
  }

  /** Σ l + βΣ|α| of a network. */
  static double objective(Workers workers, Network network, TrainingProblem training) {
    return training.loss(network.predict(workers, training.samples()))
        + training.beta() * network.norm();
  }

  /**
   * The quadratic model ½dᵀHd + gᵀd of what the loss changes by when the network's weights change
   * by d, by one pass over the data in slices: with W the second derivative of the loss in the
   * outputs, ν its gradient and k(j) the output of neuron j, Hⱼₗ = Σᵢ Kᵢⱼ W_k(j)k(l) Kᵢₗ and gⱼ =
   * Σᵢ Kᵢⱼ νᵢ_k(j) [M21].
   */
  record Model(DenseMatrix hessian, double[] gradient) {
    static Model of(Workers workers, Network network, TrainingProblem training) {
      int m = network.neurons();
      DenseMatrix[] hessians = new DenseMatrix[training.samples().slices()];
      Arrays.setAll(hessians, slice -> DenseMatrix.zeros(m, m));
      double[][] sums = new double[hessians.length][m];
      training
          .samples()
          .forEachChunk(
              workers,
              (slice, from, rows) ->
                  add(
                      network,
                      training.loss(),
                      network.activations(rows),
                      training.y().view(from, 0, rows.rows, training.outputs()),
                      new Model(hessians[slice], sums[slice])));
      for (int slice = 1; slice < hessians.length; slice++) {
        hessians[0].addScaled(1, hessians[slice]);
        for (int j = 0; j < m; j++) {
          sums[0][j] += sums[slice][j];
        }
      }
      hessians[0].mirrorLower();
      return new Model(hessians[0], sums[0]);
    }

    /** What the samples of a chunk add, K and y theirs: to H in its lower triangle. */
    private static void add(
        Network network, Loss loss, DenseMatrix active, DenseMatrix y, Model sum) {
      int outputs = network.outputs();
      int[] output = Arrays.stream(network.places()).map(place -> place % outputs).toArray();
      DenseMatrix prediction = network.predict(active);
      DenseMatrix gradients = DenseMatrix.zeros(active.rows, outputs);
      DenseMatrix[] weighted = new DenseMatrix[outputs]; // row k of W times K
      Arrays.setAll(weighted, k -> DenseMatrix.zeros(active.rows, active.cols));
      DenseMatrix w = DenseMatrix.zeros(outputs, outputs);
      double[] gradient = new double[outputs];
      for (int i = 0; i < active.rows; i++) {
        double[] said = prediction.row(i);
        double[] target = y.row(i);
        loss.gradient(said, target, gradient);
        loss.curvature(said, target, w);
        for (int k = 0; k < outputs; k++) {
          gradients.set(i, k, gradient[k]);
          double[] to = weighted[k].data();
          int from = active.index(i, 0);
          for (int j = 0; j < output.length; j++) {
            to[from + j] = w.at(k, output[j]) * active.data()[from + j];
          }
        }
      }
      DenseMatrix slopes = Gemm.product(Workers.SERIAL, active.transposed(), gradients);
      for (int j = 0; j < output.length; j++) {
        sum.gradient[j] += slopes.at(j, output[j]);
      }
      for (int k = 0; k < outputs; k++) {
        DenseMatrix own = outputs == 1 ? active : active.copy();
        for (int j = 0; j < output.length; j++) {
          if (output[j] != k) { // of another output
            own.view(0, j, own.rows, 1).fill(0);
          }
        }
        Gemm.multiplyLower(Workers.SERIAL, 1, own.transposed(), weighted[k], 1, sum.hessian);
      }
    }
  }
}
