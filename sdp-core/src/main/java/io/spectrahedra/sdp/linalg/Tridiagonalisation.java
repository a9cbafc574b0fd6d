package io.spectrahedra.sdp.linalg;

import io.spectrahedra.sdp.kernel.Kernels;
import java.util.Arrays;

/**
 * A = QTQᵀ of a symmetric matrix, with T tridiagonal and Q a product of Householder reflections.
 *
 * <p>Rows are reduced from the last to the first, since a row of the lower triangle lies without
 * gaps: I − τvvᵀ makes row i, left of the diagonal, into (0, …, 0, e). Half of the 4n³/3 flops are
 * products of the remaining matrix with one v each. The other half waits until a panel of rows is
 * done, and is then one matrix product (Dongarra, Sorensen and Hammarling, Block reduction of
 * matrices to condensed forms, 1989): with wₖ = τA′vₖ − ½τ(τvₖᵀA′vₖ)vₖ for the matrix A′ of the
 * step, k reflections make A into A − Σ vₖwₖᵀ + wₖvₖᵀ.
 */
final class Tridiagonalisation {
  private static final int PANEL = 32;

  private static final int SMALL_PANEL = 16;

  /** Reflections that are applied to eigenvectors at once. */
  private static final int BLOCK = 96;

  private static final int SMALL_BLOCK = 24;

  /** Most rows that one task copies or transforms. */
  private static final int ROWS = 240;

  /** Below, what there is to do for each panel and block counts for more than memory traffic. */
  private static final int SMALL = 1200;

  /** Entries of A whose share of A′v takes as long as what is done beside it for one reflection. */
  private static final double PANEL_WORK = 8;

  private final double[] diagonal;
  private final double[] offDiagonal;

  /** Row i holds its v in columns 0 to i − 1, the last of them 1. */
  private final DenseMatrix reflectors;

  private final double[] tau;

  /** A′v. */
  private final SymmetricProduct product;

  /** The row that is being reduced, and then v of its reflection. */
  private double[] v;

  /** The row to be reduced next, less what is pending for it but for the last reflection. */
  private double[] next;

  /** Most rows of a panel, a multiple of four. */
  private final int panelSize;

  /** Multiples of the panel's vₖ and wₖ. */
  private final double[] ofV = new double[PANEL];

  private final double[] ofW = new double[PANEL];

