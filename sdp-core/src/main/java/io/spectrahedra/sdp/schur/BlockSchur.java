package io.spectrahedra.sdp.schur;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.stream.IntStream;

/** What some terms of 𝒜 contribute to the Schur complement. */
sealed interface BlockSchur
    permits LowRankSchur, DenseSchur, SparseSchur, CrossSchur, VectorSchur, SecondOrderSchur {

  /** The lower triangle of M ← M + contribution, at the current pairs of the cones. */
  void addTo(Workers workers, DenseMatrix m);

  /** Arithmetic operations of one {@link #addTo}. */
  double flops();

  /**
   * Adds to entry {i, j} of the lower triangle what one unordered pair of different terms, of rows
   * i and j, contributes. If both belong to one row, the pair counts there in both orders.
   */
  static void addPair(DenseMatrix m, int i, int j, double value) {
    m.add(Math.max(i, j), Math.min(i, j), i == j ? 2 * value : value);
  }

  /**
   * The starts of panels of about {@code size} items each, and the end, cut so that the items of
   * one row lie in one panel: then no two panels write the same entry of M.
   *
   * @param rowOf the row of each item, nowhere less than that of the item before
   */
  static int[] panels(int[] rowOf, int size) {
    IntStream.Builder starts = IntStream.builder();
    int start = 0;
    while (start < rowOf.length) {
      starts.add(start);
      start = Math.min(rowOf.length, start + size);
      while (start < rowOf.length && rowOf[start] == rowOf[start - 1]) {
        start++;
      }
    }
    return starts.add(rowOf.length).build().toArray();
  }
}
