package io.spectrahedra.sdp.ipm;

import java.util.Optional;

/**
 * The point with the smallest worst error seen so far: what a solve returns whatever ends it; and
 * when the iteration last came nearer to anything.
 */
final class BestPoint {
  /** An error, or a distance to a ray, is less than before if it is this much less. */
  private static final double PROGRESS = 0.5;

  /** Farther than this from a ray nothing says that there is one. */
  private static final double IN_SIGHT = 0.1;

  /** Only near the end is it rounding that keeps a point from the rows. */
  private static final double LATE = 1e-5;

  private final Iterate point;
  private Optional<Iterate> offRows = Optional.empty();
  private double offRowsError = Double.POSITIVE_INFINITY;
  private double worst = Double.POSITIVE_INFINITY;
  private double distance = IN_SIGHT;
  private double milestone = Double.POSITIVE_INFINITY;
  private int milestoneIteration;

  BestPoint(Iterate start) {
    this.point = start.copy();
  }

  void offer(int k, Iterate z, Residuals residuals, Infeasibility rays) {
    if (residuals.worst() < worst) {
      worst = residuals.worst();
      point.setTo(z);
    }
    double others = Math.max(residuals.dualInfeasibility(), residuals.gap());
    if (residuals.primalInfeasibility() < LATE && others < Math.min(worst, offRowsError)) {
      offRowsError = others;
      offRows = Optional.of(z.copy());
    }
    if (worst < PROGRESS * milestone) {
      milestone = worst;
      milestoneIteration = k;
    }
    if (rays.distance() < PROGRESS * distance) {
      distance = rays.distance();
      milestoneIteration = k;
    }
  }

  Iterate point() {
    return point;
  }

  /** A point that would be better but for its rows 𝒜(X) = b. */
  Optional<Iterate> offRows() {
    return offRows.filter(unused -> offRowsError < worst);
  }

  /** Its largest error. */
  double worst() {
    return worst;
  }

  /** The last iteration that halved the distance to an optimum or to a ray. */
  int milestone() {
    return milestoneIteration;
  }
}
