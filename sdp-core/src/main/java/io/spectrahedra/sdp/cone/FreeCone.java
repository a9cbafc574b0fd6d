package io.spectrahedra.sdp.cone;

import io.spectrahedra.sdp.linalg.DenseMatrix;

/**
 * All vectors, with S = 0: nothing keeps x from moving, and H does not exist. The Newton system has
 * dx as an unknown of its own [M31]; what is zero here leaves it alone.
 */
public final class FreeCone implements Cone {
  FreeCone() {}

  @Override
  public void setToIdentity(double factor, DenseMatrix target) {
    target.fill(0);
  }

  @Override
  public void moveToCentralPath(double mu, DenseMatrix x, DenseMatrix s) {
    s.fill(0);
  }

  @Override
  public boolean update(DenseMatrix x, DenseMatrix s) {
    return true;
  }

  @Override
  public void target(double centre, DenseMatrix target) {
    target.fill(0);
  }

  @Override
  public void subtractSecondOrder(DenseMatrix dx, DenseMatrix ds, DenseMatrix target) {}

  @Override
  public void addScaledProduct(double alpha, DenseMatrix d, DenseMatrix target) {}

  @Override
  public double maxStepPrimal(DenseMatrix dx, double limit) {
    return limit;
  }

  @Override
  public double maxStepDual(DenseMatrix ds, double limit) {
    return limit;
  }
}
