package io.spectrahedra.cli;

import io.spectrahedra.sdp.solver.Cancellation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C: asks the computation to stop and gives it a moment to write what it has. The virtual
 * machine itself then exits with code 130.
 */
final class Interruption {
  private static final long PATIENCE_SECONDS = 10;
  private static final Cancellation CANCELLATION = new Cancellation();
  private static final CountDownLatch FINISHED = new CountDownLatch(1);

  private Interruption() {}

  /** The cancellation of the running command; from now on, the end waits for {@link #release}. */
  static Cancellation install() {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  CANCELLATION.cancel();
                  try {
                    boolean unused = FINISHED.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                },
                "interruption"));
    return CANCELLATION;
  }

  /** All is written: nothing to wait for. */
  static void release() {
    FINISHED.countDown();
  }
}
