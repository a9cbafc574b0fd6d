package io.spectrahedra.sdp.cone;

import io.spectrahedra.sdp.kernel.Kernels;
import io.spectrahedra.sdp.linalg.Cholesky;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Lanczos;
import io.spectrahedra.sdp.linalg.SparseProduct;
import io.spectrahedra.sdp.linalg.SymmetricEigen;
import io.spectrahedra.sdp.linalg.Triangular;
import io.spectrahedra.sdp.linalg.Workers;

/** Symmetric positive semidefinite matrices of order n. */
public final class PsdCone implements Cone {
  /** Up to this order step lengths come from all eigenvalues, above it from Lanczos. */
  private static final int EIGENVALUE_ORDER = 64;

  /** Above this order L⁻¹dX L⁻ᵀ is not formed: its products with vectors cost less. */
  private static final int FORMED_ORDER = 500;

  /** Rows of one task of a product with a vector. */
  private static final int ROWS = 256;

  private static final int LANCZOS_STEPS = 60;
  private static final double LANCZOS_ACCURACY = 0.01;

  private final int n;
  private final Workers workers;
  private DenseMatrix x;
  private final DenseMatrix xFactor;
  private final DenseMatrix sFactorInverse;
  private final DenseMatrix sInverse;
  private final DenseMatrix product;
  private final DenseMatrix work;

  PsdCone(int n, Workers workers) {
    this.n = n;
    this.workers = workers;
    this.x = DenseMatrix.zeros(n, n);
    this.xFactor = DenseMatrix.zeros(n, n);
    this.sFactorInverse = DenseMatrix.zeros(n, n);
    this.sInverse = DenseMatrix.zeros(n, n);
    this.product = DenseMatrix.zeros(n, n);
    this.work = DenseMatrix.zeros(n, n);
  }

  /** X of the current pair. */
  public DenseMatrix x() {
    return x;
  }

  /** S⁻¹ of the current pair. */
  public DenseMatrix sInverse() {
    return sInverse;
  }

  /** L with X = LLᵀ, zero above the diagonal. */
  public DenseMatrix xFactor() {
    return xFactor;
  }

  /** N with S⁻¹ = NᵀN, the inverse of the Cholesky factor of S; zero above the diagonal. */
  public DenseMatrix sFactorInverse() {
    return sFactorInverse;
  }

  @Override
  public void setToIdentity(double factor, DenseMatrix target) {
    target.fill(0);
    for (int i = 0; i < n; i++) {
      target.set(i, i, factor);
    }
  }

  @Override
  public void moveToCentralPath(double mu, DenseMatrix newX, DenseMatrix newS) {
    newX.addScaled(-1, newS);
    SymmetricEigen w = SymmetricEigen.of(workers, newX);
    double[] central = new double[n];
    double[] inverse = new double[n];
    for (int k = 0; k < n; k++) {
      central[k] = Cone.central(w.values()[k], mu);
      inverse[k] = mu / central[k];
    }
    setToSpectrum(central, w.vectors(), newX);
    setToSpectrum(inverse, w.vectors(), newS);
  }

