package io.spectrahedra.sdp.linalg;

/** Demands on matrices that several routines make; an error names the routine and what it got. */
final class Arguments {
  private Arguments() {}

  /**
   * @throws IllegalArgumentException if the matrix that is written to is not of this order
   */
  static void requireTarget(String routine, DenseMatrix target, int order) {
    if (target.rows != order || target.cols != order) {
      throw new IllegalArgumentException(
          "%s: the target must be %d x %d, was %d x %d"
              .formatted(routine, order, order, target.rows, target.cols));
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
}
