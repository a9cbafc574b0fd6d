package io.spectrahedra.bench.kernels;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import java.util.Map;

/**
 * VectorBLAS of dev.ludovic.netlib, on one thread. Its matrices are stored column after column: to
 * it, ours are transposed and lower triangles are upper ones.
 */
final class VectorBlasLibrary implements DenseLibrary<double[]> {
  private final BLAS blas;

  /**
   * @throws IllegalStateException if netlib has chosen another implementation
   */
  VectorBlasLibrary() {
    blas = JavaBLAS.getInstance();
    String name = blas.getClass().getSimpleName();
    if (!name.equals("VectorBLAS")) {
      throw new IllegalStateException(
          "netlib has chosen " + name + ": VectorBLAS needs --add-modules jdk.incubator.vector");
    }
  }

  @Override
  public Map<Routine, Call<double[]>> calls() {
    return Map.of(
        Routine.GEMM, x -> gemm("N", x.n(), x.b(), x.a(), x.c()),
        Routine.SYRK, x -> blas.dsyrk("U", "T", x.n(), x.n(), 1, x.b(), x.n(), 0, x.c(), x.n()),
        Routine.SANDWICH, this::sandwich,
        Routine.TRSM, x -> trsm("R", "N", x),
        Routine.TRSM_RIGHT, x -> trsm("L", "T", x));
  }

  private void sandwich(Operands<double[]> x) {
    double[] ba = new double[x.n() * x.n()];
    gemm("N", x.n(), x.a(), x.b(), ba);
    gemm("T", x.n(), x.b(), ba, x.c());
  }

  private void gemm(String transposed, int n, double[] a, double[] b, double[] c) {
    blas.dgemm(transposed, "N", n, n, n, 1, a, n, b, n, 0, c, n);
  }

  private void trsm(String side, String transposed, Operands<double[]> x) {
    blas.dtrsm(side, "U", transposed, "N", x.n(), x.n(), 1, x.a(), x.n(), x.c(), x.n());
  }

  @Override
  public double[] matrix(int n, double[] entries) {
    return entries;
  }

  @Override
  public double[] entries(double[] matrix) {
    return matrix;
  }

  @Override
  public void copy(double[] from, double[] to) {
    System.arraycopy(from, 0, to, 0, from.length);
  }
}