  /** T ← V diag(λ) Vᵀ. */
  private void setToSpectrum(double[] values, DenseMatrix vectors, DenseMatrix target) {
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < n; k++) {
        work.set(i, k, values[k] * vectors.at(i, k));
      }
    }
    Gemm.multiplyLower(workers, 1, work, vectors.transposed(), 0, target);
    target.mirrorLower();
  }

  @Override
  public boolean update(DenseMatrix newX, DenseMatrix newS) {
    x = newX;
    copyLower(newX, xFactor);
    copyLower(newS, sFactorInverse);
    if (Cholesky.factor(workers, xFactor) < n || Cholesky.factor(workers, sFactorInverse) < n) {
      return false;
    }
    Triangular.invert(workers, sFactorInverse);
    sInverse.setTo(sFactorInverse);
    Cholesky.multiplyByTranspose(workers, sInverse);
    sInverse.mirrorLower();
    return true;
  }

  private void copyLower(DenseMatrix from, DenseMatrix to) {
    to.fill(0);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        to.set(i, j, from.at(i, j));
      }
    }
  }

  @Override
  public void target(double centre, DenseMatrix target) {
    target.fill(0);
    target.addScaled(-1, x);
    if (centre != 0) {
      target.addScaled(centre, sInverse);
    }
  }

  @Override
  public void subtractSecondOrder(DenseMatrix dx, DenseMatrix ds, DenseMatrix target) {
    addSymmetricProduct(-1, dx, ds, target);
  }

  @Override
  public void addScaledProduct(double alpha, DenseMatrix d, DenseMatrix target) {
    addSymmetricProduct(alpha, x, d, target);
  }

  /** T ← T + alpha · sym(left · right · S⁻¹); right is sparse where the data are. */
  private void addSymmetricProduct(
      double alpha, DenseMatrix left, DenseMatrix right, DenseMatrix target) {
    SparseProduct.multiply(workers, left, right, product);
    Gemm.multiply(workers, 1, product, sInverse, 0, work);
    work.symmetrise();
    target.addScaled(alpha, work);
  }

  /** X + αdX ≥ 0 as long as I + α·L⁻¹dX L⁻ᵀ ≥ 0. */
  @Override
  public double maxStepPrimal(DenseMatrix dx, double limit) {
    if (!isFinite(dx)) {
      return 0;
    }
    if (n > FORMED_ORDER) {
      double[] inner = new double[n];
      return maxStep(
          (v, target) -> {
            System.arraycopy(v, 0, inner, 0, n);
            Triangular.solveTransposed(xFactor, inner);
            multiply(dx, inner, target);
            Triangular.solve(xFactor, target);
          },
          limit);
    }
    work.setTo(dx);
    Triangular.solve(workers, xFactor, work);
    Triangular.solve(workers, xFactor, work.transposed());
    return maxStepOfFormed(limit);
  }

  /** S + αdS ≥ 0 as long as I + α·N dS Nᵀ ≥ 0. */
  @Override
  public double maxStepDual(DenseMatrix ds, double limit) {
    if (!isFinite(ds)) {
      return 0;
    }
    if (n > FORMED_ORDER) {
      double[] inner = new double[n];
      double[] product = new double[n];
      return maxStep(
          (v, target) -> {
            Triangular.multiplyTransposed(sFactorInverse, v, inner);
            multiply(ds, inner, product);
            Triangular.multiply(sFactorInverse, product, target);
          },
          limit);
    }
    SparseProduct.multiply(workers, sFactorInverse, ds, product);
    Gemm.multiplyLower(workers, 1, product, sFactorInverse.transposed(), 0, work);
    work.mirrorLower();
    return maxStepOfFormed(limit);
  }

  private double maxStepOfFormed(double limit) {
    work.symmetrise();
    if (!isFinite(work)) {
      return 0;
    }
    return n <= EIGENVALUE_ORDER
        ? step(SymmetricEigen.valuesOf(work)[0], limit)
        : maxStep((v, target) -> multiply(work, v, target), limit);
  }

  private double maxStep(Lanczos.Product scaled, double limit) {
    return step(
        Lanczos.smallest(n, scaled, LANCZOS_ACCURACY, LANCZOS_STEPS).lowerEstimate(), limit);
  }

  /** Where numbers have overflown, no step is taken: there are no eigenvalues to measure it by. */
  private static boolean isFinite(DenseMatrix direction) {
    return Double.isFinite(direction.maxAbs());
  }

  private static double step(double smallest, double limit) {
    return smallest * limit < -1 ? -1 / smallest : limit;
  }

  private void multiply(DenseMatrix a, double[] v, double[] target) {
    int tasks = (n + ROWS - 1) / ROWS;
    workers.forEach(
        tasks,
        task -> {
          for (int i = task * ROWS; i < Math.min(n, (task + 1) * ROWS); i++) {
            target[i] = Kernels.best().dot(n, a.data(), a.index(i, 0), v, 0);
          }
        });
  }
}
