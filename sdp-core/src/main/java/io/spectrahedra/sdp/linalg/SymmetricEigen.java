package io.spectrahedra.sdp.linalg;

import java.util.Arrays;

/**
 * A = V diag(λ) Vᵀ of a symmetric matrix.
 *
 * <p>Householder reduction to tridiagonal form in blocks, divide and conquer, and back: backward
 * stable, ‖AV − VΛ‖ and ‖VᵀV − I‖ of the order of n·ε.
 *
 * @param values the eigenvalues, ascending; infinite or rounded where they are no normal numbers
 * @param vectors n × n, orthogonal; column k belongs to eigenvalue k
 */
public record SymmetricEigen(double[] values, DenseMatrix vectors) {
  /**
   * A matrix whose largest entry has an exponent beyond this, either way, is scaled: sums would
   * overflow, or be rounded to subnormals.
   */
  private static final int EXTREME = 900;

  /** Up to this order all is done by one thread. */
  private static final int SMALL = 160;

  /** Rows that one task looks at. */
  private static final int ROWS = 128;

  /** As {@link #of(Workers, DenseMatrix)}, on this thread. */
  public static SymmetricEigen of(DenseMatrix a) {
    return of(Workers.SERIAL, a);
  }

  /**
   * All eigenvalues and eigenvectors; 4n³/3 flops for the reduction, at most that again for its
   * eigenvectors, and 2n³.
   *
   * @param a symmetric; only its lower triangle is read
   * @throws IllegalArgumentException if a is not square or has an entry that is not finite
   */
  public static SymmetricEigen of(Workers workers, DenseMatrix a) {
    Workers team = a.rows <= SMALL ? Workers.SERIAL : workers;
    int exponent = extremeExponent("SymmetricEigen.of", team, a);
    EigenRoom room = EigenRoom.of(team, a.rows);
    Tridiagonalisation t = Tridiagonalisation.of(team, scaled(a, -exponent), room.triangle());
    double[] values = t.diagonal();
    DenseMatrix rows = TridiagonalEigen.solve(team, values, t.offDiagonal(), room);
    t.applyToRows(team, rows);
    scale(values, exponent);
    return new SymmetricEigen(values, rows.transposed());
  }

  /** The eigenvalues alone, ascending; 4n³/3 flops. Arguments and errors as {@link #of}. */
  public static double[] valuesOf(DenseMatrix a) {
    int exponent = extremeExponent("SymmetricEigen.valuesOf", Workers.SERIAL, a);
    Tridiagonalisation t = tridiagonal(a, exponent);
    double[] values = t.diagonal();
    TridiagonalEigen.values(values, t.offDiagonal());
    scale(values, exponent);
    return values;
  }

  /**
   * The smallest eigenvalue alone, or what is less by rounding; 4n³/3 flops. Arguments and errors
   * as {@link #of}.
   */
  public static double smallestOf(DenseMatrix a) {
    int exponent = extremeExponent("SymmetricEigen.smallestOf", Workers.SERIAL, a);
    Tridiagonalisation t = tridiagonal(a, exponent);
    double smallest = TridiagonalBisection.smallest(t.diagonal(), t.offDiagonal());
    return Math.scalb(smallest, exponent);
  }

  private static Tridiagonalisation tridiagonal(DenseMatrix a, int exponent) {
    DenseMatrix triangle = EigenRoom.triangle(a.rows);
    return Tridiagonalisation.of(Workers.SERIAL, scaled(a, -exponent), triangle);
  }

  /**
   * Of the largest entry, or 0 where there is nothing to scale.
   *
   * @throws IllegalArgumentException if a is not square or has an entry that is not finite
   */
  private static int extremeExponent(String routine, Workers workers, DenseMatrix a) {
    a.requireSquare(routine);
    double[] ofRow = new double[a.rows];
    workers.forSlices(
        a.rows,
        ROWS,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            ofRow[i] = a.view(i, 0, 1, i + 1).maxAbs();
          }
        });
    for (int i = 0; i < a.rows; i++) {
      requireFinite(routine, a, i, ofRow[i]);
    }
    double largest = Arrays.stream(ofRow).reduce(0, Math::max);
    int exponent = Math.getExponent(largest);
    return largest > 0 && Math.abs(exponent) > EXTREME ? exponent : 0;
  }

  private static void requireFinite(String routine, DenseMatrix a, int row, double largest) {
    if (!Double.isFinite(largest)) {
      int j = 0;
      while (Double.isFinite(a.at(row, j))) {
        j++;
      }
      throw new IllegalArgumentException(
          "%s: a matrix with NaN or infinity has no eigenvalues: entry (%d, %d) is %s"
              .formatted(routine, row, j, a.at(row, j)));
    }
  }

  /** The lower triangle of 2ᵉA; A itself for e = 0. */
  private static DenseMatrix scaled(DenseMatrix a, int exponent) {
    if (exponent == 0) {
      return a;
    }
    DenseMatrix scaled = DenseMatrix.zeros(a.rows, a.rows);
    for (int i = 0; i < a.rows; i++) {
      for (int j = 0; j <= i; j++) {
        scaled.set(i, j, Math.scalb(a.at(i, j), exponent));
      }
    }
    return scaled;
  }

  private static void scale(double[] values, int exponent) {
    for (int k = 0; exponent != 0 && k < values.length; k++) {
      values[k] = Math.scalb(values[k], exponent);
    }
  }
}
