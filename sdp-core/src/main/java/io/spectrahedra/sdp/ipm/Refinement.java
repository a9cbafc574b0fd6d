package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.kernel.Kernels;
import io.spectrahedra.sdp.problem.BlockMatrix;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes 𝒜(dX) + D dy = rₚ hold for the dX at hand, rounding errors of its computation included
 * [M6]: what is missing is solved for again and added.
 */
final class Refinement {
  /** Corrections of one direction, and steps of one correction. */
  private static final int MAX_CORRECTIONS = 4;

  private static final int MAX_STEPS = 20;

  /** Of rᵀv, which vᵀ(M + D)v should be: a v with less is one that the operator hardly sees. */
  private static final double UNSEEN = 1e-6;

  /** Of rₚ: what may be missing without being refined. */
  private static final double NEGLIGIBLE = 1e-3;

  /** Of the tolerance: what may be missing in the end. */
  private static final double ENOUGH = 1e-2;

  /** Of that: what elastic rows may miss, which agree to the precision of a small D. */
  private static final double ELASTIC = 1e-3;

  /** Of the tolerance: what rows may miss that a system satisfies to rounding whatever D is. */
  private static final double ROUNDING = 0.1;

  /**
   * How a step has ended.
   *
   * @param missing what its equations lack, as an infeasibility
   */
  record Outcome(double missing, boolean changed) {}

  private final ScaledProblem problem;
  private final RowSystem factors;
  private final FreeVariables free;
  private final double[] d;
  private final double[] weights;
  private final double tolerance;

  /**
   * @param factors of M + D, as good as rounding has left them
   * @param d D
   */
  Refinement(
      ScaledProblem problem, RowSystem factors, FreeVariables free, double[] d, double tolerance) {
    this.problem = problem;
    this.factors = factors;
    this.free = free;
    this.d = d;
    this.weights = problem.rowTerms.weights(d);
    this.tolerance = tolerance;
  }

  /**
   * Corrects the step as long as that halves what is missing and it is more than {@link #enough}.
   * The equation for dS holds by construction, but where X is free: there dS must be 0, and what it
   * is is missing too.
   *
   * @param rhs rₚ with what the targets of the rows add to it
   */
  Outcome refine(Step step, double[] rhs, Residuals residuals) {
    double[] lack = new double[rhs.length];
    double size = missing(step, rhs, lack);
    double enough = enough(residuals);
    boolean changed = false;
    for (int pass = 0; pass < MAX_CORRECTIONS && size > enough; pass++) {
      Step before = step.copy();
      if (free.maxAbs(step.ds()) < infeasibility(lack)) {
        correct(step, lack, enough);
      } else {
        correctFree(step, lack);
      }
      double after = missing(step, rhs, lack);
      boolean isLast = !(after < size / 2);
      if (after < size) {
        size = after;
        changed = true;
      } else {
        step.setTo(before); // subtracting a correction that is too large would not lead back
      }
      if (isLast) {
        break;
      }
    }
    return new Outcome(size, changed);
  }

  /**
   * What may be missing, as an infeasibility: a thousandth of rₚ, which the step leaves more of, or
   * what the tolerance asks for.
   */
  private double enough(Residuals residuals) {
    if (factors.satisfiesElasticRows()) {
      return ROUNDING * tolerance;
    }
    double last = ENOUGH * tolerance;
    double residual = infeasibility(residuals.primal());
    double share = NEGLIGIBLE * free.smaller(residual, residuals.dual());
    if (!problem.rowTerms.affine) { // the residual may be what curvature has left in elastic rows
      return Math.min(share, last);
    }
    return Math.max(share, problem.elastic ? ELASTIC * last : last);
  }

  /** target ← rhs − 𝒜(dX) − D dy; returns its size as an infeasibility, free blocks included. */
  private double missing(Step step, double[] rhs, double[] target) {
    problem.operator.apply(problem.workers, step.dx(), target);
    for (int i = 0; i < rhs.length; i++) {
      target[i] = rhs[i] - target[i] - d[i] * step.dy()[i];
    }
    return Math.max(infeasibility(target), free.maxAbs(step.ds()));
  }

  private double infeasibility(double[] lack) {
    return problem.infeasibility(lack, weights);
  }

  /** The same system once more for what is missing, that of dS in free blocks included. */
  private void correctFree(Step step, double[] lack) {
    BlockMatrix others = step.ds().copy();
    free.clear(others);
    step.ds().addScaled(-1, others);
    double[] v = lack.clone();
    BlockMatrix product = BlockMatrix.zeros(problem.source.blocks());
    factors.solve(v, product, step.ds());
    step.ds().addScaled(1, others);
    add(1, v, step.dy());
    step.dx().addScaled(1, product);
  }

