package io.spectrahedra.sdp.linalg;

import java.util.Arrays;

/** Vertices by degree: a doubly linked list for each degree. All operations take constant time. */
final class DegreeBuckets {
  private static final int NONE = -1;

  private final int[] head;
  private final int[] next;
  private final int[] previous;
  private final int[] degree;

  /** No vertex has a smaller degree. */
  private int least;

  /**
   * @param n vertices and degrees are less than this
   */
  DegreeBuckets(int n) {
    this.head = new int[n];
    this.next = new int[n];
    this.previous = new int[n];
    this.degree = new int[n];
    Arrays.fill(head, NONE);
  }

  void add(int v, int itsDegree) {
    int first = head[itsDegree];
    degree[v] = itsDegree;
    next[v] = first;
    previous[v] = NONE;
    if (first != NONE) {
      previous[first] = v;
    }
    head[itsDegree] = v;
    least = Math.min(least, itsDegree);
  }

  void remove(int v) {
    if (previous[v] != NONE) {
      next[previous[v]] = next[v];
    } else {
      head[degree[v]] = next[v];
    }
    if (next[v] != NONE) {
      previous[next[v]] = previous[v];
    }
  }

  /** Removes a vertex of the smallest degree, the one added last; there must be one. */
  int poll() {
    while (head[least] == NONE) {
      least++;
    }
    int v = head[least];
    remove(v);
    return v;
  }
}
