package io.spectrahedra.neural.train;

import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.data.InputException;
import java.time.Duration;

/**
 * What to train.
 *
 * @param activation σ (default {@link QuadraticActivation#RELU_FIT})
 * @param beta weight of the penalty Σ|αⱼ|, positive (default 0.1)
 * @param standardise what is brought to mean 0 and variance 1 (default the features)
 * @param tolerance relative gap to prove, in (0, 1) (default 1e-8)
 * @param timeLimit wall-clock time of the training, set-up included; zero means none (default)
 * @param threads how many threads work at once; results do not depend on it (default: the number of
 *     processors)
 */
public record TrainingOptions(
    QuadraticActivation activation,
    double beta,
    Standardise standardise,
    double tolerance,
    Duration timeLimit,
    int threads) {

  /** What is standardised. */
  public enum Standardise {
    FEATURES,
    NONE
  }

  /**
   * Checks the ranges.
   *
   * @throws InputException naming the option, the value and what is allowed
   */
  public TrainingOptions {
    require(beta > 0 && Double.isFinite(beta), "beta must be positive and finite, was " + beta);
    require(tolerance > 0 && tolerance < 1, "tolerance must lie in (0, 1), was " + tolerance);
    require(!timeLimit.isNegative(), "time limit must not be negative, was " + timeLimit);
    require(threads >= 1, "threads must be at least 1, was " + threads);
  }

  public static TrainingOptions defaults() {
    return new TrainingOptions(
        QuadraticActivation.RELU_FIT,
        0.1,
        Standardise.FEATURES,
        1e-8,
        Duration.ZERO,
        Runtime.getRuntime().availableProcessors());
  }

  public TrainingOptions withActivation(QuadraticActivation value) {
    return new TrainingOptions(value, beta, standardise, tolerance, timeLimit, threads);
  }

  public TrainingOptions withBeta(double value) {
    return new TrainingOptions(activation, value, standardise, tolerance, timeLimit, threads);
  }

  public TrainingOptions withStandardise(Standardise value) {
    return new TrainingOptions(activation, beta, value, tolerance, timeLimit, threads);
  }

  public TrainingOptions withTolerance(double value) {
    return new TrainingOptions(activation, beta, standardise, value, timeLimit, threads);
  }

  public TrainingOptions withTimeLimit(Duration value) {
    return new TrainingOptions(activation, beta, standardise, tolerance, value, threads);
  }

  public TrainingOptions withThreads(int value) {
    return new TrainingOptions(activation, beta, standardise, tolerance, timeLimit, value);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new InputException(message);
    }
  }
}
