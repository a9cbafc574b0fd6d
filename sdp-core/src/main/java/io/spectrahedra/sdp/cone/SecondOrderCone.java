package io.spectrahedra.sdp.cone;

import io.spectrahedra.sdp.linalg.DenseMatrix;

/**
 * Vectors x = (t, u) with ‖u‖ ≤ t, with the HKM linearisation of its Jordan algebra [M30]. With J =
 * diag(1, −1, …, −1), det x = t² − ‖u‖² and s⁻¹ = Js/det s,
 *
 * <pre>  H(d) = (s⁻¹ᵀd)·x + (xᵀd)·s⁻¹ − (xᵀs/det s)·Jd,</pre>
 *
 * <p>which takes the place of sym(X D S⁻¹): O(n) each.
 */
public final class SecondOrderCone implements Cone {
  private final int n;
  private final DenseMatrix sInverse;
  private DenseMatrix x;
  private DenseMatrix s;
  private double sDeterminant = 1;

  SecondOrderCone(int n) {
    this.n = n;
    this.sInverse = DenseMatrix.zeros(n, 1);
    this.x = DenseMatrix.zeros(n, 1);
    this.s = DenseMatrix.zeros(n, 1);
  }

  /** Length of the vectors. */
  public int size() {
    return n;
  }

  /** x of the current pair. */
  public DenseMatrix x() {
    return x;
  }

  /** s⁻¹ of the current pair. */
  public DenseMatrix sInverse() {
    return sInverse;
  }

  /** xᵀs/det s: what H has −J times. */
  public double reflection() {
    return x.dot(s) / sDeterminant;
  }

  @Override
  public void setToIdentity(double factor, DenseMatrix target) {
    target.fill(0);
    target.set(0, 0, factor);
  }

  /** By the eigenvalues t ± ‖u‖ of x − s and their idempotents (1, ±u/‖u‖)/2. */
  @Override
  public void moveToCentralPath(double mu, DenseMatrix newX, DenseMatrix newS) {
    DenseMatrix w = newX.copy();
    w.addScaled(-1, newS);
    double size = tailNorm(w);
    double high = Cone.central(w.at(0, 0) + size, mu);
    double low = Cone.central(w.at(0, 0) - size, mu);
    setToEigenvalues(high, low, w, size, newX);
    setToEigenvalues(mu / high, mu / low, w, size, newS);
  }

  private static void setToEigenvalues(
      double high, double low, DenseMatrix w, double size, DenseMatrix target) {
    target.setTo(w);
    target.scale(size > 0 ? (high - low) / (2 * size) : 0);
    target.set(0, 0, (high + low) / 2);
  }

  @Override
  public boolean update(DenseMatrix newX, DenseMatrix newS) {
    double determinant = determinant(newS);
    if (!(determinant > 0 && newS.at(0, 0) > 0 && determinant(newX) > 0 && newX.at(0, 0) > 0)) {
      return false;
    }
    x = newX;
    s = newS;
    sDeterminant = determinant;
    sInverse.fill(0);
    addReflected(1 / determinant, s, sInverse);
    return true;
  }

  /** (t − ‖u‖)(t + ‖u‖): as accurate as t − ‖u‖ can be. */
  private static double determinant(DenseMatrix v) {
    double size = tailNorm(v);
    return (v.at(0, 0) - size) * (v.at(0, 0) + size);
  }

  private static double tailNorm(DenseMatrix v) {
    double sum = 0;
    for (int i = 1; i < v.rows; i++) {
      sum += v.at(i, 0) * v.at(i, 0);
    }
    return Math.sqrt(sum);
  }

  /** T ← T + alpha · Jv. */
  private static void addReflected(double alpha, DenseMatrix v, DenseMatrix target) {
    target.add(0, 0, alpha * v.at(0, 0));
    for (int i = 1; i < v.rows; i++) {
      target.add(i, 0, -alpha * v.at(i, 0));
    }
  }

  @Override
  public void target(double centre, DenseMatrix target) {
    target.fill(0);
    target.addScaled(-1, x);
    target.addScaled(centre, sInverse);
  }

  @Override
  public void subtractSecondOrder(DenseMatrix dx, DenseMatrix ds, DenseMatrix target) {
    addProduct(-1, dx, ds, target);
  }

  @Override
  public void addScaledProduct(double alpha, DenseMatrix d, DenseMatrix target) {
    addProduct(alpha, x, d, target);
  }

  /** T ← T + alpha · P(v, s⁻¹)d, which is H(d) for v = x. */
  private void addProduct(double alpha, DenseMatrix v, DenseMatrix d, DenseMatrix target) {
    target.addScaled(alpha * sInverse.dot(d), v);
    target.addScaled(alpha * v.dot(d), sInverse);
    addReflected(-alpha * v.dot(s) / sDeterminant, d, target);
  }

  @Override
  public double maxStepPrimal(DenseMatrix dx, double limit) {
    return maxStep(x, dx, limit);
  }

  @Override
  public double maxStepDual(DenseMatrix ds, double limit) {
    return maxStep(s, ds, limit);
  }

  /**
   * v + αd stays inside as long as e + α·P(v^{−1/2})d does: from the smaller eigenvalue ρ − ‖r‖ of
   * that image (ρ, r) of d, which is one for d = v.
   */
  private double maxStep(DenseMatrix v, DenseMatrix d, double limit) {
    double determinant = determinant(v);
    double root = Math.sqrt(determinant);
    double head = v.at(0, 0) * d.at(0, 0);
    for (int i = 1; i < n; i++) {
      head -= v.at(i, 0) * d.at(i, 0);
    }
    double along = (head / root + d.at(0, 0)) / (v.at(0, 0) + root);
    double sum = 0;
    for (int i = 1; i < n; i++) {
      double entry = d.at(i, 0) - along * v.at(i, 0);
      sum += entry * entry;
    }
    double smallest = head / determinant - Math.sqrt(sum) / root;
    return smallest * limit < -1 ? -1 / smallest : limit;
  }
}
