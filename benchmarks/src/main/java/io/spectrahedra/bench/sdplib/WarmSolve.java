package io.spectrahedra.bench.sdplib;

import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.io.SdpaReader;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.Settings;
import java.nio.file.Path;

/**
 * Our solver in a Java program that has solved the problem before, as a service has or a program
 * that solves many: without the start of Java and what it compiles in its first second.
 */
final class WarmSolve {
  /** A solve of that many seconds is hardly longer for being the first. */
  static final double LONG = 20;

  /** Solves are repeated for that many seconds. */
  private static final double REPEATING = 3;

  private static final int MOST_SOLVES = 20;

  private WarmSolve() {}

  /** The shortest of some solves after the first, in seconds, without reading the file. */
  static double seconds(Path problem, int threads) {
    SdpProblem read = SdpaReader.read(problem);
    Settings settings = Settings.defaults().withThreads(threads);
    Sdp.solve(read, settings);
    double shortest = Double.POSITIVE_INFINITY;
    double spent = 0;
    for (int k = 0; k < MOST_SOLVES && (k == 0 || spent < REPEATING); k++) {
      double seconds = Sdp.solve(read, settings).seconds();
      spent += seconds;
      shortest = Math.min(shortest, seconds);
    }
    return shortest;
  }
}
