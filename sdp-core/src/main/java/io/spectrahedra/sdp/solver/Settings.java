package io.spectrahedra.sdp.solver;

import io.spectrahedra.sdp.linalg.Workers;
import java.time.Duration;

/**
 * What a solve may use and when it may stop.
 *
 * @param tolerance stop when all six DIMACS errors are at most this, in (0, 1) (default 1e-8)
 * @param gapFloor the gap is measured relative to gapFloor + |primal| + |dual| objective, in [0,
 *     1]; 1 is the DIMACS convention (default), 0 asks for a relative gap however small the
 *     objective
 * @param maxIterations interior-point iterations, from all starts, at least 0 (default 100)
 * @param timeLimit wall-clock time of one solve, set-up included; zero means none (default)
 * @param threads how many threads work at once, 1 to 1024; results do not depend on it (default:
 *     the number of processors)
 */
public record Settings(
    double tolerance, double gapFloor, int maxIterations, Duration timeLimit, int threads) {

  public Settings {
    require(tolerance > 0 && tolerance < 1, "tolerance must lie in (0, 1), was " + tolerance);
    require(gapFloor >= 0 && gapFloor <= 1, "gapFloor must lie in [0, 1], was " + gapFloor);
    require(maxIterations >= 0, "maxIterations must be at least 0, was " + maxIterations);
    require(!timeLimit.isNegative(), "timeLimit must not be negative, was " + timeLimit);
    require(
        threads >= 1 && threads <= Workers.MAX_THREADS,
        "threads must be at least 1 and at most " + Workers.MAX_THREADS + ", was " + threads);
  }

  public static Settings defaults() {
    return new Settings(1e-8, 1, 100, Duration.ZERO, Workers.ofProcessors());
  }

  public Settings withTolerance(double value) {
    return new Settings(value, gapFloor, maxIterations, timeLimit, threads);
  }

  public Settings withGapFloor(double value) {
    return new Settings(tolerance, value, maxIterations, timeLimit, threads);
  }

  public Settings withMaxIterations(int value) {
    return new Settings(tolerance, gapFloor, value, timeLimit, threads);
  }

  public Settings withTimeLimit(Duration value) {
    return new Settings(tolerance, gapFloor, maxIterations, value, threads);
  }

  public Settings withThreads(int value) {
    return new Settings(tolerance, gapFloor, maxIterations, timeLimit, value);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
