package io.spectrahedra.neural.train;

import io.spectrahedra.neural.data.Samples;
import io.spectrahedra.neural.network.ScalarNetwork;
import io.spectrahedra.sdp.linalg.Cholesky;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The best output weights for given hidden neurons: min ½‖Kα − y‖² + β‖α‖₁ with Kᵢⱼ = σ(xᵢᵀuⱼ), by
 * Newton steps on the weights that are not zero, each cut short where a weight would change its
 * sign, which then leaves.
 */
final class OutputPolish {
  private OutputPolish() {}

  /** The network with polished weights where that lowers its objective, otherwise as it is. */
  static ScalarNetwork of(
      Workers workers, ScalarNetwork network, Samples samples, double[] y, double beta) {
    if (network.neurons() == 0) {
      return network;
    }
    Normal normal = Normal.of(workers, network, samples, y);
    ScalarNetwork polished = network.withOutput(minimise(normal, network.output(), beta)).sorted();
    return polished.objective(workers, samples, y, beta)
            < network.objective(workers, samples, y, beta)
        ? polished
        : network;
  }

  /** KᵀK and Kᵀy, by one pass over the data in slices. */
  private record Normal(DenseMatrix gram, double[] rhs) {
    static Normal of(Workers workers, ScalarNetwork network, Samples samples, double[] y) {
      int m = network.neurons();
      DenseMatrix[] grams = new DenseMatrix[samples.slices()];
      Arrays.setAll(grams, slice -> DenseMatrix.zeros(m, m));
      double[][] sums = new double[grams.length][m];
      samples.forEachChunk(
          workers,
          (slice, from, rows) -> {
            DenseMatrix active = network.activations(rows);
            Gemm.multiplyLower(Workers.SERIAL, 1, active.transposed(), active, 1, grams[slice]);
            for (int i = 0; i < rows.rows; i++) {
              for (int j = 0; j < m; j++) {
                sums[slice][j] += active.at(i, j) * y[from + i];
              }
            }
          });
      for (int slice = 1; slice < grams.length; slice++) {
        grams[0].addScaled(1, grams[slice]);
        for (int j = 0; j < m; j++) {
          sums[0][j] += sums[slice][j];
        }
      }
      grams[0].mirrorLower();
      return new Normal(grams[0], sums[0]);
    }
  }

  private static double[] minimise(Normal normal, double[] start, double beta) {
    double[] alpha = start.clone();
    for (int round = 0; round <= start.length; round++) { // each round but the last drops a weight
      int[] active = IntStream.range(0, alpha.length).filter(j -> alpha[j] != 0).toArray();
      double[] target = stationary(normal, alpha, active, beta);
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
  private static double[] stationary(Normal normal, double[] alpha, int[] active, double beta) {
    DenseMatrix gram = DenseMatrix.zeros(active.length, active.length);
    double[] solution = new double[active.length];
    for (int k = 0; k < active.length; k++) {
      solution[k] = normal.rhs[active[k]] - beta * Math.signum(alpha[active[k]]);
      for (int l = 0; l < active.length; l++) {
        gram.set(k, l, normal.gram.at(active[k], active[l]));
      }
    }
    if (Cholesky.factor(Workers.SERIAL, gram) < active.length) {
      return Arrays.stream(active).mapToDouble(j -> alpha[j]).toArray();
    }
    Cholesky.solve(gram, solution);
    return solution;
  }
}
