package io.spectrahedra.sdp.solver;

/**
 * Stops a solve from another thread: it returns the best point so far, within a fraction of an
 * iteration.
 */
public final class Cancellation {
  private volatile boolean cancelled;

  /** Asks for the end; can not be taken back. */
  public void cancel() {
    cancelled = true;
  }

  public boolean isCancelled() {
    return cancelled;
  }
}
