package io.spectrahedra.bench.kernels;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How long a cache line takes from one processor to another: it is several times as long where the
 * two have no cache in common, and what two threads gain depends on it.
 */
final class Handover {
  private static final int ROUNDS = 20_000;

  /** Even: the first thread's turn. */
  private final AtomicInteger turn = new AtomicInteger();

  private Handover() {}

  /** Nanoseconds, one way. */
  static double nanos() throws InterruptedException {
    Handover handover = new Handover();
    Thread other = new Thread(() -> handover.run(1));
    other.start();
    handover.run(0); // until both threads run, and the code is compiled
    other.join();
    other = new Thread(() -> handover.run(1));
    handover.turn.set(0);
    other.start();
    long start = System.nanoTime();
    handover.run(0);
    double nanos = System.nanoTime() - start;
    other.join();
    return nanos / (2 * ROUNDS);
  }

  private void run(int first) {
    for (int i = first; i < 2 * ROUNDS; i += 2) {
      while (turn.get() != i) {
        Thread.onSpinWait();
      }
      turn.set(i + 1);
    }
  }
}
