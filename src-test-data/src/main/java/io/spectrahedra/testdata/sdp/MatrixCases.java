package io.spectrahedra.testdata.sdp;

import io.spectrahedra.testdata.sdp.ExactSdp.Block;
import io.spectrahedra.testdata.sdp.ExactSdp.Row;
import java.util.ArrayList;
import java.util.List;

/** Questions about matrices that have an answer in closed form. */
final class MatrixCases {
  private MatrixCases() {}

  /**
   * min Σ⟨Cₖ, Xₖ⟩, Σ tr Xₖ = 1: the smallest eigenvalue of all Cₖ, which are made of known
   * eigenvalues, the smallest up to three times.
   */
  static ExactSdp smallestEigenvalue(long seed) {
    Draw draw = new Draw(seed);
    int count = draw.between(1, 3);
    double smallest = 2 * draw.signed();
    List<Block> blocks = new ArrayList<>();
    List<Coefficient> objective = new ArrayList<>();
    List<Coefficient> trace = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      int n = draw.between(1, 10);
      int multiplicity = k == 0 ? draw.between(1, Math.min(n, 3)) : 0;
      double[] eigenvalues = new double[n];
      for (int i = 0; i < n; i++) {
        eigenvalues[i] = smallest + (i < multiplicity ? 0 : 3 * draw.positive());
      }
      blocks.add(Block.psd(n));
      objective.add(Coefficient.of(k, OrthogonalBasis.random(n, draw).matrix(eigenvalues)));
      trace.add(Coefficient.identity(k, n, 1));
    }
    return new ExactSdp(
        "smallest eigenvalue, seed " + seed,
        blocks,
        objective,
        List.of(new Row(trace, 1, Double.POSITIVE_INFINITY)),
        new Answer.Optimum(smallest));
  }

  /**
   * min tr X where the first k columns of X are given and the rest is free: tr X₁₁ + tr
   * X₂₁X₁₁⁻¹X₂₁ᵀ, for X ⪰ 0 is X₂₂ ⪰ X₂₁X₁₁⁻¹X₂₁ᵀ. With X₁₁ = GGᵀ and X₂₁ = HGᵀ that is ‖G‖² +
   * ‖H‖², and no inverse has to be taken.
   */
  static ExactSdp leastTraceCompletion(long seed) {
    Draw draw = new Draw(seed);
    int k = draw.between(1, 5);
    int n = k + draw.between(1, 6);
    double[][] factor = draw.matrix(n, k); // [G; H]
    double trace = 0;
    for (int i = 0; i < n; i++) {
      if (i < k) {
        factor[i][i] += 2;
      }
      for (double entry : factor[i]) {
        trace += entry * entry;
      }
    }
    List<Row> rows = new ArrayList<>();
    for (int j = 0; j < k; j++) {
      for (int i = j; i < n; i++) {
        double given = 0;
        for (int l = 0; l < k; l++) {
          given += factor[i][l] * factor[j][l];
        }
        rows.add(Row.hard(given, Coefficient.entry(0, i, j, i == j ? 1 : 0.5)));
      }
    }
    return new ExactSdp(
        "completion of least trace, seed " + seed,
        List.of(Block.psd(n)),
        List.of(Coefficient.identity(0, n, 1)),
        draw.shuffled(rows),
        new Answer.Optimum(trace));
  }

  /**
   * min tr P, FᵀP + PF + Q ⪯ 0, P ⪰ 0, for a stable F: tr P of the solution of Lyapunov's equation
   * FᵀP + PF + Q = 0, because every other P has FᵀΔ + ΔF ⪯ 0 for the difference Δ, so that Δ ⪰ 0.
   *
   * <p>With a unit triangular R, a positive diagonal D and a skew K, P = RᵀR solves the equation
   * for F = R⁻¹(K − D)R and Q = 2RᵀDR. Even seeds put it as (P), in P and the slack of the
   * inequality; odd seeds as (D), in the entries of P as multipliers.
   */
  static ExactSdp lyapunov(long seed) {
    Draw draw = new Draw(seed);
    int n = draw.between(1, 6);
    double[][] r = new double[n][n];
    double[][] core = new double[n][n]; // K − D
    double[] d = new double[n];
    double trace = 0;
    for (int i = 0; i < n; i++) {
      d[i] = draw.positive();
      core[i][i] = -d[i];
      r[i][i] = 1;
      for (int j = i + 1; j < n; j++) {
        r[i][j] = draw.signed();
        core[i][j] = draw.signed();
        core[j][i] = -core[i][j];
      }
      for (double entry : r[i]) {
        trace += entry * entry;
      }
    }
    double[][] q = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int l = 0; l < n; l++) {
          q[i][j] += 2 * (r[l][i] * r[l][j]) * d[l];
        }
      }
    }
    double[][] f = solveUnitUpper(r, product(core, r));
    String name = "Lyapunov inequality, seed " + seed;
    return seed % 2 == 0
        ? lyapunovInMatrices(name, f, q, trace)
        : lyapunovInMultipliers(name, f, q, trace);
  }

  /** (FᵀP + PF)ᵢⱼ + Wᵢⱼ = −Qᵢⱼ, with W ⪰ 0. */
  private static ExactSdp lyapunovInMatrices(
      String name, double[][] f, double[][] q, double trace) {
    int n = q.length;
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double[][] unit = unit(n, i, j);
        double[][] image = symmetricPart(product(f, unit)); // FE + EFᵀ
        rows.add(Row.hard(-q[i][j], Coefficient.of(0, image), Coefficient.of(1, unit)));
      }
    }
    return new ExactSdp(
        name,
        List.of(Block.psd(n), Block.psd(n)),
        List.of(Coefficient.identity(0, n, 1)),
        rows,
        new Answer.Optimum(trace));
  }

  /** max −tr P, where −Q − (FᵀP + PF) = S₁ ⪰ 0 and P = S₂ ⪰ 0. */
  private static ExactSdp lyapunovInMultipliers(
      String name, double[][] f, double[][] q, double trace) {
    int n = q.length;
    double[][] transposed = new double[n][n];
    double[][] minusQ = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        transposed[i][j] = f[j][i];
        minusQ[i][j] = -q[i][j];
      }
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double[][] unit = unit(n, i, j);
        double[][] image = symmetricPart(product(transposed, unit)); // FᵀE + EF
        rows.add(
            Row.hard(i == j ? -1 : 0, Coefficient.of(0, image), Coefficient.of(1, unit).times(-1)));
      }
    }
    return new ExactSdp(
        name,
        List.of(Block.psd(n), Block.psd(n)),
        List.of(Coefficient.of(0, minusQ)),
        rows,
        new Answer.Optimum(-trace));
  }

  /** (eᵢeⱼᵀ + eⱼeᵢᵀ)/2, whose product with a symmetric X is Xᵢⱼ. */
  private static double[][] unit(int n, int i, int j) {
    double[][] unit = new double[n][n];
    unit[i][j] += 0.5;
    unit[j][i] += 0.5;
    return unit;
  }

  /** B + Bᵀ. */
  private static double[][] symmetricPart(double[][] b) {
    int n = b.length;
    double[][] a = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i][j] = b[i][j] + b[j][i];
      }
    }
    return a;
  }

  private static double[][] product(double[][] a, double[][] b) {
    int n = a.length;
    double[][] c = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int l = 0; l < n; l++) {
          c[i][j] += a[i][l] * b[l][j];
        }
      }
    }
    return c;
  }

  /** R⁻¹B for a unit upper triangular R. */
  private static double[][] solveUnitUpper(double[][] r, double[][] b) {
    int n = r.length;
    double[][] x = new double[n][n];
    for (int i = n - 1; i >= 0; i--) {
      for (int j = 0; j < n; j++) {
        x[i][j] = b[i][j];
        for (int l = i + 1; l < n; l++) {
          x[i][j] -= r[i][l] * x[l][j];
        }
      }
    }
    return x;
  }
}
