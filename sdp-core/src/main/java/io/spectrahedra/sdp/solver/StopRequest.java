package io.spectrahedra.sdp.solver;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Whether and why a computation is to stop before its end: cancelled, its thread interrupted, or
 * out of time. To be made on the thread that computes, when it begins.
 */
public final class StopRequest implements BooleanSupplier {
  private final long start = System.nanoTime();
  private final long limitNanos;
  private final Cancellation cancellation;
  private final Thread solvingThread = Thread.currentThread();

  /** Starts the clock; a limit of zero means none. */
  public StopRequest(Duration timeLimit, Cancellation cancellation) {
    this.limitNanos = timeLimit.isZero() ? Long.MAX_VALUE : timeLimit.toNanos();
    this.cancellation = cancellation;
  }

  @Override
  public boolean getAsBoolean() {
    return isCancelled() || System.nanoTime() - start > limitNanos;
  }

  private boolean isCancelled() {
    return cancellation.isCancelled() || solvingThread.isInterrupted();
  }

  /** CANCELLED or TIME_LIMIT. */
  public Termination reason() {
    return isCancelled() ? Termination.CANCELLED : Termination.TIME_LIMIT;
  }

  /** What is left of the time limit; zero if there is none, at least a nanosecond otherwise. */
  public Duration remaining() {
    return limitNanos == Long.MAX_VALUE
        ? Duration.ZERO
        : Duration.ofNanos(Math.max(1, limitNanos - (System.nanoTime() - start)));
  }

  /** Seconds since the computation began. */
  public double seconds() {
    return (System.nanoTime() - start) * 1e-9;
  }
}
