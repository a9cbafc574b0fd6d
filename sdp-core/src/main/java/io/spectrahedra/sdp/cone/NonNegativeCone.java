package io.spectrahedra.sdp.cone;

import io.spectrahedra.sdp.linalg.DenseMatrix;

/** Vectors with entries ≥ 0; all products are entry by entry. */
public final class NonNegativeCone implements Cone {
  private final int n;
  private DenseMatrix x;
  private DenseMatrix s;

  NonNegativeCone(int n) {
    this.n = n;
    this.x = DenseMatrix.zeros(n, 1);
    this.s = DenseMatrix.zeros(n, 1);
  }

  /** Length of the vectors. */
  public int size() {
    return n;
  }

  /** xᵢ/sᵢ: what H multiplies entry i by. */
  public double ratio(int i) {
    return x.at(i, 0) / s.at(i, 0);
  }

  @Override
  public void setToIdentity(double factor, DenseMatrix target) {
    target.fill(factor);
  }

  @Override
  public void moveToCentralPath(double mu, DenseMatrix newX, DenseMatrix newS) {
    for (int i = 0; i < n; i++) {
      double central = Cone.central(newX.at(i, 0) - newS.at(i, 0), mu);
      newX.set(i, 0, central);
      newS.set(i, 0, mu / central);
    }
  }

  @Override
  public boolean update(DenseMatrix newX, DenseMatrix newS) {
    for (int i = 0; i < n; i++) {
      if (!(newX.at(i, 0) > 0 && newS.at(i, 0) > 0)) {
        return false;
      }
    }
    x = newX;
    s = newS;
    return true;
  }

  @Override
  public void target(double centre, DenseMatrix target) {
    for (int i = 0; i < n; i++) {
      target.set(i, 0, centre / s.at(i, 0) - x.at(i, 0));
    }
  }

  @Override
  public void subtractSecondOrder(DenseMatrix dx, DenseMatrix ds, DenseMatrix target) {
    for (int i = 0; i < n; i++) {
      target.add(i, 0, -dx.at(i, 0) * ds.at(i, 0) / s.at(i, 0));
    }
  }

  @Override
  public void addScaledProduct(double alpha, DenseMatrix d, DenseMatrix target) {
    for (int i = 0; i < n; i++) {
      target.add(i, 0, alpha * x.at(i, 0) * d.at(i, 0) / s.at(i, 0));
    }
  }

  @Override
  public double maxStepPrimal(DenseMatrix dx, double limit) {
    return maxStep(x, dx, limit);
  }

  @Override
  public double maxStepDual(DenseMatrix ds, double limit) {
    return maxStep(s, ds, limit);
  }

  private double maxStep(DenseMatrix point, DenseMatrix direction, double limit) {
    double step = limit;
    for (int i = 0; i < n; i++) {
      if (direction.at(i, 0) < 0) {
        step = Math.min(step, -point.at(i, 0) / direction.at(i, 0));
      }
    }
    return step;
  }
}
