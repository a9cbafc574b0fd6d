package io.spectrahedra.sdp.ipm;

/**
 * The point with the smallest worst error seen so far: what a solve returns whatever ends it; and
 * when the iteration last came nearer to anything.
 */
final class BestPoint {
  /** An error, or a distance to a ray, is less than before if it is this much less. */
  private static final double PROGRESS = 0.5;

  /** Farther than this from a ray nothing says that there is one. */
  private static final double IN_SIGHT = 0.1;

  /** An error below which it is rounding that ends the progress. */
  private static final double NEAR = 1e-5;

  /** Iterations without progress. */
  private static final int PATIENCE = 2;

  private final Iterate point;
  private double worst = Double.POSITIVE_INFINITY;
  private double distance = IN_SIGHT;
  private double slopeLack = Double.POSITIVE_INFINITY;
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
    if (worst < PROGRESS * milestone) {
      milestone = worst;
      milestoneIteration = k;
    }
    if (rays.distance() < PROGRESS * distance) {
      distance = rays.distance();
      milestoneIteration = k;
    }
    if (residuals.slopeLack() < PROGRESS * slopeLack) { // Newton's method, before the rest follows
      slopeLack = residuals.slopeLack();
      milestoneIteration = k;
    }
  }

  /** Whether points near the optimum have ceased to come nearer to it. */
  boolean isStalled(int k) {
    return worst < NEAR && k >= milestoneIteration + PATIENCE;
  }

  Iterate point() {
    return point;
  }

  /** Its largest error. */
  double worst() {
    return worst;
  }

  /** The last iteration that halved the distance to an optimum, to a ray or of y from slopes. */
  int milestone() {
    return milestoneIteration;
  }
}
