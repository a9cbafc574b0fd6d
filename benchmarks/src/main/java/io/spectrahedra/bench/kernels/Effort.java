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

  /** Calls of more flops than this are measured one by one: they need no warm-up of seconds. */
  private static final double FLOPS_OF_A_LONG_CALL = 5e9;

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
      case TRSM, TRSM_RIGHT, TRIANGULAR_INVERSE, SPD_INVERSE -> new int[] {500, 1000};
      case CHOLESKY -> new int[] {500, 1000, 2000, 5000};
      case EIGEN -> new int[] {100, 500, 1000, 2000};
    };
  }

  /** JMH's options for the peak, or for calls that are long or not. */
  ChainedOptionsBuilder options(boolean longCalls) {
    ChainedOptionsBuilder options =
        new OptionsBuilder().shouldFailOnError(true).forks(this == QUICK ? 0 : 1);
    // as long as HotSpot takes to compile: its compiler shares the cores with two threads
    int warmups = longCalls ? 1 : this == QUICK ? 2 : 5;
    int measurements = this == QUICK || longCalls ? 3 : 5;
    TimeValue warmup = TimeValue.milliseconds(longCalls ? 1 : 250);
    TimeValue measurement = TimeValue.milliseconds(longCalls ? 1 : this == QUICK ? 70 : 150);
    return options
        .warmupIterations(warmups)
        .warmupTime(warmup)
        .measurementIterations(measurements)
        .measurementTime(measurement);
  }

  static boolean isLong(Point point) {
    return point.flops() > FLOPS_OF_A_LONG_CALL;
  }
}
