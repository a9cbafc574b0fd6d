package io.spectrahedra.sdp.ipm;

/** The point with the smallest worst error seen so far: what a solve returns whatever ends it. */
final class BestPoint {
  private final Iterate point;
  private double worst = Double.POSITIVE_INFINITY;
  private double milestone = Double.POSITIVE_INFINITY;
  private int milestoneIteration;

  BestPoint(Iterate start) {
    this.point = start.copy();
  }

  void offer(int k, Iterate z, Residuals residuals) {
    if (residuals.worst() < worst) {
      worst = residuals.worst();
      point.setTo(z);
    }
    if (worst < milestone / 2) {
      milestone = worst;
      milestoneIteration = k;
    }
  }

  Iterate point() {
    return point;
  }

  /** The last iteration with less than half the error of the last one before it that had. */
  int milestone() {
    return milestoneIteration;
  }
}
