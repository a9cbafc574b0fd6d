package io.spectrahedra.sdp.linalg;

/** Demands that several routines make; an error names the routine, the argument and its value. */
final class Arguments {
  private Arguments() {}

  /**
   * @throws IllegalArgumentException if the matrix that is written to is not of this order
   */
  static void requireTarget(String routine, DenseMatrix target, int order) {
    requireOrder(routine, "the target", target, order);
  }

  /**
   * @throws IllegalArgumentException if the matrix is not of this order
   */
  static void requireOrder(String routine, String name, DenseMatrix matrix, int order) {
    if (matrix.rows != order || matrix.cols != order) {
      throw new IllegalArgumentException(
          "%s: %s must be %d x %d, was %d x %d"
              .formatted(routine, name, order, order, matrix.rows, matrix.cols));
    }
  }

  /**
   * @throws IllegalArgumentException if the entries of a row do not lie next to each other
   */
  static void requireRowMajor(String routine, String name, DenseMatrix matrix) {
    if (matrix.colStride() != 1) {
      throw new IllegalArgumentException(
          "%s: %s must be row-major, its columns are %d entries apart"
              .formatted(routine, name, matrix.colStride()));
    }
  }

  /**
   * @throws IllegalArgumentException if the number is smaller
   */
  static void requireAtLeast(String routine, String name, int least, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s: %s must be at least %d, was %d".formatted(routine, name, least, value));
    }
  }

  /**
   * @throws IllegalArgumentException if one of these is no row of n
   */
  static void requireRows(String routine, int n, int[] rows) {
    for (int row : rows) {
      if (row < 0 || row >= n) {
        throw new IllegalArgumentException(
            "%s: row %d is not one of %d, counted from 0".formatted(routine, row, n));
      }
    }
  }

  /**
   * @throws IllegalArgumentException if the vector has not so many entries
   */
  static void requireLength(String routine, String name, int length, double[] vector) {
    if (vector.length != length) {
      throw new IllegalArgumentException(
          "%s: %s must have %d entries, had %d".formatted(routine, name, length, vector.length));
    }
  }
}
