package io.spectrahedra.sdp.linalg;

import java.util.List;
import java.util.SplittableRandom;

/** Naive counterparts of the routines under test, in double-double where that matters. */
final class Reference {
  private Reference() {}

  /** Views of one matrix: packed, with gaps and offset, and as a transposed view. */
  enum Layout {
    PACKED,
    GAPS,
    TRANSPOSED;

    private static final List<Layout> ALL = List.of(values());

    /** One after the other, over and over. */
    static Layout inTurn(int i) {
      return ALL.get(i % ALL.size());
    }

    DenseMatrix zeros(int rows, int cols) {
      return switch (this) {
        case PACKED -> DenseMatrix.zeros(rows, cols);
        case GAPS -> DenseMatrix.zeros(rows + 3, cols + 5).view(2, 3, rows, cols);
        case TRANSPOSED ->
            DenseMatrix.zeros(cols + 1, rows + 2).view(1, 1, cols, rows).transposed();
      };
    }

    DenseMatrix random(int rows, int cols, SplittableRandom random) {
      DenseMatrix matrix = zeros(rows, cols);
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < cols; j++) {
          matrix.set(i, j, random.nextDouble() * 2 - 1);
        }
      }
      return matrix;
    }
  }

  static DenseMatrix random(int rows, int cols, long seed) {
    return Layout.PACKED.random(rows, cols, new SplittableRandom(seed));
  }

  static DenseMatrix randomSymmetric(int n, long seed) {
    DenseMatrix a = random(n, n, seed);
    a.symmetrise();
    return a;
  }

  /** BBᵀ + shift·I. */
  static DenseMatrix randomPositive(int n, double shift, long seed) {
    DenseMatrix b = random(n, n, seed);
    DenseMatrix a = product(b, b.transposed());
    for (int i = 0; i < n; i++) {
      a.add(i, i, shift);
    }
    return a;
  }

  /** AB with every sum accumulated in double-double. */
  static DenseMatrix product(DenseMatrix a, DenseMatrix b) {
    DenseMatrix c = DenseMatrix.zeros(a.rows, b.cols);
    for (int i = 0; i < a.rows; i++) {
      for (int j = 0; j < b.cols; j++) {
        double high = 0;
        double low = 0;
        for (int k = 0; k < a.cols; k++) {
          double p = a.at(i, k) * b.at(k, j);
          double e = Math.fma(a.at(i, k), b.at(k, j), -p);
          double s = high + p;
          double t = s - high;
          low += (high - (s - t)) + (p - t) + e;
          high = s;
        }
        c.set(i, j, high + low);
      }
    }
    return c;
  }

  /** Entry (i, j) is Σₖ |aᵢₖ||bₖⱼ|: times n·ε, what any order of summation may be off. */
  static DenseMatrix absoluteProduct(DenseMatrix a, DenseMatrix b) {
    return product(absolute(a), absolute(b));
  }

  private static DenseMatrix absolute(DenseMatrix a) {
    DenseMatrix result = a.copy();
    for (int i = 0; i < a.rows; i++) {
      for (int j = 0; j < a.cols; j++) {
        result.set(i, j, Math.abs(a.at(i, j)));
      }
    }
    return result;
  }

  static double maxDifference(DenseMatrix a, DenseMatrix b) {
    DenseMatrix difference = a.copy();
    difference.addScaled(-1, b);
    return difference.maxAbs();
  }
}
