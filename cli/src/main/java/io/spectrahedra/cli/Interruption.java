package io.spectrahedra.cli;

import io.spectrahedra.sdp.solver.Cancellation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Ctrl-C: asks the computation to stop and gives it a moment to write what it has. The virtual
 * machine itself then exits with code 130.
 */
final class Interruption {
  /** A solution of a large problem has gigabytes and takes its time to write. */
  private static final long PATIENCE_SECONDS = 60;

  private static final Cancellation CANCELLATION = new Cancellation();
  private static final AtomicReference<CountDownLatch> FINISHED =
      new AtomicReference<>(new CountDownLatch(0));

  private Interruption() {}

  /** The cancellation of the running command; from now on, the end waits for {@link #release}. */
  static Cancellation install() {
    CountDownLatch finished = new CountDownLatch(1);
    FINISHED.set(finished);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  CANCELLATION.cancel();
                  try {
                    boolean unused = finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                },
                "interruption"));
    return CANCELLATION;
  }

  /** Reads a file; Ctrl-C until then leaves nothing to write, and says so. */
  static <T> T whileReading(Path file, PrintWriter err, Supplier<T> reader) {
    Thread hook =
        new Thread(
            () -> {
              err.println("spectra: cancelled while reading " + file);
              err.flush();
            },
            "interruption of reading");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return reader.get();
    } finally {
      remove(hook);
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      while (true) {
        LockSupport.park(); // the virtual machine ends by itself, and has said why
      }
    }
  }

  /** All is written: nothing to wait for. */
  static void release() {
    Objects.requireNonNull(FINISHED.get()).countDown();
  }
}
