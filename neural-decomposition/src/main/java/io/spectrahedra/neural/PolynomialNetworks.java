package io.spectrahedra.neural;

import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.Folds;
import io.spectrahedra.neural.lift.Lift;
import io.spectrahedra.neural.train.CrossValidation;
import io.spectrahedra.neural.train.InteriorPointTraining;
import io.spectrahedra.neural.train.PathOptions;
import io.spectrahedra.neural.train.RegularisationPath;
import io.spectrahedra.neural.train.SeriesListener;
import io.spectrahedra.neural.train.TrainedNetwork;
import io.spectrahedra.neural.train.TrainingOptions;
import io.spectrahedra.sdp.linalg.DenseMatrix;
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

  /** Trains on numbers from memory (copied): a row of {@code x} a sample. */
  public static TrainedNetwork fit(double[][] x, double[] y, TrainingOptions options) {
    return train(Dataset.of(x, y), options);
  }

  /** Trains on classes from memory (copied): a row of {@code x} a sample. */
  public static TrainedNetwork fit(double[][] x, List<String> labels, TrainingOptions options) {
    return train(Dataset.of(DenseMatrix.of(x), labels), options);
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
