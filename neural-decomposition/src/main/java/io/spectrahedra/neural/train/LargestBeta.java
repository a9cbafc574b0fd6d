package io.spectrahedra.neural.train;

import io.spectrahedra.neural.architecture.NeuronNorm;
import io.spectrahedra.neural.certificate.DualNorm;
import io.spectrahedra.neural.lift.ZeroSubgradient;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Solution;
import io.spectrahedra.sdp.solver.StopRequest;
import java.util.Optional;

/**
 * The smallest β for which f = 0 is optimal [M22]: κ of the gradient of the loss at f = 0, or where
 * the loss has kinks there, the least κ of its subgradients.
 *
 * @param beta to the accuracy of a small semidefinite program where there are kinks, and then not
 *     too small: κ of the subgradient is computed, not taken from the solver
 * @param subgradient n × C, whose κ it is
 */
record LargestBeta(double beta, DenseMatrix subgradient) {
  private static final double TOLERANCE = 1e-10;

  /**
   * A pass over the data; a solve for each output that has kinks. For hidden weights of 1 and −1 an
   * upper bound, as κ is.
   */
  static LargestBeta of(Workers team, TrainingProblem training, int threads, StopRequest stop) {
    DenseMatrix zero = DenseMatrix.zeros(training.samples().count(), training.outputs());
    DenseMatrix nu = training.gradient(zero);
    if (training.loss().couplesOutputs()) {
      return new LargestBeta(DualNorm.of(team, training, nu).value(), nu);
    }
    double largest = 0;
    for (int k = 0; k < training.outputs(); k++) {
      TrainingProblem output = training.output(k);
      DenseMatrix own = nu.view(0, k, nu.rows, 1);
      double kappa = DualNorm.of(team, output, own).value();
      boolean signs = training.architecture().norm() == NeuronNorm.SIGNS;
      Optional<ZeroSubgradient> kinks =
          kappa > 0 && !signs ? ZeroSubgradient.of(output) : Optional.empty();
      if (kinks.isPresent()) {
        DenseMatrix best = best(kinks.orElseThrow(), threads, stop);
        double least = DualNorm.of(team, output, best).value();
        if (least < kappa) {
          own.setTo(best);
          kappa = least;
        }
      }
      largest = Math.max(largest, kappa);
    }
    return new LargestBeta(largest, nu);
  }

  private static DenseMatrix best(ZeroSubgradient kinks, int threads, StopRequest stop) {
    Settings settings =
        new Settings(TOLERANCE, 0, OutputTraining.MAX_ITERATIONS, stop.remaining(), threads);
    Solution solution =
        Sdp.solve(kinks.program(), settings, SharedListener.NONE, new Cancellation());
    return kinks.of(solution);
  }
}
