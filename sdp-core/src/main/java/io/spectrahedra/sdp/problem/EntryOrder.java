package io.spectrahedra.sdp.problem;

import java.util.Arrays;

/** Sorts the entries of a matrix row by row. */
final class EntryOrder {
  private EntryOrder() {}

  /**
   * The numbers of the entries, sorted by row, then by column, then as they are. O(E) if they are
   * sorted, O(E log E) otherwise.
   */
  static int[] of(int[] row, int[] col) {
    int[] order = new int[row.length];
    Arrays.setAll(order, e -> e);
    return isSorted(row, col) ? order : sortedBy(row, sortedBy(col, order));
  }

  private static boolean isSorted(int[] row, int[] col) {
    for (int e = 1; e < row.length; e++) {
      if (row[e - 1] > row[e] || (row[e - 1] == row[e] && col[e - 1] > col[e])) {
        return false;
      }
    }
    return true;
  }

  /** Stable: the key is above, the place in the order given below. */
  private static int[] sortedBy(int[] key, int[] order) {
    long[] keyAndPlace = new long[order.length];
    for (int p = 0; p < order.length; p++) {
      keyAndPlace[p] = (long) key[order[p]] << Integer.SIZE | p;
    }
    Arrays.sort(keyAndPlace);
    int[] sorted = new int[order.length];
    Arrays.setAll(sorted, p -> order[(int) keyAndPlace[p]]);
    return sorted;
  }
}
