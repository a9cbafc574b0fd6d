package io.spectrahedra.sdp.schur;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@link SchurComplement} has chosen: the formula of each block with the arithmetic operations
 * it takes in one iteration, and how M is factored.
 */
public final class SchurPlan {
  /** One contribution to M. */
  record Line(String label, BlockSchur formula) {}

  private final int m;
  private final List<Line> lines;
  private final SchurStorage storage;

  SchurPlan(int m, List<Line> lines, SchurStorage storage) {
    this.m = m;
    this.lines = List.copyOf(lines);
    this.storage = storage;
  }

  /** Flops of one assembly and factorisation of M. */
  public double flops() {
    return lines.stream().mapToDouble(line -> line.formula.flops()).sum() + factorFlops();
  }

  /** Flops of one factorisation of M. */
  public double factorFlops() {
    double dense = (double) m * m * m / 3;
    return storage.order().map(order -> order.flops()).orElse(dense);
  }

  /** Entries of the factor of M. */
  public double factorEntries() {
    double dense = m * (m + 1.0) / 2;
    return storage.order().map(order -> order.entries()).orElse(dense);
  }

  /** Whether M is stored and factored as a sparse matrix. */
  public boolean isSparse() {
    return storage.order().isPresent();
  }

  /** The share of the entries of M that are not zero whatever X and S are. */
  public double density() {
    List<List<int[]>> cliquesOf = new ArrayList<>();
    for (int i = 0; i < m; i++) {
      cliquesOf.add(new ArrayList<>());
    }
    for (int[] clique : storage.cliques()) {
      Arrays.stream(clique).forEach(i -> cliquesOf.get(i).add(clique));
    }
    int[] seen = new int[m];
    long found = 0;
    for (int i = 0; i < m; i++) {
      seen[i] = i + 1;
      found++;
      for (int[] clique : cliquesOf.get(i)) {
        for (int j : clique) {
          found += seen[j] == i + 1 ? 0 : 1;
          seen[j] = i + 1;
        }
      }
    }
    return m == 0 ? 0 : (double) found / m / m;
  }

  /** One line for each contribution, or for several that are alike, and one for M. */
  @Override
  public String toString() {
    Map<String, List<String>> labels = new LinkedHashMap<>();
    for (Line line : lines) {
      String formula =
          String.format(Locale.ROOT, "%s; %.1e flops", line.formula, line.formula.flops());
      labels.computeIfAbsent(formula, unused -> new ArrayList<>()).add(line.label);
    }
    StringBuilder text = new StringBuilder();
    labels.forEach(
        (formula, alike) -> {
          String others = alike.size() == 1 ? "" : " and " + (alike.size() - 1) + " alike, each";
          text.append(alike.get(0)).append(others).append(": ").append(formula).append('\n');
        });
    text.append(
        String.format(
            Locale.ROOT,
            "M: %d x %d, %.1f %% of the entries not zero; %s Cholesky, %.1e flops",
            m,
            m,
            100 * density(),
            storage
                .order()
                .map(
                    order ->
                        String.format(
                            Locale.ROOT,
                            "sparse (%.1f %% in the factor)",
                            100 * fill(order.entries())))
                .orElse("dense"),
            factorFlops()));
    return text.toString();
  }

  private double fill(double entries) {
    return entries / (m * (m + 1.0) / 2);
  }
}
