package io.spectrahedra.bench.kernels;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The multiply-add peak, of as many cores as JMH has threads. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class PeakBenchmark {
  static final int ROUNDS = 100_000;

  private final FmaPeak peak = FmaPeak.load();

  /** A tenth of a millisecond or two of multiply-adds. */
  @Benchmark
  public double run() {
    return peak.run(ROUNDS);
  }
}
