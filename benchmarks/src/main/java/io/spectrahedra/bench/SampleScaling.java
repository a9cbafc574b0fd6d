package io.spectrahedra.bench;

import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.train.TrainedNetwork;
import io.spectrahedra.neural.train.TrainingOptions;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.solver.Cancellation;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What more samples cost: seconds of an iteration, which must not grow with them, and the peak of
 * the heap against the size of the data. Run it with a heap of 1.5 times the data to see that it
 * suffices:
 *
 * <pre>
 *   java -Xmx240m -cp benchmarks/target/benchmarks.jar io.spectrahedra.bench.SampleScaling 1000000
 * </pre>
 */
public final class SampleScaling {
  private static final int FEATURES = 20;

  private SampleScaling() {}

  /** Prints one line for each number of samples given. */
  public static void main(String[] args) {
    for (String arg :
        args.length > 0 ? args : new String[] {"1000", "10000", "100000", "1000000"}) {
      run(Integer.parseInt(arg));
    }
  }

  private static void run(int n) {
    Dataset data = random(n);
    resetPeak();
    List<Double> seconds = new ArrayList<>();
    TrainedNetwork trained =
        PolynomialNetworks.train(
            data,
            TrainingOptions.defaults(),
            progress -> seconds.add(progress.seconds()),
            new Cancellation());
    int last = seconds.size() - 1;
    System.out.printf(
        Locale.ROOT,
        "%d x %d: %s%n  %.4f s an iteration, peak heap %.0f MB for %.0f MB of data, phases %s%n",
        n,
        FEATURES,
        trained,
        (seconds.get(last) - seconds.get(1)) / (last - 1),
        peakMegabytes(),
        n * (FEATURES + 1) * 8e-6,
        trained.secondsByPhase());
  }

  private static Dataset random(int n) {
    SplittableRandom random = new SplittableRandom(1);
    double[] x = new double[n * FEATURES];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      double t = 0;
      for (int j = 0; j < FEATURES; j++) {
        x[i * FEATURES + j] = random.nextDouble() * 2 - 1;
        t += x[i * FEATURES + j] * (j % 3 - 1);
      }
      y[i] = t * t + t + random.nextDouble();
    }
    return Dataset.of(DenseMatrix.wrap(x, n, FEATURES), y);
  }

  private static void resetPeak() {
    System.gc();
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  private static double peakMegabytes() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .mapToLong(pool -> pool.getPeakUsage().getUsed())
            .sum()
        * 1e-6;
  }
}
