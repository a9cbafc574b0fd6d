package io.spectrahedra.bench.kernels;

import io.spectrahedra.bench.report.Provenance;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One fork after the other, and what they have measured. */
final class Run {
  private record Timing(Point point, int threads, Provider provider, double seconds) {}

  private final Effort effort;
  private final List<Point> points;
  private final PrintWriter progress;
  private final List<Timing> timings = new ArrayList<>();
  private final Map<Integer, Double> peakGflops = new TreeMap<>();
  private final List<Double> handoverNanos = new ArrayList<>();
  private boolean allMeasured = true;

  /**
   * @param progress gets a line for a fork, and why one has failed
   */
  Run(Effort effort, Collection<Routine> routines, PrintWriter progress) {
    this.effort = effort;
    this.points = effort.points(routines);
    this.progress = progress;
  }

  void measure(Provider provider, int threads) throws InterruptedException {
    progress.println(provider + ", threads: " + threads + " ...");
    try {
      Fork.Result result = new Fork(provider, threads, effort).run(points);
      peakGflops.merge(threads, result.peakGflops(), Math::max);
      handoverNanos.addAll(result.handoverNanos());
      for (Point point : points) {
        Double seconds = result.seconds().get(point.toString());
        if (seconds != null) {
          timings.add(new Timing(point, threads, provider, seconds));
        }
      }
    } catch (IOException e) {
      allMeasured = false;
      progress.println(provider + " is left out, for it failed: " + e.getMessage());
    }
  }

  boolean allMeasured() {
    return allMeasured;
  }

  /** Whether there is nothing to report. */
  boolean isEmpty() {
    return timings.isEmpty();
  }

  /** Line by line of the table, not fork by fork. */
  Report report(Provenance provenance) {
    List<Measurement> measurements =
        timings.stream()
            .sorted(
                Comparator.comparing((Timing t) -> t.point().routine())
                    .thenComparing(t -> t.point().n())
                    .thenComparing(Timing::threads)
                    .thenComparing(Timing::provider))
            .map(
                t ->
                    Measurement.of(
                        t.point(),
                        t.threads(),
                        t.provider(),
                        t.seconds(),
                        peakGflops.getOrDefault(t.threads(), Double.NaN)))
            .toList();
    return new Report(provenance, peakGflops, handoverNanos, measurements);
  }
}
