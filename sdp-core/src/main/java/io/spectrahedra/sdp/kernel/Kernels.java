package io.spectrahedra.sdp.kernel;

/**
 * The innermost loops of dense linear algebra, for one thread.
 *
 * <p>There are two implementations: {@link ScalarKernels} in plain Java, and one on the Vector API,
 * the only class that touches the incubator module. {@link #best} is chosen once, when it is first
 * asked for: {@code -Dsdp.kernels=scalar|vector|auto}; auto, the default, begins with the one and
 * goes over to the other when it is compiled; vector waits for that, one to three seconds. Where
 * the processor has a fused multiply-add both give the same bits, whatever the width of its
 * vectors; they depend on the arguments alone.
 */
public interface Kernels {

  /**
   * The fastest kernels that this virtual machine can run, or those it was told to use.
   *
   * @throws KernelsUnavailableException if it was told to use what it cannot run
   */
  static Kernels best() {
    return KernelSelection.best();
  }

  /** Announces so many flops: kernels that need preparing may begin with it. */
  default void expect(double flops) {}

  /** So many columns of B are packed at once by {@link #multiply}: the most that a tile needs. */
  int PACKED_COLUMNS = 240;

  /** No bound for {@link #multiply}: every column is written. */
  int ALL_COLUMNS = Integer.MAX_VALUE / 2;

  /**
   * C ← αAB + βC, but in row i only the columns j &lt; columns + i. With β = 0, C is not read. NaN
   * and infinity in A or B propagate, whatever α is.
   *
   * @param m rows of A and C
   * @param n columns of B and C
   * @param k columns of A and rows of B, 0 allowed; 2mnk flops
   * @param columns how many columns of row 0 are written, and one more in each further row: 1 for
   *     the lower triangle, {@link #ALL_COLUMNS} for all; may be 0 or negative
   */
  void multiply(
      int m, int n, int k, double alpha, Strided a, Strided b, double beta, Strided c, int columns);

  /** Columns of A of {@link #addPanels}: a multiple of what any kernels hold in registers. */
  int PANEL_ROWS = 12;

  /** Columns of B of {@link #addPanels}, likewise. */
  int PANEL_COLUMNS = 24;

  /** The most rows of A and B of {@link #addPanels}. */
  int PANEL_DEPTH = PackedProduct.DEPTH;

  /**
   * C ← C + AᵀB for panels whose rows lie one after the other: A with {@link #PANEL_ROWS} columns,
   * B with {@link #PANEL_COLUMNS}. The same bits as those of {@link #multiply}.
   *
   * @param depth rows of A and B, at most {@link #PANEL_DEPTH}
   */
  default void addPanels(
      int depth,
      double[] a,
      int aOffset,
      double[] b,
      int bOffset,
      double[] c,
      int cOffset,
      int cStride) {
    multiply(
        PANEL_ROWS,
        PANEL_COLUMNS,
        depth,
        1,
        new Strided(a, aOffset, 1, PANEL_ROWS),
        new Strided(b, bOffset, PANEL_COLUMNS, 1),
        1,
        new Strided(c, cOffset, cStride, 1),
        ALL_COLUMNS);
  }

  /** Σ x[xOffset + i]·y[yOffset + i] for 0 ≤ i &lt; n. */
  double dot(int n, double[] x, int xOffset, double[] y, int yOffset);

  /** y[yOffset + i] ← y[yOffset + i] + α·x[xOffset + i] for 0 ≤ i &lt; n. */
  void add(int n, double alpha, double[] x, int xOffset, double[] y, int yOffset);

  /**
   * y ← y − α₀x₀ − α₁x₁ − α₂x₂ − α₃x₃: a quarter of the memory traffic of four calls of {@link
   * #add}. Vector xᵢ begins at xOffset + i·xStride, and αᵢ lies at aOffset + i·aStride.
   */
  void subtractFour(
      int n,
      double[] alpha,
      int aOffset,
      int aStride,
      double[] x,
      int xOffset,
      int xStride,
      double[] y,
      int yOffset);

  /** The largest order of {@link #solve} and {@link #factor}. */
  int SMALL = PackedSolve.MAX_ORDER;

  /**
   * B ← L⁻¹B for lower triangular L; n²k flops. By the reciprocals of the diagonal: one below
   * 1/{@link Double#MAX_VALUE} counts as zero.
   *
   * @param n order of L and rows of B, at most {@link #SMALL}
   * @param k columns of B
   * @param l its strict upper triangle is not read
   */
  void solve(int n, int k, Strided l, Strided b);

  /**
   * The lower triangle of A ← L with A = LLᵀ; n³/3 flops.
   *
   * @param n at most {@link #SMALL}
   * @param a its strict upper triangle is neither read nor written
   * @return n, or the first pivot (counted from 0) that is not positive and finite; A is then half
   *     factored
   */
  int factor(int n, Strided a);

  /**
   * Products of four vectors with x: target[targetOffset + r] ← Σ a[aOffset + r·aStride + i]·x[i].
   */
  void dotFour(
      int n, double[] a, int aOffset, int aStride, double[] x, double[] target, int targetOffset);

  /**
   * What rows n to n + 7 of a symmetric matrix add to y ← y + Ax, left of column n: yⱼ ← yⱼ + Σ
   * aᵣⱼxₙ₊ᵣ for j &lt; n, and yₙ₊ᵣ ← yₙ₊ᵣ + Σ aᵣⱼxⱼ. Each entry of A is read once for both.
   *
   * @param n a multiple of 8
   * @param aOffset of the first of the eight rows
   * @param y begins at yOffset
   */
  void addSymmetricRows(
      int n, double[] a, int aOffset, int aStride, double[] x, double[] y, int yOffset);

  /**
   * A secular function and its derivative: with qᵢ = zᵢ/(dᵢ − τ), target[0] ← Σ zᵢqᵢ and target[1]
   * ← Σ qᵢ², for offset ≤ i &lt; offset + n.
   */
  void poleSums(int n, double[] z, double[] d, int offset, double tau, double[] target);
}
