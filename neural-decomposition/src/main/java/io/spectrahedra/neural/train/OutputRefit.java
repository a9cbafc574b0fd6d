package io.spectrahedra.neural.train;

import io.spectrahedra.neural.loss.SeparableLoss;
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
import io.spectrahedra.sdp.solver.Progress;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Solution;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * The best output weights for given hidden neurons of one output: min Σ l((K(p − q))ᵢ, yᵢ) + β1ᵀ(p
 * + q), p, q ≥ 0, through the interior point. O(n³) flops an iteration, as the training itself.
 */
final class OutputRefit {
  private static final String WEIGHTS = "weights";

  private OutputRefit() {}

  /**
   * The network with refitted weights where that lowers its objective, otherwise, and where {@link
   * OutputPolish} has a curvature to use, as it is.
   */
  static Network of(Workers workers, Network network, TrainingProblem training) {
    if (!(training.loss() instanceof SeparableLoss)
        || network.neurons() == 0
        || hasCurvature(workers, network, training)) {
      return network;
    }
    Solution solution = Sdp.solve(program(workers, network, training));
    return better(workers, training, List.of(network, network.withWeights(weights(solution, 0))));
  }

  /**
   * The best network with any of these neurons, wherever their weights are now: those are dropped
   * whose weight is smaller than what it costs to have one, of which the product is 0.
   */
  static Network select(
      Workers workers,
      Network network,
      TrainingProblem training,
      Settings settings,
      Cancellation cancellation) {
    if (network.neurons() == 0) {
      return network;
    }
    SdpProblem program = program(workers, network, training);
    Solution solution = Sdp.solve(program, settings, Progress.Listener.NONE, cancellation);
    Network all = network.withWeights(weights(solution, 0));
    Network few =
        OutputPolish.of(workers, network.withWeights(weights(solution, 1)).sorted(), training);
    Network none = network.with(new int[0]);
    return better(workers, training, List.of(few, all, network, none));
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

  private static boolean hasCurvature(Workers workers, Network network, TrainingProblem training) {
    return OutputPolish.Model.of(workers, network, training).hessian().maxAbs() > 0;
  }

  private static SdpProblem program(Workers workers, Network network, TrainingProblem training) {
    int m = network.neurons();
    double[] beta = new double[2 * m];
    Arrays.fill(beta, training.beta());
    SdpProblem.Builder builder =
        SdpProblem.builder().nonNegative(WEIGHTS, 2 * m).minimise(WEIGHTS, SparseVector.of(beta));
    boolean ofPrediction = training.loss().penalisesPrediction();
    DenseMatrix samples = samples(workers, network, training);
    for (int i = 0; i < samples.rows; i++) {
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

  /**
   * (K, y), a row a sample, or under squared loss the triangular factor of it if that has fewer
   * rows [M12].
   */
  private static DenseMatrix samples(Workers workers, Network network, TrainingProblem training) {
    int n = training.samples().count();
    int width = network.neurons() + 1;
    TallQr.Rows write =
        (from, target) -> {
          DenseMatrix x = DenseMatrix.zeros(target.rows, training.samples().features());
          training.samples().write(from, x);
          target.view(0, 0, target.rows, width - 1).setTo(network.activations(x));
          target
              .view(0, width - 1, target.rows, 1)
              .setTo(training.y().view(from, 0, target.rows, 1));
        };
    if (training.loss() instanceof SquaredLoss && n > width) {
      return TallQr.triangularFactor(workers, n, width, write);
    }
    DenseMatrix samples = DenseMatrix.zeros(n, width);
    write.write(0, samples);
    return samples;
  }
}
