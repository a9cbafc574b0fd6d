package io.spectrahedra.neural.train;

import io.spectrahedra.neural.network.Network;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.sdp.linalg.Cholesky;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Networks of fewer neurons: one after the other is dropped, always the one that it seems to cost
 * least to do without, and the output weights of the rest are fitted anew [M24].
 *
 * <p>What a neuron costs is, where the loss has curvature, αⱼ²/(2(H⁻¹)ⱼⱼ), the growth of the
 * quadratic model of the objective when αⱼ is forced to 0 and the others follow (the "optimal brain
 * surgeon" of Hassibi and Stork 1993): under squared loss exact until a weight changes its sign.
 * Elsewhere it is the growth of the objective when nothing follows.
 */
final class Pruning {
  private final Workers workers;
  private final TrainingProblem training;

  private Pruning(Workers workers, TrainingProblem training) {
    this.workers = workers;
    this.training = training;
  }

  /**
   * For each j up to the neurons that there are, a network of at most j of them: with weights that
   * are the best for its neurons, and none worse than the one before. Some passes over the data and
   * O(m³) flops for every j.
   *
   * @param network of one output, or for a loss that couples them
   * @param stop once it is true, neurons of the smallest weight go, and no other weight changes
   */
  static Network[] path(
      Workers workers, Network network, TrainingProblem training, BooleanSupplier stop) {
    Pruning pruning = new Pruning(workers, training);
    Network[] path = new Network[network.neurons() + 1];
    Network next = OutputRefit.of(workers, network, training);
    int width = network.neurons();
    while (next.neurons() > 0) {
      for (; width >= next.neurons(); width--) {
        path[width] = next;
      }
      next =
          stop.getAsBoolean()
              ? withoutLeast(next, sizes(next))
              : OutputRefit.of(workers, pruning.withoutCheapest(next), training);
    }
    Arrays.fill(path, 0, width + 1, next);
    return path;
  }

  private Network withoutCheapest(Network network) {
    return withoutLeast(network, costs(network));
  }

  private static Network withoutLeast(Network network, double[] costs) {
    int least = 0;
    for (int j = 1; j < costs.length; j++) {
      least = costs[j] < costs[least] ? j : least;
    }
    return without(network, least);
  }

  private static double[] sizes(Network network) {
    return Arrays.stream(network.weights()).map(Math::abs).toArray();
  }

  private static Network without(Network network, int neuron) {
    return network.with(IntStream.range(0, network.neurons()).filter(j -> j != neuron).toArray());
  }

  private double[] costs(Network network) {
    Optional<DenseMatrix> inverse =
        inverse(OutputPolish.Model.of(workers, network, training).hessian());
    double[] costs = new double[network.neurons()];
    for (int j = 0; j < costs.length; j++) {
      double alpha = network.weights()[j];
      costs[j] =
          inverse.isPresent()
              ? alpha * alpha / (2 * inverse.orElseThrow().at(j, j))
              : OutputPolish.objective(workers, without(network, j), training);
    }
    return costs;
  }

  private static Optional<DenseMatrix> inverse(DenseMatrix h) {
    if (Cholesky.factor(Workers.SERIAL, h) < h.rows) {
      return Optional.empty();
    }
    Cholesky.invert(Workers.SERIAL, h, DenseMatrix.zeros(h.rows, h.rows));
    return Optional.of(h);
  }
}
