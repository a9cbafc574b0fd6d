package io.spectrahedra.neural.network;

import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.architecture.Architecture;
import io.spectrahedra.neural.architecture.NeuronNorm;
import io.spectrahedra.neural.architecture.Pooling.Cell;
import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.data.Samples;
import io.spectrahedra.neural.data.Standardisation;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * f(x) ∈ ℝᶜ with neurons uⱼ that each serve one cell g of the pooling and one output k [M19]:
 *
 * <pre>  fₖ(x) = Σ over g, and j of (g, k), of αⱼ Σₗ P_gl σ(xₗᵀuⱼ).</pre>
 *
 * <p>Neurons of a bilinear network have two vectors and say a(xₗᵀuⱼ)(xₗᵀvⱼ) where σ(t) = at² [M26].
 *
 * @param outputs C
 * @param hidden m × f: row j is uⱼ; m × 2f for a bilinear network: row j is (uⱼ, vⱼ)
 * @param weights α, length m
 * @param places g · C + k of each neuron, length m
 */
public record Network(
    QuadraticActivation activation,
    Architecture architecture,
    int outputs,
    DenseMatrix hidden,
    double[] weights,
    int[] places) {

  /** Entries of directions that differ by no more than this differ by rounding. */
  private static final double SAME_DIRECTION = 1e-12;

  /** Checks the sizes. */
  public Network {
    if (outputs < 1) {
      throw new IllegalArgumentException("outputs must be at least 1, was " + outputs);
    }
    if (hidden.rows != weights.length || places.length != weights.length) {
      throw new IllegalArgumentException(
          hidden.rows
              + " neurons need as many weights and places, got "
              + weights.length
              + " and "
              + places.length);
    }
    boolean bilinear = hidden.cols == 2 * architecture.inputs();
    if (hidden.cols != architecture.inputs() && !bilinear) {
      throw new IllegalArgumentException(
          "neurons of an architecture with "
              + architecture.inputs()
              + " inputs have as many entries, or twice as many if they are bilinear, got "
              + hidden.cols);
    }
    if (bilinear && (activation.b() != 0 || activation.c() != 0)) {
      throw new IllegalArgumentException(
          "bilinear neurons have the activation at^2, not " + activation);
    }
    if (architecture.norm() == NeuronNorm.SIGNS && !bilinear) {
      throw new IllegalArgumentException(
          "hidden weights of 1 and -1 are those of bilinear neurons");
    }
    for (int place : places) {
      if (place < 0 || place >= architecture.cells().size() * outputs) {
        throw new IllegalArgumentException(
            "place "
                + place
                + " of a neuron is not one of "
                + architecture.cells().size()
                + " cells times "
                + outputs
                + " outputs");
      }
    }
  }

  /** The network with no neurons: f = 0. */
  public static Network zero(
      QuadraticActivation activation, Architecture architecture, int outputs) {
    return new Network(
        activation,
        architecture,
        outputs,
        DenseMatrix.zeros(
            0, (architecture.norm() == NeuronNorm.SIGNS ? 2 : 1) * architecture.inputs()),
        new double[0],
        new int[0]);
  }

  /** A fully connected network with one output. */
  public static Network scalar(
      QuadraticActivation activation, DenseMatrix hidden, double... weights) {
    return new Network(
        activation, Architecture.dense(hidden.cols), 1, hidden, weights, new int[weights.length]);
  }

  /** The networks of one output each, side by side. */
  public static Network ofOutputs(List<Network> networks) {
    Network first = networks.get(0);
    int m = networks.stream().mapToInt(Network::neurons).sum();
    DenseMatrix hidden = DenseMatrix.zeros(m, first.hidden.cols);
    double[] weights = new double[m];
    int[] places = new int[m];
    int next = 0;
    for (int k = 0; k < networks.size(); k++) {
      Network network = networks.get(k);
      hidden.view(next, 0, network.neurons(), hidden.cols).setTo(network.hidden);
      for (int j = 0; j < network.neurons(); j++, next++) {
        weights[next] = network.weights[j];
        places[next] = network.places[j] * networks.size() + k;
      }
    }
    return new Network(
        first.activation, first.architecture, networks.size(), hidden, weights, places);
  }

  /** The same function with bilinear neurons, v = u; itself if it has them. */
  public Network bilinear() {
    if (isBilinear()) {
      return this;
    }
    DenseMatrix both = DenseMatrix.zeros(hidden.rows, 2 * hidden.cols);
    both.view(0, 0, hidden.rows, hidden.cols).setTo(hidden);
    both.view(0, hidden.cols, hidden.rows, hidden.cols).setTo(hidden);
    return new Network(activation, architecture, outputs, both, weights, places);
  }

  /** True if neurons have two vectors each. */
  public boolean isBilinear() {
    return hidden.cols != architecture.inputs();
  }

  /** Output k alone. */
  public Network output(int k) {
    int[] chosen = IntStream.range(0, neurons()).filter(j -> places[j] % outputs == k).toArray();
    int[] cells = Arrays.stream(places).map(place -> place / outputs).toArray();
    return new Network(activation, architecture, 1, hidden, weights, cells).with(chosen);
  }

  /** The same function without neurons of weight 0, the strongest first in each place. */
  public Network sorted() {
    int[] order =
        IntStream.range(0, weights.length)
            .filter(j -> weights[j] != 0)
            .boxed()
            .sorted(
                Comparator.<Integer>comparingInt(j -> places[j])
                    .thenComparingDouble(j -> -Math.abs(weights[j])))
            .mapToInt(Integer::intValue)
            .toArray();
    return with(order);
  }

  /**
   * The same function, up to rounding, with neurons of one place and direction made one, whose
   * weight is their sum: of u and −u too if b = 0, where they are the same neuron. The penalty is
   * then smaller by what has cancelled. O(m²f).
   */
  public Network merged() {
    double[] sums = weights.clone();
    for (int j = 0; j < sums.length; j++) {
      for (int i = 0; i < j && sums[j] != 0; i++) {
        if (places[i] == places[j] && sums[i] != 0 && isSame(i, j)) {
          boolean first = Math.abs(sums[i]) >= Math.abs(sums[j]); // the direction that counts more
          sums[first ? i : j] += sums[first ? j : i];
          sums[first ? j : i] = 0;
        }
      }
    }
    return withWeights(sums).sorted();
  }

  private boolean isSame(int i, int j) {
    double difference = 0;
    double sum = 0;
    for (int k = 0; k < hidden.cols; k++) {
      difference = Math.max(difference, Math.abs(hidden.at(i, k) - hidden.at(j, k)));
      sum = Math.max(sum, Math.abs(hidden.at(i, k) + hidden.at(j, k)));
    }
    return difference <= SAME_DIRECTION || (activation.b() == 0 && sum <= SAME_DIRECTION);
  }

  /** The neurons chosen, in that order. */
  public Network with(int[] chosen) {
    DenseMatrix rows = DenseMatrix.zeros(chosen.length, hidden.cols);
    for (int j = 0; j < chosen.length; j++) {
      rows.view(j, 0, 1, hidden.cols).setTo(hidden.view(chosen[j], 0, 1, hidden.cols));
    }
    return new Network(
        activation,
        architecture,
        outputs,
        rows,
        Arrays.stream(chosen).mapToDouble(j -> weights[j]).toArray(),
        Arrays.stream(chosen).map(j -> places[j]).toArray());
  }

  /** The same hidden neurons with other output weights. */
  public Network withWeights(double... other) {
    return new Network(activation, architecture, outputs, hidden, other, places);
  }

  /** As in "12 neurons, 10 features, 1 output, sigma(t) = 0.09t^2 + 0.5t + 0.47". */
  @Override
  public String toString() {
    return neurons()
        + (neurons() == 1 ? " neuron, " : " neurons, ")
        + features()
        + (features() == 1 ? " feature, " : " features, ")
        + outputs
        + (outputs == 1 ? " output" : " outputs")
        + ", "
        + says();
  }

  /**
   * What a neuron says, and of what if that is not the sample as it is: "sigma(t) = 0.09t^2 + 0.5t
   * + 0.47", "bilinear (x'u)(x'v), bias", "sigma(t) = t^2, 36 patches of 3 x 3 pooled in 9 cells".
   */
  public String says() {
    String parts = architecture.parts();
    String neuron =
        isBilinear()
            ? "bilinear "
                + (activation.a() == 1 ? "" : activation.a() + " ")
                + "(x'u)(x'v)"
                + (architecture.norm() == NeuronNorm.SIGNS ? ", hidden weights 1 and -1" : "")
            : "sigma(t) = " + activation;
    return parts.isEmpty() ? neuron : neuron + ", " + parts;
  }

  /** m. */
  public int neurons() {
    return weights.length;
  }

  /** d. */
  public int features() {
    return architecture.features();
  }

  /** Σ|αⱼ|. */
  public double norm() {
    return Arrays.stream(weights).map(Math::abs).sum();
  }

  /**
   * f(x) for one sample of length d.
   *
   * @throws InputException if it has another length
   */
  public double[] predict(double... x) {
    if (x.length != features()) {
      throw new InputException("the network takes " + features() + " features, got " + x.length);
    }
    return predict(
            Workers.SERIAL,
            new Samples(DenseMatrix.wrap(x, 1, x.length), Standardisation.none(x.length)))
        .row(0);
  }

  /** f of every row, n × C; O(nmf) for one patch a cell. */
  public DenseMatrix predict(Workers workers, Samples samples) {
    DenseMatrix prediction = DenseMatrix.zeros(samples.count(), outputs);
    samples.forEachChunk(
        workers,
        (slice, from, rows) ->
            prediction.view(from, 0, rows.rows, outputs).setTo(predict(activations(rows))));
    return prediction;
  }

  /** What the network says of samples of which its neurons say this, h × C. */
  public DenseMatrix predict(DenseMatrix active) {
    DenseMatrix byOutput = DenseMatrix.zeros(weights.length, outputs);
    for (int j = 0; j < weights.length; j++) {
      byOutput.set(j, places[j] % outputs, weights[j]);
    }
    return Gemm.product(Workers.SERIAL, active, byOutput);
  }

  /** What each neuron says of each sample, pooled: Σₗ P_gl σ(xₗᵀuⱼ), h × m for h rows. */
  public DenseMatrix activations(DenseMatrix rows) {
    DenseMatrix pooled = DenseMatrix.zeros(rows.rows, weights.length);
    for (int g = 0; g < architecture.cells().size(); g++) {
      int cell = g;
      int[] own =
          IntStream.range(0, places.length).filter(j -> places[j] / outputs == cell).toArray();
      if (own.length > 0) {
        addActivations(architecture.cells().get(g), rows, own, pooled);
      }
    }
    return pooled;
  }

  private void addActivations(Cell cell, DenseMatrix rows, int[] own, DenseMatrix pooled) {
    DenseMatrix directions = DenseMatrix.zeros(own.length, hidden.cols);
    for (int j = 0; j < own.length; j++) {
      directions.view(j, 0, 1, hidden.cols).setTo(hidden.view(own[j], 0, 1, hidden.cols));
    }
    architecture.forEachBatch(
        cell,
        rows,
        (first, patches) -> {
          DenseMatrix said = said(patches, directions);
          for (int row = 0; row < said.rows; row++) {
            double weight = cell.coefficients()[row % cell.size()];
            int from = said.index(row, 0);
            int to = pooled.index(first + row / cell.size(), 0);
            for (int j = 0; j < own.length; j++) {
              pooled.data()[to + own[j]] += weight * said.data()[from + j];
            }
          }
        });
  }

  /** σ(xᵀu) or a(xᵀu)(xᵀv): a row a patch, a column a neuron. */
  private DenseMatrix said(DenseMatrix patches, DenseMatrix directions) {
    int f = patches.cols;
    int m = directions.rows;
    DenseMatrix first = directions.view(0, 0, m, f);
    DenseMatrix said = Gemm.product(Workers.SERIAL, patches, first.transposed());
    double[] t = said.data();
    if (isBilinear()) {
      DenseMatrix other =
          Gemm.product(Workers.SERIAL, patches, directions.view(0, f, m, f).transposed());
      for (int e = 0; e < t.length; e++) {
        t[e] *= activation.a() * other.data()[e];
      }
    } else {
      for (int e = 0; e < t.length; e++) {
        t[e] = activation.at(t[e]);
      }
    }
    return said;
  }
}
