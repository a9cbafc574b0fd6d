package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.cone.Cone;

/**
 * What the rows add to the iteration [M33]. A nonlinear row, l ≤ y ≤ u, has a multiplier of its own
 * for each end that is finite, z_l and z_u ≥ 0, and its optimality condition is
 *
 * <pre>  b − 𝒜(X) = r = f*′(y) + z_u − z_l,   z_l(y − l) = μ,   z_u(u − y) = μ.</pre>
 *
 * <p>Eliminating dz leaves a diagonal term D = f*″(y) + z_l/(y − l) + z_u/(u − y) of the Schur
 * complement. Mutable: the multipliers are part of the iterate.
 *
 * <p>A smooth row has y = f′(b − 𝒜(X)) instead, and no multipliers [M61].
 */
final class RowTerms {
  /** Of the gap: what the curvature of f* may leave in the rows after a step. */
  private static final double CURVATURE_SHARE = 0.1;

  /** Of a full step: what the residual of curved rows must decrease by otherwise. */
  private static final double LEAST_DECREASE = 0.1;

  /** Of a step, for curvature: as many as make it too short to count. */
  private static final int MAX_HALVINGS = 30;

  private final ScaledRows rows;
  private final double[] lower;
  private final double[] upper;

  private RowTerms(ScaledRows rows, double[] lower, double[] upper) {
    this.rows = rows;
    this.lower = lower;
    this.upper = upper;
  }

  /**
   * y ← a point inside the intervals, as near to 0 as {@code margin} lets it be; with the
   * multipliers that have z_l(y − l) = z_u(u − y) = mu.
   */
  static RowTerms start(ScaledRows rows, double margin, double mu, double[] y) {
    int count = rows.nonlinear.length;
    RowTerms terms = new RowTerms(rows, new double[count], new double[count]);
    for (int j = 0; j < count; j++) {
      double inset = Math.min(margin, (rows.upper[j] - rows.lower[j]) / 2);
      y[rows.nonlinear[j]] = Math.max(rows.lower[j] + inset, Math.min(rows.upper[j] - inset, 0));
      terms.lower[j] = mu / terms.aboveLower(j, y);
      terms.upper[j] = mu / terms.belowUpper(j, y);
    }
    return terms;
  }

  /**
   * y moves to the central path as a cone moves its pair [M35]: (u − y, z_u) where r asks for an
   * upper multiplier, (y − l, z_l) where it asks for a lower one; from the other end y keeps the
   * distance that a pair of zeros moves to. It does not move nearer to its end where f*′ would
   * change by more than z is: what grows without bound towards an end holds y off it without a
   * multiplier.
   *
   * @param r b − 𝒜(X)
   * @param primalUnit what z counts in
   * @param dualUnit what y counts in
   */
  static RowTerms central(
      ScaledRows rows, double[] r, double mu, double primalUnit, double dualUnit, double[] y) {
    int count = rows.nonlinear.length;
    RowTerms terms = new RowTerms(rows, new double[count], new double[count]);
    double unitMu = mu / (primalUnit * dualUnit);
    for (int j = 0; j < count; j++) {
      int i = rows.nonlinear[j];
      double middle = (rows.upper[j] - rows.lower[j]) / 2;
      double least = Math.min(middle, dualUnit * Math.sqrt(unitMu));
      double before = y[i];
      double slope = rows.slope(j, before);
      double z = (r[i] - slope) / primalUnit;
      double side = z < 0 ? terms.aboveLower(j, y) : terms.belowUpper(j, y);
      double moved = dualUnit * Cone.central(side / dualUnit - Math.abs(z), unitMu);
      double distance = Math.min(middle, moved);
      if (z < 0) {
        double from = Double.isFinite(side) ? rows.lower[j] + distance : y[i];
        y[i] = Math.min(from, rows.upper[j] - least);
      } else {
        double from = Double.isFinite(side) ? rows.upper[j] - distance : y[i];
        y[i] = Math.max(from, rows.lower[j] + least);
      }
      boolean nearer = distance < side;
      if (nearer && Math.abs(rows.slope(j, y[i]) - slope) > Math.abs(r[i] - slope)) {
        y[i] = before;
      }
      terms.lower[j] = mu / terms.aboveLower(j, y);
      terms.upper[j] = mu / terms.belowUpper(j, y);
    }
    return terms;
  }

  RowTerms copy() {
    return new RowTerms(rows, lower.clone(), upper.clone());
  }

