package io.spectrahedra.bench;

import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.data.CsvTable;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.train.TrainedNetwork;
import io.spectrahedra.neural.train.TrainingOptions;
import io.spectrahedra.neural.train.TrainingOptions.Standardise;
import io.spectrahedra.testdata.TestData;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Training to a certified relative gap of 1e-8, warm; data from memory, set-up included. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx4g", "--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class TrainBenchmark {
  /** A data set with the target y; those not in the repository lie in the folder of public data. */
  @Param({
    "diabetes_standardised.csv",
    "notebook_seed0.csv",
    "planted_100_20.csv",
    "planted_500_20.csv",
    "planted_1000_50.csv",
    "planted_5000_50.csv"
  })
  public String data = "";

  @Param({"1", "2"})
  public int threads;

  private Dataset dataset = Dataset.of(new double[][] {{0}}, new double[1]);
  private TrainingOptions options = TrainingOptions.defaults();

  /** Reads the data. */
  @Setup
  public void read() {
    Path path =
        TestData.net(data)
            .orElseThrow(() -> new IllegalStateException("there is no data set " + data));
    dataset = CsvTable.read(path).toDataset("y");
    options = TrainingOptions.defaults().withStandardise(Standardise.NONE).withThreads(threads);
  }

  /** Trains; a network that is not proven optimal is no result. */
  @Benchmark
  public TrainedNetwork train() {
    TrainedNetwork trained = PolynomialNetworks.train(dataset, options);
    if (!trained.isProvenOptimal()) {
      throw new IllegalStateException(trained.toString());
    }
    return trained;
  }
}
