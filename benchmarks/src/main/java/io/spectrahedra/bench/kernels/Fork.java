package io.spectrahedra.bench.kernels;

import com.google.gson.Gson;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A virtual machine for one library on one number of threads, with its options and its environment,
 * in which JMH runs: JMH's own forks could not be given an environment.
 *
 * @param effort how long
 */
record Fork(Provider provider, int threads, Effort effort) {
  /**
   * What such a machine has measured.
   *
   * @param peakGflops multiply-add peak of that many cores
   * @param handoverNanos {@link Handover}, before the points and after them; none for one thread
   * @param seconds a call's, by {@link Point#toString}; what the library lacks is absent
   */
  record Result(double peakGflops, List<Double> handoverNanos, Map<String, Double> seconds) {}

  /**
   * Measures these points.
   *
   * @throws IOException with what the virtual machine had to say if it failed
   */
  Result run(List<Point> points) throws IOException, InterruptedException {
    Path result = Files.createTempFile("spectra-bench", ".json");
    Path log = Files.createTempFile("spectra-bench", ".log");
    result.toFile().deleteOnExit(); // if interrupted
    log.toFile().deleteOnExit();
    try {
      ProcessBuilder builder = new ProcessBuilder(command(points, result));
      builder.environment().putAll(provider.environment(threads));
      builder.redirectErrorStream(true).redirectOutput(log.toFile());
      Process process = builder.start();
      Thread killer = new Thread(() -> end(process));
      Runtime.getRuntime().addShutdownHook(killer);
      int code = process.waitFor();
      Runtime.getRuntime().removeShutdownHook(killer);
      if (code != 0) {
        throw new IOException(Files.readString(log).strip());
      }
      return new Gson().fromJson(Files.readString(result), Result.class);
    } finally {
      Files.delete(result);
      Files.delete(log);
    }
  }

  /** With the forks of JMH in it. */
  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }

  private List<String> command(List<Point> points, Path result) {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    // the collector of the spectra command
    command.addAll(
        List.of("-Xmx2g", "-XX:+UseParallelGC", "--add-modules", "jdk.incubator.vector"));
    command.add("-Djmh.ignoreLock=true"); // a machine may be shared: noise is no reason to fail
    command.addAll(provider.javaOptions());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Fork.class.getName()));
    command.addAll(
        List.of(provider.name(), Integer.toString(threads), effort.name(), result.toString()));
    points.stream().filter(provider::isFastEnoughFor).map(Point::toString).forEach(command::add);
    return command;
  }

  /** The virtual machine: arguments as {@link #command} gives them. */
  public static void main(String[] args) throws RunnerException, IOException, InterruptedException {
    Fork fork =
        new Fork(Provider.valueOf(args[0]), Integer.parseInt(args[1]), Effort.valueOf(args[2]));
    Set<Routine> routines = fork.provider.library(fork.threads).calls().keySet();
    List<Point> points =
        List.of(args).subList(4, args.length).stream()
            .map(Point::parse)
            .filter(point -> routines.contains(point.routine()))
            .toList();
    double peakBefore = fork.peakGflops();
    List<Double> handovers = new ArrayList<>();
    fork.addHandover(handovers);
    Map<String, Double> seconds = fork.seconds(points);
    fork.addHandover(handovers);
    Result result = new Result(Math.max(peakBefore, fork.peakGflops()), handovers, seconds);
    Files.writeString(Path.of(args[3]), new Gson().toJson(result));
  }

  private void addHandover(List<Double> handovers) throws InterruptedException {
    if (threads > 1) {
      handovers.add(Handover.nanos());
    }
  }

  private double peakGflops() throws RunnerException {
    ChainedOptionsBuilder options =
        effort.options(true).include(PeakBenchmark.class.getName()).threads(threads);
    double seconds = fastest(run(options).iterator().next());
    return 1e-9 * threads * PeakBenchmark.ROUNDS * FmaPeak.load().flopsPerRound() / seconds;
  }

  private Map<String, Double> seconds(List<Point> points) throws RunnerException {
    Map<String, Double> seconds = new LinkedHashMap<>();
    for (boolean overwrites : new boolean[] {false, true}) {
      String[] group =
          points.stream()
              .filter(point -> overwrites == (point.routine().start() != Routine.Start.ANY))
              .map(Point::toString)
              .toArray(String[]::new);
      if (group.length > 0) {
        String benchmark =
            RoutineBenchmark.class.getName() + (overwrites ? ".inPlace" : ".product");
        ChainedOptionsBuilder options =
            effort
                .options(provider.isCompiled())
                .include(benchmark)
                .param("provider", provider.toString())
                .param("threads", Integer.toString(threads))
                .param("point", group);
        for (RunResult result : run(options)) {
          seconds.put(result.getParams().getParam("point"), fastest(result));
        }
      }
    }
    return seconds;
  }

  private static Collection<RunResult> run(ChainedOptionsBuilder options) throws RunnerException {
    return new Runner(options.verbosity(VerboseMode.SILENT).build()).run();
  }

  /** Of the iterations: what a machine does besides makes others slower. */
  private static double fastest(RunResult result) {
    return result.getPrimaryResult().getStatistics().getMin();
  }
}
