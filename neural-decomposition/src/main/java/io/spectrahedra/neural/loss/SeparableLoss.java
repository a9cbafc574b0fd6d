package io.spectrahedra.neural.loss;

import io.spectrahedra.sdp.linalg.DenseMatrix;

/** A sum over the outputs of a loss of one output. */
public interface SeparableLoss extends Loss {
  /** l(ŷ, y). */
  double value(double prediction, double target);

  /** A subgradient of l at ŷ, the derivative where there is one. */
  double gradient(double prediction, double target);

  /** The second derivative of l at ŷ; 0 where there is none. */
  double curvature(double prediction, double target);

  /** l*(ν) = sup over ŷ of νŷ − l(ŷ, y). */
  double conjugate(double nu, double target);

  @Override
  default double value(double[] prediction, double[] target) {
    double sum = 0;
    for (int k = 0; k < prediction.length; k++) {
      sum += value(prediction[k], target[k]);
    }
    return sum;
  }

  @Override
  default void gradient(double[] prediction, double[] target, double[] nu) {
    for (int k = 0; k < prediction.length; k++) {
      nu[k] = gradient(prediction[k], target[k]);
    }
  }

  @Override
  default void curvature(double[] prediction, double[] target, DenseMatrix hessian) {
    hessian.fill(0);
    for (int k = 0; k < prediction.length; k++) {
      hessian.set(k, k, curvature(prediction[k], target[k]));
    }
  }

  @Override
  default double conjugate(double[] nu, double[] target) {
    double sum = 0;
    for (int k = 0; k < nu.length; k++) {
      sum += conjugate(nu[k], target[k]);
    }
    return sum;
  }
}
