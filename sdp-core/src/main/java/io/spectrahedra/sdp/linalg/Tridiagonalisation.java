package io.spectrahedra.sdp.linalg;

import io.spectrahedra.sdp.kernel.Kernels;
import java.util.Arrays;

/**
 * A = QTQᵀ of a symmetric matrix, with T tridiagonal and Q a product of Householder reflections.
 *
 * <p>Rows are reduced from the last to the first, since a row of the lower triangle lies without
 * gaps: I − τvvᵀ makes row i, left of the diagonal, into (0, …, 0, e). Half of the 4n³/3 flops are
 * products of the remaining matrix with one v each. The other half waits until {@link #PANEL} rows
 * are done, and is then one matrix product (Dongarra, Sorensen and Hammarling, Block reduction of
 * matrices to condensed forms, 1989): with wₖ = τA′vₖ − ½τ(τvₖᵀA′vₖ)vₖ for the matrix A′ of the
 * step, k reflections make A into A − Σ vₖwₖᵀ + wₖvₖᵀ.
 */
final class Tridiagonalisation {
  private static final int PANEL = 32;

  /** Reflections that are applied to eigenvectors at once. */
  private static final int BLOCK = 96;

  private final double[] diagonal;
  private final double[] offDiagonal;

  /** Row i holds its v in columns 0 to i − 1, the last of them 1. */
  private final DenseMatrix reflectors;

  private final double[] tau;

  private Tridiagonalisation(DenseMatrix a) {
    this.reflectors = a;
    this.diagonal = new double[a.rows];
    this.offDiagonal = new double[Math.max(0, a.rows - 1)];
    this.tau = new double[a.rows];
  }

  /** T[k, k], of length n. */
  double[] diagonal() {
    return diagonal;
  }

  /** T[k + 1, k], of length n − 1. */
  double[] offDiagonal() {
    return offDiagonal;
  }

  /**
   * @param source symmetric; only its lower triangle is read
   * @throws IllegalArgumentException if it is not square or has an entry that is not finite
   */
  static Tridiagonalisation of(Workers workers, DenseMatrix source) {
    source.requireSquare("symmetric eigenvalues");
    DenseMatrix a = source.copy();
    requireFinite(a);
    Tridiagonalisation result = new Tridiagonalisation(a);
    int n = a.rows;
    // the panel's vk, its wk, and again its vk, so that v and w lie above w and v
    DenseMatrix vwv = DenseMatrix.zeros(3 * PANEL, n);
    for (int end = n; end > 0; end -= PANEL) {
      int width = Math.min(PANEL, end);
      result.reducePanel(end, width, vwv);
      int rest = end - width;
      if (rest > 0) {
        DenseMatrix v = vwv.view(0, 0, PANEL, rest);
        vwv.view(2 * PANEL, 0, PANEL, rest).setTo(v);
        DenseMatrix vw = vwv.view(0, 0, 2 * PANEL, rest);
        DenseMatrix wv = vwv.view(PANEL, 0, 2 * PANEL, rest);
        Gemm.multiplyLower(workers, -1, vw.transposed(), wv, 1, a.view(0, 0, rest, rest));
      }
    }
    return result;
  }

  private static void requireFinite(DenseMatrix a) {
    for (int i = 0; i < a.rows; i++) {
      for (int j = 0; j <= i; j++) {
        if (!Double.isFinite(a.at(i, j))) {
          throw new IllegalArgumentException(
              "a matrix with NaN or infinity has no eigenvalues: entry ("
                  + i
                  + ", "
                  + j
                  + ") is "
                  + a.at(i, j));
        }
      }
    }
  }

  /** Reduces rows end − 1 to end − width, and leaves their vk and wk in the first rows of vwv. */
  private void reducePanel(int end, int width, DenseMatrix vwv) {
    double[] panel = vwv.data();
    double[] v = new double[end];
    double[] w = new double[end];
    for (int k = 0; k < width; k++) {
      int i = end - 1 - k;
      subtractPending(i, k, vwv);
      diagonal[i] = reflectors.at(i, i);
      if (i == 0) {
        return;
      }
      tau[i] = reflect(i);
      int vk = vwv.index(k, 0);
      int wk = vwv.index(PANEL + k, 0);
      System.arraycopy(reflectors.data(), reflectors.index(i, 0), v, 0, i);
      if (tau[i] == 0) {
        Arrays.fill(w, 0, i, 0);
      } else {
        multiply(i, k, v, w, vwv);
        double half = tau[i] / 2 * Kernels.best().dot(i, w, 0, v, 0);
        for (int j = 0; j < i; j++) {
          w[j] -= half * v[j];
        }
      }
      System.arraycopy(v, 0, panel, vk, i);
      System.arraycopy(w, 0, panel, wk, i);
      // v and w end here: what earlier panels have left behind counts as zero
      Arrays.fill(panel, vk + i, vk + end, 0);
      Arrays.fill(panel, wk + i, wk + end, 0);
    }
  }

