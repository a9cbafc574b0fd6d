package io.spectrahedra.sdp.linalg;

/**
 * WᵀW for a W that has blocks of zeros, as L⁻¹B has them for sparse L and B: they are found by
 * looking, and take no part.
 */
public final class SelfProduct {
  /** Rows and columns of a block that is zero or not. */
  private static final int HEIGHT = 64;

  private static final int WIDTH = 192;

  private final DenseMatrix w;
  private final DenseMatrix target;

  /** nonzero[g][p]: whether panel p of the rows of W has an entry in group g of its columns. */
  private final boolean[][] nonzero;

  private SelfProduct(DenseMatrix w, DenseMatrix target) {
    this.w = w;
    this.target = target;
    int panels = (w.rows + HEIGHT - 1) / HEIGHT;
    this.nonzero = new boolean[(w.cols + WIDTH - 1) / WIDTH][panels];
  }

  /**
   * The lower triangle of T ← WᵀW for W m × p; mp² flops if no block is zero.
   *
   * @param target p × p; what is above its diagonal may be overwritten
   */
  public static void lower(Workers workers, DenseMatrix w, DenseMatrix target) {
    Arguments.requireTarget("lower", target, w.cols);
    SelfProduct product = new SelfProduct(w, target);
    int groups = product.nonzero.length;
    workers.forEach(groups, product::look);
    workers.forEach(groups * groups, task -> product.multiply(task / groups, task % groups));
  }

  private void look(int group) {
    for (int panel = 0; panel < nonzero[group].length; panel++) {
      nonzero[group][panel] = columns(group, panel, panel + 1).maxAbs() != 0;
    }
  }

  /** The rows of panels from to to − 1 in one group of columns. */
  private DenseMatrix columns(int group, int from, int to) {
    int row = from * HEIGHT;
    int column = group * WIDTH;
    return w.view(
        row,
        column,
        Math.min(w.rows, to * HEIGHT) - row,
        Math.min(w.cols, column + WIDTH) - column);
  }

  /** One block of T, over the panels in which both groups of columns have entries. */
  private void multiply(int left, int right) {
    if (right > left) {
      return;
    }
    DenseMatrix t =
        target.view(
            left * WIDTH,
            right * WIDTH,
            Math.min(WIDTH, w.cols - left * WIDTH),
            Math.min(WIDTH, w.cols - right * WIDTH));
    t.fill(0);
    int panels = nonzero[left].length;
    for (int from = 0; from < panels; from++) {
      int to = from;
      while (to < panels && nonzero[left][to] && nonzero[right][to]) {
        to++;
      }
      if (to > from) {
        DenseMatrix a = columns(left, from, to);
        Gemm.multiply(Workers.SERIAL, 1, a.transposed(), columns(right, from, to), 1, t);
        from = to;
      }
    }
  }
}
