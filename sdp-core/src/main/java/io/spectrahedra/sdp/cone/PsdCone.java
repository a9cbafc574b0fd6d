package io.spectrahedra.sdp.cone;

import io.spectrahedra.sdp.kernel.Kernels;
import io.spectrahedra.sdp.linalg.Cholesky;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Lanczos;
import io.spectrahedra.sdp.linalg.SymmetricEigen;
import io.spectrahedra.sdp.linalg.Triangular;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.Optional;

/** Symmetric positive semidefinite matrices of order n. */
public final class PsdCone implements Cone {
  private final int n;
  private final Workers workers;
  private final SlackFactor slack;
  private DenseMatrix x;
  private final DenseMatrix xFactor;
  private final DenseMatrix work;
  private boolean hasPair;
  private Optional<NesterovTodd> scaling = Optional.empty();

  PsdCone(int n, SlackFactor slack, Workers workers) {
    this.n = n;
    this.workers = workers;
    this.slack = slack;
    this.x = DenseMatrix.zeros(n, n);
    this.xFactor = DenseMatrix.zeros(n, n);
    this.work = DenseMatrix.zeros(n, n);
  }

  /** X of the current pair. */
  public DenseMatrix x() {
    return x;
  }

  /** S⁻¹ of the current pair. */
  public DenseMatrix sInverse() {
    return slack.inverse();
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
    hasPair = Cholesky.factor(workers, xFactor) == n && slack.factor(newS);
    if (hasPair) {
      scaling.ifPresent(each -> each.update(xFactor, sFactorInverse()));
    }
    return hasPair;
  }

  /**
   * Linearises XS = μI by Nesterov and Todd's scaling in place of HKM [M59], of the current pair
   * too. To be asked for where S is dense.
   */
  public void scaleByNesterovTodd() {
    NesterovTodd other = new NesterovTodd(n, workers);
    if (hasPair) {
      other.update(xFactor, sFactorInverse());
    }
    scaling = Optional.of(other);
  }

  /** ⟨X, S⟩ of the current pair, where Nesterov and Todd's scaling has it. */
  public double complementarity() {
    return scaling.map(NesterovTodd::complementarity).orElseThrow();
  }

  /** The order n. */
  public int order() {
    return n;
  }

  /** A of H(D) = sym(A D B): X, or W. */
  public DenseMatrix left() {
    return scaling.map(NesterovTodd::w).orElse(x);
  }

  /** B of H(D) = sym(A D B): S⁻¹, or W. */
  public DenseMatrix right() {
    return scaling.map(NesterovTodd::w).orElseGet(slack::inverse);
  }

  /** F with A = FFᵀ: L with X = LLᵀ, or G. */
  public DenseMatrix leftFactor() {
    return scaling.map(NesterovTodd::g).orElse(xFactor);
  }

  /**
   * F with B = FFᵀ: Nᵀ with S⁻¹ = NᵀN, or G.
   *
   * @throws IllegalStateException if S is known to be sparse: then there is no N
   */
  public DenseMatrix rightFactor() {
    return scaling.map(NesterovTodd::g).orElseGet(() -> sFactorInverse().transposed());
  }

  /** How S is factored, if not as a dense matrix. */
  public Optional<String> sparseSlack() {
    return slack instanceof SparseSlack sparse ? Optional.of(sparse.toString()) : Optional.empty();
  }

  /** N with S⁻¹ = NᵀN, the inverse of the Cholesky factor of S; zero above the diagonal. */
  private DenseMatrix sFactorInverse() {
    if (slack instanceof DenseSlack dense) {
      return dense.factorInverse();
    }
    throw new IllegalStateException("a sparse S has no inverse of its factor");
  }

  static void copyLower(DenseMatrix from, DenseMatrix to) {
    to.fill(0);
    for (int i = 0; i < from.rows; i++) {
      to.view(i, 0, 1, i + 1).setTo(from.view(i, 0, 1, i + 1));
    }
  }

  @Override
  public void target(double centre, DenseMatrix target) {
    target.setTo(x);
    target.scale(-1);
    if (centre != 0) {
      target.addScaled(centre, slack.inverse());
    }
  }

