package io.spectrahedra.bench.sdplib;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A solver as a command: the columns of the table, ours first. */
enum Program {
  SPECTRAHEDRA("spectrahedra") {
    @Override
    List<String> command(Path spectra, Path problem, int threads) {
      return List.of(
          spectra.toString(),
          "solve",
          problem.toString(),
          "--json",
          "--threads",
          Integer.toString(threads));
    }

    @Override
    Outcome read(String output) {
      return SpectraOutput.read(output);
    }
  },
  CSDP("csdp") {
    @Override
    List<String> command(Path spectra, Path problem, int threads) {
      return List.of("csdp", problem.toString());
    }

    @Override
    Outcome read(String output) {
      return CsdpOutput.read(output);
    }
  },
  SDPA("sdpa") {
    @Override
    List<String> command(Path spectra, Path problem, int threads) {
      return List.of(
          "sdpa", problem.toString(), "sdpa.result", "-numThreads", Integer.toString(threads));
    }

    @Override
    Outcome read(String output) {
      return SdpaOutput.read(output);
    }
  },
  DSDP("dsdp5") {
    @Override
    List<String> command(Path spectra, Path problem, int threads) {
      return List.of("dsdp5", problem.toString());
    }

    @Override
    Outcome read(String output) {
      return DsdpOutput.read(output);
    }
  };

  private final String label;

  Program(String label) {
    this.label = label;
  }

  /**
   * The command line.
   *
   * @param spectra the launcher of ours
   */
  abstract List<String> command(Path spectra, Path problem, int threads);

  /** What it has printed on standard output. */
  abstract Outcome read(String output);

  /** Ours, and those of the others that are on the PATH. */
  static Set<Program> ofThisMachine() {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    List<Path> folders =
        Arrays.stream(path.split(File.pathSeparator))
            .filter(f -> !f.isBlank())
            .map(Path::of)
            .toList();
    Set<Program> programs = new LinkedHashSet<>(List.of(SPECTRAHEDRA));
    for (Program program : values()) {
      if (folders.stream().anyMatch(folder -> Files.isExecutable(folder.resolve(program.label)))) {
        programs.add(program);
      }
    }
    return programs;
  }

  /**
   * What is set for all of them: OpenBLAS is given its AVX-512 kernels where there is AVX-512, for
   * it does not pick them on every machine that has it.
   */
  static Map<String, String> environment(int threads) {
    Map<String, String> environment = new HashMap<>();
    environment.put("OPENBLAS_NUM_THREADS", Integer.toString(threads));
    environment.put("OMP_NUM_THREADS", Integer.toString(threads));
    if (hasAvx512()) {
      environment.put("OPENBLAS_CORETYPE", "SKYLAKEX");
    }
    return environment;
  }

  private static boolean hasAvx512() {
    Path info = Path.of("/proc/cpuinfo");
    try {
      return Files.isReadable(info) && Files.readString(info).contains("avx512dq");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * In front of a command, so that it gets no more processors than threads; empty if it cannot be.
   */
  static List<String> pinning(int threads) {
    List<String> prefix = new ArrayList<>();
    if (threads < Runtime.getRuntime().availableProcessors()
        && Files.isExecutable(Path.of("/usr/bin/taskset"))) {
      prefix.addAll(List.of("/usr/bin/taskset", "-c", "0-" + (threads - 1)));
    }
    return prefix;
  }

  /** The name on the command line and in the results. */
  @Override
  public String toString() {
    return label;
  }
}
