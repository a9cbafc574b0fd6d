package io.spectrahedra.sdp.kernel;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * The scalar kernels until the virtual machine has compiled the vector kernels, then these; since
 * both give the same bits, nobody sees when.
 *
 * <p>A loop on the Vector API that is not yet compiled allocates an object an operation and runs at
 * a thousandth of its speed, for a third of a second; and how well it is compiled depends on what
 * it has run before. Both are settled in a thread of its own, on data made for it, once the program
 * has announced or shown that it has work for them: a program of half a second never does.
 */
final class TieredKernels implements Kernels {
  /**
   * Flops of products, solves and factors in plain Java before the vector kernels are prepared.
   * They take a tenth of a second; to prepare takes three, of a processor that is compiling what
   * the program runs.
   */
  private static final long WORTH_PREPARING = 1_000_000_000;

  /** Flops to come that are worth it before there is anything else to compile. */
  private static final double WORTH_PREPARING_AT_ONCE = 4e9;

  /** On a busy machine the compiler may need very long; waiting for it costs nothing. */
  private static final long LONGEST_PREPARATION_NANOS = 300_000_000_000L;

  private final Supplier<Kernels> vectorKernels;
  private final AtomicLong flopsSeen = new AtomicLong();
  private final AtomicBoolean preparing = new AtomicBoolean();
  private volatile Kernels current = new ScalarKernels();

  TieredKernels(Supplier<Kernels> vectorKernels) {
    this.vectorKernels = vectorKernels;
  }

  @Override
  public void expect(double flops) {
    if (flops > WORTH_PREPARING_AT_ONCE) {
      startPreparing();
    }
  }

  private void count(long flops) {
    if (!preparing.get() && flopsSeen.addAndGet(flops) > WORTH_PREPARING) {
      startPreparing();
    }
  }

  private void startPreparing() {
    if (preparing.compareAndSet(false, true)) {
      Thread thread = new Thread(this::prepare, "spectrahedra-kernels");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void prepare() {
    long start = System.nanoTime();
    try {
      Kernels kernels = vectorKernels.get();
      Rehearsal rehearsal = new Rehearsal(kernels);
      while (!rehearsal.isFast()) {
        rehearsal.pause();
        if (System.nanoTime() - start > LONGEST_PREPARATION_NANOS) {
          throw new IllegalStateException("this virtual machine does not compile vector kernels");
        }
      }
      current = kernels;
    } catch (IllegalStateException e) {
      KernelSelection.logScalar(e);
    }
  }

  /**
   * Every loop of the kernels: often and briefly, since the virtual machine counts calls of a
   * method and would compile a long loop twice.
   */
  private static final class Rehearsal {
    private static final int ORDER = 34; // full tiles, narrow ones, and both cut off
    private static final int DEPTH = 20;
    private static final int LENGTH = 205;
    private static final int EIGHTS = 64;
    private static final int PRODUCTS = 3;
    private static final int LOOPS = 20;

    private static final long FLOPS =
        2L * ORDER * ORDER * DEPTH * PRODUCTS
            + (long) ORDER * ORDER * ORDER
            + ((2 + 2 + 8 + 8 + 6) * LENGTH + 32 * EIGHTS) * LOOPS;

    /** At this speed, in flops a nanosecond, code is compiled; so many rounds in sequence. */
    private static final double COMPILED = 1;

    private static final int ROUNDS = 3;

    private static final int ENOUGH_ROUNDS = 5;
    private static final long LONGEST_PAUSE_NANOS = 250_000_000;

    private int rounds;
    private long pause = 1_000_000;
    private final Kernels kernels;
    private final Strided a = new Strided(new double[ORDER * DEPTH], 0, DEPTH, 1);
    private final Strided c = new Strided(new double[ORDER * ORDER], 0, ORDER, 1);
    private final Strided l = new Strided(new double[ORDER * ORDER], 0, ORDER, 1);
    private final double[] x = new double[4 * LENGTH];
    private final double[] y = new double[LENGTH];

    Rehearsal(Kernels kernels) {
      this.kernels = kernels;
      Arrays.fill(a.data(), 0.5);
      Arrays.fill(x, 0.5);
      for (int i = 0; i < ORDER; i++) {
        l.data()[l.index(i, i)] = 1;
      }
    }

    boolean isFast() {
      for (int round = 0; round < ROUNDS; round++) {
        long start = System.nanoTime();
        run();
        if (FLOPS < COMPILED * (System.nanoTime() - start)) {
          return false;
        }
      }
      return true;
    }

    /** Once there is enough to compile, leaves the processor to the compiler and the program. */
    void pause() {
      rounds++;
      if (rounds > ENOUGH_ROUNDS) {
        LockSupport.parkNanos(pause);
        pause = Math.min(LONGEST_PAUSE_NANOS, pause + pause / 32);
      }
    }

    private void run() {
      for (int i = 0; i < PRODUCTS; i++) {
        kernels.multiply(ORDER, ORDER, DEPTH, 1, a, a.transposed(), 0, c, ALL_COLUMNS);
      }
      kernels.factor(ORDER, l);
      kernels.solve(ORDER, ORDER, l, c);
      for (int i = 0; i < LOOPS; i++) {
        double sum = kernels.dot(LENGTH, x, 0, y, 0);
        kernels.add(LENGTH, 1 / (1 + sum * sum), x, 0, y, 0);
        kernels.subtractFour(LENGTH, x, 0, 1, x, 0, LENGTH, y, 0);
        kernels.dotFour(LENGTH, x, 0, LENGTH, x, y, 0);
        kernels.addSymmetricRows(EIGHTS, x, 0, LENGTH / 2, x, y, 0);
        kernels.poleSums(LENGTH, x, x, LENGTH, 2, y);
      }
    }
  }

  @Override
  public void multiply(
      int m,
      int n,
      int k,
      double alpha,
      Strided a,
      Strided b,
      double beta,
      Strided c,
      int columns) {
    count(2L * m * n * k);
    current.multiply(m, n, k, alpha, a, b, beta, c, columns);
  }

  @Override
  public double dot(int n, double[] x, int xOffset, double[] y, int yOffset) {
    return current.dot(n, x, xOffset, y, yOffset);
  }

  @Override
  public void add(int n, double alpha, double[] x, int xOffset, double[] y, int yOffset) {
    current.add(n, alpha, x, xOffset, y, yOffset);
  }

  @Override
  public void subtractFour(
      int n,
      double[] alpha,
      int aOffset,
      int aStride,
      double[] x,
      int xOffset,
      int xStride,
      double[] y,
      int yOffset) {
    current.subtractFour(n, alpha, aOffset, aStride, x, xOffset, xStride, y, yOffset);
  }

  @Override
  public void solve(int n, int k, Strided l, Strided b) {
    count((long) n * n * k);
    current.solve(n, k, l, b);
  }

  @Override
  public int factor(int n, Strided a) {
    count((long) n * n * n / 3);
    return current.factor(n, a);
  }

  @Override
  public void dotFour(
      int n, double[] a, int aOffset, int aStride, double[] x, double[] target, int targetOffset) {
    current.dotFour(n, a, aOffset, aStride, x, target, targetOffset);
  }

  @Override
  public void addSymmetricRows(
      int n, double[] a, int aOffset, int aStride, double[] x, double[] y, int yOffset) {
    current.addSymmetricRows(n, a, aOffset, aStride, x, y, yOffset);
  }

  @Override
  public void poleSums(int n, double[] z, double[] d, int offset, double tau, double[] target) {
    current.poleSums(n, z, d, offset, tau, target);
  }

  @Override
  public String toString() {
    return "tiered, now " + current;
  }
}
