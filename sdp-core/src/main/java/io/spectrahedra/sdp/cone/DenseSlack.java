package io.spectrahedra.sdp.cone;

import io.spectrahedra.sdp.linalg.Cholesky;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Lanczos;
import io.spectrahedra.sdp.linalg.SparseProduct;
import io.spectrahedra.sdp.linalg.Triangular;
import io.spectrahedra.sdp.linalg.Workers;

/** A dense S by N = L⁻¹: S⁻¹ = NᵀN. Of order n: n³ flops to factor and 2n³ a product. */
final class DenseSlack implements SlackFactor {
  private final Workers workers;
  private final DenseMatrix factorInverse;
  private final DenseMatrix inverse;
  private final DenseMatrix product;

  DenseSlack(int n, Workers workers) {
    this.workers = workers;
    this.factorInverse = DenseMatrix.zeros(n, n);
    this.inverse = DenseMatrix.zeros(n, n);
    this.product = DenseMatrix.zeros(n, n);
  }

  @Override
  public boolean factor(DenseMatrix s) {
    inverse.setTo(s);
    if (Cholesky.factor(workers, inverse) < s.rows) {
      return false;
    }
    Cholesky.invert(workers, inverse, factorInverse);
    inverse.mirrorLower();
    return true;
  }

  @Override
  public DenseMatrix inverse() {
    return inverse;
  }

  /** N, zero above the diagonal. */
  DenseMatrix factorInverse() {
    return factorInverse;
  }

  @Override
  public DenseMatrix product(DenseMatrix a, DenseMatrix d, DenseMatrix work) {
    SparseProduct.multiply(workers, a, d, work);
    Gemm.multiply(workers, 1, work, inverse, 0, product);
    return product;
  }

  @Override
  public double smallestOf(DenseMatrix ds, DenseMatrix work) {
    int n = ds.rows;
    if (n > SmallestEigenvalue.FORMED_ORDER) {
      double[] inner = new double[n];
      double[] outer = new double[n];
      Lanczos.Product direction = Lanczos.Product.of(workers, ds);
      return SmallestEigenvalue.of(
          n,
          (v, target) -> {
            Triangular.multiplyTransposed(factorInverse, v, inner);
            direction.apply(inner, outer);
            Triangular.multiply(factorInverse, outer, target);
          });
    }
    SparseProduct.multiply(workers, factorInverse, ds, work);
    Gemm.multiplyLower(workers, 1, work, factorInverse.transposed(), 0, product);
    product.mirrorLower();
    return SmallestEigenvalue.of(product);
  }
}
