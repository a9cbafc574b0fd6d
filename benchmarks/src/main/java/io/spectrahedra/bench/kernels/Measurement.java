package io.spectrahedra.bench.kernels;

/**
 * One number of the table; what {@code --json} prints of it.
 *
 * @param peakShare gflops over the multiply-add peak of that many cores
 * @param seconds of one call
 */
record Measurement(
    String routine,
    int n,
    int threads,
    String provider,
    double gflops,
    double peakShare,
    double seconds,
    String jdk) {

  static Measurement of(
      Point point, int threads, Provider provider, double seconds, double peakGflops) {
    double gflops = 1e-9 * point.flops() / seconds;
    return new Measurement(
        point.routine().toString(),
        point.n(),
        threads,
        provider.toString(),
        gflops,
        gflops / peakGflops,
        seconds,
        System.getProperty("java.version"));
  }
}
