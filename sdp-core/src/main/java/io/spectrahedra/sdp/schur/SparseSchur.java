package io.spectrahedra.sdp.schur;

import io.spectrahedra.sdp.cone.PsdCone;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.SparseRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.IntStream;

/**
 * Sparse terms: for each matrix A, from the one with most entries on, W = X A S⁻¹ where the
 * matrices after it have entries, by the cheapest formula, and then
 *
 * <pre>  ⟨Aᵢ, sym(W)⟩ = Σ over p > q of (Aᵢ)_pq (W_pq + W_qp) + Σ over p of (Aᵢ)_pp W_pp      [M9]
 * </pre>
 *
 * <p>for itself and all later matrices Aᵢ: every pair once, so that no two of the tasks that share
 * the matrices write the same entry of M. Where many matrices share places, eight matrices are
 * folded at once: their values lie side by side.
 */
final class SparseSchur implements BlockSchur {
  private static final int SLOTS = 8;

  /** Entries a place from which on eight matrices are folded at once. */
  private static final int SHARED = 3;

  /** What a task costs at least, in flops of a large product. */
  private static final double TASK = 2e6;

  /** The share of all work from which on all threads work on one matrix. */
  private static final double LARGE_SHARE = 0.05;

  private static final double LARGE = 1e8;

  /** Matrices of one part of a fold. */
  private static final int PART = 1024;

  /** Consecutive matrices from {@code from} to before {@code to}. */
  private record Range(int from, int to) {}

  private final PsdCone cone;
  private final int order;
  private final SortedTerms terms;
  private final SparseCost cost;
  private final SparseFormula[] formula;
  private final int slots;
  private final List<Range> large = new ArrayList<>();
  private final List<Range> tasks = new ArrayList<>();
  private final ConcurrentLinkedDeque<TermProduct> idle = new ConcurrentLinkedDeque<>();

  SparseSchur(SparseRows rows, PsdCone cone) {
    this(rows, cone, EnumSet.allOf(SparseFormula.class));
  }

  /**
   * @param allowed the formulas to choose from
   */
  SparseSchur(SparseRows rows, PsdCone cone, Set<SparseFormula> allowed) {
    this.cone = cone;
    this.order = cone.order();
    this.terms = new SortedTerms(rows, order);
    this.cost = new SparseCost(terms, order);
    this.formula = new SparseFormula[terms.matrices()];
    Arrays.setAll(formula, j -> cost.cheapest(j, allowed));
    boolean shared = terms.place.length >= (long) SHARED * terms.placeRow.length;
    this.slots = shared && terms.matrices() >= SLOTS ? SLOTS : 1;
    cut();
  }

  /** Cuts the matrices into those for all threads together and the tasks for one each. */
  private void cut() {
    double total = cost(0, terms.matrices());
    int from = 0;
    double collected = 0;
    for (int j = 0; j < terms.matrices(); j += slots) {
      int end = Math.min(terms.matrices(), j + slots);
      double batch = cost(j, end);
      if (batch >= LARGE && batch > LARGE_SHARE * total) {
        addTask(from, j);
        large.add(new Range(j, end));
        from = end;
        collected = 0;
        continue;
      }
      collected += batch;
      if (collected >= TASK) {
        addTask(from, end);
        from = end;
        collected = 0;
      }
    }
    addTask(from, terms.matrices());
  }

  private void addTask(int from, int to) {
    if (from < to) {
      tasks.add(new Range(from, to));
    }
  }

  private double cost(int from, int to) {
    return IntStream.range(from, to).mapToDouble(j -> cost.of(formula[j], j)).sum();
  }

  @Override
  public void addTo(Workers workers, DenseMatrix m) {
    for (Range range : large) {
      add(workers, range, m);
    }
    workers.forEach(tasks.size(), task -> add(Workers.SERIAL, tasks.get(task), m));
  }

  private void add(Workers team, Range range, DenseMatrix m) {
    TermProduct taken = idle.poll();
    TermProduct product =
        taken != null ? taken : new TermProduct(terms, cost, order, widest(), slots);
    for (int j = range.from; j < range.to; j += slots) {
      int first = j;
      int count = Math.min(slots, range.to - j);
      for (int slot = 0; slot < count; slot++) {
        product.form(team, cone, j + slot, formula[j + slot], terms.places[j], slot);
      }
      team.forSlices(
          terms.matrices() - first,
          PART,
          (from, to) -> fold(product.values(), first, count, first + from, first + to, m));
    }
    idle.push(product);
  }

  /** The largest k of the matrices that need room for it. */
  private int widest() {
    return IntStream.range(0, formula.length)
        .filter(j -> formula[j] != SparseFormula.F3)
        .map(cost::width)
        .max()
        .orElse(0);
  }

  /** Entries of M for the matrices from {@code first} on with matrices from to end − 1. */
  private void fold(double[] w, int first, int count, int from, int end, DenseMatrix m) {
    if (slots == SLOTS) {
      foldEight(w, first, count, from, end, m);
      return;
    }
    int singles = Math.max(from, Math.min(end, terms.severalEntries));
    for (int i = from; i < singles; i++) {
      double sum = 0;
      for (int e = terms.start[i]; e < terms.start[i + 1]; e++) {
        sum += terms.value[e] * w[terms.place[e]];
      }
      add(m, first, i, sum);
    }
    int shift = terms.start[singles] - singles;
    for (int i = singles; i < end; i++) {
      add(m, first, i, terms.value[shift + i] * w[terms.place[shift + i]]);
    }
  }

  private void foldEight(double[] w, int first, int count, int from, int end, DenseMatrix m) {
    double[] sum = new double[SLOTS];
    for (int i = from; i < end; i++) {
      sumEight(w, terms.start[i], terms.start[i + 1], sum);
      for (int slot = 0; slot < count && first + slot <= i; slot++) {
        add(m, first + slot, i, sum[slot]);
      }
    }
  }

  private void sumEight(double[] w, int start, int end, double[] sum) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    for (int e = start; e < end; e++) {
      double v = terms.value[e];
      int at = terms.place[e] * SLOTS;
      s0 += v * w[at];
      s1 += v * w[at + 1];
      s2 += v * w[at + 2];
      s3 += v * w[at + 3];
      s4 += v * w[at + 4];
      s5 += v * w[at + 5];
      s6 += v * w[at + 6];
      s7 += v * w[at + 7];
    }
    sum[0] = s0;
    sum[1] = s1;
    sum[2] = s2;
    sum[3] = s3;
    sum[4] = s4;
    sum[5] = s5;
    sum[6] = s6;
    sum[7] = s7;
  }

  private void add(DenseMatrix m, int j, int i, double value) {
    int a = terms.row[j];
    int b = terms.row[i];
    m.add(Math.max(a, b), Math.min(a, b), value);
  }

  @Override
  public double flops() {
    return IntStream.range(0, formula.length).mapToDouble(j -> cost.flops(formula[j], j)).sum();
  }

  @Override
  public String toString() {
    Map<SparseFormula, Integer> count = new EnumMap<>(SparseFormula.class);
    for (SparseFormula each : formula) {
      count.merge(each, 1, Integer::sum);
    }
    return "sparse: " + terms.matrices() + " matrices of order " + order + ", by formula " + count;
  }
}
