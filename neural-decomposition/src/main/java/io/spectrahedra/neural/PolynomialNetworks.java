package io.spectrahedra.neural;

import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.train.InteriorPointTraining;
import io.spectrahedra.neural.train.TrainedNetwork;
import io.spectrahedra.neural.train.TrainingOptions;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.Progress;

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
}
