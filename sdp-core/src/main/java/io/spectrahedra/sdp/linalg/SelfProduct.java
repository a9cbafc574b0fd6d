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

  /** largest[g][p]: of the entries of panel p of the rows of W in group g of its columns. */
  private final double[][] largest;

  private SelfProduct(DenseMatrix w, DenseMatrix target) {
    this.w = w;
    this.target = target;
    int panels = (w.rows + HEIGHT - 1) / HEIGHT;
    this.largest = new double[(w.cols + WIDTH - 1) / WIDTH][panels];
  }

  /**
   * The lower triangle of T ← WᵀW for W m × p; mp² flops if no block is zero. NaN and infinity of W
   * reach every entry of T that they would in the whole product.
   *
   * @param target p × p; what is above its diagonal may be overwritten
   * @throws IllegalArgumentException if the target is not p × p
   */
  public static void lower(Workers workers, DenseMatrix w, DenseMatrix target) {
    Arguments.requireTarget("SelfProduct.lower", target, w.cols);
    SelfProduct product = new SelfProduct(w, target);
    int groups = product.largest.length;
    workers.forEach(groups, product::look);
    workers.forEach(groups * groups, task -> product.multiply(task / groups, task % groups));
  }

  private void look(int group) {
    for (int panel = 0; panel < largest[group].length; panel++) {
      largest[group][panel] = columns(group, panel, panel + 1).maxAbs();
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

  /** Whether panel p adds to the block of T of two groups; 0 times NaN or infinity does. */
  private boolean counts(int left, int right, int panel) {
    double a = largest[left][panel];
    double b = largest[right][panel];
    return (a != 0 && b != 0) || !Double.isFinite(a) || !Double.isFinite(b);
  }

  /** One block of T, over the panels that count. */
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
    int panels = largest[left].length;
    for (int from = 0; from < panels; from++) {
      int to = from;
      while (to < panels && counts(left, right, to)) {
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
