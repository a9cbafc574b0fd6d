package io.spectrahedra.bench.kernels;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A library as it is set up for a run: the columns of the table, ours first. */
enum Provider {
  SPECTRAHEDRA("spectrahedra", true),
  SPECTRAHEDRA_SCALAR("spectrahedra-scalar", false),
  EJML("ejml", false),
  VECTORBLAS("vectorblas", false),
  /** With the kernels that it picks by itself. */
  OPENBLAS("openblas", true),
  /** With its AVX-512 kernels, which it does not pick on every machine that has AVX-512. */
  OPENBLAS_AVX512("openblas-avx512", true),
  /** With its AVX2 kernels, whose smaller blocks some machines with AVX-512 are faster on. */
  OPENBLAS_AVX2("openblas-avx2", true);

  /** Above this many flops those on one thread would take most of the time of a run. */
  private static final double MOST_FLOPS_OF_ONE_THREAD = 2e10;

  private static final int LANES_OF_AVX512 = 8;

  private final String label;
  private final boolean threaded;

  Provider(String label, boolean threaded) {
    this.label = label;
    this.threaded = threaded;
  }

  /** Those worth a run: OpenBLAS in as many ways as the machine offers and the time allows. */
  static Set<Provider> ofThisMachine(boolean quick) {
    Set<Provider> all = EnumSet.allOf(Provider.class);
    if (FmaPeak.load().lanes() < LANES_OF_AVX512) {
      all.removeAll(EnumSet.of(OPENBLAS_AVX512, OPENBLAS_AVX2));
    } else if (quick) {
      all.removeAll(EnumSet.of(OPENBLAS, OPENBLAS_AVX2));
    }
    return all;
  }

  /** On this many threads, in a virtual machine started as the two methods below say. */
  DenseLibrary<?> library(int threads) {
    return switch (this) {
      case SPECTRAHEDRA, SPECTRAHEDRA_SCALAR -> new SpectrahedraLibrary(threads);
      case EJML -> new EjmlLibrary();
      case VECTORBLAS -> new VectorBlasLibrary();
      case OPENBLAS, OPENBLAS_AVX512, OPENBLAS_AVX2 -> new OpenBlasLibrary();
    };
  }

  /**
   * Ours from the start on the kernels to be measured, where "auto" would go over to them later.
   */
  List<String> javaOptions() {
    return switch (this) {
      case SPECTRAHEDRA -> List.of("-Dsdp.kernels=vector");
      case SPECTRAHEDRA_SCALAR -> List.of("-Dsdp.kernels=scalar");
      default -> List.of();
    };
  }

  Map<String, String> environment(int threads) {
    Map<String, String> environment = new HashMap<>();
    environment.put("OPENBLAS_NUM_THREADS", Integer.toString(threads));
    if (this == OPENBLAS_AVX512) {
      environment.put("OPENBLAS_CORETYPE", "SKYLAKEX");
    } else if (this == OPENBLAS_AVX2) {
      environment.put("OPENBLAS_CORETYPE", "HASWELL");
    }
    return environment;
  }

  /** Whether HotSpot compiles it while it runs. */
  boolean isCompiled() {
    return EnumSet.range(SPECTRAHEDRA, VECTORBLAS).contains(this);
  }

  boolean runsOn(int threads) {
    return threads == 1 || threaded;
  }

  /** Whether it is worth the time to measure it there. */
  boolean isFastEnoughFor(Point point) {
    return threaded || point.flops() <= MOST_FLOPS_OF_ONE_THREAD;
  }

  /** The name on the command line and in the results. */
  @Override
  public String toString() {
    return label;
  }
}
