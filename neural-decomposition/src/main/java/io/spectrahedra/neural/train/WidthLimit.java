package io.spectrahedra.neural.train;

import io.spectrahedra.neural.network.Network;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The networks of one program by their number of neurons: for each number the best of several that
 * have been pruned, then improved [M24].
 *
 * <p>Nothing here depends on the cap but how far it goes, and the best of all smaller networks is
 * kept, so that a larger cap never gives a worse network.
 */
final class WidthLimit {
  private final Workers workers;
  private final TrainingProblem training;
  private final BooleanSupplier stop;

  /** By number of neurons: a network of at most as many, and its objective. */
  private final Network[] networks;

  private final double[] objectives;

  /**
   * Prunes.
   *
   * @param starts networks of one output, or for a loss that couples them, the optimal one first
   * @param stop once it is true, what has been found must do
   */
  WidthLimit(
      Workers workers, TrainingProblem training, List<Network> starts, BooleanSupplier stop) {
    this.workers = workers;
    this.training = training;
    this.stop = stop;
    this.networks = new Network[starts.get(0).neurons() + 1];
    this.objectives = new double[networks.length];
    Arrays.fill(objectives, Double.POSITIVE_INFINITY);
    for (Network start : starts) {
      Network[] path = Pruning.path(workers, start, training, stop);
      for (int j = 0; j < networks.length; j++) {
        offer(path[Math.min(j, path.length - 1)], j);
      }
    }
  }

  private void offer(Network network, int j) {
    double objective = OutputPolish.objective(workers, network, training);
    if (objective < objectives[j]) {
      objectives[j] = objective;
      networks[j] = network;
    }
  }

  /** Numbers of neurons of sum {@code most} at most, by what one less in any of them costs. */
  static int[] shares(List<WidthLimit> parts, int most) {
    int[] shares = parts.stream().mapToInt(part -> part.networks.length - 1).toArray();
    for (int sum = Arrays.stream(shares).sum(); sum > most; sum--) {
      int cheapest = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int k = 0; k < shares.length; k++) {
        if (shares[k] > 0) {
          double[] objectives = parts.get(k).objectives;
          double cost = objectives[shares[k] - 1] - objectives[shares[k]];
          cheapest = cost < least || cheapest < 0 ? k : cheapest;
          least = Math.min(least, cost);
        }
      }
      shares[cheapest]--;
    }
    return shares;
  }

  /** The best network that is found of at most {@code most} neurons. */
  Network best(int most) {
    if (most == networks.length - 1) {
      return networks[most]; // there is none better
    }
    Network best = networks[0];
    for (int j = 1; j <= most; j++) {
      if (stop.getAsBoolean()) { // one fit must do
        return better(best, OutputRefit.of(workers, networks[most], training));
      }
      Network pruned = objectives[j] < objectives[j - 1] ? networks[j] : best;
      Network grown = grown(best);
      best = better(best, NeuronDescent.of(workers, pruned, training));
      best = better(best, NeuronDescent.of(workers, grown, training));
    }
    return best;
  }

  private Network better(Network best, Network other) {
    double objective = OutputPolish.objective(workers, other, training);
    return objective < OutputPolish.objective(workers, best, training) ? other : best;
  }

  /** With the neuron of the optimal network by which the objective falls most at first. */
  private Network grown(Network network) {
    Network optimal = networks[networks.length - 1];
    Network both = joined(network, optimal.withWeights(new double[optimal.neurons()]));
    double[] gradient = OutputPolish.Model.of(workers, both, training).gradient();
    int chosen = network.neurons();
    for (int j = chosen + 1; j < gradient.length; j++) {
      chosen = Math.abs(gradient[j]) > Math.abs(gradient[chosen]) ? j : chosen;
    }
    int added = chosen;
    int[] neurons =
        IntStream.range(0, both.neurons())
            .filter(j -> j < network.neurons() || j == added)
            .toArray();
    return OutputRefit.of(workers, both.with(neurons), training);
  }

  /** All neurons of both. */
  private static Network joined(Network one, Network other) {
    int m = one.neurons();
    DenseMatrix hidden = DenseMatrix.zeros(m + other.neurons(), one.hidden().cols);
    hidden.view(0, 0, m, hidden.cols).setTo(one.hidden());
    hidden.view(m, 0, other.neurons(), hidden.cols).setTo(other.hidden());
    return new Network(
        one.activation(),
        one.architecture(),
        one.outputs(),
        hidden,
        DoubleStream.concat(DoubleStream.of(one.weights()), DoubleStream.of(other.weights()))
            .toArray(),
        IntStream.concat(IntStream.of(one.places()), IntStream.of(other.places())).toArray());
  }
}
