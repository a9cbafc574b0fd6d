package io.spectrahedra.testdata.sdp;

import io.spectrahedra.testdata.sdp.ExactSdp.Block;
import io.spectrahedra.testdata.sdp.ExactSdp.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Bounds of graphs whose values are known, relabelled at random. */
final class GraphCases {
  private GraphCases() {}

  /**
   * θ(G) = max ⟨J, X⟩, tr X = 1, Xᵢⱼ = 0 on edges, for the odd cycle on n nodes: n·cos(π/n)/(1 +
   * cos(π/n)).
   *
   * <p>A graph that looks the same from every node and along every edge has θ = −nλmin/(λmax −
   * λmin) with the eigenvalues of its adjacency matrix (Lovász 1979, Theorem 9); those of a cycle
   * are 2cos(2πk/n), the largest 2 and, for odd n, the smallest −2cos(π/n).
   */
  static ExactSdp thetaOfOddCycle(long seed) {
    int n = 5 + 2 * Math.floorMod(seed, 9);
    double[][] adjacency = new double[n][n];
    for (int i = 0; i < n; i++) {
      connect(adjacency, i, (i + 1) % n, 1);
    }
    double cos = Math.cos(Math.PI / n);
    return theta("theta of cycle " + n, adjacency, n * cos / (1 + cos), seed);
  }

  /**
   * θ of the Kneser graph K(n, k), whose nodes are the k-subsets of n things and whose edges join
   * disjoint ones: binom(n − 1, k − 1).
   *
   * <p>The eigenvalues are (−1)ⁱ binom(n − k − i, k − i), the largest binom(n − k, k), the smallest
   * −binom(n − k − 1, k − 1); with binom(n, k) nodes the formula for symmetric graphs gives the
   * value (Lovász 1979, Theorem 13).
   */
  static ExactSdp thetaOfKneserGraph(long seed) {
    int[][] choices = {{4, 1}, {5, 2}, {6, 2}, {6, 1}, {7, 2}, {7, 3}};
    int n = choices[Math.floorMod(seed, choices.length)][0];
    int k = choices[Math.floorMod(seed, choices.length)][1];
    List<Integer> subsets = new ArrayList<>();
    for (int bits = 0; bits < 1 << n; bits++) {
      if (Integer.bitCount(bits) == k) {
        subsets.add(bits);
      }
    }
    int nodes = subsets.size();
    double[][] adjacency = new double[nodes][nodes];
    for (int i = 0; i < nodes; i++) {
      for (int j = 0; j < i; j++) {
        if ((subsets.get(i) & subsets.get(j)) == 0) {
          connect(adjacency, i, j, 1);
        }
      }
    }
    double value = 1; // binom(n − 1, k − 1)
    for (int i = 1; i < k; i++) {
      value = value * (n - i) / i;
    }
    return theta("theta of Kneser graph " + n + "," + k, adjacency, value, seed);
  }

  private static ExactSdp theta(String name, double[][] adjacency, double theta, long seed) {
    int n = adjacency.length;
    Draw draw = new Draw(seed);
    Relabelling labels = new Relabelling(n, draw);
    double[][] ones = new double[n][n];
    double[][] identity = new double[n][n];
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Arrays.fill(ones[i], -1);
      identity[i][i] = 1;
      for (int j = 0; j < i; j++) {
        if (adjacency[i][j] != 0) {
          rows.add(Row.hard(0, labels.one(i, j, 1)));
        }
      }
    }
    rows.add(Row.hard(1, labels.all(identity)));
    return new ExactSdp(
        name + ", seed " + seed,
        List.of(Block.psd(n)),
        List.of(labels.all(ones)),
        draw.shuffled(rows),
        new Answer.Optimum(-theta));
  }

  /**
   * The max-cut bound max ¼⟨L, X⟩, Xᵢᵢ = 1, of a bipartite graph with weights: the sum of all of
   * them, which is the number of edges if all are 1. ¼⟨L, X⟩ = Σ w(Xᵢᵢ + Xⱼⱼ − 2Xᵢⱼ)/4 ≤ Σ w
   * because |Xᵢⱼ| ≤ 1, and the cut between the two sides attains it.
   */
  static ExactSdp maxCutOfBipartiteGraph(long seed) {
    Draw draw = new Draw(seed);
    int left = draw.between(1, 8);
    int n = left + draw.between(1, 8);
    double[][] weights = new double[n][n];
    connect(weights, 0, left, 1);
    for (int i = 0; i < left; i++) {
      for (int j = left; j < n; j++) {
        if (draw.chance(0.5)) {
          connect(weights, i, j, draw.between(1, 3));
        }
      }
    }
    double sum = Arrays.stream(weights).flatMapToDouble(Arrays::stream).sum() / 2;
    return maxCut("max-cut of a bipartite graph of " + n, weights, sum, seed);
  }

  /**
   * The max-cut bound of the complete graph on n nodes: n²/4. L = nI − J has ¼⟨L, X⟩ = n²/4 − ¼⟨J,
   * X⟩ ≤ n²/4, attained by X = (nI − J)/(n − 1).
   */
  static ExactSdp maxCutOfCompleteGraph(long seed) {
    int n = 3 + Math.floorMod(seed, 18);
    double[][] weights = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        connect(weights, i, j, 1);
      }
    }
    return maxCut("max-cut of the complete graph of " + n, weights, n * n / 4.0, seed);
  }

  private static ExactSdp maxCut(String name, double[][] weights, double value, long seed) {
    int n = weights.length;
    Draw draw = new Draw(seed);
    Relabelling labels = new Relabelling(n, draw);
    double[][] objective = new double[n][n]; // −L/4
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        objective[i][i] -= weights[i][j] / 4;
        objective[i][j] += weights[i][j] / 4;
      }
      rows.add(Row.hard(1, labels.one(i, i, 1)));
    }
    return new ExactSdp(
        name + ", seed " + seed,
        List.of(Block.psd(n)),
        List.of(labels.all(objective)),
        draw.shuffled(rows),
        new Answer.Optimum(-value));
  }

  private static void connect(double[][] weights, int i, int j, double weight) {
    weights[i][j] = weight;
    weights[j][i] = weight;
  }
}
