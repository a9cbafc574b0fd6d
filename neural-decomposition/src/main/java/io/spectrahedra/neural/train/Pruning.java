package io.spectrahedra.neural.train;

import io.spectrahedra.neural.network.Network;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.sdp.linalg.Cholesky;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A network of fewer neurons: one after the other is dropped, always the one that it costs least to
 * do without, and the output weights of the rest are fitted anew [M24].
 *
 * <p>What a neuron costs is, where the loss has curvature, αⱼ²/(2(H⁻¹)ⱼⱼ), the growth of the
 * quadratic model of the objective when αⱼ is forced to 0 and the others follow (the "optimal brain
 * surgeon" of Hassibi and Stork 1993): under squared loss exact until a weight changes its sign.
 * Elsewhere it is the growth of the objective when nothing follows.
 */
final class Pruning {
  private final Workers workers;

  private Pruning(Workers workers) {
    this.workers = workers;
  }

  /** The neurons of one program: of an output, or of all where the loss couples them. */
  private record Part(Network network, TrainingProblem training, Removal cheapest) {}

  private record Removal(int neuron, double cost) {}

  /** At most {@code most} neurons; one pass over the data and O(m³) for every one dropped. */
  static Network of(Workers workers, Network network, TrainingProblem training, int most) {
    if (network.neurons() <= most) {
      return network;
    }
    return new Pruning(workers).prune(network, training, most);
  }

  private Network prune(Network network, TrainingProblem training, int most) {
    boolean joint = training.loss().couplesOutputs();
    Part[] parts = new Part[joint ? 1 : training.outputs()];
    Arrays.setAll(
        parts, k -> joint ? part(network, training) : part(network.output(k), training.output(k)));
    while (Arrays.stream(parts).mapToInt(part -> part.network.neurons()).sum() > most) {
      int k = 0;
      for (int other = 1; other < parts.length; other++) {
        k = parts[other].cheapest.cost < parts[k].cheapest.cost ? other : k;
      }
      Network rest = without(parts[k].network, parts[k].cheapest.neuron);
      parts[k] = part(OutputPolish.of(workers, rest, parts[k].training), parts[k].training);
    }
    List<Network> networks =
        Arrays.stream(parts)
            .map(part -> OutputRefit.of(workers, part.network, part.training))
            .toList();
    return (joint ? networks.get(0) : Network.ofOutputs(networks)).sorted();
  }

  private Part part(Network network, TrainingProblem training) {
    Removal cheapest = new Removal(-1, Double.POSITIVE_INFINITY);
    double[] costs = costs(network, training);
    for (int j = 0; j < costs.length; j++) {
      cheapest = costs[j] < cheapest.cost ? new Removal(j, costs[j]) : cheapest;
    }
    return new Part(network, training, cheapest);
  }

  private static Network without(Network network, int neuron) {
    return network.with(IntStream.range(0, network.neurons()).filter(j -> j != neuron).toArray());
  }

  private double[] costs(Network network, TrainingProblem training) {
    Optional<DenseMatrix> inverse =
        inverse(OutputPolish.Model.of(workers, network, training).hessian());
    double[] costs = new double[network.neurons()];
    for (int j = 0; j < costs.length; j++) {
      double alpha = network.weights()[j];
      costs[j] =
          inverse.isPresent()
              ? alpha * alpha / (2 * inverse.orElseThrow().at(j, j))
              : OutputPolish.objective(workers, without(network, j), training)
                  - OutputPolish.objective(workers, network, training);
    }
    return costs;
  }

  private static Optional<DenseMatrix> inverse(DenseMatrix h) {
    if (Cholesky.factor(Workers.SERIAL, h) < h.rows) {
      return Optional.empty();
    }
    Cholesky.invert(Workers.SERIAL, h);
    return Optional.of(h);
  }
}
