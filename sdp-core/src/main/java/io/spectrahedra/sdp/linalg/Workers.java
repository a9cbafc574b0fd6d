package io.spectrahedra.sdp.linalg;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The threads that share the work of one computation, and the one place where it can be told to
 * stop.
 *
 * <p>Work is cut into numbered tasks before it is known how many threads there are, and every task
 * writes its own part of the result: so results are the same bits for every number of threads.
 */
public final class Workers implements AutoCloseable {
  /** Runs everything on the calling thread and never stops. */
  public static final Workers SERIAL = new Workers(1, () -> false);

  /** Thrown out of {@link #forEach} and {@link #checkStop} when the computation shall stop. */
  public static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StoppedException() {
      super("stopped on request", null, false, false);
    }
  }

  private final int threads;
  private final BooleanSupplier stop;
  private @Nullable ExecutorService pool;

  /**
   * @param threads how many threads work at once, the calling one among them; at least 1
   * @param stop asked before every task, by any of the threads
   */
  public Workers(int threads, BooleanSupplier stop) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, was " + threads);
    }
    this.threads = threads;
    this.stop = stop;
  }

  /**
   * Throws if the computation shall stop.
   *
   * @throws StoppedException if {@code stop} says so
   */
  public void checkStop() {
    if (stop.getAsBoolean()) {
      throw new StoppedException();
    }
  }

  /**
   * Runs task 0 to tasks − 1, each once, in any order. To be called from one thread at a time, not
   * from within a task.
   *
   * @throws StoppedException if {@code stop} says so before the last task has begun
   */
  public void forEach(int tasks, IntConsumer task) {
    if (threads == 1 || tasks < 2) {
      for (int i = 0; i < tasks; i++) {
        checkStop();
        task.accept(i);
      }
      return;
    }
    AtomicInteger next = new AtomicInteger();
    Runnable share =
        () -> {
          for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
            checkStop();
            task.accept(i);
          }
        };
    List<Future<?>> others = new ArrayList<>();
    for (int t = 1; t < Math.min(threads, tasks); t++) {
      others.add(pool().submit(share));
    }
    try {
      share.run();
    } finally {
      next.set(tasks); // if this share failed, the others have no more to begin
      others.forEach(Workers::join);
    }
  }

  private ExecutorService pool() {
    if (pool == null) {
      pool =
          Executors.newFixedThreadPool(
              threads - 1,
              run -> {
                Thread thread = new Thread(run, "spectrahedra-worker");
                thread.setDaemon(true);
                return thread;
              });
    }
    return pool;
  }

  /** Waits to the end whatever happens: a task must not write after its caller has gone on. */
  private static void join(Future<?> future) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          future.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true; // the computation's stop decides what an interrupt means
        } catch (ExecutionException e) {
          if (e.getCause() instanceof RuntimeException cause) {
            throw cause;
          }
          if (e.getCause() instanceof Error cause) {
            throw cause;
          }
          throw new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    if (pool != null) {
      pool.shutdownNow();
      pool = null;
    }
  }
}
