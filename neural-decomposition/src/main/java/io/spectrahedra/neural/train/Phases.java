package io.spectrahedra.neural.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The clock of one training: seconds by phase, summed over the threads that work side by side. */
final class Phases {
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private final long begin = System.nanoTime();

  <T> T time(String phase, Supplier<T> work) {
    long start = System.nanoTime();
    try {
      return work.get();
    } finally {
      synchronized (seconds) {
        seconds.merge(phase, (System.nanoTime() - start) * 1e-9, Double::sum);
      }
    }
  }

  /** Wall-clock time since the training began. */
  double total() {
    return (System.nanoTime() - begin) * 1e-9;
  }

  /** In the order in which they began. */
  Map<String, Double> seconds() {
    synchronized (seconds) {
      return Collections.unmodifiableMap(new LinkedHashMap<>(seconds));
    }
  }
}
