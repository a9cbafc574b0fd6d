package io.spectrahedra.sdp.linalg;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How a {@link SparseCholesky} goes about a pattern: which rows it eliminates together, in which
 * order, and what that will cost. By {@link MinimumDegree}, whose steps are joined where that saves
 * time: a step costs something besides its flops.
 */
public final class EliminationOrder {
  /** What a flop of a small product costs, and a step besides, in flops of a large product. */
  private static final double SMALL_PRODUCT = 4;

  private static final double STEP = 200_000;

  /** What a step of many solves costs besides its flops, in entries of the factor. */
  private static final double STEP_OF_SOLVE = 48;

  private final int n;
  private final List<MinimumDegree.Step> steps;

  private EliminationOrder(int n, List<MinimumDegree.Step> steps) {
    this.n = n;
    this.steps = steps;
  }

  /**
   * The order for n rows.
   *
   * @param cliques entry (i, j) may be nonzero if i and j are in one of these together, or equal;
   *     each without repetitions
   * @throws IllegalArgumentException if n is negative, or a clique has a row that is not one of n
   */
  public static EliminationOrder of(int n, List<int[]> cliques) {
    requireRows("EliminationOrder.of", n, cliques);
    return of(n, cliques, EliminationOrder::cost);
  }

  /**
   * The same for a factor that many right-hand sides are solved with: not its flops count then but
   * its entries.
   */
  public static EliminationOrder forSolves(int n, List<int[]> cliques) {
    requireRows("EliminationOrder.forSolves", n, cliques);
    return of(n, cliques, step -> STEP_OF_SOLVE + entries(step));
  }

  private static void requireRows(String routine, int n, List<int[]> cliques) {
    Arguments.requireAtLeast(routine, "n", 0, n);
    cliques.forEach(clique -> Arguments.requireRows(routine, n, clique));
  }

  private static EliminationOrder of(
      int n, List<int[]> cliques, ToDoubleFunction<MinimumDegree.Step> cost) {
    return new EliminationOrder(n, joined(n, MinimumDegree.order(n, cliques), cost));
  }

  private static List<MinimumDegree.Step> joined(
      int n, List<MinimumDegree.Step> steps, ToDoubleFunction<MinimumDegree.Step> cost) {
    int[] stepOf = new int[n];
    for (int s = 0; s < steps.size(); s++) {
      for (int row : steps.get(s).pivots()) {
        stepOf[row] = s;
      }
    }
    List<MinimumDegree.Step> now = new ArrayList<>(steps);
    List<MinimumDegree.Step> kept = new ArrayList<>();
    for (int s = 0; s < now.size(); s++) {
      MinimumDegree.Step step = now.get(s);
      int parent = Arrays.stream(step.border()).map(row -> stepOf[row]).min().orElse(s);
      MinimumDegree.Step above = now.get(parent);
      MinimumDegree.Step both = join(step, above);
      double apart = cost.applyAsDouble(step) + cost.applyAsDouble(above);
      if (parent != s && cost.applyAsDouble(both) < apart) {
        now.set(parent, both);
      } else {
        kept.add(step);
      }
    }
    return kept;
  }

  private static MinimumDegree.Step join(MinimumDegree.Step step, MinimumDegree.Step above) {
    int first = step.pivots().length;
    int[] pivots = Arrays.copyOf(step.pivots(), first + above.pivots().length);
    System.arraycopy(above.pivots(), 0, pivots, first, above.pivots().length);
    return new MinimumDegree.Step(pivots, above.border());
  }

  private static double flops(MinimumDegree.Step step) {
    double c = step.pivots().length;
    double b = step.border().length;
    return c * c * c / 3 + c * c * b + c * b * b;
  }

  private static double cost(MinimumDegree.Step step) {
    return STEP + SMALL_PRODUCT * flops(step);
  }

  private static double entries(MinimumDegree.Step step) {
    double c = step.pivots().length;
    return c * (c + 1) / 2 + c * step.border().length;
  }

  /** Number of rows. */
  public int rows() {
    return n;
  }

  List<MinimumDegree.Step> steps() {
    return steps;
  }

  /** Flops of a factorisation. */
  public double flops() {
    return steps.stream().mapToDouble(EliminationOrder::flops).sum();
  }

  /** What a factorisation costs, in flops of a large dense product. */
  public double cost() {
    return steps.stream().mapToDouble(EliminationOrder::cost).sum();
  }

  /** Entries of the factor that are stored. */
  public double entries() {
    return steps.stream().mapToDouble(EliminationOrder::entries).sum();
  }
}
