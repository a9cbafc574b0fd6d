package io.spectrahedra.neural;

import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.lift.Lift;
import io.spectrahedra.neural.train.InteriorPointTraining;
import io.spectrahedra.neural.train.TrainedNetwork;
import io.spectrahedra.neural.train.TrainingOptions;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.Progress;
import java.util.List;

/**
 * The front door: trains two-layer networks with an activation of degree two, and proves them
 * optimal.
 */
public final class PolynomialNetworks {
  private PolynomialNetworks() {}

  /** Trains with default options. */
  public static TrainedNetwork train(Dataset data) {
    return train(data, TrainingOptions.defaults());
  }

  /** Trains; see {@link TrainingOptions}. */
  public static TrainedNetwork train(Dataset data, TrainingOptions options) {
    return train(data, options, Progress.Listener.NONE, new Cancellation());
  }

  /** Trains, reporting every iteration of the solver to {@code listener}. */
  public static TrainedNetwork train(
      Dataset data,
      TrainingOptions options,
      Progress.Listener listener,
      Cancellation cancellation) {
    return InteriorPointTraining.train(data, options, listener, cancellation);
  }

  /**
   * The semidefinite programs that a training solves, one an output unless the loss couples them:
   * to look at, to write to a file, to solve otherwise.
   */
  public static List<Lift> lift(Dataset data, TrainingOptions options) {
    try (Workers workers = new Workers(options.threads(), () -> false)) {
      return Lift.of(workers, options.problem(data));
    }
  }
}
