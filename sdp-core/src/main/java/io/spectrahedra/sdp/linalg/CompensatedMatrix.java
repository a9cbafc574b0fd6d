package io.spectrahedra.sdp.linalg;

/**
 * A matrix of sums, each as if computed with twice the digits and rounded once (Ogita, Rump and
 * Oishi 2005): for sums of large terms that cancel. Takes twice the memory of a matrix. Mutable.
 */
public final class CompensatedMatrix {
  private final DenseMatrix sums;
  private final DenseMatrix errors;

  /** Zeros. */
  public CompensatedMatrix(int rows, int cols) {
    this.sums = DenseMatrix.zeros(rows, cols);
    this.errors = DenseMatrix.zeros(rows, cols);
  }

  /** The sums without what rounding has left of them: to add to where no more digits are known. */
  public DenseMatrix leading() {
    return sums;
  }

  /** T_ij ← T_ij + xy. */
  public void addProduct(int i, int j, double x, double y) {
    double product = x * y;
    double before = sums.at(i, j);
    double after = before + product;
    sums.set(i, j, after);
    double error = CompensatedDot.sumError(before, product, after);
    if (CompensatedDot.areSplittable(x, y)) {
      error += CompensatedDot.productError(x, y, product);
    }
    errors.add(i, j, error);
  }

  /**
   * T ← T + A.
   *
   * @throws IndexOutOfBoundsException if A is larger than T
   */
  public void add(DenseMatrix a) {
    for (int i = 0; i < a.rows; i++) {
      for (int j = 0; j < a.cols; j++) {
        addProduct(i, j, 1, a.at(i, j));
      }
    }
  }

  /** The sums, rounded once; ends the compensation. */
  public DenseMatrix rounded() {
    sums.addScaled(1, errors);
    return sums;
  }
}
