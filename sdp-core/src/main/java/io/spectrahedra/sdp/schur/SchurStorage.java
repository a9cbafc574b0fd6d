package io.spectrahedra.sdp.schur;

import io.spectrahedra.sdp.linalg.EliminationOrder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How M is stored and factored: dense, or sparse where that is the faster by counted flops.
 *
 * @param order the order of elimination of a sparse M; empty for a dense one
 * @param cliques the pattern of M
 */
record SchurStorage(Optional<EliminationOrder> order, List<int[]> cliques) {
  /** The storages there are. */
  enum Kind {
    DENSE,
    SPARSE
  }

  static final Set<Kind> ANY = EnumSet.allOf(Kind.class);
  static final Set<Kind> DENSE = EnumSet.of(Kind.DENSE);

  /** Rows of a dense matrix that fit an array. */
  private static final int MAX_DENSE = 46_340;

  /** Up to this order a dense factorisation takes no time worth saving. */
  private static final int SMALL = 100;

  /**
   * Adding an entry to a sparse M where it belongs, and clearing one of a dense M, in flops of a
   * large product.
   */
  private static final double SCATTER = 300;

  private static final double CLEAR = 50;

  static SchurStorage of(int m, List<SchurPart> parts, Set<Kind> allowed) {
    List<int[]> cliques = new ArrayList<>();
    parts.forEach(part -> cliques.addAll(part.cliques()));
    boolean denseAllowed = allowed.contains(Kind.DENSE) && (m <= MAX_DENSE || allowed.size() == 1);
    if (denseAllowed && (!allowed.contains(Kind.SPARSE) || m <= SMALL || fills(m, cliques))) {
      return new SchurStorage(Optional.empty(), cliques);
    }
    EliminationOrder order = EliminationOrder.of(m, cliques);
    return new SchurStorage(
        Optional.of(order).filter(found -> !denseAllowed || isFaster(found, cliques)), cliques);
  }

  /** Whether some rows that are all in one clique make up most of the work of a dense matrix. */
  private static boolean fills(int m, List<int[]> cliques) {
    return cliques.stream().anyMatch(clique -> clique.length > 0.7 * m);
  }

  private static boolean isFaster(EliminationOrder order, List<int[]> cliques) {
    double m = order.rows();
    double dense = m * m * m / 3 + CLEAR * m * m;
    double scatter = 0;
    for (int[] clique : cliques) {
      scatter += SCATTER * clique.length * clique.length / 2;
    }
    return order.cost() + scatter < dense;
  }
}
