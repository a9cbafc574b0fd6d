package io.spectrahedra.bench.kernels;

import static org.bytedeco.openblas.global.openblas.CblasLeft;
import static org.bytedeco.openblas.global.openblas.CblasLower;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasNonUnit;
import static org.bytedeco.openblas.global.openblas.CblasRight;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;

import java.util.Map;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;

/**
 * OpenBLAS with its LAPACK, on as many threads as the environment says. LAPACKE transposes
 * row-major matrices on the way in and out: it gets them as column-major ones, lower triangles as
 * upper.
 */
final class OpenBlasLibrary implements DenseLibrary<DoublePointer> {
  private static final int COLUMN_MAJOR = openblas.LAPACK_COL_MAJOR;
  private static final byte UPPER = 'U';
  private static final byte NON_UNIT = 'N';
  private static final byte VECTORS = 'V';

  @Override
  public Map<Routine, Call<DoublePointer>> calls() {
    return Map.of(
        Routine.GEMM, x -> gemm(CblasNoTrans, x.n(), x.a(), x.b(), x.c()),
        Routine.SYRK, OpenBlasLibrary::syrk,
        Routine.SANDWICH, OpenBlasLibrary::sandwich,
        Routine.TRSM, x -> trsm(CblasLeft, CblasNoTrans, x),
        Routine.TRSM_RIGHT, x -> trsm(CblasRight, CblasTrans, x),
        Routine.CHOLESKY, OpenBlasLibrary::cholesky,
        Routine.SPD_INVERSE, OpenBlasLibrary::invert,
        Routine.TRIANGULAR_INVERSE,
            x ->
                check(
                    "dtrtri",
                    openblas.LAPACKE_dtrtri(COLUMN_MAJOR, UPPER, NON_UNIT, x.n(), x.c(), x.n())),
        Routine.EIGEN, OpenBlasLibrary::eigen);
  }

  private static void gemm(
      int transposeB, int n, DoublePointer a, DoublePointer b, DoublePointer c) {
    openblas.cblas_dgemm(CblasRowMajor, CblasNoTrans, transposeB, n, n, n, 1, a, n, b, n, 0, c, n);
  }

  private static void syrk(Operands<DoublePointer> x) {
    int n = x.n();
    openblas.cblas_dsyrk(CblasRowMajor, CblasLower, CblasNoTrans, n, n, 1, x.b(), n, 0, x.c(), n);
  }

  private static void sandwich(Operands<DoublePointer> x) {
    try (DoublePointer ba = new DoublePointer((long) x.n() * x.n())) {
      gemm(CblasNoTrans, x.n(), x.b(), x.a(), ba);
      gemm(CblasTrans, x.n(), ba, x.b(), x.c());
    }
  }

  private static void trsm(int side, int transposed, Operands<DoublePointer> x) {
    int n = x.n();
    openblas.cblas_dtrsm(
        CblasRowMajor, side, CblasLower, transposed, CblasNonUnit, n, n, 1, x.a(), n, x.c(), n);
  }

  private static void cholesky(Operands<DoublePointer> x) {
    check("dpotrf", openblas.LAPACKE_dpotrf(COLUMN_MAJOR, UPPER, x.n(), x.c(), x.n()));
  }

  private static void invert(Operands<DoublePointer> x) {
    cholesky(x);
    check("dpotri", openblas.LAPACKE_dpotri(COLUMN_MAJOR, UPPER, x.n(), x.c(), x.n()));
  }

  private static void eigen(Operands<DoublePointer> x) {
    try (DoublePointer values = new DoublePointer(x.n())) {
      check(
          "dsyevd",
          openblas.LAPACKE_dsyevd(COLUMN_MAJOR, VECTORS, UPPER, x.n(), x.c(), x.n(), values));
    }
  }

  private static void check(String routine, int info) {
    if (info != 0) {
      throw new IllegalStateException(routine + " returned " + info);
    }
  }

  @Override
  public DoublePointer matrix(int n, double[] entries) {
    return new DoublePointer(entries);
  }

  @Override
  public double[] entries(DoublePointer matrix) {
    double[] entries = new double[Math.toIntExact(matrix.limit())];
    matrix.get(entries);
    return entries;
  }

  @Override
  public void copy(DoublePointer from, DoublePointer to) {
    Pointer.memcpy(to, from, from.limit() * Double.BYTES);
  }
}
