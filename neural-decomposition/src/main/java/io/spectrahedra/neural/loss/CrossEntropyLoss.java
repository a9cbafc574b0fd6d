package io.spectrahedra.neural.loss;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.RowPenalty;
import java.util.Arrays;
import java.util.Optional;

/**
 * For a sample of class c, p = e_c, l = ln Σ exp ŷₖ − ŷ_c; with s = p + ν, l*(ν) = Σ sₖ ln sₖ for
 * probabilities s. Those of the network are exp ŷₖ / Σ exp ŷₗ, and ν = s − p [M21].
 */
public record CrossEntropyLoss() implements Loss {
  /** Probabilities whose sum is this near to 1, for each of them, have it up to rounding. */
  private static final double ROUNDING = 0x1p-50;

  @Override
  public String name() {
    return "cross-entropy";
  }

  @Override
  public Targets targets() {
    return Targets.ONE_HOT;
  }

  @Override
  public double value(double[] prediction, double[] target) {
    double own = prediction[label(target)];
    double largest = Arrays.stream(prediction).max().orElseThrow();
    if (own < largest) {
      double sum = Arrays.stream(prediction).map(each -> Math.exp(each - largest)).sum();
      return largest - own + Math.log(sum);
    }
    double others = 0;
    for (int k = 0; k < prediction.length; k++) {
      others += target[k] == 1 ? 0 : Math.exp(prediction[k] - own);
    }
    return Math.log1p(others);
  }

  @Override
  public void gradient(double[] prediction, double[] target, double[] nu) {
    toDual(softmax(prediction), target, nu);
  }

  @Override
  public void curvature(double[] prediction, double[] target, DenseMatrix hessian) {
    double[] s = softmax(prediction);
    for (int k = 0; k < s.length; k++) {
      for (int l = 0; l < s.length; l++) {
        hessian.set(k, l, (k == l ? s[k] : 0) - s[k] * s[l]);
      }
    }
  }

  /** With q the probability of the other classes: near ν = 0 it is small, and ln(1 − q) ≈ −q. */
  @Override
  public double conjugate(double[] nu, double[] target) {
    int own = label(target);
    double others = 0;
    double entropy = 0;
    for (int k = 0; k < nu.length; k++) {
      if (k != own) {
        if (!(nu[k] >= 0)) {
          return Double.POSITIVE_INFINITY;
        }
        others += nu[k];
        entropy += nu[k] > 0 ? nu[k] * Math.log(nu[k]) : 0;
      }
    }
    double slack = nu.length * ROUNDING;
    if (!(others <= 1 + slack) || !(Math.abs(nu[own] + others) <= slack)) {
      return Double.POSITIVE_INFINITY;
    }
    return others < 1 ? entropy + (1 - others) * Math.log1p(-others) : entropy;
  }

  @Override
  public void toDomain(double[] nu, double[] target) {
    double[] s = new double[nu.length];
    Arrays.setAll(s, k -> Math.max(0, target[k] + nu[k]));
    boolean isNear = Arrays.stream(s).anyMatch(each -> each > 0);
    double[] nearest = isNear ? s : target.clone();
    normalise(nearest);
    toDual(nearest, target, nu);
  }

  @Override
  public RowPenalty penalty(double target) {
    return RowPenalty.exponential(1, target);
  }

  @Override
  public boolean penalisesPrediction() {
    return true;
  }

  @Override
  public boolean couplesOutputs() {
    return true;
  }

  @Override
  public Optional<double[]> probabilities(double[] prediction) {
    return Optional.of(softmax(prediction));
  }

  static double[] softmax(double[] prediction) {
    double largest = Arrays.stream(prediction).max().orElseThrow();
    double[] s = Arrays.stream(prediction).map(each -> Math.exp(each - largest)).toArray();
    normalise(s);
    return s;
  }

  private static void normalise(double[] s) {
    double sum = Arrays.stream(s).sum();
    for (int k = 0; k < s.length; k++) {
      s[k] /= sum;
    }
  }

  /**
   * ν ← s − p, with the entry of the class as minus the sum of the others: near s = p it is small.
   */
  private static void toDual(double[] s, double[] target, double[] nu) {
    double others = 0;
    for (int k = 0; k < s.length; k++) {
      if (target[k] != 1) {
        nu[k] = s[k];
        others += s[k];
      }
    }
    nu[label(target)] = -Math.min(1, others);
  }

  private static int label(double[] target) {
    int label = 0;
    while (target[label] != 1) {
      label++;
    }
    return label;
  }
}
