package io.spectrahedra.neural.train;

import io.spectrahedra.neural.train.OutputPolish.Model;
import io.spectrahedra.sdp.linalg.Cholesky;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * min over α of ½dᵀHd + gᵀd + β‖α‖₁, d = α − α₀, by active sets (the feature-sign search of Lee,
 * Battle, Raina and Ng 2007): weights of known sign go to where the model is stationary, as far as
 * the first of them that would change its sign, which then leaves; where none would, a weight of 0
 * enters whose |g + Hd| exceeds β most [M24].
 */
final class WeightModel {
  /** By how much |g + Hd| may exceed β, relatively, while a weight stays 0. */
  private static final double SLACK = 1e-9;

  /** Share of the largest entry of H that is added to the diagonal of one that is singular. */
  private static final double DAMPING = 1e-8;

  /** Entries and exits a weight that are more than rounding can account for. */
  private static final int MAX_CHANGES = 20;

  private final Workers workers;
  private final DenseMatrix hessian;
  private final double beta;

  /** α, g + Hd there, and the signs of the weights that are in, 0 of the others. */
  private final double[] alpha;

  private final double[] gradient;
  private final double[] signs;

  private WeightModel(Workers workers, Model model, double[] start, double beta) {
    this.workers = workers;
    this.hessian = regular(workers, model.hessian());
    this.beta = beta;
    this.alpha = start.clone();
    this.gradient = model.gradient().clone();
    this.signs = Arrays.stream(start).map(Math::signum).toArray();
  }

  /**
   * The minimiser; O(m³) each time that a weight enters or leaves; the start where H is 0.
   *
   * @throws Workers.StoppedException if the workers are told to stop
   */
  static double[] minimise(Workers workers, Model model, double[] start, double beta) {
    return model.hessian().maxAbs() == 0
        ? start.clone()
        : new WeightModel(workers, model, start, beta).minimise();
  }

  /** What the model says of the objective: how much it changes from α₀ to α. */
  static double change(Model model, double[] start, double[] alpha, double beta) {
    double change = 0;
    for (int j = 0; j < alpha.length; j++) {
      double d = alpha[j] - start[j];
      change += model.gradient()[j] * d + beta * (Math.abs(alpha[j]) - Math.abs(start[j]));
      for (int l = 0; l < alpha.length; l++) {
        change += model.hessian().at(j, l) * d * (alpha[l] - start[l]) / 2;
      }
    }
    return change;
  }

  /** By how much, relatively, g violates what holds at a minimum: |g| ≤ β, g = −β sign α. */
  static double violation(double[] gradient, double[] alpha, double beta) {
    double most = 0;
    for (int j = 0; j < alpha.length; j++) {
      double violation =
          alpha[j] == 0
              ? Math.abs(gradient[j]) - beta
              : Math.abs(gradient[j] + beta * Math.signum(alpha[j]));
      most = Math.max(most, violation / beta);
    }
    return most;
  }

  private static DenseMatrix regular(Workers workers, DenseMatrix hessian) {
    if (Cholesky.factor(workers, hessian.copy()) == hessian.rows) {
      return hessian;
    }
    DenseMatrix damped = hessian.copy();
    double damping = DAMPING * hessian.maxAbs();
    for (int j = 0; j < damped.rows; j++) {
      damped.add(j, j, damping);
    }
    return damped;
  }

  private double[] minimise() {
    for (int change = 0; change <= MAX_CHANGES * alpha.length; change++) {
      workers.checkStop();
      int[] active = IntStream.range(0, alpha.length).filter(j -> signs[j] != 0).toArray();
      double[] step = stationary(active);
      int leaving = move(active, step);
      if (leaving >= 0) {
        alpha[leaving] = 0;
        signs[leaving] = 0;
      } else if (!enter()) {
        break;
      }
    }
    return alpha;
  }

  /** The step to where the model is stationary in the weights that are in, their signs as known. */
  private double[] stationary(int... active) {
    DenseMatrix gram = DenseMatrix.zeros(active.length, active.length);
    double[] step = new double[active.length];
    for (int k = 0; k < active.length; k++) {
      step[k] = -gradient[active[k]] - beta * signs[active[k]];
      for (int l = 0; l < active.length; l++) {
        gram.set(k, l, hessian.at(active[k], active[l]));
      }
    }
    if (Cholesky.factor(workers, gram) < active.length) {
      return new double[active.length];
    }
    Cholesky.solve(gram, step);
    return step;
  }

  /** Goes along the step as far as all keep their signs; which one would not have, or −1. */
  private int move(int[] active, double... step) {
    double share = 1;
    int leaving = -1;
    for (int k = 0; k < active.length; k++) {
      int j = active[k];
      if ((alpha[j] + step[k]) * signs[j] < 0) {
        double most = alpha[j] / -step[k];
        leaving = most < share || leaving < 0 ? j : leaving;
        share = Math.min(share, most);
      }
    }
    for (int k = 0; k < active.length; k++) {
      alpha[active[k]] += share * step[k];
      for (int j = 0; j < alpha.length; j++) {
        gradient[j] += share * step[k] * hessian.at(j, active[k]);
      }
    }
    return leaving;
  }

  private boolean enter() {
    int entering = -1;
    double most = beta * (1 + SLACK);
    for (int j = 0; j < alpha.length; j++) {
      if (signs[j] == 0 && Math.abs(gradient[j]) > most) {
        entering = j;
        most = Math.abs(gradient[j]);
      }
    }
    if (entering >= 0) {
      signs[entering] = -Math.signum(gradient[entering]);
    }
    return entering >= 0;
  }
}
