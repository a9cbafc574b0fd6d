package io.spectrahedra.bench.kernels;

import io.spectrahedra.sdp.linalg.Cholesky;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.SymmetricEigen;
import io.spectrahedra.sdp.linalg.Triangular;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.Map;

/** This project's own; {@code -Dsdp.kernels} chooses its kernels. */
final class SpectrahedraLibrary implements DenseLibrary<DenseMatrix> {
  private final Workers workers;

  SpectrahedraLibrary(int threads) {
    workers = new Workers(threads, () -> false);
  }

  @Override
  public Map<Routine, Call<DenseMatrix>> calls() {
    return Map.of(
        Routine.GEMM, x -> Gemm.multiply(workers, 1, x.a(), x.b(), 0, x.c()),
        Routine.SYRK, x -> Gemm.multiplyLower(workers, 1, x.b(), x.b().transposed(), 0, x.c()),
        Routine.SANDWICH, this::sandwich,
        Routine.TRSM, x -> Triangular.solve(workers, x.a(), x.c()),
        Routine.TRSM_RIGHT, x -> Triangular.solve(workers, x.a(), x.c().transposed()),
        Routine.CHOLESKY, x -> Cholesky.factor(workers, x.c()),
        Routine.SPD_INVERSE, this::invert,
        Routine.TRIANGULAR_INVERSE, x -> Triangular.invert(workers, x.a(), x.c()),
        Routine.EIGEN, x -> x.c().setTo(SymmetricEigen.of(workers, x.c()).vectors().transposed()));
  }

  private void sandwich(Operands<DenseMatrix> x) {
    DenseMatrix ba = Gemm.product(workers, x.b(), x.a());
    Gemm.multiplyLower(workers, 1, ba, x.b().transposed(), 0, x.c());
  }

  private void invert(Operands<DenseMatrix> x) {
    Cholesky.factor(workers, x.c());
    Cholesky.invert(workers, x.c(), x.b());
  }

  @Override
  public DenseMatrix matrix(int n, double[] entries) {
    return DenseMatrix.wrap(entries, n, n);
  }

  @Override
  public double[] entries(DenseMatrix matrix) {
    return matrix.data();
  }

  @Override
  public void copy(DenseMatrix from, DenseMatrix to) {
    to.setTo(from);
  }
}
