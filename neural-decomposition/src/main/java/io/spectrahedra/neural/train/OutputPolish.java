package io.spectrahedra.neural.train;

import io.spectrahedra.neural.loss.SeparableLoss;
import io.spectrahedra.neural.network.Network;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.sdp.linalg.Cholesky;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The best output weights for given hidden neurons of one output: min Σ l((Kα)ᵢ, yᵢ) + β‖α‖₁ with
 * Kᵢⱼ what neuron j says of sample i, by Newton steps on the weights that are not zero, each cut
 * short where a weight would change its sign, which then leaves. Under squared loss one round is
 * exact; where a loss has no curvature nothing changes.
 */
final class OutputPolish {
  /** Newton's method doubles the digits in each. */
  private static final int MAX_ROUNDS = 6;

  private OutputPolish() {}

  /** The network with polished weights where that lowers its objective, otherwise as it is. */
  static Network of(Workers workers, Network network, TrainingProblem training) {
    if (!(training.loss() instanceof SeparableLoss loss) || training.outputs() > 1) {
      return network;
    }
    Network best = network;
    double least = objective(workers, network, training);
    for (int round = 0; round < MAX_ROUNDS && best.neurons() > 0; round++) {
      Model model = Model.of(workers, best, training, loss);
      Network next = best.withWeights(minimise(model, best.weights(), training.beta())).sorted();
      double objective = objective(workers, next, training);
      if (!(objective < least)) {
        break;
      }
      best = next;
      least = objective;
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
   * in slices: H = Kᵀ diag(l″) K and h = Hα − Kᵀl′.
   */
  record Model(DenseMatrix hessian, double[] linear) {
    static Model of(
        Workers workers, Network network, TrainingProblem training, SeparableLoss loss) {
      int m = network.neurons();
      DenseMatrix[] hessians = new DenseMatrix[training.samples().slices()];
      Arrays.setAll(hessians, slice -> DenseMatrix.zeros(m, m));
      double[][] sums = new double[hessians.length][m];
      training
          .samples()
          .forEachChunk(
              workers,
              (slice, from, rows) -> {
                DenseMatrix active = network.activations(rows);
                DenseMatrix weighted = active.copy();
                for (int i = 0; i < rows.rows; i++) {
                  double value = 0;
                  for (int j = 0; j < m; j++) {
                    value += active.at(i, j) * network.weights()[j];
                  }
                  double y = training.y().at(from + i, 0);
                  double curvature = loss.curvature(value, y);
                  double linear = curvature * value - loss.gradient(value, y);
                  weighted.view(i, 0, 1, m).scale(curvature);
                  for (int j = 0; j < m; j++) {
                    sums[slice][j] += active.at(i, j) * linear;
                  }
                }
                Gemm.multiplyLower(
                    Workers.SERIAL, 1, active.transposed(), weighted, 1, hessians[slice]);
              });
      for (int slice = 1; slice < hessians.length; slice++) {
        hessians[0].addScaled(1, hessians[slice]);
        for (int j = 0; j < m; j++) {
          sums[0][j] += sums[slice][j];
        }
      }
      hessians[0].mirrorLower();
      return new Model(hessians[0], sums[0]);
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
