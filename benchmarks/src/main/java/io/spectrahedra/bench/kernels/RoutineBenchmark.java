package io.spectrahedra.bench.kernels;

import io.spectrahedra.bench.report.Labels;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One routine of one library; {@link io.spectrahedra.bench.kernels.Fork} says which. Products find
 * the same operands at every call; routines that overwrite them get fresh ones, outside the time
 * that counts.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class RoutineBenchmark {
  /** The operands. */
  @State(Scope.Benchmark)
  public static class Subject {
    @Param("spectrahedra")
    public String provider = "";

    @Param("1")
    public int threads;

    @Param("gemm 480")
    public String point = "";

    private @Nullable Prepared<?> prepared;

    /** Fills the operands. */
    @Setup
    public void prepare() {
      DenseLibrary<?> library = Labels.parse(Provider.class, provider).library(threads);
      prepared = Prepared.of(library, Point.parse(point));
      prepared.restore();
    }

    private Prepared<?> prepared() {
      return Objects.requireNonNull(prepared);
    }
  }

  /** What every call overwrites. */
  @State(Scope.Benchmark)
  public static class Fresh {
    /** Restores it. */
    @Setup(Level.Invocation)
    public void restore(Subject subject) {
      subject.prepared().restore();
    }
  }

  /** A routine that leaves its operands as they are. */
  @Benchmark
  public void product(Subject subject) {
    subject.prepared().run();
  }

  /** A routine that overwrites them. */
  @Benchmark
  public void inPlace(Subject subject, Fresh fresh) {
    subject.prepared().run();
  }
}