  /**
   * v with what is computed from it.
   *
   * @param image q = 𝒜(product) + Dv
   * @param solved P⁻¹q, with the factors P ≈ M + D, where it is needed
   * @param product H(𝒜*(v)); in free blocks the dx_f that came with v
   * @param slack −𝒜*(v)
   */
  private record Direction(
      double[] v, double[] image, double[] solved, BlockMatrix product, BlockMatrix slack) {
    void add(double alpha, Direction other) {
      Refinement.add(alpha, other.v, v);
      Refinement.add(alpha, other.image, image);
      Refinement.add(alpha, other.solved, solved);
      product.addScaled(alpha, other.product);
      slack.addScaled(alpha, other.slack);
    }

    Direction withSolved(double[] z) {
      return new Direction(v, image, z, product, slack);
    }

    /** Adds so much of it to a step. */
    void addTo(double share, Step step) {
      Refinement.add(share, v, step.dy());
      step.dx().addScaled(share, product);
      step.ds().addScaled(share, slack);
    }

    void scale(double alpha) {
      for (int i = 0; i < v.length; i++) {
        v[i] *= alpha;
        image[i] *= alpha;
        solved[i] *= alpha;
      }
      product.scale(alpha);
      slack.scale(alpha);
    }
  }

  /**
   * (M + D) v = δ by generalised conjugate residuals (Eisenstat, Elman and Schultz 1983) on the
   * operator itself, in the norm √(rᵀP⁻¹r) of what the factors P say that r costs: in it what is
   * left never grows, and no symmetry of the operator is relied on, of which rounding leaves
   * little. One step where the factors are good, v = P⁻¹r itself if that leaves little enough; k
   * steps keep k products H(𝒜*(v)). Taken is as much of it as leaves least as an infeasibility.
   *
   * <p>With free variables, P⁻¹r is the v of (P v + A_f·x_f = r, A_fᵀv = 0), and so is every v: on
   * these M + D is all that the system has, and rᵀP⁻¹r a norm (projected conjugate gradients;
   * Gould, Hribar and Nocedal 2001).
   */
  private void correct(Step step, double[] lack, double enough) {
    List<Direction> directions = new ArrayList<>();
    double[] shares = new double[MAX_STEPS];
    double[] r = lack.clone();
    double size = infeasibility(r);
    double least = size;
    int taken = 0;
    for (int k = 0; k < MAX_STEPS && size > enough; k++) {
      Direction next = direction(r);
      if (!(dot(next.v, next.image) > UNSEEN * dot(next.v, r))) {
        break;
      }
      if (k == 0 && infeasibility(difference(r, next.image)) <= enough) {
        next.addTo(1, step);
        return;
      }
      next = next.withSolved(solved(next.image));
      for (Direction other : directions) {
        next.add(-dot(next.image, other.solved), other);
      }
      double norm = Math.sqrt(dot(next.image, next.solved));
      if (!(norm > 0) || !Double.isFinite(norm)) {
        break;
      }
      next.scale(1 / norm);
      directions.add(next);
      shares[k] = dot(r, next.solved);
      add(-shares[k], next.image, r);
      size = infeasibility(r);
      if (size < least) { // what is missing may grow on the way
        least = size;
        taken = k + 1;
      }
    }
    for (int k = 0; k < taken; k++) {
      directions.get(k).addTo(shares[k], step);
    }
  }

  /** Of v = P⁻¹r. */
  private Direction direction(double[] r) {
    double[] v = r.clone();
    BlockMatrix product = BlockMatrix.zeros(problem.source.blocks());
    BlockMatrix slack = BlockMatrix.zeros(problem.source.blocks());
    factors.solve(v, product, slack);
    double[] image = new double[v.length];
    problem.operator.apply(problem.workers, product, image);
    for (int i = 0; i < v.length; i++) {
      image[i] += d[i] * v[i];
    }
    return new Direction(v, image, new double[0], product, slack);
  }

  /** P⁻¹r. */
  private double[] solved(double[] r) {
    double[] z = r.clone();
    factors.solve(z);
    return z;
  }

  private static double[] difference(double[] x, double[] y) {
    double[] difference = x.clone();
    add(-1, y, difference);
    return difference;
  }

  private static double dot(double[] x, double[] y) {
    return Kernels.best().dot(x.length, x, 0, y, 0);
  }

  private static void add(double alpha, double[] x, double[] y) {
    for (int i = 0; i < y.length; i++) {
      y[i] += alpha * x[i];
    }
  }
}
