package io.spectrahedra.neural.network;

import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.data.Samples;
import io.spectrahedra.neural.decomposition.NeuralDecomposition;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * f(x) = Σⱼ αⱼ σ(xᵀuⱼ) with ‖uⱼ‖ = 1 [M13].
 *
 * @param hidden m × d: row j is uⱼ
 * @param output α, length m
 */
public record ScalarNetwork(QuadraticActivation activation, DenseMatrix hidden, double[] output) {

  /** Checks the sizes. */
  public ScalarNetwork {
    if (hidden.rows != output.length) {
      throw new IllegalArgumentException(
          hidden.rows + " neurons need as many output weights, got " + output.length);
    }
  }

  /** The network with no neurons on d features: f = 0. */
  public static ScalarNetwork zero(QuadraticActivation activation, int d) {
    return new ScalarNetwork(activation, DenseMatrix.zeros(0, d), new double[0]);
  }

  /**
   * The network of a pair (Z, Z′): a neuron w/t with weight t² for each (w; t) of Z, and with −t²
   * for each of Z′; the strongest first.
   */
  public static ScalarNetwork of(
      QuadraticActivation activation, NeuralDecomposition plus, NeuralDecomposition minus) {
    int d = plus.vectors().cols - 1;
    int m = plus.vectors().rows + minus.vectors().rows;
    DenseMatrix hidden = DenseMatrix.zeros(m, d);
    double[] output = new double[m];
    for (int j = 0; j < m; j++) {
      boolean positive = j < plus.vectors().rows;
      DenseMatrix from = positive ? plus.vectors() : minus.vectors();
      int row = positive ? j : j - plus.vectors().rows;
      double t = from.at(row, d);
      output[j] = positive ? t * t : -t * t;
      for (int i = 0; i < d; i++) {
        hidden.set(j, i, from.at(row, i) / t);
      }
    }
    return new ScalarNetwork(activation, hidden, output).sorted();
  }

  /** The same function without neurons of weight 0, the strongest first. */
  public ScalarNetwork sorted() {
    int[] order =
        IntStream.range(0, output.length)
            .filter(j -> output[j] != 0)
            .boxed()
            .sorted(Comparator.comparingDouble(j -> -Math.abs(output[j])))
            .mapToInt(Integer::intValue)
            .toArray();
    DenseMatrix rows = DenseMatrix.zeros(order.length, hidden.cols);
    double[] weights = new double[order.length];
    for (int j = 0; j < order.length; j++) {
      rows.view(j, 0, 1, hidden.cols).setTo(hidden.view(order[j], 0, 1, hidden.cols));
      weights[j] = output[order[j]];
    }
    return new ScalarNetwork(activation, rows, weights);
  }

  /** The same hidden neurons with other output weights. */
  public ScalarNetwork withOutput(double... weights) {
    return new ScalarNetwork(activation, hidden, weights);
  }

  /** m. */
  public int neurons() {
    return output.length;
  }

  /** d. */
  public int features() {
    return hidden.cols;
  }

  /** Σ|αⱼ|. */
  public double norm() {
    return Arrays.stream(output).map(Math::abs).sum();
  }

  /** f(x) for one sample of length d. */
  public double predict(double... x) {
    if (x.length != features()) {
      throw new IllegalArgumentException(
          "the network takes " + features() + " features, got " + x.length);
    }
    double sum = 0;
    for (int j = 0; j < output.length; j++) {
      double t = 0;
      for (int i = 0; i < x.length; i++) {
        t += hidden.at(j, i) * x[i];
      }
      sum += output[j] * activation.at(t);
    }
    return sum;
  }

  /** f of every row; O(nmd). */
  public double[] predict(Workers workers, Samples samples) {
    double[] prediction = new double[samples.count()];
    samples.forEachChunk(
        workers,
        (slice, from, rows) -> {
          DenseMatrix active = activations(rows);
          for (int i = 0; i < rows.rows; i++) {
            double sum = 0;
            for (int j = 0; j < output.length; j++) {
              sum += output[j] * active.at(i, j);
            }
            prediction[from + i] = sum;
          }
        });
    return prediction;
  }

  /** σ(XUᵀ), height × m, for rows X of samples. */
  public DenseMatrix activations(DenseMatrix rows) {
    DenseMatrix active = Gemm.product(Workers.SERIAL, rows, hidden.transposed());
    double[] data = active.data();
    for (int e = 0; e < data.length; e++) {
      data[e] = activation.at(data[e]);
    }
    return active;
  }

  /** ½Σ(yᵢ − f(xᵢ))² + β Σ|αⱼ|. */
  public double objective(Workers workers, Samples samples, double[] y, double beta) {
    double[] prediction = predict(workers, samples);
    double loss = 0;
    for (int i = 0; i < y.length; i++) {
      double r = y[i] - prediction[i];
      loss += r * r / 2;
    }
    return loss + beta * norm();
  }
}