  private Tridiagonalisation(DenseMatrix a) {
    this.reflectors = a;
    this.diagonal = new double[a.rows];
    this.offDiagonal = new double[Math.max(0, a.rows - 1)];
    this.tau = new double[a.rows];
    this.panelSize = a.rows < SMALL ? SMALL_PANEL : PANEL;
    this.product = new SymmetricProduct(a);
    this.v = new double[a.rows];
    this.next = new double[a.rows];
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
   * @param source square, symmetric and finite; only its lower triangle is read
   * @param a as {@link EigenRoom#triangle}, for the reflections
   */
  static Tridiagonalisation of(Workers workers, DenseMatrix source, DenseMatrix a) {
    workers.forSlices(
        a.rows,
        ROWS,
        (row, end) -> a.view(row, 0, end - row, end).setTo(source.view(row, 0, end - row, end)));
    Tridiagonalisation result = new Tridiagonalisation(a);
    int n = a.rows;
    int panelSize = result.panelSize;
    // the panel's vk, its wk, and again its vk, so that v and w lie above w and v
    DenseMatrix vwv = DenseMatrix.zeros(3 * panelSize, n);
    for (int end = n; end > 0; end -= panelSize) {
      int width = Math.min(panelSize, end);
      result.reducePanel(workers, end, width, vwv);
      int rest = end - width;
      if (rest > 0) {
        DenseMatrix vw = vwv.view(0, 0, 2 * panelSize, rest);
        DenseMatrix wv = vwv.view(panelSize, 0, 2 * panelSize, rest);
        Gemm.multiplyLower(workers, -1, vw.transposed(), wv, 1, a.view(0, 0, rest, rest));
      }
    }
    return result;
  }

  /** Reduces rows end − 1 to end − width, and leaves their vk and wk in the first rows of vwv. */
  private void reducePanel(Workers workers, int end, int width, DenseMatrix vwv) {
    double[] panel = vwv.data();
    System.arraycopy(reflectors.data(), reflectors.index(end - 1, 0), v, 0, end);
    for (int k = 0; k < width; k++) {
      int i = end - 1 - k;
      diagonal[i] = v[i];
      if (i == 0) {
        return;
      }
      tau[i] = reflect(i);
      int reflection = k;
      int w = vwv.index(panelSize + k, 0);
      Arrays.fill(panel, w, w + end, 0); // what an earlier panel has left behind
      Runnable start =
          () -> {
            store(i, reflection, end, vwv);
            startProduct(i, reflection, vwv);
            prepareNext(i - 1, reflection, vwv);
          };
      if (tau[i] == 0) {
        start.run();
      } else {
        product.add(workers, i, v, panel, w, start, PANEL_WORK * reflection * i);
      }
      double half = tau[i] / 2 * Kernels.best().dot(i, panel, w, v, 0);
      Kernels.best().add(i, -half, v, 0, panel, w);
      scale(i, tau[i], panel, w);
      Kernels.best().add(i, -v[i - 1], panel, w, next, 0);
      Kernels.best().add(i, -panel[w + i - 1], v, 0, next, 0);
      double[] reduced = v;
      v = next;
      next = reduced;
    }
  }

  private static void scale(int n, double alpha, double[] x, int offset) {
    for (int j = offset; j < offset + n; j++) {
      x[j] *= alpha;
    }
  }

  /** V of row i to its row of A and, as the k-th reflection, to its two rows of the panel. */
  private void store(int i, int k, int end, DenseMatrix vwv) {
    System.arraycopy(v, 0, reflectors.data(), reflectors.index(i, 0), i);
    Arrays.fill(v, i, end, 0);
    System.arraycopy(v, 0, vwv.data(), vwv.index(k, 0), end);
    System.arraycopy(v, 0, vwv.data(), vwv.index(2 * panelSize + k, 0), end);
  }

  /** W of reflection k ← − Σ (wₗᵀv)vₗ + (vₗᵀv)wₗ over the panel's before. */
  private void startProduct(int i, int k, DenseMatrix vwv) {
    double[] panel = vwv.data();
    int stride = vwv.rowStride();
    for (int l = 0; l < k; l += 4) {
      Kernels.best().dotFour(i, panel, vwv.index(l, 0), stride, v, ofW, l);
      Kernels.best().dotFour(i, panel, vwv.index(panelSize + l, 0), stride, v, ofV, l);
    }
    subtractPanel(i, k, vwv, panel, vwv.index(panelSize + k, 0));
  }

  /** Next ← row i − Σ vₗ[i]wₗ + wₗ[i]vₗ over the panel's first k reflections. */
  private void prepareNext(int i, int k, DenseMatrix vwv) {
    for (int l = 0; l < k; l++) {
      ofV[l] = vwv.at(panelSize + l, i);
      ofW[l] = vwv.at(l, i);
    }
    System.arraycopy(reflectors.data(), reflectors.index(i, 0), next, 0, i + 1);
    subtractPanel(i + 1, k, vwv, next, 0);
  }

  /** Y ← y − Σ ofV[l]vₗ + ofW[l]wₗ over l &lt; k. */
  private void subtractPanel(int n, int k, DenseMatrix vwv, double[] y, int yOffset) {
    double[] panel = vwv.data();
    int stride = vwv.rowStride();
    int most = (k + 3) / 4 * 4; // rows of an earlier panel, times zero
    Arrays.fill(ofV, k, most, 0);
    Arrays.fill(ofW, k, most, 0);
    for (int l = 0; l < most; l += 4) {
      int vl = vwv.index(l, 0);
      int wl = vwv.index(panelSize + l, 0);
      Kernels.best().subtractFour(n, ofV, l, 1, panel, vl, stride, y, yOffset);
      Kernels.best().subtractFour(n, ofW, l, 1, panel, wl, stride, y, yOffset);
    }
  }

  /** Row i, left of the diagonal, ← v for which I − τvvᵀ maps it to (0, …, 0, e); returns τ. */
  private double reflect(int i) {
    double alpha = v[i - 1];
    double beta = Householder.reflect(alpha, v, 0, i - 1);
    offDiagonal[i - 1] = beta;
    v[i - 1] = 1;
    return Householder.tau(alpha, beta);
  }

  /**
   * Z ← ZQᵀ for k × n Z, whose rows are vectors; 2n²k flops. Each thread has rows of its own, and
   * applies a block of reflections at once.
   */
  void applyToRows(Workers workers, DenseMatrix z) {
    int n = diagonal.length;
    int width = n < SMALL ? SMALL_BLOCK : BLOCK;
    int count = Math.max(0, n - 1);
    Block[] blocks = new Block[(count + width - 1) / width];
    workers.forSlices(count, width, (from, to) -> blocks[from / width] = block(1 + from, 1 + to));
    workers.forSlices(
        z.rows,
        workers.share(z.rows, ROWS),
        (from, to) -> {
          DenseMatrix part = z.view(from, 0, to - from, n);
          DenseMatrix work = DenseMatrix.zeros(2 * part.rows, width);
          for (Block block : blocks) {
            block.applyToRows(part, work);
          }
        });
  }

  /** Reflections start to end − 1. */
  private Block block(int start, int end) {
    int width = end - start;
    int length = end - 1; // the longest v of the block
    DenseMatrix v = reflectors.view(start, 0, width, length);
    for (int k = 0; k < width; k++) { // what is left of A there
      int row = v.index(k, 0);
      Arrays.fill(v.data(), row + start + k, row + length, 0);
    }
    DenseMatrix inner = Gemm.product(Workers.SERIAL, v, v.transposed());
    DenseMatrix f = DenseMatrix.zeros(width, width);
    for (int k = width - 1; k >= 0; k--) { // in the order in which they were made
      int column = inner.index(k, 0); // symmetric: a row of it
      for (int i = k + 1; i < width; i++) {
        int before = f.index(i, k + 1);
        double sum = Kernels.best().dot(i - k, f.data(), before, inner.data(), column + k + 1);
        f.set(i, k, -tau[start + k] * sum);
      }
      f.set(k, k, tau[start + k]);
    }
    return new Block(v, f);
  }

  /**
   * The product I − VᵀFV of reflections, the last row of V being the first that was made.
   *
   * @param f lower triangular
   */
  private record Block(DenseMatrix v, DenseMatrix f) {
    /**
     * Z ← Z(I − VᵀFᵀV).
     *
     * @param work twice as many rows as Z, and as many columns as V has rows
     */
    void applyToRows(DenseMatrix z, DenseMatrix work) {
      DenseMatrix part = z.view(0, 0, z.rows, v.cols);
      DenseMatrix zv = work.view(0, 0, z.rows, v.rows);
      DenseMatrix zvf = work.view(z.rows, 0, z.rows, v.rows);
      Gemm.multiply(Workers.SERIAL, 1, part, v.transposed(), 0, zv);
      Gemm.multiply(Workers.SERIAL, 1, zv, f.transposed(), 0, zvf);
      Gemm.multiply(Workers.SERIAL, -1, zvf, v, 1, part);
    }
  }
}
