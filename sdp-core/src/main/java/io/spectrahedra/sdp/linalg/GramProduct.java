package io.spectrahedra.sdp.linalg;

import java.util.ArrayList;
import java.util.List;

/**
 * H = Σₖ (FₖFₖᵀ) ∘ (GₖGₖᵀ): sums of entrywise products of Gram matrices.
 *
 * <p>For factors of m rows, H is m × m and so are the Gram matrices; none of them is ever held. A
 * block of H is formed where it stays in the cache, and the caller folds it into what it is wanted
 * for before it asks for the next.
 */
public final class GramProduct {
  /** Columns of a block: three blocks of 128 × 240 fit a 1 MB cache. */
  public static final int WIDTH = 240;

  /** Rows of a block. */
  public static final int HEIGHT = 128;

  /** Rows of factors that one task forms. */
  private static final int SLICE = 240;

  /** A factor in both orders: each side of its products lies without gaps. */
  private record Factor(DenseMatrix rows, DenseMatrix columns) {
    static Factor zeros(int m, int n) {
      return new Factor(DenseMatrix.zeros(m, n), DenseMatrix.zeros(n, m));
    }

    /** Rows from to to − 1 ← those of U · right. */
    void form(DenseMatrix u, DenseMatrix right, int from, int to) {
      DenseMatrix part = rows.view(from, 0, to - from, rows.cols);
      DenseMatrix uPart = u.view(from, 0, to - from, u.cols);
      Gemm.multiply(Workers.SERIAL, 1, uPart, right, 0, part);
      columns.view(0, from, rows.cols, to - from).setTo(part.transposed());
    }
  }

  private final List<Factor> factors = new ArrayList<>();

  /**
   * H ← H + (FFᵀ) ∘ (GGᵀ), with F = UA and G = UB; 2mn(a + b) flops.
   *
   * @param u m × n, with m the same in every call
   * @param a n × a
   * @param b n × b
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public void add(Workers workers, DenseMatrix u, DenseMatrix a, DenseMatrix b) {
    if (a.rows != u.cols || b.rows != u.cols) {
      throw new IllegalArgumentException(
          "GramProduct.add: u of %d x %d does not fit a of %d x %d and b of %d x %d"
              .formatted(u.rows, u.cols, a.rows, a.cols, b.rows, b.cols));
    }
    if (!factors.isEmpty() && factors.get(0).rows.rows != u.rows) {
      throw new IllegalArgumentException(
          "GramProduct.add: u of %d rows does not fit others of %d"
              .formatted(u.rows, factors.get(0).rows.rows));
    }
    Factor f = Factor.zeros(u.rows, a.cols);
    Factor g = Factor.zeros(u.rows, b.cols);
    workers.forSlices(
        u.rows,
        workers.share(u.rows, SLICE),
        (from, to) -> {
          f.form(u, a, from, to);
          g.form(u, b, from, to);
        });
    factors.add(f);
    factors.add(g);
  }

  /** Room for blocks of up to so many rows and columns, for one thread. */
  public Block block(int rows, int cols) {
    return new Block(rows, cols);
  }

  /** A part of the Gram matrices and of H. */
  public final class Block {
    private final DenseMatrix sum;
    private final DenseMatrix left;
    private final DenseMatrix right;

    private Block(int rows, int cols) {
      sum = DenseMatrix.zeros(rows, cols);
      left = DenseMatrix.zeros(rows, cols);
      right = DenseMatrix.zeros(rows, cols);
    }

    /**
     * The part of H of all rows of this block and {@code cols} columns from (row, col) on; good
     * until the next call. 2·rows·cols flops for every column of every factor.
     */
    public DenseMatrix at(int row, int col, int cols) {
      for (int k = 0; k < factors.size(); k += 2) {
        gram(factors.get(k), row, col, cols, left);
        gram(factors.get(k + 1), row, col, cols, right);
        for (int i = 0; i < sum.rows; i++) {
          multiply(cols, sum.index(i, 0), k > 0);
        }
      }
      return sum.view(0, 0, sum.rows, cols);
    }

    private static void gram(Factor f, int row, int col, int cols, DenseMatrix target) {
      DenseMatrix rows = f.rows.view(row, 0, target.rows, f.rows.cols);
      DenseMatrix columns = f.columns.view(0, col, f.rows.cols, cols);
      DenseMatrix part = target.view(0, 0, target.rows, cols);
      Gemm.multiply(Workers.SERIAL, 1, rows, columns, 0, part);
    }

    private void multiply(int cols, int start, boolean add) {
      double[] total = sum.data();
      double[] p = left.data();
      double[] q = right.data();
      for (int e = start; e < start + cols; e++) {
        total[e] = add ? total[e] + p[e] * q[e] : p[e] * q[e];
      }
    }
  }
}
