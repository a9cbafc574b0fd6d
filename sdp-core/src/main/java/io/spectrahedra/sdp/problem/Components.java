package io.spectrahedra.sdp.problem;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The connected components of the indices of a matrix, by the entries that join them (Tarjan 1975).
 * Mutable until they are numbered.
 */
final class Components {
  private final int[] parent;
  private int count;

  /** Indices 0 to order − 1, each on its own. */
  Components(int order) {
    this.parent = IntStream.range(0, order).toArray();
    this.count = order;
  }

  /** How many there are. */
  int count() {
    return count;
  }

  /** Entry (i, j) is not zero. */
  void join(int i, int j) {
    int a = root(i);
    int b = root(j);
    if (a != b) {
      parent[Math.max(a, b)] = Math.min(a, b);
      count--;
    }
  }

  /** All indices are one component. */
  void joinAll() {
    Arrays.fill(parent, 0);
    count = 1;
  }

  /** The smallest index of the component of i. */
  int root(int i) {
    int at = i;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }
}
