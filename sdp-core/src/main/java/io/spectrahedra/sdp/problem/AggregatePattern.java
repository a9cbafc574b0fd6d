package io.spectrahedra.sdp.problem;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Where S = C − 𝒜*(y) may have entries in a matrix block, whatever y is: where the objective or a
 * row has one.
 */
public final class AggregatePattern {
  private AggregatePattern() {}

  /**
   * The places (i, j), i &gt; j, of entries off the diagonal; nothing where a coefficient is dense
   * or low-rank, or there are more than {@code most} places. O(n² + number of entries).
   */
  public static Optional<List<int[]>> of(SdpProblem problem, int block, int most) {
    int n = problem.blocks().get(block).size();
    BitSet seen = new BitSet();
    if (!problem.objective().stream().allMatch(term -> isAdded(term, block, n, seen))) {
      return Optional.empty();
    }
    for (SdpProblem.Row row : problem.rows()) {
      if (!row.terms().stream().allMatch(term -> isAdded(term, block, n, seen))) {
        return Optional.empty();
      }
    }
    if (seen.cardinality() > most) {
      return Optional.empty();
    }
    List<int[]> places = new ArrayList<>();
    for (int at = seen.nextSetBit(0); at >= 0; at = seen.nextSetBit(at + 1)) {
      places.add(new int[] {at / n, at % n});
    }
    return Optional.of(places);
  }

  /** Adds the entries of a term; false if it has to be taken to have all. */
  private static boolean isAdded(SdpProblem.Term term, int block, int n, BitSet seen) {
    if (term.block() != block) {
      return true;
    }
    if (!(term.matrix() instanceof SparseSymmetric a)) {
      return false;
    }
    for (int e = 0; e < a.entries(); e++) {
      if (a.row(e) != a.col(e)) {
        seen.set(a.row(e) * n + a.col(e));
      }
    }
    return true;
  }
}
