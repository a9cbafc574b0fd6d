package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.SdpProblem;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A problem without the hard rows that say what others say already.
 *
 * <p>Most rows are independent by {@link RowPeeling}. For the rest, as {@link DependentRows} finds,
 * the Schur complement at X = S = e is their Gram matrix, 𝒜𝒜*. A row whose pivot vanishes in a
 * Cholesky factorisation with the largest pivots first is suspected; it is dropped if Σ cₖAₖ over
 * the other rows is Aᵢ to rounding and Σ cₖbₖ is bᵢ, or nearly. With another right-hand side, c and
 * −1 are a ray [M11]; where the checker does not accept it, or the difference is within the
 * tolerance of the solve, the row stays. Costs one assembly and factorisation of the Schur
 * complement of the rest; where that is sparse, nobody looks. Rows without coefficients are looked
 * at first, and always.
 *
 * @param problem the rows that are left
 * @param kept their numbers in the whole
 * @param dropped the names of the others
 * @param ray multipliers of the whole that prove that its rows contradict each other; of length 0
 *     if none was found
 */
record IndependentRows(SdpProblem problem, int[] kept, List<String> dropped, double[] ray) {
  /** Of an entry against its row: what sets the row apart. */
  private static final double APART = 3e-6;

  private static final double[] NO_RAY = {};

  /**
   * The problem itself where no row depends on others.
   *
   * @param tolerance right-hand sides that differ by less than this DIMACS error do not contradict
   */
  static IndependentRows of(SdpProblem source, Workers workers, double tolerance) {
    int[] some = rows(source, i -> !isZero(source.rows().get(i)));
    if (some.length < source.rows().size()) {
      IndependentRows rest = of(source.withRows(some), workers, tolerance);
      return rest.within(source, some, zeroRowsRay(source, tolerance));
    }
    int[] doubtful = RowPeeling.rest(source, APART, workers);
    workers.checkStop();
    int[] dependent = {};
    double[] ray = NO_RAY;
    if (doubtful.length > 0) {
      ScaledProblem scaled = new ScaledProblem(source.withRows(doubtful), workers);
      DependentRows found = DependentRows.of(scaled, tolerance);
      dependent = IntStream.of(found.follow()).map(i -> doubtful[i]).toArray();
      ray = spread(found.ray(), doubtful, some.length);
    }
    Set<Integer> dropped = IntStream.of(dependent).boxed().collect(Collectors.toSet());
    int[] kept = rows(source, i -> !dropped.contains(i));
    return new IndependentRows(
        dropped.isEmpty() ? source : source.withRows(kept), kept, others(source, kept), ray);
  }

  /** Whether it is a hard row that says 0 = b. */
  private static boolean isZero(SdpProblem.Row row) {
    return row.penalty().isHard()
        && row.terms().stream().allMatch(t -> t.scale() * t.matrix().frobeniusNorm() == 0);
  }

  /** From a row 0 = b with b ≠ 0. */
  private static double[] zeroRowsRay(SdpProblem source, double tolerance) {
    double[] y = new double[source.rows().size()];
    for (int i = 0; i < y.length; i++) {
      SdpProblem.Row row = source.rows().get(i);
      y[i] = isZero(row) ? Math.signum(row.rhs()) : 0;
    }
    return DependentRows.ray(source, y, tolerance);
  }

  /** The same of a problem of which this one has {@code some} of the rows, and perhaps a ray. */
  private IndependentRows within(SdpProblem whole, int[] some, double[] wholeRay) {
    int[] keptInWhole = IntStream.of(kept).map(i -> some[i]).toArray();
    double[] either = wholeRay.length > 0 ? wholeRay : spread(ray, some, whole.rows().size());
    return new IndependentRows(problem, keptInWhole, others(whole, keptInWhole), either);
  }

  /** The names of the rows that are not kept. */
  private static List<String> others(SdpProblem whole, int[] kept) {
    int[] dropped = rows(whole, i -> Arrays.binarySearch(kept, i) < 0);
    return IntStream.of(dropped).mapToObj(i -> whole.rows().get(i).name()).toList();
  }

  private static int[] rows(SdpProblem problem, IntPredicate wanted) {
    return IntStream.range(0, problem.rows().size()).filter(wanted).toArray();
  }

  /** Multipliers of some rows as those of all. */
  private static double[] spread(double[] y, int[] some, int rows) {
    double[] whole = new double[y.length == 0 ? 0 : rows];
    for (int i = 0; i < y.length; i++) {
      whole[some[i]] = y[i];
    }
    return whole;
  }

  /** Whether the rows have been found to contradict each other. */
  boolean contradict() {
    return ray.length > 0;
  }

  /** Of the rows that were dropped, those that say what others do: no part of a contradiction. */
  List<String> following(SdpProblem whole) {
    if (ray.length == 0) {
      return dropped;
    }
    int[] follow = rows(whole, i -> Arrays.binarySearch(kept, i) < 0 && ray[i] == 0);
    return IntStream.of(follow).mapToObj(i -> whole.rows().get(i).name()).toList();
  }

  /** The multipliers of the rows that are left. */
  double[] reduce(double[] whole) {
    return IntStream.of(kept).mapToDouble(i -> whole[i]).toArray();
  }

  /** One multiplier a row of the whole: 0 for those that were dropped. */
  double[] expand(double[] y) {
    double[] whole = new double[kept.length + dropped.size()];
    for (int k = 0; k < kept.length; k++) {
      whole[kept[k]] = y[k];
    }
    return whole;
  }
}
