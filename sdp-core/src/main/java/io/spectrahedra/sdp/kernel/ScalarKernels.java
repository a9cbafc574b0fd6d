package io.spectrahedra.sdp.kernel;

/**
 * The innermost loops of dense linear algebra in plain Java.
 *
 * <p>Each loop has one store and indexes every array by the loop variable alone: the form that
 * HotSpot turns into vector instructions by itself (JDK 17 and 25: 20 GFLOP/s and more on one
 * AVX-512 core, where the same loop with offsets or two stores stays scalar at 7 to 10).
 */
public final class ScalarKernels {

  private ScalarKernels() {}

  /** c[j] ← c[j] + a0·b0[j] + a1·b1[j] + a2·b2[j] + a3·b3[j] for 0 ≤ j &lt; n. */
  public static void addFour(
      int n,
      double a0,
      double[] b0,
      double a1,
      double[] b1,
      double a2,
      double[] b2,
      double a3,
      double[] b3,
      double[] c) {
    for (int j = 0; j < n; j++) {
      c[j] += a0 * b0[j] + a1 * b1[j] + a2 * b2[j] + a3 * b3[j];
    }
  }

  /** c[j] ← c[j] + a·b[j] for 0 ≤ j &lt; n. */
  public static void add(int n, double a, double[] b, double[] c) {
    for (int j = 0; j < n; j++) {
      c[j] += a * b[j];
    }
  }

  /** Σ x[xOffset + i]·y[yOffset + i] for 0 ≤ i &lt; n, in four interleaved partial sums. */
  public static double dot(int n, double[] x, int xOffset, double[] y, int yOffset) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < n; i += 4) {
      s0 += x[xOffset + i] * y[yOffset + i];
      s1 += x[xOffset + i + 1] * y[yOffset + i + 1];
      s2 += x[xOffset + i + 2] * y[yOffset + i + 2];
      s3 += x[xOffset + i + 3] * y[yOffset + i + 3];
    }
    for (; i < n; i++) {
      s0 += x[xOffset + i] * y[yOffset + i];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
