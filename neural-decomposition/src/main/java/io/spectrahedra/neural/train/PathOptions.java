package io.spectrahedra.neural.train;

import java.util.Objects;

/**
 * What to train for a number of β.
 *
 * @param training all but its β, which is not used; the time limit is that of the whole
 * @param grid the β (default {@link BetaGrid#DEFAULT})
 */
public record PathOptions(TrainingOptions training, BetaGrid grid) {
  /**
   * @throws NullPointerException naming an option that is null
   */
  public PathOptions {
    Objects.requireNonNull(training, "training");
    Objects.requireNonNull(grid, "grid");
  }

  public static PathOptions defaults() {
    return new PathOptions(TrainingOptions.defaults(), BetaGrid.DEFAULT);
  }

  public PathOptions withTraining(TrainingOptions value) {
    return new PathOptions(value, grid);
  }

  public PathOptions withGrid(BetaGrid value) {
    return new PathOptions(training, value);
  }

  /** The options of the training but for their β, which is not used. */
  @Override
  public String toString() {
    return training.toString().replace(", beta " + training.beta(), "")
        + (grid == BetaGrid.DEFAULT ? ", the default grid of betas" : ", a grid of betas");
  }
}
