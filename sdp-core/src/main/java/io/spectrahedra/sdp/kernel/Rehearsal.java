package io.spectrahedra.sdp.kernel;

import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * Every loop of the kernels, on data made for it, until the virtual machine has compiled them:
 * often and briefly, since it counts calls of a method and would compile a long loop twice.
 *
 * <p>How well they are compiled depends on what they have run before, for as long as the program
 * lasts: after products of order 64 alone, whose tiles are only ever written, never added to, those
 * of order 480 run at half of their speed. So what is rehearsed writes and adds, to whole matrices
 * and triangles, from rows and columns.
 */
final class Rehearsal {
  private static final int ORDER = 34; // full tiles, narrow ones, and both cut off
  private static final int DEPTH = 20;
  private static final int LENGTH = 205;
  private static final int EIGHTS = 64;
  private static final int PRODUCTS = 4;
  private static final int LOOPS = 20;

  private static final long FLOPS =
      2L * ORDER * ORDER * DEPTH * PRODUCTS
          + 2L * Kernels.PANEL_ROWS * Kernels.PANEL_COLUMNS * DEPTH
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
  private final Strided columns = new Strided(a.data(), 0, 1, ORDER); // to be packed
  private final Strided rows = new Strided(a.data(), 0, ORDER, 1); // packed by copying
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

  /**
   * Runs until they are compiled.
   *
   * @return whether they were before so many nanoseconds had passed
   */
  boolean untilCompiled(long longestNanos) {
    long start = System.nanoTime();
    while (!isFast()) {
      pause();
      if (System.nanoTime() - start > longestNanos) {
        return false;
      }
    }
    return true;
  }

  private boolean isFast() {
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
  private void pause() {
    rounds++;
    if (rounds > ENOUGH_ROUNDS) {
      LockSupport.parkNanos(pause);
      pause = Math.min(LONGEST_PAUSE_NANOS, pause + pause / 32);
    }
  }

  private void run() {
    int all = Kernels.ALL_COLUMNS;
    kernels.multiply(ORDER, ORDER, DEPTH, 1, a, a.transposed(), 0, c, all);
    kernels.multiply(ORDER, ORDER, DEPTH, 0.5, a, a.transposed(), 1, c, all);
    kernels.multiply(ORDER, ORDER, DEPTH, -1, columns, rows, 0.5, c, all);
    kernels.multiply(ORDER, ORDER, DEPTH, 1, columns, rows, 0, c, 1);
    kernels.addPanels(DEPTH, x, 0, a.data(), 0, c.data(), 0, ORDER);
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
