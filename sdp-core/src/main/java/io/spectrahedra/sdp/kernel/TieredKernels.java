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
 * has shown that it has work for them: a program of half a second never does.
 */
final class TieredKernels implements Kernels {
  /**
   * Flops of products in plain Java before the vector kernels are prepared. They take a tenth of a
   * second; to prepare takes three.
   */
  private static final long WORTH_PREPARING = 1_000_000_000;

  private static final long LONGEST_PREPARATION_NANOS = 5_000_000_000L;

  private final Supplier<Kernels> vectorKernels;
  private final AtomicLong flopsSeen = new AtomicLong();
  private final AtomicBoolean preparing = new AtomicBoolean();
  private volatile Kernels current = new ScalarKernels();

  TieredKernels(Supplier<Kernels> vectorKernels) {
    this.vectorKernels = vectorKernels;
  }

  private void count(long flops) {
    if (!preparing.get()
        && flopsSeen.addAndGet(flops) > WORTH_PREPARING
        && preparing.compareAndSet(false, true)) {
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
    private static final int PRODUCTS = 3;
    private static final int LOOPS = 20;

    private static final long FLOPS =
        2L * ORDER * ORDER * DEPTH * PRODUCTS
            + (long) ORDER * ORDER * ORDER
            + (2 + 2 + 4) * LENGTH * LOOPS;

    /** At this speed, in flops a nanosecond, code is compiled; so many rounds in sequence. */
    private static final double COMPILED = 1;

    private static final int ROUNDS = 3;

    private static final int ENOUGH_ROUNDS = 50;
    private static final long PAUSE_NANOS = 4_000_000;

    private int rounds;
    private final Kernels kernels;
    private final Strided a = new Strided(new double[ORDER * DEPTH], 0, DEPTH, 1);
    private final Strided c = new Strided(new double[ORDER * ORDER], 0, ORDER, 1);
    private final Strided l = new Strided(new double[ORDER * ORDER], 0, ORDER, 1);
    private final double[] x = new double[LENGTH];
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
        LockSupport.parkNanos(PAUSE_NANOS);
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
        sum += kernels.addAndDot(LENGTH, x, 0, x, 0.5, y);
        kernels.add(LENGTH, 1 / (1 + sum * sum), x, 0, y, 0);
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
  public void solve(int n, int k, Strided l, Strided b) {
    current.solve(n, k, l, b);
  }

  @Override
  public int factor(int n, Strided a) {
    return current.factor(n, a);
  }

  @Override
  public double addAndDot(int n, double[] a, int aOffset, double[] x, double alpha, double[] y) {
    return current.addAndDot(n, a, aOffset, x, alpha, y);
  }

  @Override
  public String toString() {
    return "tiered, now " + current;
  }
}
