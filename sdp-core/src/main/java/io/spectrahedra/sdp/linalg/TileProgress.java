package io.spectrahedra.sdp.linalg;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How far each line of tiles has come, in a computation whose tasks wait for each other's tiles
 * instead of for the end of a step (Kurzak, Ltaief, Dongarra and Badia, Scheduling dense linear
 * algebra operations on multicore processors, 2010).
 */
final class TileProgress {
  private final Workers workers;
  private final AtomicIntegerArray done;

  TileProgress(Workers workers, int lines) {
    this.workers = workers;
    this.done = new AtomicIntegerArray(lines);
  }

  /** Waits until lines from to end − 1 have come to {@code count}; from within a task only. */
  void await(int from, int end, int count) {
    for (int line = from; line < end; line++) {
      int awaited = line;
      if (done.get(line) < count) {
        workers.await(() -> done.get(awaited) >= count);
      }
    }
  }

  /**
   * Lines from to end − 1 have come to {@code count}: what was written is seen by those who wait.
   */
  void reach(int from, int end, int count) {
    for (int line = from; line < end; line++) {
      done.set(line, count);
    }
  }
}
