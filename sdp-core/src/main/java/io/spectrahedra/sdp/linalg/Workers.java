package io.spectrahedra.sdp.linalg;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The threads that share the work of one computation, and the one place where it can be told to
 * stop.
 *
 * <p>Work is cut into numbered tasks, and every task writes its own part of the result; what an
 * entry is computed from does not depend on where the cuts are: so results are the same bits for
 * every number of threads.
 */
public final class Workers implements AutoCloseable {
  /**
   * How long a thread waits for work before it sleeps: longer than the pauses between the steps of
   * a decomposition, or of an iteration on small matrices. To be woken takes 50 µs.
   */
  private static final long IDLE_NANOS = 200_000;

  /** The same for what another is working on: longer than that takes in most cases. */
  private static final long BUSY_NANOS = 500_000;

  /** For how long one then sleeps that nobody wakes. */
  private static final long NAP_NANOS = 50_000;

  /** Multiplications, as many as a product does in 10 µs: less is not worth a second thread. */
  private static final long LEAST_WORK = 200_000;

  /** The same where the others sleep: they begin when the caller alone would be done with less. */
  private static final long LEAST_TO_WAKE = 1_500_000;

  /** Looks for work between two looks at the clock. */
  private static final int SPINS = 16;

  /** Runs everything on the calling thread and never stops. */
  public static final Workers SERIAL = new Workers(1, () -> false);

