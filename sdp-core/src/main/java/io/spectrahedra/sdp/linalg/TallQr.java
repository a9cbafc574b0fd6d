package io.spectrahedra.sdp.linalg;

import io.spectrahedra.sdp.kernel.Kernels;

/**
 * The triangular factor R of A = QR for an n × p matrix A with many rows, which is never held as a
 * whole: blocks of rows are written on demand and reflected into R one after the other (Householder
 * reflections in compact WY form; Golub and Van Loan, 4th edition, §5.2). 2np² flops; O(p²) memory.
 *
 * <p>Backward stable whatever the condition of A, where the Cholesky factor of AᵀA has lost half
 * the digits; only columns shorter than 2⁻⁹⁶⁹ count as zero.
 */
public final class TallQr {
  /** Rows reflected at once, and columns of one panel. */
  private static final int BLOCK_ROWS = 256;

  private static final int PANEL = 24;

  /** Columns that a panel is applied to at once, a task each; with a block's rows 0.4 MB. */
  private static final int GROUP = 192;

  /** From this many rows a column on, the rows are split into slices that are factored at once. */
  private static final int ROWS_FOR_SLICES = 64;

  private static final int SLICES = 8;

  /** Writes rows of A. */
  @FunctionalInterface
  public interface Rows {
    /** Row i of {@code target} ← row {@code from} + i of A, for every row of {@code target}. */
    void write(int from, DenseMatrix target);
  }

  private final DenseMatrix r;

  private TallQr(int p) {
    this.r = DenseMatrix.zeros(p, p);
  }

  /**
   * R, upper triangular p × p with QR = A for some Q of orthonormal columns; the diagonal may have
   * either sign, and zeros where A has dependent columns.
   *
   * @param n number of rows of A, any number
   * @param p number of columns
   * @param rows called for every row once, from several threads
   */
  public static DenseMatrix triangularFactor(Workers workers, int n, int p, Rows rows) {
    if (n < 0 || p < 0) {
      throw new IllegalArgumentException(
          "triangularFactor: n and p must not be negative, were " + n + " and " + p);
    }
    if (n < (long) ROWS_FOR_SLICES * p) {
      TallQr qr = new TallQr(p);
      qr.addAll(workers, 0, n, rows);
      return qr.r;
    }
    TallQr[] slices = new TallQr[SLICES];
    workers.forEach(
        SLICES,
        s -> {
          slices[s] = new TallQr(p);
          slices[s].addAll(
              Workers.SERIAL,
              (int) ((long) n * s / SLICES),
              (int) ((long) n * (s + 1) / SLICES),
              rows);
          workers.checkStop();
        });
    for (int s = 1; s < SLICES; s++) {
      DenseMatrix other = slices[s].r;
      slices[0].addAll(
          workers, 0, p, (from, target) -> target.setTo(other.view(from, 0, target.rows, p)));
    }
    return slices[0].r;
  }

  private void addAll(Workers workers, int start, int end, Rows rows) {
    DenseMatrix block = DenseMatrix.zeros(Math.min(BLOCK_ROWS, end - start), r.cols);
    for (int from = start; from < end; from += BLOCK_ROWS) {
      DenseMatrix part = block.view(0, 0, Math.min(BLOCK_ROWS, end - from), r.cols);
      workers.checkStop();
      rows.write(from, part);
      reflect(workers, part);
    }
  }

  /** R ← the triangular factor of [R; B]; B is overwritten. */
  private void reflect(Workers workers, DenseMatrix b) {
    for (int start = 0; start < r.cols; start += PANEL) {
      int width = Math.min(PANEL, r.cols - start);
      double[][] v = new double[width][b.rows];
      DenseMatrix t = DenseMatrix.zeros(width, width);
      factorPanel(b, start, v, t);
      DenseMatrix reflectors = DenseMatrix.of(v); // row k is the part of reflector k in B
      int end = start + width;
      int rest = r.cols - end;
      workers.forSlices(
          rest,
          GROUP,
          (from, to) -> {
            int col = end + from;
            int cols = to - from;
            DenseMatrix top = r.view(end - width, col, width, cols);
            DenseMatrix below = b.view(0, col, b.rows, cols);
            DenseMatrix w = top.copy();
            Gemm.multiply(Workers.SERIAL, 1, reflectors, below, 1, w);
            DenseMatrix tw = Gemm.product(Workers.SERIAL, t.transposed(), w);
            top.addScaled(-1, tw);
            Gemm.multiply(Workers.SERIAL, -1, reflectors.transposed(), tw, 1, below);
          });
    }
  }

  /**
   * Reflects columns start.. of [R; B], with reflector k = (eₖ, v[k]): I − τ(eₖ, v)(eₖ, v)ᵀ. The
   * product of all is I − VTVᵀ.
   */
  private void factorPanel(DenseMatrix b, int start, double[][] v, DenseMatrix t) {
    int width = v.length;
    double[] inner = new double[width];
    for (int k = 0; k < width; k++) {
      for (int i = 0; i < b.rows; i++) {
        v[k][i] = b.at(i, start + k);
      }
    }
    for (int k = 0; k < width; k++) {
      double alpha = r.at(start + k, start + k);
      double beta = Householder.reflect(alpha, v[k], 0, b.rows);
      double tau = Householder.tau(alpha, beta);
      r.set(start + k, start + k, beta);
      for (int l = k + 1; l < width; l++) {
        double product = tau * (r.at(start + k, start + l) + dot(v[k], v[l]));
        r.add(start + k, start + l, -product);
        Kernels.best().add(b.rows, -product, v[k], 0, v[l], 0);
      }
      for (int i = 0; i < k; i++) {
        inner[i] = dot(v[i], v[k]);
      }
      for (int l = 0; l < k; l++) {
        double sum = 0;
        for (int i = l; i < k; i++) {
          sum += t.at(l, i) * inner[i];
        }
        t.set(l, k, -tau * sum);
      }
      t.set(k, k, tau);
    }
  }

  private static double dot(double[] x, double[] y) {
    return Kernels.best().dot(x.length, x, 0, y, 0);
  }
}
