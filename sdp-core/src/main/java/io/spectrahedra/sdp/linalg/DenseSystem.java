package io.spectrahedra.sdp.linalg;

import java.util.Arrays;

/** The lower triangle of a dense matrix. */
public final class DenseSystem implements SymmetricSystem {
  /** Rows of one task. */
  private static final int PART = 256;

  private final DenseMatrix matrix;

  /** Zero, of order n. */
  public DenseSystem(int n) {
    this.matrix = DenseMatrix.zeros(n, n);
  }

  /** A; only the lower triangle counts. */
  public DenseMatrix matrix() {
    return matrix;
  }

  @Override
  public int rows() {
    return matrix.rows;
  }

  @Override
  public void clear(Workers workers) {
    workers.forSlices(
        matrix.rows,
        PART,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int start = matrix.index(i, 0);
            Arrays.fill(matrix.data(), start, start + i + 1, 0);
          }
        });
  }

  @Override
  public double at(int i, int j) {
    return matrix.at(i, j);
  }

  @Override
  public void addDiagonal(int i, double value) {
    matrix.add(i, i, value);
  }

  @Override
  public int factor(Workers workers) {
    return Cholesky.factor(workers, matrix);
  }

  @Override
  public void solve(Workers workers, double[] x) {
    Cholesky.solve(workers, matrix, x);
  }

  @Override
  public void solveLower(double[] x, double[] z) {
    Arguments.requireLength("DenseSystem.solveLower", "x", matrix.rows, x);
    Arguments.requireLength("DenseSystem.solveLower", "z", matrix.rows, z);
    System.arraycopy(x, 0, z, 0, x.length);
    Triangular.solve(matrix, z);
  }

  @Override
  public void solveUpper(double[] z, double[] x) {
    Arguments.requireLength("DenseSystem.solveUpper", "z", matrix.rows, z);
    Arguments.requireLength("DenseSystem.solveUpper", "x", matrix.rows, x);
    System.arraycopy(z, 0, x, 0, z.length);
    Triangular.solveTransposed(matrix, x);
  }

  @Override
  public void solveLower(Workers workers, DenseMatrix b) {
    Triangular.solve(workers, matrix, b);
  }
}
