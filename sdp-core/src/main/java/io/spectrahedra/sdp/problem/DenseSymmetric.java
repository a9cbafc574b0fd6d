package io.spectrahedra.sdp.problem;

import io.spectrahedra.sdp.kernel.Kernels;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.Locale;

/**
 * A symmetric matrix by all entries of its lower triangle.
 *
 * <p>They are stored as svec(A) = (A₀₀, √2·A₁₀, A₁₁, √2·A₂₀, …), so that ⟨A, X⟩ = svec(A)ᵀsvec(X)
 * [M4]; many of them may be the rows of one matrix.
 */
public final class DenseSymmetric implements ConstraintMatrix {
  private final int order;
  private final DenseMatrix rows;
  private final int row;

  private DenseSymmetric(int order, DenseMatrix rows, int row) {
    this.order = order;
    this.rows = rows;
    this.row = row;
  }

  /** Of the largest entry: what entries that mirror each other may differ by. */
  private static final double ROUNDING = 1e-12;

  /** A copy; a is symmetric up to rounding, and what counts is its lower triangle. */
  static DenseSymmetric of(DenseMatrix a) {
    if (a.rows != a.cols) {
      throw new IllegalArgumentException(
          "a symmetric matrix is square, got " + a.rows + " x " + a.cols);
    }
    requireSymmetric(a);
    DenseMatrix row = DenseMatrix.zeros(1, svecLength(a.rows));
    svec(a, row.data(), 0);
    return new DenseSymmetric(a.rows, row, 0);
  }

  private static void requireSymmetric(DenseMatrix a) {
    double most = ROUNDING * a.maxAbs();
    for (int i = 0; i < a.rows; i++) {
      for (int j = 0; j < i; j++) {
        if (Math.abs(a.at(i, j) - a.at(j, i)) > most) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "the matrix is not symmetric: entry (%d, %d) is %s, entry (%d, %d) is %s",
                  i,
                  j,
                  a.at(i, j),
                  j,
                  i,
                  a.at(j, i)));
        }
      }
    }
  }

  /**
   * The matrix whose svec is row {@code row} of {@code rows} (not copied, row-major).
   *
   * @throws IllegalArgumentException if the rows have not n(n+1)/2 entries
   */
  public static DenseSymmetric ofSvec(int order, DenseMatrix rows, int row) {
    if (rows.cols != svecLength(order) || rows.colStride() != 1) {
      throw new IllegalArgumentException(
          "a symmetric matrix of order "
              + order
              + " has "
              + svecLength(order)
              + " entries in its lower triangle, got "
              + rows.cols);
    }
    return new DenseSymmetric(order, rows, row);
  }

  /** n(n+1)/2. */
  public static int svecLength(int order) {
    return Math.toIntExact((long) order * (order + 1) / 2);
  }

  /** target[offset..] ← svec(A), from the lower triangle of A. */
  public static void svec(DenseMatrix a, double[] target, int offset) {
    double root = Math.sqrt(2);
    int e = offset;
    for (int i = 0; i < a.rows; i++) {
      for (int j = 0; j < i; j++) {
        target[e++] = root * a.at(i, j);
      }
      target[e++] = a.at(i, i);
    }
  }

  /** T ← T + α·A for svec(A) = source[offset..]; both triangles are written. */
  public static void addUnpacked(double alpha, double[] source, int offset, DenseMatrix target) {
    double shrunk = alpha / Math.sqrt(2);
    int e = offset;
    for (int i = 0; i < target.rows; i++) {
      for (int j = 0; j < i; j++) {
        double entry = shrunk * source[e++];
        target.add(i, j, entry);
        target.add(j, i, entry);
      }
      target.add(i, i, alpha * source[e++]);
    }
  }

  /** The matrix that holds svec(A) in its row {@link #row}. */
  public DenseMatrix rows() {
    return rows;
  }

  public int row() {
    return row;
  }

  @Override
  public int size() {
    return order;
  }

  @Override
  public int cols() {
    return order;
  }

  @Override
  public double dot(DenseMatrix x) {
    double[] packed = new double[rows.cols];
    svec(x, packed, 0);
    return dotSvec(packed);
  }

  /** ⟨A, X⟩ of the X whose svec is {@code packed}. */
  public double dotSvec(double[] packed) {
    return Kernels.best().dot(packed.length, rows.data(), rows.index(row, 0), packed, 0);
  }

  @Override
  public void addTo(double alpha, DenseMatrix target) {
    addUnpacked(alpha, rows.data(), rows.index(row, 0), target);
  }

  @Override
  public double frobeniusNorm() {
    return rows.view(row, 0, 1, rows.cols).frobeniusNorm();
  }

  @Override
  public String toString() {
    return "dense symmetric matrix of order " + order;
  }
}
