package io.spectrahedra.sdp.ipm;

/**
 * The point with the smallest worst error seen so far: what a solve returns whatever ends it; and
 * when the iteration last came nearer to anything.
 */
final class BestPoint {
  /** A distance to a ray is less than before if it is this much less: rays come slowly. */
  private static final double PROGRESS = 0.5;

  /** Farther than this from a ray nothing says that there is one. */
  private static final double IN_SIGHT = 0.1;

  private final Iterate point;
  private double worst = Double.POSITIVE_INFINITY;
  private double distance = IN_SIGHT;
  private int iteration;

  BestPoint(Iterate start) {
    this.point = start.copy();
  }

  void offer(int k, Iterate z, Residuals residuals, Infeasibility rays) {
    if (residuals.worst() < worst) {
      worst = residuals.worst();
      iteration = k;
      point.setTo(z);
    }
    if (rays.distance() < PROGRESS * distance) {
      distance = rays.distance();
      iteration = k;
    }
  }

  Iterate point() {
    return point;
  }

  /** The last iteration that came nearer to an optimum or to a ray. */
  int iteration() {
    return iteration;
  }
}
