package io.spectrahedra.neural;

import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.Folds;
import io.spectrahedra.neural.train.CrossValidation;
import io.spectrahedra.neural.train.InteriorPointTraining;
import io.spectrahedra.neural.train.PathOptions;
import io.spectrahedra.neural.train.RegularisationPath;
import io.spectrahedra.neural.train.SeriesListener;
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

  /** Trains for a number of β; see {@link RegularisationPath}. */
  public static RegularisationPath path(Dataset data, PathOptions options) {
    return RegularisationPath.of(data, options, SeriesListener.NONE, new Cancellation());
  }

  /**
   * Compares a number of β by what their networks predict of samples held out; see {@link
   * CrossValidation}. A network for the β chosen is then trained on all data by {@link #train}.
   */
  public static CrossValidation crossValidate(Dataset data, Folds folds, PathOptions options) {
    return CrossValidation.of(data, folds, options, SeriesListener.NONE, new Cancellation());
  }
}
