package io.spectrahedra.neural.train;

import io.spectrahedra.neural.data.InputException;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Which β are tried, given the one from which on the best network is f = 0 [M22]. */
@FunctionalInterface
public interface BetaGrid {
  /** As glmnet and scikit-learn span theirs, with a third of their points. */
  BetaGrid DEFAULT = logarithmic(30, 1e-3);

  /** The β, largest first. */
  double[] from(double largest);

  /**
   * These β, in any order; of equal ones one is taken.
   *
   * @throws InputException if there is none, or one is not positive and finite
   */
  static BetaGrid of(double... betas) {
    if (betas.length == 0) {
      throw new InputException("the grid of betas is empty");
    }
    for (double beta : betas) {
      if (!(beta > 0) || !Double.isFinite(beta)) {
        throw new InputException("betas must be positive and finite, one of the grid was " + beta);
      }
    }
    double[] rising = Arrays.stream(betas).sorted().distinct().toArray();
    return largest ->
        IntStream.rangeClosed(1, rising.length)
            .mapToDouble(j -> rising[rising.length - j])
            .toArray();
  }

  /**
   * Points at equal ratios from the largest β down to {@code ratio} times it.
   *
   * @throws InputException if there are fewer than two points, or the ratio is not in (0, 1); of
   *     the grid, if the largest β is 0, as f = 0 is then the best network for all β
   */
  static BetaGrid logarithmic(int points, double ratio) {
    if (points < 2) {
      throw new InputException("a grid of betas needs at least 2 points, was " + points);
    }
    if (!(ratio > 0 && ratio < 1)) {
      throw new InputException(
          "the ratio of the smallest to the largest beta must lie in (0, 1), was " + ratio);
    }
    return largest -> {
      if (!(largest > 0)) {
        throw new InputException(
            "the zero network is the best one for every beta, as where all targets are 0: there is"
                + " no path");
      }
      return IntStream.range(0, points)
          .mapToDouble(j -> largest * Math.pow(ratio, j / (points - 1.0)))
          .toArray();
    };
  }
}
