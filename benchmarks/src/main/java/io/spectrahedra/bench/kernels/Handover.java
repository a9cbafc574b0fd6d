package io.spectrahedra.bench.kernels;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How long a cache line takes from one processor to another: it is several times as long where the
 * two have no cache in common, and what two threads gain depends on it.
 */
final class Handover {
  private static final int ROUNDS = 2_000;

  /** Of so many rounds each; the first ones until both threads run and the code is compiled. */
  private static final int BATCHES = 100;

  /** Even: the first thread's turn. */
  private final AtomicInteger turn = new AtomicInteger();

  private Handover() {}

  /** Nanoseconds, one way: the median of batches, some of which others interrupt. */
  static double nanos() throws InterruptedException {
    Handover handover = new Handover();
    Thread other =
        new Thread(
            () -> {
              for (int batch = 0; batch < BATCHES; batch++) {
                handover.run(batch, 1);
              }
            });
    other.start();
    double[] nanos = new double[BATCHES];
    for (int batch = 0; batch < BATCHES; batch++) {
      long start = System.nanoTime();
      handover.run(batch, 0);
      nanos[batch] = (double) (System.nanoTime() - start) / (2 * ROUNDS);
    }
    other.join();
    Arrays.sort(nanos);
    return nanos[BATCHES / 2];
  }

  private void run(int batch, int first) {
    int start = 2 * ROUNDS * batch;
    for (int i = start + first; i < start + 2 * ROUNDS; i += 2) {
      while (turn.get() != i) {
        Thread.onSpinWait();
      }
      turn.set(i + 1);
    }
  }
}
