package io.spectrahedra.sdp.ipm;

/** The point with the smallest worst error seen so far: what a solve returns whatever ends it. */
final class BestPoint {
  private final Iterate point;
  private double worst = Double.POSITIVE_INFINITY;
  private int iteration;

  BestPoint(Iterate start) {
    this.point = start.copy();
  }

  void offer(int k, Iterate z, Residuals residuals) {
    if (residuals.worst() < worst) {
      worst = residuals.worst();
      iteration = k;
      point.setTo(z);
    }
  }

  Iterate point() {
    return point;
  }

  /** The iteration that reached it. */
  int iteration() {
    return iteration;
  }
}
