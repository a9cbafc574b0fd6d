package io.spectrahedra.bench.kernels;

/** Multiply-adds in registers and nothing else: what no routine can be faster than. */
interface FmaPeak {
  /** Doubles in a vector of this machine. */
  int lanes();

  /** Flops of one round. */
  long flopsPerRound();

  /** Runs that many rounds; the value is of no use but to keep the work from being left out. */
  double run(int rounds);

  /** By name: the class is compiled apart from the others, which may not see the Vector API. */
  static FmaPeak load() {
    try {
      return Class.forName(FmaPeak.class.getPackageName() + ".VectorPeak")
          .asSubclass(FmaPeak.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the benchmarks were packaged without VectorPeak", e);
    }
  }
}