  /** This ← other. */
  void setTo(RowTerms other) {
    System.arraycopy(other.lower, 0, lower, 0, lower.length);
    System.arraycopy(other.upper, 0, upper, 0, upper.length);
  }

  /** z ← z + alpha·dz. */
  void add(double alpha, RowStep step) {
    for (int j = 0; j < step.lower().length; j++) {
      lower[j] += alpha * step.lower()[j];
      upper[j] += alpha * step.upper()[j];
    }
  }

  private double aboveLower(int j, double[] y) {
    return y[rows.nonlinear[j]] - rows.lower[j];
  }

  private double belowUpper(int j, double[] y) {
    return rows.upper[j] - y[rows.nonlinear[j]];
  }

  /** True if y lies between the ends and the multipliers are positive. */
  boolean isInside(double[] y) {
    for (int j = 0; j < lower.length; j++) {
      boolean above = rows.lower[j] == Double.NEGATIVE_INFINITY || lower[j] > 0;
      boolean below = rows.upper[j] == Double.POSITIVE_INFINITY || upper[j] > 0;
      if (!(above && below && aboveLower(j, y) > 0 && belowUpper(j, y) > 0)) {
        return false;
      }
    }
    return true;
  }

  /**
   * D of every row: 0 for a hard one. A new array.
   *
   * @param slack b − 𝒜(X)
   */
  double[] compliance(double[] y, double[] slack) {
    double[] d = rows.compliance.clone();
    for (int j = 0; j < rows.smooth.length; j++) {
      d[rows.smooth[j]] = rows.smoothCompliance(j, slack[rows.smooth[j]]);
    }
    for (int j = 0; j < lower.length; j++) {
      d[rows.nonlinear[j]] =
          rows.curvature(j, y[rows.nonlinear[j]])
              + lower[j] / aboveLower(j, y)
              + upper[j] / belowUpper(j, y);
    }
    return d;
  }

  /**
   * rₚ of every row: b − 𝒜(X) − r, with the residual r = f*′(y) + z_u − z_l that the multipliers
   * stand for; D(f′(b − 𝒜(X)) − y) in a smooth row. A new array.
   *
   * @param slack b − 𝒜(X)
   * @param d D there
   */
  double[] residuals(double[] y, double[] slack, double[] d) {
    double[] rp = new double[y.length];
    for (int i = 0; i < rp.length; i++) {
      rp[i] = slack[i] - rows.compliance[i] * y[i];
    }
    for (int j = 0; j < lower.length; j++) {
      int i = rows.nonlinear[j];
      rp[i] = slack[i] - (rows.slope(j, y[i]) + upper[j] - lower[j]);
    }
    for (int j = 0; j < rows.smooth.length; j++) {
      int i = rows.smooth[j];
      rp[i] = d[i] * (rows.gradient(j, slack[i]) - y[i]);
    }
    return rp;
  }

  /** Σ z_l(y − l) + z_u(u − y): what the nonlinear rows add to ⟨X, S⟩. */
  double gap(double[] y) {
    return gap(y, new double[y.length], RowStep.zeros(lower.length), StepLength.NONE);
  }

  /** The same after a step. */
  double gap(double[] y, double[] dy, RowStep step, StepLength length) {
    double gap = 0;
    for (int j = 0; j < lower.length; j++) {
      double move = length.dual() * dy[rows.nonlinear[j]];
      double zLower = lower[j] + length.primal() * step.lower()[j];
      double zUpper = upper[j] + length.primal() * step.upper()[j];
      gap += zLower == 0 ? 0 : zLower * (aboveLower(j, y) + move);
      gap += zUpper == 0 ? 0 : zUpper * (belowUpper(j, y) - move);
    }
    return gap;
  }

  /** σμ/(y − l) − z_l and σμ/(u − y) − z_u for σμ = {@code centre}. */
  RowStep target(double centre, double[] y) {
    RowStep k = RowStep.zeros(lower.length);
    for (int j = 0; j < lower.length; j++) {
      k.lower()[j] = centre / aboveLower(j, y) - lower[j];
      k.upper()[j] = centre / belowUpper(j, y) - upper[j];
    }
    return k;
  }

  /** The target with Mehrotra's second-order term of an affine step. */
  RowStep correctedTarget(double centre, double[] y, Step affine) {
    RowStep k = target(centre, y);
    for (int j = 0; j < lower.length; j++) {
      double dy = affine.dy()[rows.nonlinear[j]];
      k.lower()[j] -= affine.rows().lower()[j] * dy / aboveLower(j, y);
      k.upper()[j] += affine.rows().upper()[j] * dy / belowUpper(j, y);
    }
    return k;
  }

