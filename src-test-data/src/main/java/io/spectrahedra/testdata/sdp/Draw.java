package io.spectrahedra.testdata.sdp;

import io.spectrahedra.testdata.sdp.Coefficient.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Random numbers, matrices and orders from a seed, the same on every machine. */
final class Draw {
  private final SplittableRandom random;

  Draw(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** An integer from least to most, both included. */
  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  /** True with that probability. */
  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** A number in (−1, 1). */
  double signed() {
    return random.nextDouble() * 2 - 1;
  }

  /** A number in [0.5, 1.5). */
  double positive() {
    return 0.5 + random.nextDouble();
  }

  double[] vector(int n) {
    double[] v = new double[n];
    for (int i = 0; i < n; i++) {
      v[i] = signed();
    }
    return v;
  }

  double[][] matrix(int rows, int cols) {
    double[][] a = new double[rows][];
    for (int i = 0; i < rows; i++) {
      a[i] = vector(cols);
    }
    return a;
  }

  double[][] symmetric(int n) {
    double[][] a = matrix(n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        a[j][i] = a[i][j];
      }
    }
    return a;
  }

  /** 0 … n − 1 in any order. */
  int[] permutation(int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  <T> List<T> shuffled(List<T> list) {
    List<T> shuffled = new ArrayList<>();
    for (int i : permutation(list.size())) {
      shuffled.add(list.get(i));
    }
    return shuffled;
  }

  /** A coefficient of one of the kinds, not zero. */
  Coefficient coefficient(int block, ExactSdp.Block shape) {
    int n = shape.size();
    if (shape.vector()) {
      return new Coefficient.Vector(block, vector(n));
    }
    return switch (between(0, 2)) {
      case 0 -> sparse(block, n);
      case 1 -> lowRank(block, n);
      default -> Coefficient.of(block, symmetric(n));
    };
  }

  private Coefficient sparse(int block, int n) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        if (chance(0.3)) {
          entries.add(new Entry(i, j, signed()));
        }
      }
    }
    int k = between(0, n - 1);
    return entries.isEmpty()
        ? Coefficient.entry(block, k, k, 1)
        : new Coefficient.Sparse(block, entries);
  }

  private Coefficient lowRank(int block, int n) {
    double[] weights = vector(between(1, 3));
    List<double[]> vectors = new ArrayList<>();
    for (int k = 0; k < weights.length; k++) {
      vectors.add(vector(n));
    }
    return new Coefficient.LowRank(block, vectors, weights);
  }
}
