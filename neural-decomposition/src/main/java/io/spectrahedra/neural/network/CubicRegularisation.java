package io.spectrahedra.neural.network;

import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.sdp.linalg.DenseMatrix;

/**
 * A network with σ(t) = at² as one without constraints on its neurons, which minimises
 *
 * <pre>  Σ l(f(xᵢ), yᵢ) + (β/κ) Σ (|αⱼ|³ + ‖uⱼ‖³),    κ = 3 · 2^(−2/3),</pre>
 *
 * <p>with the same value [M25]: f does not change when uⱼ is scaled by s and αⱼ by 1/s², and the
 * least of |α|³ + ‖u‖³ over all s is κ|α|‖u‖². So neither gradient descent on that objective nor
 * anybody else finds a smaller one.
 *
 * @param network the same function, with neurons of any length
 */
public record CubicRegularisation(Network network) {
  private static final double KAPPA = 3 * Math.pow(2, -2.0 / 3);

  /**
   * Scales the neurons so that ‖u‖³ = 2|α|³.
   *
   * @throws InputException if the activation is not at², or neurons are bilinear
   */
  public static CubicRegularisation of(Network network) {
    requireApplicable(network.activation());
    if (network.isBilinear()) {
      throw new InputException(
          "the cubic penalty is that of activations at^2, the network is " + network.says());
    }
    DenseMatrix hidden = network.hidden().copy();
    double[] weights = network.weights().clone();
    for (int j = 0; j < weights.length; j++) {
      DenseMatrix u = hidden.view(j, 0, 1, hidden.cols);
      double norm = u.frobeniusNorm();
      if (norm > 0 && weights[j] != 0) { // otherwise it says nothing, and is best 0
        double strength = weights[j] * norm * norm;
        double length = Math.cbrt(Math.cbrt(2) * Math.abs(strength));
        u.scale(length / norm);
        weights[j] = strength / (length * length);
      } else {
        u.fill(0);
        weights[j] = 0;
      }
    }
    return new CubicRegularisation(
        new Network(
            network.activation(),
            network.architecture(),
            network.outputs(),
            hidden,
            weights,
            network.places()));
  }

  /**
   * Says that an activation has no cubic penalty, if it has none.
   *
   * @throws InputException unless it is at²: another one is not homogeneous
   */
  public static void requireApplicable(QuadraticActivation activation) {
    if (activation.b() != 0 || activation.c() != 0) {
      throw new InputException(
          "the cubic penalty is that of activations at^2, not of sigma(t) = " + activation);
    }
  }

  /** (1/κ) Σ (|αⱼ|³ + ‖uⱼ‖³), which is what β multiplies. */
  public double penalty() {
    double sum = 0;
    for (int j = 0; j < network.neurons(); j++) {
      DenseMatrix u = network.hidden().view(j, 0, 1, network.hidden().cols);
      sum += Math.pow(Math.abs(network.weights()[j]), 3) + Math.pow(u.frobeniusNorm(), 3);
    }
    return sum / KAPPA;
  }
}
