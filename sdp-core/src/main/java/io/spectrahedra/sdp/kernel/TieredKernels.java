package io.spectrahedra.sdp.kernel;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The scalar kernels until the virtual machine has compiled the vector kernels, then these; since
 * both give the same bits, nobody sees when.
 *
 * <p>A loop on the Vector API that is not yet compiled allocates an object an operation and runs at
 * a thousandth of its speed, for a third of a second. A {@link Rehearsal} in a thread of its own
 * takes that time, once the program has announced or shown that it has work for them: a program of
 * half a second never does.
 */
final class TieredKernels implements Kernels {
  /**
   * Flops of products, solves and factors in plain Java before the vector kernels are prepared.
   * They take up to half a second; to prepare takes three tenths, of a processor that is compiling
   * what the program runs.
   */
  private static final long WORTH_PREPARING = 5_000_000_000L;

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
    try {
      Kernels kernels = vectorKernels.get();
      if (!new Rehearsal(kernels).untilCompiled(LONGEST_PREPARATION_NANOS)) {
        throw new IllegalStateException("this virtual machine does not compile vector kernels");
      }
      current = kernels;
    } catch (IllegalStateException e) {
      KernelSelection.logScalar(e);
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
  public void addPanels(
      int depth,
      double[] a,
      int aOffset,
      double[] b,
      int bOffset,
      double[] c,
      int cOffset,
      int cStride) {
    count(2L * PANEL_ROWS * PANEL_COLUMNS * depth);
    current.addPanels(depth, a, aOffset, b, bOffset, c, cOffset, cStride);
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