  @Override
  public void subtractSecondOrder(DenseMatrix dx, DenseMatrix ds, DenseMatrix target) {
    if (scaling.isPresent()) {
      scaling.get().subtractSecondOrder(dx, ds, target);
    } else {
      addSymmetricProduct(-1, dx, ds, target);
    }
  }

  @Override
  public void addScaledProduct(double alpha, DenseMatrix d, DenseMatrix target) {
    if (scaling.isPresent()) {
      scaling.get().addProduct(alpha, d, target);
    } else {
      addSymmetricProduct(alpha, x, d, target);
    }
  }

  /** As sym(L (LᵀDNᵀ) N) with X = LLᵀ and S⁻¹ = NᵀN; for a sparse S there is no N. */
  @Override
  public void addFactoredProduct(double alpha, DenseMatrix d, DenseMatrix target) {
    if (!(slack instanceof DenseSlack dense) || scaling.isPresent()) {
      addScaledProduct(alpha, d, target);
      return;
    }
    DenseMatrix inverse = dense.factorInverse();
    Gemm.multiply(workers, 1, xFactor.transposed(), d, 0, work);
    DenseMatrix inner = Gemm.product(workers, work, inverse.transposed());
    Gemm.multiply(workers, 1, xFactor, inner, 0, work);
    Gemm.multiply(workers, 1, work, inverse, 0, inner);
    target.addSymmetricPart(workers, alpha, inner);
  }

  /** T ← T + alpha · sym(A·D·S⁻¹). */
  private void addSymmetricProduct(double alpha, DenseMatrix a, DenseMatrix d, DenseMatrix target) {
    target.addSymmetricPart(workers, alpha, slack.product(a, d, work));
  }

  /** T ← T + alpha · H(uuᵀ) = T + alpha · sym(Xu (S⁻¹u)ᵀ), u from {@code offset} on; O(n²). */
  public void addScaledProduct(double alpha, double[] u, int offset, DenseMatrix target) {
    double[] xu = new double[n];
    double[] su = new double[n];
    DenseMatrix left = left();
    DenseMatrix right = right();
    for (int i = 0; i < n; i++) {
      xu[i] = Kernels.best().dot(n, left.data(), left.index(i, 0), u, offset);
      su[i] = Kernels.best().dot(n, right.data(), right.index(i, 0), u, offset);
    }
    for (int i = 0; i < n; i++) {
      int row = target.index(i, 0);
      Kernels.best().add(n, alpha / 2 * xu[i], su, 0, target.data(), row);
      Kernels.best().add(n, alpha / 2 * su[i], xu, 0, target.data(), row);
    }
  }

  /** X + αdX ≥ 0 as long as I + α·L⁻¹dX L⁻ᵀ ≥ 0. */
  @Override
  public double maxStepPrimal(DenseMatrix dx, double limit) {
    if (!isFinite(dx)) {
      return 0;
    }
    if (n > SmallestEigenvalue.FORMED_ORDER) {
      double[] inner = new double[n];
      Lanczos.Product direction = Lanczos.Product.of(workers, dx);
      double smallest =
          SmallestEigenvalue.of(
              n,
              (v, target) -> {
                System.arraycopy(v, 0, inner, 0, n);
                Triangular.solveTransposed(xFactor, inner);
                direction.apply(inner, target);
                Triangular.solve(xFactor, target);
              });
      return step(smallest, limit);
    }
    work.setTo(dx);
    Triangular.solve(workers, xFactor, work);
    Triangular.solve(workers, xFactor, work.transposed());
    return step(SmallestEigenvalue.of(work), limit);
  }

  @Override
  public double maxStepDual(DenseMatrix ds, double limit) {
    if (!isFinite(ds)) {
      return 0;
    }
    return step(slack.smallestOf(ds, work), limit);
  }

  /** Where numbers have overflown, no step is taken: there are no eigenvalues to measure it by. */
  private static boolean isFinite(DenseMatrix direction) {
    return Double.isFinite(direction.maxAbs());
  }

  private static double step(double smallest, double limit) {
    return smallest * limit < -1 ? -1 / smallest : limit;
  }
}
