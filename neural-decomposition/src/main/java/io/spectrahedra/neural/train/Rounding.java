package io.spectrahedra.neural.train;

import io.spectrahedra.neural.data.InputException;

/**
 * How hidden weights of 1 and −1 are rounded from the relaxation [M26].
 *
 * @param neurons drawn for each cell of the pooling and output, before equal ones are made one and
 *     useless ones dropped
 * @param seed equal seeds give equal networks
 */
public record Rounding(int neurons, long seed) {
  /** 500 neurons, seed 0. */
  public static final Rounding DEFAULT = new Rounding(500, 0);

  /** More draws than anything else of a training could take. */
  private static final int MAX_NEURONS = 1_000_000;

  /**
   * @throws InputException if there are to be no neurons, or more than a million
   */
  public Rounding {
    if (neurons < 1 || neurons > MAX_NEURONS) {
      throw new InputException(
          "the number of neurons to round must lie between 1 and "
              + MAX_NEURONS
              + ", was "
              + neurons);
    }
  }
}
