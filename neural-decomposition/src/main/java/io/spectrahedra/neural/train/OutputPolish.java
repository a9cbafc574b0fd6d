package io.spectrahedra.neural.train;

import io.spectrahedra.neural.loss.Loss;
import io.spectrahedra.neural.network.Network;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.sdp.linalg.Cholesky;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The best output weights for given hidden neurons: min Σ l(ŷᵢ, yᵢ) + β‖α‖₁ with ŷᵢₖ = Σ Kᵢⱼαⱼ over
 * the neurons j of output k and Kᵢⱼ what neuron j says of sample i, by Newton steps on the weights
 * that are not zero, each cut short where a weight would change its sign, which then leaves. Under
 * squared loss one round is exact; where a loss has no curvature nothing changes.
 */
final class OutputPolish {
  /** Newton's method doubles the digits in each. */
  private static final int MAX_ROUNDS = 6;

  /** Sums of many samples agree to this, relatively. */
  private static final double ROUNDING = 1e-13;

  private OutputPolish() {}

  /** The network with polished weights where that lowers its objective, otherwise as it is. */
  static Network of(Workers workers, Network network, TrainingProblem training) {
    Network best = network;
    double least = objective(workers, network, training);
    for (int round = 0; round < MAX_ROUNDS && best.neurons() > 0; round++) {
      Model model = Model.of(workers, best, training);
      double[] weights = minimise(model, best.weights(), training.beta());
      Network next = best.withWeights(weights).sorted();
      double objective = objective(workers, next, training);
      if (!(objective < least)) {
        break;
      }
      double expected =
          least
              + model.value(weights, training.beta())
              - model.value(best.weights(), training.beta());
      best = next;
      least = objective;
      if (Math.abs(objective - expected) <= ROUNDING * Math.abs(objective)) {
        break; // the model is all there is
      }
    }
    return best;
  }

  /** Σ l + βΣ|α| of a network. */
  static double objective(Workers workers, Network network, TrainingProblem training) {
    return training.loss(network.predict(workers, training.samples()))
        + training.beta() * network.norm();
  }

  /**
   * The quadratic model ½αᵀHα − hᵀα of the loss at the network's weights, by one pass over the data
   * in slices: with W the second derivative of the loss in the outputs, g its gradient and k(j) the
   * output of neuron j, Hⱼₗ = Σᵢ Kᵢⱼ W_k(j)k(l) Kᵢₗ and h = Hα − Σᵢ Kᵢⱼ g_k(j) [M21].
   */
  record Model(DenseMatrix hessian, double[] linear) {
    /** ½αᵀHα − hᵀα + β‖α‖₁. */
    double value(double[] alpha, double beta) {
      double value = 0;
      for (int j = 0; j < alpha.length; j++) {
        double half = 0;
        for (int l = 0; l < alpha.length; l++) {
          half += hessian.at(j, l) * alpha[l] / 2;
        }
        value += alpha[j] * (half - linear[j]) + beta * Math.abs(alpha[j]);
      }
      return value;
    }

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
      DenseMatrix[] weighted = new DenseMatrix[outputs]; // row k of W times K
      Arrays.setAll(weighted, k -> active.copy());
      DenseMatrix w = DenseMatrix.zeros(outputs, outputs);
      double[] gradient = new double[outputs];
      for (int i = 0; i < active.rows; i++) {
        double[] prediction = new double[outputs];
        for (int j = 0; j < output.length; j++) {
          prediction[output[j]] += active.at(i, j) * network.weights()[j];
        }
        loss.gradient(prediction, y.row(i), gradient);
        loss.curvature(prediction, y.row(i), w);
        for (int j = 0; j < output.length; j++) {
          double linear = -gradient[output[j]];
          for (int k = 0; k < outputs; k++) {
            linear += w.at(output[j], k) * prediction[k];
            weighted[k].set(i, j, w.at(k, output[j]) * active.at(i, j));
          }
          sum.linear[j] += active.at(i, j) * linear;
        }
      }
      for (int k = 0; k < outputs; k++) {
        DenseMatrix own = active.copy(); // without the neurons of other outputs
        for (int j = 0; j < output.length; j++) {
          if (output[j] != k) {
            own.view(0, j, own.rows, 1).fill(0);
          }
        }
        Gemm.multiplyLower(Workers.SERIAL, 1, own.transposed(), weighted[k], 1, sum.hessian);
      }
    }
  }

  private static double[] minimise(Model model, double[] start, double beta) {
    double[] alpha = start.clone();
    for (int round = 0; round <= start.length; round++) { // each round but the last drops a weight
      int[] active = IntStream.range(0, alpha.length).filter(j -> alpha[j] != 0).toArray();
      double[] target = stationary(model, alpha, active, beta);
      double step = 1;
      int leaving = -1;
      for (int k = 0; k < active.length; k++) {
        double now = alpha[active[k]];
        if (now * target[k] < 0) {
          double share = now / (now - target[k]);
          leaving = share < step ? k : leaving;
          step = Math.min(step, share);
        }
      }
      for (int k = 0; k < active.length; k++) {
        alpha[active[k]] += step * (target[k] - alpha[active[k]]);
      }
      if (leaving < 0) {
        break;
      }
      alpha[active[leaving]] = 0;
    }
    return alpha;
  }

  /** The minimiser over the active weights while none changes its sign; as they are if singular. */
  private static double[] stationary(Model model, double[] alpha, int[] active, double beta) {
    DenseMatrix gram = DenseMatrix.zeros(active.length, active.length);
    double[] solution = new double[active.length];
    for (int k = 0; k < active.length; k++) {
      solution[k] = model.linear[active[k]] - beta * Math.signum(alpha[active[k]]);
      for (int l = 0; l < active.length; l++) {
        gram.set(k, l, model.hessian.at(active[k], active[l]));
      }
    }
    if (Cholesky.factor(Workers.SERIAL, gram) < active.length) {
      return Arrays.stream(active).mapToDouble(j -> alpha[j]).toArray();
    }
    Cholesky.solve(gram, solution);
    return solution;
  }
}
