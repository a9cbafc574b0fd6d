package io.spectrahedra.neural.train;

import io.spectrahedra.neural.loss.Loss;
import io.spectrahedra.neural.network.Network;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.RowBuilder;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.problem.SparseVector;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Solution;
import java.util.Arrays;
import java.util.List;

/**
 * The best output weights for given hidden neurons, under any loss: by {@link OutputPolish} where
 * that comes to its end, which is where the loss is smooth, otherwise through the interior point as
 * min Σ l((K(p − q))ᵢ, yᵢ) + β1ᵀ(p + q), p, q ≥ 0.
 */
final class OutputRefit {
  /** How far, relatively, the gradient may be from what it is at a minimum. */
  private static final double STATIONARY = 1e-7;

  private static final double TOLERANCE = 1e-10;

  /** Objectives that differ by less, relatively, differ by rounding. */
  private static final double ROUNDING = 1e-14;

  /** Samples times neurons of the largest program: beyond, its terms are too many to be stored. */
  private static final long MAX_TERMS = 5_000_000;

  /** Block of the variables that couple the outputs of a sample, one a sample. */
  private static final String SHARED = "t";

  private OutputRefit() {}

  /**
   * The network with refitted weights where that lowers its objective, otherwise as it is, without
   * neurons of weight 0. One pass over the data and O(m³) flops an iteration.
   */
  static Network of(Workers workers, Network network, TrainingProblem training) {
    Network polished = OutputPolish.weights(workers, network, training);
    if (network.neurons() == 0 || isStationary(workers, polished, training)) {
      return polished.sorted();
    }
    Network next = OutputPolish.step(workers, polished, training);
    double objective = OutputPolish.objective(workers, polished, training);
    if (OutputPolish.objective(workers, next, training) <= objective * (1 + ROUNDING)
        && isStationary(workers, next, training)) {
      return next.sorted(); // gradients have digits where those of the objective have ended
    }
    if ((long) training.samples().count() * network.neurons() > MAX_TERMS) {
      return polished.sorted();
    }
    Settings settings = Settings.defaults().withTolerance(TOLERANCE).withGapFloor(0);
    Solution solution = Sdp.solve(program(network, training), settings);
    double[] weights = new double[network.neurons()];
    Arrays.setAll(weights, j -> weight(solution, plus(j)) - weight(solution, minus(j)));
    Network refitted = OutputPolish.of(workers, network.withWeights(weights), training);
    boolean better = OutputPolish.objective(workers, refitted, training) < objective;
    return better ? refitted : polished.sorted();
  }

  /** Whether no change of a weight would lower the objective, as far as a gradient can tell. */
  private static boolean isStationary(Workers workers, Network network, TrainingProblem training) {
    double[] gradient = OutputPolish.Model.of(workers, network, training).gradient();
    return WeightModel.violation(gradient, network.weights(), training.beta()) <= STATIONARY;
  }

  private static String plus(int j) {
    return "p" + j;
  }

  private static String minus(int j) {
    return "q" + j;
  }

  /** 0 where its slack is larger: one of the two is 0 at the solution. */
  private static double weight(Solution solution, String name) {
    double weight = solution.primal(name).at(0, 0);
    return weight < solution.dual(name).at(0, 0) ? 0 : weight;
  }

  /**
   * Every weight is a matrix of order 1: of those the solver takes any number of samples [M40]. The
   * outputs of a sample are coupled as in the training [M41].
   */
  private static SdpProblem program(Network network, TrainingProblem training) {
    Loss loss = training.loss();
    int n = training.samples().count();
    SdpProblem.Builder builder = SdpProblem.builder().allowZeroRows();
    for (int j = 0; j < network.neurons(); j++) {
      for (String name : List.of(plus(j), minus(j))) {
        builder.psd(name, 1).minimise(name, number(training.beta()));
      }
    }
    if (loss.couplesOutputs()) {
      builder.free(SHARED, n);
    }
    double sign = loss.penalisesPrediction() ? -1 : 1; // what is left is then the prediction
    DenseMatrix x = DenseMatrix.zeros(n, training.samples().features());
    training.samples().write(0, x);
    DenseMatrix active = network.activations(x);
    for (int k = 0; k < training.outputs(); k++) {
      for (int i = 0; i < n; i++) {
        RowBuilder row = builder.row("sample " + i + " output " + k);
        for (int j = 0; j < network.neurons(); j++) {
          if (network.places()[j] % training.outputs() == k && active.at(i, j) != 0) {
            ConstraintMatrix said = number(active.at(i, j));
            row.term(plus(j), sign, said).term(minus(j), -sign, said);
          }
        }
        if (loss.couplesOutputs()) {
          row.term(SHARED, SparseVector.ofEntries(n, new int[] {i}, new double[] {-sign}));
        }
        double y = training.y().at(i, k);
        row.near(loss.penalisesPrediction() ? 0 : y, loss.penalty(y));
      }
    }
    return builder.build();
  }

  private static ConstraintMatrix number(double value) {
    return ConstraintMatrix.sparse(1).set(0, 0, value).build();
  }
}
