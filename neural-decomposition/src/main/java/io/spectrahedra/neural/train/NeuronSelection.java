package io.spectrahedra.neural.train;

import io.spectrahedra.neural.decomposition.CaratheodoryReduction;
import io.spectrahedra.neural.loss.SquaredLoss;
import io.spectrahedra.neural.network.Network;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.TallQr;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.problem.SparseVector;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Solution;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Few of many given hidden neurons of one output, with the best output weights: min Σ l((K(p −
 * q))ᵢ, yᵢ) + β1ᵀ(p + q), p, q ≥ 0, through the interior point. O(n³) flops an iteration, as the
 * training itself.
 */
final class NeuronSelection {
  private static final String WEIGHTS = "weights";

  /** Rows of a triangular factor that are smaller, relatively, are rounding errors. */
  private static final double ROUNDING = 1e-12;

  private NeuronSelection() {}

  /**
   * The best network with any of these neurons, wherever their weights are now, and with as few of
   * them as say the same [M26]. Those are dropped whose weight is smaller than what it costs to
   * have one, of which the product is 0, then those that others can stand for.
   */
  static Network of(
      Workers workers,
      Network network,
      TrainingProblem training,
      Settings settings,
      Cancellation cancellation) {
    if (network.neurons() == 0) {
      return network;
    }
    SdpProblem program = program(workers, network, training);
    Solution solution = Sdp.solve(program, settings, SharedListener.NONE, cancellation);
    Network all = network.withWeights(weights(solution, 0));
    Network least = better(workers, training, List.of(all, network, network.with(new int[0])));
    double allowed = (1 + settings.tolerance()) * OutputPolish.objective(workers, least, training);
    return Stream.of(network.withWeights(weights(solution, 1)), least)
        .map(each -> OutputPolish.of(workers, fewer(workers, each.sorted(), training), training))
        .filter(each -> OutputPolish.objective(workers, each, training) <= allowed)
        .findFirst()
        .orElse(least);
  }

  private static Network fewer(Workers workers, Network network, TrainingProblem training) {
    DenseMatrix rows = independentRows(workers, network, training);
    return network.withWeights(CaratheodoryReduction.of(rows, network.weights())).sorted();
  }

  /** The first of those with the least objective. */
  private static Network better(Workers workers, TrainingProblem training, List<Network> networks) {
    return Collections.min(
        networks,
        Comparator.comparingDouble(each -> OutputPolish.objective(workers, each, training)));
  }

  /** p − q without entries below {@code share} of their dual slack. */
  private static double[] weights(Solution solution, double share) {
    double[] pq = solution.primal(WEIGHTS).copy().data();
    double[] slack = solution.dual(WEIGHTS).copy().data();
    for (int j = 0; j < pq.length; j++) {
      pq[j] = pq[j] < share * slack[j] ? 0 : pq[j];
    }
    double[] weights = new double[pq.length / 2];
    Arrays.setAll(weights, j -> pq[j] - pq[weights.length + j]);
    return weights;
  }

  private static SdpProblem program(Workers workers, Network network, TrainingProblem training) {
    int m = network.neurons();
    double[] beta = new double[2 * m];
    Arrays.fill(beta, training.beta());
    SdpProblem.Builder builder =
        SdpProblem.builder().nonNegative(WEIGHTS, 2 * m).minimise(WEIGHTS, SparseVector.of(beta));
    boolean ofPrediction = training.loss().penalisesPrediction();
    boolean compressed = training.loss() instanceof SquaredLoss;
    DenseMatrix samples =
        compressed ? triangular(workers, network, training) : samples(network, training);
    double least = compressed ? ROUNDING * samples.view(0, 0, samples.rows, m).maxAbs() : -1;
    for (int i = 0; i < samples.rows; i++) {
      if (samples.view(i, 0, 1, m).maxAbs() <= least) {
        builder.constant(samples.at(i, m) * samples.at(i, m) / 2);
        continue;
      }
      double[] row = new double[2 * m];
      for (int j = 0; j < m; j++) {
        row[j] = ofPrediction ? -samples.at(i, j) : samples.at(i, j);
        row[m + j] = -row[j];
      }
      double y = samples.at(i, m);
      builder
          .row("sample " + i)
          .term(WEIGHTS, SparseVector.of(row))
          .near(ofPrediction ? 0 : y, training.loss().penalty(y));
    }
    return builder.build();
  }

  /** (K, y), a row a sample. */
  private static DenseMatrix samples(Network network, TrainingProblem training) {
    int n = training.samples().count();
    int m = network.neurons();
    DenseMatrix x = DenseMatrix.zeros(n, training.samples().features());
    training.samples().write(0, x);
    DenseMatrix samples = DenseMatrix.zeros(n, m + 1);
    samples.view(0, 0, n, m).setTo(network.activations(x));
    samples.view(0, m, n, 1).setTo(training.y());
    return samples;
  }

  /** The triangular factor of it, which has at most as many rows as columns [M12]. */
  private static DenseMatrix triangular(
      Workers workers, Network network, TrainingProblem training) {
    int m = network.neurons();
    return TallQr.triangularFactor(
        workers,
        training.samples().count(),
        m + 1,
        (from, target) -> {
          DenseMatrix x = DenseMatrix.zeros(target.rows, training.samples().features());
          training.samples().write(from, x);
          target.view(0, 0, target.rows, m).setTo(network.activations(x));
          target.view(0, m, target.rows, 1).setTo(training.y().view(from, 0, target.rows, 1));
        });
  }

  /** As many rows as K has rank, with the same dependences of columns. */
  private static DenseMatrix independentRows(
      Workers workers, Network network, TrainingProblem training) {
    int m = network.neurons();
    DenseMatrix r = triangular(workers, network, training).view(0, 0, m + 1, m);
    double least = ROUNDING * r.maxAbs();
    int[] rows =
        IntStream.range(0, m + 1).filter(i -> r.view(i, 0, 1, m).maxAbs() > least).toArray();
    DenseMatrix independent = DenseMatrix.zeros(rows.length, m);
    for (int i = 0; i < rows.length; i++) {
      independent.view(i, 0, 1, m).setTo(r.view(rows[i], 0, 1, m));
    }
    return independent;
  }
}