  /** rₚ + k_l − k_u: the right-hand sides once dz is eliminated. A new array. */
  double[] rightHandSides(double[] rp, RowStep k) {
    double[] shifted = rp.clone();
    for (int j = 0; j < lower.length; j++) {
      shifted[rows.nonlinear[j]] += k.lower()[j] - k.upper()[j];
    }
    return shifted;
  }

  /** dz = k_l − z_l/(y − l)·dy and k_u + z_u/(u − y)·dy. */
  RowStep direction(RowStep k, double[] y, double[] dy) {
    RowStep dz = RowStep.zeros(lower.length);
    for (int j = 0; j < lower.length; j++) {
      double move = dy[rows.nonlinear[j]];
      dz.lower()[j] = k.lower()[j] - lower[j] / aboveLower(j, y) * move;
      dz.upper()[j] = k.upper()[j] + upper[j] / belowUpper(j, y) * move;
    }
    return dz;
  }

  /** The largest α ≤ {@code limit} with z + α·dz ≥ 0. */
  double maxStepPrimal(RowStep step, double limit) {
    double longest = limit;
    for (int j = 0; j < lower.length; j++) {
      longest = step.lower()[j] < 0 ? Math.min(longest, -lower[j] / step.lower()[j]) : longest;
      longest = step.upper()[j] < 0 ? Math.min(longest, -upper[j] / step.upper()[j]) : longest;
    }
    return longest;
  }

  /** The largest α ≤ {@code limit} with l ≤ y + α·dy ≤ u. */
  double maxStepDual(double[] y, double[] dy, double limit) {
    double longest = limit;
    for (int j = 0; j < lower.length; j++) {
      double move = dy[rows.nonlinear[j]];
      if (move != 0) {
        double distance = move < 0 ? aboveLower(j, y) : belowUpper(j, y);
        longest = Math.min(longest, distance / Math.abs(move));
      }
    }
    return longest;
  }

  /**
   * Halves the step while the curvature of f* would leave more of rₚ than before and more than a
   * share of what is missing to optimality [M34].
   *
   * @param gap ⟨X, S⟩, nonlinear rows included
   * @return {@code alpha}, or what is left of it
   */
  double curbed(double[] y, Residuals residuals, Step step, double gap, double alpha) {
    double before = merit(y, residuals, step, 0);
    double curbed = alpha;
    for (int h = 0; h < MAX_HALVINGS; h++) {
      double allowed = Math.max(CURVATURE_SHARE * gap, (1 - LEAST_DECREASE * curbed) * before);
      if (merit(y, residuals, step, curbed) <= allowed) {
        break;
      }
      curbed /= 2;
    }
    return curbed;
  }

  /**
   * Σ rₚ²/D after α of the step, over the rows whose f* is not quadratic [M34]. There rₚ is
   *
   * <pre>  (1 − α)rₚ − (f*′(y + α·dy) − f*′(y) − α·f*″(y)dy),</pre>
   *
   * <p>and D is that before the step, so that the sum decreases for small α; it has the unit of ⟨X,
   * S⟩. Of a smooth row it is (f′(r) − y)², times the least D there is [M61].
   */
  double merit(double[] y, Residuals residuals, Step step, double alpha) {
    double[] slack = residuals.slack();
    double[] rp = residuals.primal();
    double[] d = residuals.compliance();
    double merit = 0;
    for (int j = 0; j < rows.smooth.length; j++) {
      int i = rows.smooth[j];
      double dr = d[i] * step.dy()[i] - rp[i]; // −𝒜(dX), or nearly: where D is large f′ is flat
      double now = rp[i] / d[i];
      double left =
          alpha == 0 ? now : rows.gradient(j, slack[i] + alpha * dr) - y[i] - alpha * step.dy()[i];
      merit += rows.leastCompliance(j) * left * left;
    }
    for (int j = 0; j < lower.length; j++) {
      if (!rows.isQuadratic(j)) {
        int i = rows.nonlinear[j];
        double move = alpha * step.dy()[i];
        double beyondLinear =
            rows.slope(j, y[i] + move) - rows.slope(j, y[i]) - rows.curvature(j, y[i]) * move;
        double left = (1 - alpha) * rp[i] - beyondLinear;
        merit += left * left / d[i];
      }
    }
    return merit;
  }
}
