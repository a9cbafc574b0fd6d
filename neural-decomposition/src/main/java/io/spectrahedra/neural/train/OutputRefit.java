package io.spectrahedra.neural.train;

import io.spectrahedra.neural.data.Samples;
import io.spectrahedra.neural.loss.SeparableLoss;
import io.spectrahedra.neural.network.Network;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.problem.SparseVector;
import java.util.Arrays;

/**
 * The best output weights for given hidden neurons of one output, where the loss has no curvature
 * for {@link OutputPolish} to use: min Σ l((K(p − q))ᵢ, yᵢ) + β1ᵀ(p + q), p, q ≥ 0, through the
 * interior point. O(n³) flops an iteration, as the training itself.
 */
final class OutputRefit {
  private static final String WEIGHTS = "weights";

  private OutputRefit() {}

  /** The network with refitted weights where that lowers its objective, otherwise as it is. */
  static Network of(Workers workers, Network network, TrainingProblem training) {
    if (!(training.loss() instanceof SeparableLoss)
        || network.neurons() == 0
        || hasCurvature(workers, network, training)) {
      return network;
    }
    double[] pq = Sdp.solve(program(network, training)).primal(WEIGHTS).copy().data();
    double[] weights = new double[network.neurons()];
    Arrays.setAll(weights, j -> pq[j] - pq[weights.length + j]);
    Network refitted = network.withWeights(weights);
    boolean better =
        OutputPolish.objective(workers, refitted, training)
            < OutputPolish.objective(workers, network, training);
    return better ? refitted : network;
  }

  private static boolean hasCurvature(Workers workers, Network network, TrainingProblem training) {
    return OutputPolish.Model.of(workers, network, training).hessian().maxAbs() > 0;
  }

  private static SdpProblem program(Network network, TrainingProblem training) {
    int m = network.neurons();
    Samples samples = training.samples();
    double[] beta = new double[2 * m];
    Arrays.fill(beta, training.beta());
    SdpProblem.Builder builder =
        SdpProblem.builder().nonNegative(WEIGHTS, 2 * m).minimise(WEIGHTS, SparseVector.of(beta));
    boolean ofPrediction = training.loss().penalisesPrediction();
    DenseMatrix x = DenseMatrix.zeros(samples.count(), samples.features());
    samples.write(0, x);
    DenseMatrix active = network.activations(x);
    for (int i = 0; i < active.rows; i++) {
      double[] row = new double[2 * m];
      for (int j = 0; j < m; j++) {
        row[j] = ofPrediction ? -active.at(i, j) : active.at(i, j);
        row[m + j] = -row[j];
      }
      double y = training.y().at(i, 0);
      builder
          .row("sample " + i)
          .term(WEIGHTS, SparseVector.of(row))
          .near(ofPrediction ? 0 : y, training.loss().penalty(y));
    }
    return builder.build();
  }
}
