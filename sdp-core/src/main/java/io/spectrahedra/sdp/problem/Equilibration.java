package io.spectrahedra.sdp.problem;

/**
 * The scaling that the solver works in [M5]: rows of norm about 1, b and C of size about 1.
 *
 * <pre>  X = τX̂,  S = ωŜ,  yᵢ = ωφᵢŷᵢ,  Âᵢ = φᵢAᵢ,  b̂ᵢ = φᵢbᵢ/τ,  Ĉ = C/ω,  D̂ᵢ = φᵢ²Dᵢω/τ</pre>
 *
 * <p>Hard rows are divided by their norm. Elastic rows are divided by one common factor, the
 * quadratic mean of their norms: their residuals are part of the objective, and a row of no weight
 * in it must not be blown up.
 */
public final class Equilibration {
  /** Less is not blown up to 1: the solution would leave the range of numbers. */
  private static final double LEAST = 1 / SdpProblem.LARGEST;

  private final double[] rowScale;
  private final double primalScale;
  private final double dualScale;

  private Equilibration(double[] rowScale, double primalScale, double dualScale) {
    this.rowScale = rowScale;
    this.primalScale = primalScale;
    this.dualScale = dualScale;
  }

  /** ‖Aᵢ‖ in the Frobenius norm, the terms side by side; O(entries). */
  public static double norm(SdpProblem.Row row) {
    double norm = 0;
    for (SdpProblem.Term term : row.terms()) {
      norm = Math.hypot(norm, term.scale() * term.matrix().frobeniusNorm());
    }
    return norm;
  }

  public static Equilibration of(SdpProblem problem) {
    int m = problem.rows().size();
    double[] norm = new double[m];
    double elastic = 0;
    int count = 0;
    for (int i = 0; i < m; i++) {
      SdpProblem.Row row = problem.rows().get(i);
      norm[i] = norm(row);
      if (!row.penalty().isHard()) {
        elastic = Math.hypot(elastic, norm[i]);
        count++;
      }
    }
    elastic = elastic > 0 ? elastic / Math.sqrt(count) : 1;
    double[] rowScale = new double[m];
    double rhs = 0;
    for (int i = 0; i < m; i++) {
      SdpProblem.Row row = problem.rows().get(i);
      double size = row.penalty().isHard() ? norm[i] : elastic;
      rowScale[i] = 1 / unit(size);
      rhs = Math.max(rhs, Math.abs(rowScale[i] * row.rhs()));
    }
    BlockMatrix c = BlockMatrix.zeros(problem.blocks());
    problem.addObjective(c);
    double objective = c.maxAbs();
    double multiplier = Math.max(objective, largestEnd(problem, rowScale));
    return new Equilibration(rowScale, unit(rhs), unit(multiplier));
  }

  /** What numbers of that size are divided by; 1 where all are 0, as in a row 0 = b. */
  private static double unit(double size) {
    return size > 0 ? Math.max(size, LEAST) : 1;
  }

  /** The largest end of an interval that a multiplier lies in, divided by φ. */
  private static double largestEnd(SdpProblem problem, double[] rowScale) {
    double largest = 0;
    for (int i = 0; i < rowScale.length; i++) {
      RowPenalty penalty = problem.rows().get(i).penalty();
      for (double end : new double[] {penalty.lower(), penalty.upper()}) {
        largest = Double.isInfinite(end) ? largest : Math.max(largest, Math.abs(end) / rowScale[i]);
      }
    }
    return largest;
  }

  /** φ: what row i is multiplied by. */
  public double[] rowScale() {
    return rowScale.clone();
  }

  /** φᵢ. */
  public double rowScale(int i) {
    return rowScale[i];
  }

  /** τ. */
  public double primalScale() {
    return primalScale;
  }

  /** ω. */
  public double dualScale() {
    return dualScale;
  }

  /** b̂ᵢ, or any other residual of row i in the units of the scaled problem. */
  public double rhs(int i, double rhs) {
    return rowScale[i] * rhs / primalScale;
  }

  /** D̂ᵢ. */
  public double compliance(int i, double compliance) {
    return rowScale[i] * rowScale[i] * compliance * (dualScale / primalScale);
  }

  /** The residual of row i in the user's units. */
  public double residual(int i, double scaled) {
    return scaled * primalScale / rowScale[i];
  }

  /** ŷᵢ of a multiplier of row i in the user's units. */
  public double scaledMultiplier(int i, double y) {
    return y / (dualScale * rowScale[i]);
  }

  /** yᵢ in the user's units. */
  public double multiplier(int i, double scaled) {
    return scaled * dualScale * rowScale[i];
  }
}
