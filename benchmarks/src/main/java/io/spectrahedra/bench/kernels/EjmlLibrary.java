package io.spectrahedra.bench.kernels;

import java.util.Map;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.decomposition.TriangularSolver_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;

/** EJML, on one thread. */
final class EjmlLibrary implements DenseLibrary<DMatrixRMaj> {
  @Override
  public Map<Routine, Call<DMatrixRMaj>> calls() {
    return Map.of(
        Routine.GEMM, x -> CommonOps_DDRM.mult(x.a(), x.b(), x.c()),
        Routine.SYRK, x -> CommonOps_DDRM.multOuter(x.b(), x.c()),
        Routine.SANDWICH, EjmlLibrary::sandwich,
        Routine.TRSM,
            x -> TriangularSolver_DDRM.solveL(x.a().getData(), x.c().getData(), x.n(), x.n()),
        Routine.CHOLESKY, EjmlLibrary::cholesky,
        Routine.SPD_INVERSE, x -> CommonOps_DDRM.invertSPD(x.a(), x.c()),
        Routine.TRIANGULAR_INVERSE, x -> TriangularSolver_DDRM.invertLower(x.c().getData(), x.n()),
        Routine.EIGEN, EjmlLibrary::eigen);
  }

  private static void sandwich(Operands<DMatrixRMaj> x) {
    DMatrixRMaj ba = CommonOps_DDRM.mult(x.b(), x.a(), new DMatrixRMaj(x.n(), x.n()));
    CommonOps_DDRM.multTransB(ba, x.b(), x.c());
  }

  private static void cholesky(Operands<DMatrixRMaj> x) {
    var cholesky = DecompositionFactory_DDRM.chol(x.n(), true);
    cholesky.decompose(x.c());
    x.c().setTo(cholesky.getT(null));
  }

  private static void eigen(Operands<DMatrixRMaj> x) {
    var eigen = DecompositionFactory_DDRM.eig(x.n(), true, true);
    eigen.decompose(x.c());
    for (int k = 0; k < x.n(); k++) {
      System.arraycopy(eigen.getEigenVector(k).getData(), 0, x.c().getData(), k * x.n(), x.n());
    }
  }

  @Override
  public DMatrixRMaj matrix(int n, double[] entries) {
    return DMatrixRMaj.wrap(n, n, entries);
  }

  @Override
  public double[] entries(DMatrixRMaj matrix) {
    return matrix.getData();
  }

  @Override
  public void copy(DMatrixRMaj from, DMatrixRMaj to) {
    to.setTo(from);
  }
}
