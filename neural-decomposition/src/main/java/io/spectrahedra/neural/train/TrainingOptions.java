package io.spectrahedra.neural.train;

import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.architecture.Architecture;
import io.spectrahedra.neural.architecture.Layout;
import io.spectrahedra.neural.architecture.NeuronNorm;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.data.Samples;
import io.spectrahedra.neural.data.Standardisation;
import io.spectrahedra.neural.loss.Loss;
import io.spectrahedra.neural.loss.SquaredLoss;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.sdp.linalg.Workers;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * What to train.
 *
 * @param activation σ (default {@link QuadraticActivation#RELU_FIT})
 * @param loss what a wrong prediction costs (default {@link SquaredLoss})
 * @param beta weight of the penalty Σ|αⱼ|, positive (default 0.1)
 * @param layout which parts of a sample the neurons see (default {@link Layout#DENSE})
 * @param bias whether neurons have a bias, which is then a part of their norm (default false)
 * @param norm of the neurons (default {@link NeuronNorm#ONE})
 * @param rounding for {@link NeuronNorm#SIGNS} (default {@link Rounding#DEFAULT})
 * @param maxNeurons at most so many neurons, the best that are found by pruning and local search,
 *     which is not convex (default: no limit)
 * @param standardise what is brought to mean 0 and variance 1 (default the features)
 * @param tolerance relative gap to prove, in (0, 1) (default 1e-8)
 * @param timeLimit wall-clock time of the training, set-up included; zero means none (default)
 * @param threads how many threads work at once, 1 to 1024; results do not depend on it (default:
 *     the number of processors)
 */
public record TrainingOptions(
    QuadraticActivation activation,
    Loss loss,
    double beta,
    Layout layout,
    boolean bias,
    NeuronNorm norm,
    Rounding rounding,
    int maxNeurons,
    Standardise standardise,
    double tolerance,
    Duration timeLimit,
    int threads) {

  /** What is standardised. */
  public enum Standardise {
    /** Each feature by itself. */
    FEATURES,
    /** All pixels of a channel of an image alike; each feature of samples that are no images. */
    CHANNELS,
    /** Nothing. */
    NONE
  }

  /**
   * Checks the ranges.
   *
   * @throws InputException naming the option, the value and what is allowed
   * @throws NullPointerException naming an option that is null
   */
  public TrainingOptions {
    Objects.requireNonNull(activation, "activation");
    Objects.requireNonNull(loss, "loss");
    Objects.requireNonNull(layout, "layout");
    Objects.requireNonNull(norm, "norm");
    Objects.requireNonNull(standardise, "standardise");
    Objects.requireNonNull(timeLimit, "timeLimit");
    require(beta > 0 && Double.isFinite(beta), "beta must be positive and finite, was " + beta);
    require(tolerance > 0 && tolerance < 1, "tolerance must lie in (0, 1), was " + tolerance);
    require(maxNeurons >= 0, "the number of neurons must not be negative, was " + maxNeurons);
    require(!timeLimit.isNegative(), "time limit must not be negative, was " + timeLimit);
    require(
        threads >= 1 && threads <= Workers.MAX_THREADS,
        "threads must be at least 1 and at most " + Workers.MAX_THREADS + ", was " + threads);
  }

  public static TrainingOptions defaults() {
    return new TrainingOptions(
        QuadraticActivation.RELU_FIT,
        new SquaredLoss(),
        0.1,
        Layout.DENSE,
        false,
        NeuronNorm.ONE,
        Rounding.DEFAULT,
        Integer.MAX_VALUE,
        Standardise.FEATURES,
        1e-8,
        Duration.ZERO,
        Workers.ofProcessors());
  }

  /**
   * The training problem that these options make of a data set.
   *
   * @throws InputException if the data do not suit the loss or the layout
   */
  public TrainingProblem problem(Dataset data) {
    Architecture architecture = layout.of(data.x().cols).withBias(bias).withNorm(norm);
    Standardisation standardisation =
        switch (standardise) {
          case FEATURES -> Standardisation.fit(data.x());
          case CHANNELS -> Standardisation.fit(data.x(), architecture.patches().channels());
          case NONE -> Standardisation.none(data.x().cols);
        };
    return new TrainingProblem(
        new Samples(data.x(), standardisation),
        TargetEncoding.of(data, loss),
        architecture,
        activation,
        loss,
        beta);
  }

  public TrainingOptions withActivation(QuadraticActivation value) {
    return new TrainingOptions(
        value,
        loss,
        beta,
        layout,
        bias,
        norm,
        rounding,
        maxNeurons,
        standardise,
        tolerance,
        timeLimit,
        threads);
  }

  public TrainingOptions withLoss(Loss value) {
    return new TrainingOptions(
        activation,
        value,
        beta,
        layout,
        bias,
        norm,
        rounding,
        maxNeurons,
        standardise,
        tolerance,
        timeLimit,
        threads);
  }

  public TrainingOptions withBeta(double value) {
    return new TrainingOptions(
        activation,
        loss,
        value,
        layout,
        bias,
        norm,
        rounding,
        maxNeurons,
        standardise,
        tolerance,
        timeLimit,
        threads);
  }

  public TrainingOptions withLayout(Layout value) {
    return new TrainingOptions(
        activation,
        loss,
        beta,
        value,
        bias,
        norm,
        rounding,
        maxNeurons,
        standardise,
        tolerance,
        timeLimit,
        threads);
  }

  public TrainingOptions withBias(boolean value) {
    return new TrainingOptions(
        activation,
        loss,
        beta,
        layout,
        value,
        norm,
        rounding,
        maxNeurons,
        standardise,
        tolerance,
        timeLimit,
        threads);
  }

  public TrainingOptions withNorm(NeuronNorm value) {
    return new TrainingOptions(
        activation,
        loss,
        beta,
        layout,
        bias,
        value,
        rounding,
        maxNeurons,
        standardise,
        tolerance,
        timeLimit,
        threads);
  }

  public TrainingOptions withRounding(Rounding value) {
    return new TrainingOptions(
        activation,
        loss,
        beta,
        layout,
        bias,
        norm,
        value,
        maxNeurons,
        standardise,
        tolerance,
        timeLimit,
        threads);
  }

  public TrainingOptions withMaxNeurons(int value) {
    return new TrainingOptions(
        activation,
        loss,
        beta,
        layout,
        bias,
        norm,
        rounding,
        value,
        standardise,
        tolerance,
        timeLimit,
        threads);
  }

  public TrainingOptions withStandardise(Standardise value) {
    return new TrainingOptions(
        activation,
        loss,
        beta,
        layout,
        bias,
        norm,
        rounding,
        maxNeurons,
        value,
        tolerance,
        timeLimit,
        threads);
  }

  public TrainingOptions withTolerance(double value) {
    return new TrainingOptions(
        activation,
        loss,
        beta,
        layout,
        bias,
        norm,
        rounding,
        maxNeurons,
        standardise,
        value,
        timeLimit,
        threads);
  }

  public TrainingOptions withTimeLimit(Duration value) {
    return new TrainingOptions(
        activation,
        loss,
        beta,
        layout,
        bias,
        norm,
        rounding,
        maxNeurons,
        standardise,
        tolerance,
        value,
        threads);
  }

  public TrainingOptions withThreads(int value) {
    return new TrainingOptions(
        activation,
        loss,
        beta,
        layout,
        bias,
        norm,
        rounding,
        maxNeurons,
        standardise,
        tolerance,
        timeLimit,
        value);
  }

  /** As in "sigma(t) = 0.09t^2 + 0.5t + 0.47, squared loss, beta 0.1, tolerance 1.0E-8, …". */
  @Override
  public String toString() {
    return "sigma(t) = "
        + activation
        + ", "
        + loss.name()
        + " loss, beta "
        + beta
        + (layout == Layout.DENSE ? "" : ", a layout of one's own")
        + (bias ? ", bias" : "")
        + (norm == NeuronNorm.ONE ? "" : ", norm " + word(norm))
        + (maxNeurons == Integer.MAX_VALUE ? "" : ", at most " + maxNeurons + " neurons")
        + ", standardised: "
        + word(standardise)
        + ", tolerance "
        + tolerance
        + (timeLimit.isZero() ? "" : ", time limit " + timeLimit.toMillis() / 1e3 + " s")
        + (threads == 1 ? ", 1 thread" : ", " + threads + " threads");
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new InputException(message);
    }
  }
}
