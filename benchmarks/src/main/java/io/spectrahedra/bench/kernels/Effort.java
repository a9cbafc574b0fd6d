package io.spectrahedra.bench.kernels;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** How much is measured, and how long. */
enum Effort {
  /** Few orders, all of a library in one virtual machine. */
  QUICK,
  /** All orders, each in a virtual machine of its own. */
  FULL;

  List<Point> points(Collection<Routine> routines) {
    List<Point> points = new ArrayList<>();
    for (Routine routine : routines) {
      for (int n : orders(routine)) {
        points.add(new Point(routine, n));
      }
    }
    return points;
  }

  private int[] orders(Routine routine) {
    if (this == QUICK) {
      return switch (routine) {
        case GEMM -> new int[] {16, 64, 480};
        case SYRK, SANDWICH -> new int[] {480};
        case TRSM, TRSM_RIGHT, TRIANGULAR_INVERSE -> new int[] {500};
        case CHOLESKY -> new int[] {500, 1000};
        case SPD_INVERSE -> new int[] {1000};
        case EIGEN -> new int[] {100, 500};
      };
    }
    return switch (routine) {
      case GEMM -> new int[] {16, 32, 64, 128, 480, 960, 1920};
      case SYRK, SANDWICH -> new int[] {480, 960};
      case TRSM, TRIANGULAR_INVERSE, SPD_INVERSE -> new int[] {500, 1000};
      case TRSM_RIGHT -> new int[] {500, 512, 1000}; // powers of two clash in the cache
      case CHOLESKY -> new int[] {500, 512, 1000, 2000, 5000};
      case EIGEN -> new int[] {100, 500, 1000, 2000};
    };
  }

  /**
   * JMH's options; an iteration has one call at least, however long that takes.
   *
   * @param compiled whether HotSpot compiles what is measured while it runs
   */
  ChainedOptionsBuilder options(boolean compiled) {
    boolean quick = this == QUICK;
    // as long as HotSpot takes to compile: three seconds, on cores that two threads need as well
    return new OptionsBuilder()
        .shouldFailOnError(true)
        .forks(quick ? 0 : 1)
        .warmupIterations(quick ? (compiled ? 3 : 1) : 8)
        .warmupTime(TimeValue.milliseconds(quick ? 150 : 400))
        .measurementIterations(quick ? 3 : 10)
        .measurementTime(TimeValue.milliseconds(quick ? 60 : 150));
  }
}
