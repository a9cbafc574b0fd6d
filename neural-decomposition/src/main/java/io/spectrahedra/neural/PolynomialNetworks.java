package io.spectrahedra.neural;

import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.Folds;
import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.lift.Lift;
import io.spectrahedra.neural.train.CrossValidation;
import io.spectrahedra.neural.train.InteriorPointTraining;
import io.spectrahedra.neural.train.PathOptions;
import io.spectrahedra.neural.train.RegularisationPath;
import io.spectrahedra.neural.train.Score;
import io.spectrahedra.neural.train.SeriesListener;
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

  /** Trains with default options; errors as {@link #train(Dataset, TrainingOptions)}. */
  public static TrainedNetwork train(Dataset data) {
    return train(data, TrainingOptions.defaults());
  }

  /**
   * Trains; see {@link TrainingOptions}.
   *
   * @throws InputException if the targets do not suit the loss (one class alone, labels other than
   *     1 and −1), the features not the layout, or there are too many samples for a loss that
   *     couples outputs
   */
  public static TrainedNetwork train(Dataset data, TrainingOptions options) {
    return train(data, options, Progress.Listener.NONE, new Cancellation());
  }

  /**
   * Trains on numbers from memory (copied): a row of {@code x} a sample.
   *
   * @throws InputException if rows of {@code x} differ in length, sizes do not fit, or a number is
   *     not finite or larger than 1e40; and as {@link #train(Dataset, TrainingOptions)}
   */
  public static TrainedNetwork fit(double[][] x, double[] y, TrainingOptions options) {
    return train(Dataset.of(x, y), options);
  }

  /**
   * Trains on several targets from memory (copied): rows of {@code x} and {@code y} are samples;
   * errors as {@link #fit(double[][], double[], TrainingOptions)}.
   */
  public static TrainedNetwork fit(double[][] x, double[][] y, TrainingOptions options) {
    return train(Dataset.of(x, y), options);
  }

  /**
   * Trains on classes from memory (copied): a row of {@code x} a sample.
   *
   * @throws InputException if a label is null or blank, there is only one class, or as {@link
   *     #fit(double[][], double[], TrainingOptions)}
   */
  public static TrainedNetwork fit(double[][] x, List<String> labels, TrainingOptions options) {
    return train(Dataset.of(x, labels), options);
  }

  /**
   * Trains, reporting every iteration of the solver to {@code listener}; errors as {@link
   * #train(Dataset, TrainingOptions)}.
   */
  public static TrainedNetwork train(
      Dataset data,
      TrainingOptions options,
      Progress.Listener listener,
      Cancellation cancellation) {
    return InteriorPointTraining.train(data, options, listener, cancellation);
  }

  /**
   * Trains for a number of β; see {@link RegularisationPath}.
   *
   * @throws InputException as {@link #train(Dataset, TrainingOptions)}, or if the zero network is
   *     the best one for every β
   */
  public static RegularisationPath path(Dataset data, PathOptions options) {
    return RegularisationPath.of(data, options, SeriesListener.NONE, new Cancellation());
  }

  /**
   * Compares a number of β by what their networks predict of samples held out; see {@link
   * CrossValidation}. A network for the β chosen is then trained on all data by {@link #train}. The
   * score is the one that suits data and loss, {@link Score#of}.
   *
   * @throws InputException if the folds are not of these data, or as {@link #path}
   */
  public static CrossValidation crossValidate(Dataset data, Folds folds, PathOptions options) {
    return crossValidate(data, folds, options, Score.of(data, options.training().loss()));
  }

  /**
   * The same by a score of choice.
   *
   * @throws InputException if the score does not suit data and loss, or as {@link
   *     #crossValidate(Dataset, Folds, PathOptions)}
   */
  public static CrossValidation crossValidate(
      Dataset data, Folds folds, PathOptions options, Score score) {
    return CrossValidation.of(data, folds, options, score, SeriesListener.NONE, new Cancellation());
  }

  /**
   * The semidefinite programs that a training solves, one an output unless the loss couples them:
   * to look at, to write to a file, to solve otherwise.
   *
   * @throws InputException as {@link #train(Dataset, TrainingOptions)}
   */
  public static List<Lift> lift(Dataset data, TrainingOptions options) {
    try (Workers workers = new Workers(options.threads(), () -> false)) {
      return Lift.of(workers, options.problem(data));
    }
  }
}
