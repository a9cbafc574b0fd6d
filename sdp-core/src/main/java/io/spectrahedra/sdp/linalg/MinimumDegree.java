package io.spectrahedra.sdp.linalg;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * An order in which the rows of a sparse symmetric matrix are eliminated so that few zeros become
 * nonzeros: the row with the fewest neighbours next.
 *
 * <p>The pattern is given, and kept, as a union of cliques: eliminating a vertex replaces the
 * cliques it is in by their union without it (George and Liu 1989). Degrees are the bounds of
 * Amestoy, Davis and Duff (1996), Σ over the cliques of a vertex of what they have outside of the
 * new one; cliques inside of the new one are absorbed; vertices in the same cliques are one vertex
 * of some weight.
 */
final class MinimumDegree {
  /**
   * Rows eliminated one after the other, whose columns of the factor have the same pattern.
   *
   * @param pivots the rows
   * @param border the later rows that these columns reach, in no order
   */
  record Step(int[] pivots, int[] border) {}

  private final int n;
  private final DegreeBuckets queue;

  /** cliques[v][0..cliqueCount[v] − 1]: the cliques that vertex v is in. */
  private final int[][] cliques;

  private final int[] cliqueCount;

  /** The vertices of each clique; some may be gone, with weight 0. Empty for absorbed ones. */
  private final List<int[]> members;

  /** The weight of each clique. */
  private final int[] size;

  /** How many rows a vertex stands for; 0 if it is eliminated or part of another. */
  private final int[] weight;

  /** The rows a vertex stands for: itself, chain[itself], and so on; last[v] ends the chain. */
  private final int[] chain;

  private final int[] last;

  /** Of each clique the weight outside of the new one, if stamp says that it is up to date. */
  private final int[] outside;

  private final int[] stamp;
  private final int[] seen;
  private int now;
  private int remaining;

  private MinimumDegree(int n, List<int[]> given) {
    this.n = n;
    this.remaining = n;
    int most = given.size() + n;
    this.members = new ArrayList<>(given);
    this.size = new int[most];
    this.outside = new int[most];
    this.stamp = new int[most];
    this.seen = new int[n];
    this.chain = new int[n];
    this.last = IntStream.range(0, n).toArray();
    this.weight = new int[n];
    Arrays.fill(weight, 1);
    Arrays.fill(chain, -1);
    this.cliqueCount = new int[n];
    given.forEach(clique -> Arrays.stream(clique).forEach(v -> cliqueCount[v]++));
    this.cliques = new int[n][];
    for (int v = 0; v < n; v++) {
      cliques[v] = new int[cliqueCount[v]];
      cliqueCount[v] = 0;
    }
    for (int c = 0; c < given.size(); c++) {
      size[c] = given.get(c).length;
      for (int v : given.get(c)) {
        cliques[v][cliqueCount[v]++] = c;
      }
    }
    this.queue = new DegreeBuckets(n);
  }

  /**
   * The steps, in order.
   *
   * @param cliques rows are neighbours if they are in one of these together; each without
   *     repetitions
   */
  static List<Step> order(int n, List<int[]> cliques) {
    return new MinimumDegree(n, cliques).run();
  }

  private List<Step> run() {
    mergeEqual(IntStream.range(0, n).toArray(), n);
    for (int v = 0; v < n; v++) {
      if (weight[v] > 0) {
        long degree = 0;
        for (int at = 0; at < cliqueCount[v]; at++) {
          degree += (long) size[cliques[v][at]] - weight[v];
        }
        queue.add(v, (int) Math.min(degree, n - weight[v]));
      }
    }
    List<Step> steps = new ArrayList<>();
    while (remaining > 0) {
      steps.add(eliminate(queue.poll()));
    }
    return steps;
  }

