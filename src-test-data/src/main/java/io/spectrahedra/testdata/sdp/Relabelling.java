package io.spectrahedra.testdata.sdp;

import io.spectrahedra.testdata.sdp.Coefficient.Entry;
import java.util.ArrayList;
import java.util.List;

/**
 * The same problem in other words: X = D P X̂ Pᵀ D with a permutation P and a diagonal D of powers
 * of two. The optimal value stays what it was, and no coefficient is rounded.
 */
final class Relabelling {
  private final int[] label;
  private final double[] scale;

  Relabelling(int n, Draw draw) {
    this.label = draw.permutation(n);
    this.scale = new double[n];
    for (int i = 0; i < n; i++) {
      scale[i] = Math.scalb(1.0, draw.between(-1, 1));
    }
  }

  /** The coefficient of X̂ that belongs to this entry of one of X. */
  Entry entry(int row, int col, double value) {
    return new Entry(label[row], label[col], value * scale[row] * scale[col]);
  }

  /** The same for one entry alone. */
  Coefficient one(int row, int col, double value) {
    return new Coefficient.Sparse(0, List.of(entry(row, col, value)));
  }

  /** The same for a whole matrix, of which the lower triangle is read. */
  Coefficient all(double[][] matrix) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j <= i; j++) {
        if (matrix[i][j] != 0) {
          entries.add(entry(i, j, matrix[i][j]));
        }
      }
    }
    return new Coefficient.Sparse(0, entries);
  }
}
