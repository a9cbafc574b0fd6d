package io.spectrahedra.sdp.linalg;

import java.util.Arrays;

/** zᵢ² = Πⱼ (λⱼ − dᵢ) / Πⱼ≠ᵢ (dⱼ − dᵢ): the z for which diag(d) + zzᵀ has the eigenvalues λ. */
final class LoewnerFormula {
  /** Entries of one task. */
  private static final int ENTRIES = 32;

  private LoewnerFormula() {}

  /**
   * Z, with the signs of another z; k² divisions.
   *
   * @param delta row j holds dᵢ − λⱼ for every i
   */
  static double[] apply(Workers workers, double[] d, double[] signs, DenseMatrix delta) {
    int k = d.length;
    double[] z = new double[k];
    workers.forSlices(
        k,
        ENTRIES,
        (from, to) -> {
          double[] squares = squares(from, to, d, delta);
          for (int i = 0; i < squares.length; i++) {
            z[from + i] = Math.copySign(Math.sqrt(Math.abs(squares[i])), signs[from + i]);
          }
        });
    return z;
  }

  private static double[] squares(int from, int to, double[] d, DenseMatrix delta) {
    double[] own = Arrays.copyOfRange(d, from, to);
    double[] squares = new double[own.length];
    double[] row = new double[own.length];
    Arrays.fill(squares, 1);
    for (int j = 0; j < d.length; j++) {
      System.arraycopy(delta.data(), delta.index(j, from), row, 0, row.length);
      int self = j - from;
      boolean isOwn = self >= 0 && self < row.length;
      double numerator = isOwn ? squares[self] * row[self] : 0;
      multiply(squares, row, own, d[j]);
      if (isOwn) { // was divided by zero
        squares[self] = numerator;
      }
    }
    return squares;
  }

  /** One array index and one store: HotSpot makes vector instructions of it. */
  private static void multiply(double[] squares, double[] row, double[] d, double pole) {
    for (int i = 0; i < d.length; i++) {
      squares[i] *= row[i] / (d[i] - pole);
    }
  }
}