  /** Row i ← row i − Σ vₖ[i]wₖ + wₖ[i]vₖ over the k reflections of the panel so far. */
  private void subtractPending(int i, int k, DenseMatrix vwv) {
    double[] panel = vwv.data();
    double[] a = reflectors.data();
    int row = reflectors.index(i, 0);
    for (int l = 0; l < k; l++) {
      int vl = vwv.index(l, 0);
      int wl = vwv.index(PANEL + l, 0);
      Kernels.best().add(i + 1, -panel[vl + i], panel, wl, a, row);
      Kernels.best().add(i + 1, -panel[wl + i], panel, vl, a, row);
    }
  }

  /** Row i, left of the diagonal, ← v for which I − τvvᵀ maps it to (0, …, 0, e); returns τ. */
  private double reflect(int i) {
    double[] a = reflectors.data();
    int row = reflectors.index(i, 0);
    double alpha = a[row + i - 1];
    double beta = Householder.reflect(alpha, a, row, i - 1);
    offDiagonal[i - 1] = beta;
    a[row + i - 1] = 1;
    return Householder.tau(alpha, beta);
  }

  /** W ← τA′v for the leading part A′ of order i, from which k reflections are still pending. */
  private void multiply(int i, int k, double[] v, double[] w, DenseMatrix vwv) {
    double[] a = reflectors.data();
    double[] panel = vwv.data();
    Kernels kernels = Kernels.best();
    Arrays.fill(w, 0, i, 0);
    for (int r = 0; r < i; r++) {
      int row = reflectors.index(r, 0);
      w[r] += kernels.addAndDot(r, a, row, v, v[r], w) + a[row + r] * v[r];
    }
    for (int l = 0; l < k; l++) {
      int vl = vwv.index(l, 0);
      int wl = vwv.index(PANEL + l, 0);
      double vv = kernels.dot(i, panel, vl, v, 0);
      double wv = kernels.dot(i, panel, wl, v, 0);
      kernels.add(i, -wv, panel, vl, w, 0);
      kernels.add(i, -vv, panel, wl, w, 0);
    }
    for (int j = 0; j < i; j++) {
      w[j] *= tau[i];
    }
  }

  /**
   * Z ← ZQᵀ for k × n Z, whose rows are vectors; 2n²k flops, {@link #BLOCK} reflections at once.
   */
  void applyToRows(Workers workers, DenseMatrix z) {
    int n = diagonal.length;
    for (int start = 1; start < n; start += BLOCK) {
      int end = Math.min(n, start + BLOCK);
      int width = end - start;
      int length = end - 1; // the longest v of the block
      DenseMatrix v = DenseMatrix.zeros(width, length);
      for (int k = 0; k < width; k++) { // in the order in which they were made
        int i = end - 1 - k;
        v.view(k, 0, 1, i).setTo(reflectors.view(i, 0, 1, i));
      }
      DenseMatrix part = z.view(0, 0, z.rows, length);
      DenseMatrix fv = Gemm.product(workers, blockFactor(workers, v, end).transposed(), v);
      DenseMatrix zv = Gemm.product(workers, part, v.transposed());
      // (I − VᵀFV)z for every row z of Z
      Gemm.multiply(workers, -1, zv, fv, 1, part);
    }
  }

  /** The upper triangular F for which the reflections of a block multiply to I − VFVᵀ. */
  private DenseMatrix blockFactor(Workers workers, DenseMatrix v, int end) {
    int width = v.rows;
    DenseMatrix inner = Gemm.product(workers, v, v.transposed());
    DenseMatrix f = DenseMatrix.zeros(width, width);
    for (int k = 0; k < width; k++) {
      double tauK = tau[end - 1 - k];
      for (int i = 0; i < k; i++) {
        double sum = 0;
        for (int l = i; l < k; l++) {
          sum += f.at(i, l) * inner.at(l, k);
        }
        f.set(i, k, -tauK * sum);
      }
      f.set(k, k, tauK);
    }
    return f;
  }
}