  /** Thrown out of {@link #forEach} and {@link #checkStop} when the computation shall stop. */
  public static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StoppedException() {
      super("stopped on request", null, false, false);
    }
  }

  /** More threads than any machine has use for, and few enough to start. */
  public static final int MAX_THREADS = 1024;

  private final int threads;
  private final BooleanSupplier stop;
  private final List<Member> team = new ArrayList<>();
  private final boolean spins;
  private long jobs;

  /** When there was last work not worth waking the others for, and how much of it in a row. */
  private long lastSmall;

  private long small;
  private volatile @Nullable Job current;

  /**
   * @param threads how many threads work at once, the calling one among them; 1 to {@link
   *     #MAX_THREADS}
   * @param stop asked before every task, by any of the threads
   */
  public Workers(int threads, BooleanSupplier stop) {
    if (threads < 1 || threads > MAX_THREADS) {
      throw new IllegalArgumentException(
          "threads must be at least 1 and at most " + MAX_THREADS + ", was " + threads);
    }
    this.threads = threads;
    this.stop = Objects.requireNonNull(stop, "stop");
    this.spins = threads <= Runtime.getRuntime().availableProcessors();
  }

  /** A thread for each processor, at most {@link #MAX_THREADS}. */
  public static int ofProcessors() {
    return Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
  }

  /** How many threads work at once. */
  int threads() {
    return threads;
  }

  /**
   * Who is to do so much work: this team, or the calling thread alone where that takes less time.
   * Others that sleep are woken only for much work, or for little that keeps coming. So little work
   * is not asked to stop.
   *
   * @param multiplications that a product would do in the time
   */
  Workers forWork(long multiplications) {
    if (multiplications < LEAST_WORK) {
      return SERIAL;
    }
    if (threads == 1 || multiplications >= LEAST_TO_WAKE || !sleeps()) {
      return this;
    }
    long now = System.nanoTime();
    small = now - lastSmall > IDLE_NANOS ? 0 : small;
    lastSmall = now;
    small += multiplications;
    return small < LEAST_TO_WAKE ? SERIAL : this;
  }

  /** Whether the first of the others would have to be woken. */
  private boolean sleeps() {
    return team.isEmpty() || team.get(0).parked;
  }

  /**
   * How many of the items to give to one task, at most {@code most}: so that all threads end
   * together if each item takes the same time.
   */
  int share(int items, int most) {
    int rounds = Math.max(1, (items + threads * most - 1) / (threads * most));
    return Math.max(1, (items + threads * rounds - 1) / (threads * rounds));
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
   * @throws IllegalArgumentException if there are fewer than no tasks
   * @throws StoppedException if {@code stop} says so before the last task has begun
   */
  public void forEach(int tasks, IntConsumer task) {
    Arguments.requireAtLeast("Workers.forEach", "tasks", 0, tasks);
    if (threads == 1 || tasks < 2) {
      for (int i = 0; i < tasks; i++) {
        checkStop();
        task.accept(i);
      }
      return;
    }
    start();
    Job job = new Job(tasks, task, ++jobs);
    current = job;
    for (int t = 0; t < Math.min(team.size(), tasks - 1); t++) {
      team.get(t).wake();
    }
    job.runShare();
    job.close();
    current = null;
    job.throwFailure();
  }

  /** What is done with items from to to − 1. */
  @FunctionalInterface
  public interface Slice {
    /** Work on some of the items. */
    void run(int from, int to);
  }

  /**
   * As {@link #forEach}, for items 0 to items − 1 in slices of {@code size}, the last of which may
   * be smaller.
   *
   * @throws IllegalArgumentException if there are fewer than no items, or none in a slice
   * @throws StoppedException if {@code stop} says so before the last slice has begun
   */
  public void forSlices(int items, int size, Slice slice) {
    Arguments.requireAtLeast("Workers.forSlices", "items", 0, items);
    Arguments.requireAtLeast("Workers.forSlices", "size", 1, size);
    forEach(
        (int) (((long) items + size - 1) / size),
        task -> slice.run(task * size, task * size + Math.min(size, items - task * size)));
  }

  /**
   * Called from within a task: waits until the condition holds, which tasks of lower numbers see
   * to. They have begun before this one, so that it waits for work that is being done.
   *
   * @throws StoppedException if a task has failed or the computation shall stop: the condition may
   *     then never hold
   */
  void await(BooleanSupplier condition) {
    while (!spinUntil(BUSY_NANOS, condition)) {
      Job job = current;
      if (job == null || job.failure.get() != null) {
        throw new StoppedException();
      }
      LockSupport.parkNanos(NAP_NANOS); // there may be more threads than processors
    }
  }

  private void start() {
    while (team.size() < threads - 1) {
      Member member = new Member();
      team.add(member);
      member.thread.start();
    }
  }

  /** Whether the condition has come true within so many nanoseconds. */
  @SuppressWarnings("ThreadPriorityCheck")
  private boolean spinUntil(long nanos, BooleanSupplier condition) {
    long start = System.nanoTime();
    do {
      for (int i = 0; i < SPINS; i++) {
        if (condition.getAsBoolean()) {
          return true;
        }
        Thread.onSpinWait();
      }
      Thread.yield(); // to whom it waits for, where threads outnumber the processors that are free
    } while (spins && System.nanoTime() - start < nanos);
    return false;
  }

  /** One call of {@link #forEach}. */
  private final class Job {
    private static final int CLOSED = Integer.MIN_VALUE;

    private final int tasks;
    private final IntConsumer task;
    private final long number;
    private final Thread caller = Thread.currentThread();
    private final AtomicInteger next = new AtomicInteger();

    /** How many members are at work; {@link #CLOSED} more when no other may begin. */
    private final AtomicInteger inside = new AtomicInteger();

    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Job(int tasks, IntConsumer task, long number) {
      this.tasks = tasks;
      this.task = task;
      this.number = number;
    }

    /** The share of a member, unless it comes too late. */
    void join() {
      int before = inside.get();
      while (before >= 0 && !inside.compareAndSet(before, before + 1)) {
        before = inside.get();
      }
      if (before < 0) {
        return;
      }
      runShare();
      if (inside.decrementAndGet() == CLOSED) {
        LockSupport.unpark(caller);
      }
    }

    /** Runs tasks until there are none left, or one has failed. */
    @SuppressWarnings("IllegalCatch") // passed on to the caller
    void runShare() {
      try {
        for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
          checkStop();
          task.accept(i);
        }
      } catch (Throwable e) {
        failure.compareAndSet(null, e);
        next.set(tasks);
      }
    }

    /** Waits to the end whatever happens: a task must not write after its caller has gone on. */
    void close() {
      if (inside.addAndGet(CLOSED) == CLOSED
          || spinUntil(BUSY_NANOS, () -> inside.get() == CLOSED)) {
        return;
      }
      boolean interrupted = false;
      while (inside.get() != CLOSED) {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
      if (interrupted) { // the computation's stop decides what it means
        caller.interrupt();
      }
    }

    void throwFailure() {
      Throwable thrown = failure.get();
      if (thrown instanceof RuntimeException cause) {
        throw cause;
      }
      if (thrown instanceof Error cause) {
        throw cause;
      }
      if (thrown != null) { // checked, from a language that does not check
        throw new IllegalStateException("a task failed", thrown);
      }
    }
  }

  /** One of the other threads. */
  private final class Member {
    private final Thread thread = new Thread(this::run, "spectrahedra-worker");
    private volatile boolean parked;
    private volatile boolean dismissed;
    private long done;

    Member() {
      thread.setDaemon(true);
    }

    private void run() {
      while (!dismissed) {
        if (!spinUntil(IDLE_NANOS, this::isWanted)) {
          parked = true;
          while (!isWanted()) {
            LockSupport.park(this);
            Thread.interrupted(); // left by a task: it would not sleep again
          }
          parked = false;
        }
        Job job = current;
        if (job != null && job.number != done) {
          done = job.number;
          job.join();
        }
      }
    }

    private boolean isWanted() {
      Job job = current;
      return dismissed || (job != null && job.number != done);
    }

    void dismiss() {
      dismissed = true;
      LockSupport.unpark(thread);
    }

    void wake() {
      if (parked) {
        LockSupport.unpark(thread);
      }
    }
  }

  @Override
  public void close() {
    team.forEach(Member::dismiss);
    team.clear();
  }
}
