package io.spectrahedra.sdp.linalg;

import java.util.Arrays;

/** Which row comes where, by ascending key; equal ones by number. */
final class RowOrder {
  private final double[] keys;
  private final int[] order;

  /** Of rows with these keys (not copied). */
  RowOrder(double[] keys) {
    this.keys = keys;
    this.order = new int[keys.length];
  }

  int row(int k) {
    return order[k];
  }

  /** Sorts rows low to high − 1 among themselves, by insertion: most are in place already. */
  void sort(int low, int high) {
    for (int k = low; k < high; k++) {
      int at = k;
      while (at > low && keys[order[at - 1]] > keys[k]) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = k;
    }
  }

  /** Sorts rows low to high − 1, where those before the middle and the others are sorted. */
  void merge(int low, int middle, int high) {
    int[] first = Arrays.copyOfRange(order, low, middle);
    int second = middle;
    int at = low;
    for (int row : first) {
      while (second < high && keys[order[second]] < keys[row]) {
        order[at++] = order[second++];
      }
      order[at++] = row;
    }
  }
}