  private Step eliminate(int pivot) {
    now++;
    int[] border = neighbours(pivot);
    int clique = members.size();
    members.add(border);
    for (int v : border) {
      queue.remove(v);
      countOutside(v);
    }
    int[] eliminated = new int[border.length + 1];
    int count = 0;
    eliminated[count++] = pivot;
    for (int v : border) {
      absorb(v);
      if (cliqueCount[v] == 0) { // its neighbours are those of the pivot
        eliminated[count++] = v;
      } else {
        size[clique] += weight[v];
      }
    }
    int[] pivots = rows(eliminated, count);
    remaining -= pivots.length;
    for (int at = 0; at < count; at++) {
      weight[eliminated[at]] = 0;
    }
    int[] rest = Arrays.stream(border).filter(v -> weight[v] > 0).toArray();
    Step step = new Step(pivots, rows(rest, rest.length)); // before vertices of the rest are merged
    enter(rest, clique);
    return step;
  }

  /** The vertices in cliques with this one, which are absorbed. */
  private int[] neighbours(int pivot) {
    IntStream.Builder found = IntStream.builder();
    seen[pivot] = now;
    for (int at = 0; at < cliqueCount[pivot]; at++) {
      int clique = cliques[pivot][at];
      for (int v : members.get(clique)) {
        if (weight[v] > 0 && seen[v] != now) {
          seen[v] = now;
          found.add(v);
        }
      }
      members.set(clique, GONE);
    }
    return found.build().toArray();
  }

  private static final int[] GONE = {};

  /** Takes v, of the new clique, out of what its other cliques have outside of it. */
  private void countOutside(int v) {
    int kept = 0;
    for (int at = 0; at < cliqueCount[v]; at++) {
      int c = cliques[v][at];
      if (members.get(c).length > 0) {
        cliques[v][kept++] = c;
        outside[c] = (stamp[c] == now ? outside[c] : size[c]) - weight[v];
        stamp[c] = now;
      }
    }
    cliqueCount[v] = kept;
  }

  /** Leaves v only the cliques that have something outside of the new one. */
  private void absorb(int v) {
    int kept = 0;
    for (int at = 0; at < cliqueCount[v]; at++) {
      int c = cliques[v][at];
      if (outside[c] > 0) {
        cliques[v][kept++] = c;
      } else {
        members.set(c, GONE);
      }
    }
    cliqueCount[v] = kept;
  }

  /** Puts the vertices that remain of the new clique back into the queue. */
  private void enter(int[] rest, int clique) {
    members.set(clique, rest);
    for (int v : rest) {
      cliques[v][cliqueCount[v]++] = clique;
    }
    mergeEqual(rest, rest.length);
    for (int v : rest) {
      if (weight[v] > 0) {
        long degree = (long) size[clique] - weight[v];
        for (int at = 0; at < cliqueCount[v] - 1; at++) {
          degree += outside[cliques[v][at]];
        }
        queue.add(v, (int) Math.min(degree, remaining - weight[v]));
      }
    }
  }

  /** Makes one vertex of those that are in the same cliques. */
  private void mergeEqual(int[] vertices, int count) {
    Map<Integer, List<Integer>> byHash = new HashMap<>();
    for (int i = 0; i < count; i++) {
      int v = vertices[i];
      if (cliqueCount[v] == 0) { // nobody's neighbour
        continue;
      }
      int hash = 0;
      for (int at = 0; at < cliqueCount[v]; at++) {
        hash += 31 * cliques[v][at] + 17 * (cliques[v][at] >>> 7);
      }
      List<Integer> alike = byHash.computeIfAbsent(hash, unused -> new ArrayList<>());
      int same = alike.stream().filter(u -> inSameCliques(u, v)).findFirst().orElse(v);
      if (same == v) {
        alike.add(v);
      } else {
        weight[same] += weight[v];
        weight[v] = 0;
        chain[last[same]] = v;
        last[same] = last[v];
      }
    }
  }

  /** Cliques are listed in the order in which they came to be, for all vertices. */
  private boolean inSameCliques(int u, int v) {
    return Arrays.equals(cliques[u], 0, cliqueCount[u], cliques[v], 0, cliqueCount[v]);
  }

  /** All rows that the first {@code count} vertices stand for. */
  private int[] rows(int[] vertices, int count) {
    IntStream.Builder rows = IntStream.builder();
    for (int i = 0; i < count; i++) {
      for (int v = vertices[i]; v >= 0; v = chain[v]) {
        rows.add(v);
      }
    }
    return rows.build().toArray();
  }
}
