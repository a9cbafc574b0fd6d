package io.spectrahedra.sdp.linalg;

/**
 * Eigenvalues and eigenvectors of the parts of a tridiagonal matrix that are solved, with room to
 * merge two of them.
 *
 * @param d the eigenvalue of row k of {@code vectors}, in the parts that are solved
 * @param order rows of each part, by ascending eigenvalue
 * @param vectors row k is an eigenvector; zero outside the part that it belongs to
 * @param halves the eigenvectors of the halves, while their products are formed
 * @param inner dⱼ − λᵢ, and then the eigenvectors between those of the halves
 */
record SolvedParts(
    double[] d, RowOrder order, DenseMatrix vectors, DenseMatrix halves, DenseMatrix inner) {
  /** Rows that one task copies. */
  static final int ROWS = 64;

  /** None yet: a diagonal d. */
  static SolvedParts of(double[] d, EigenRoom room) {
    return new SolvedParts(d, new RowOrder(d), room.vectors(), room.halves(), room.inner());
  }

  /** The eigenvectors in ascending order of all eigenvalues; {@code values} ← those. */
  DenseMatrix sorted(Workers workers, double[] values) {
    for (int k = 0; k < d.length; k++) {
      values[k] = d[order.row(k)];
    }
    workers.forSlices(
        d.length,
        ROWS,
        (from, to) -> {
          for (int k = from; k < to; k++) {
            copyRow(vectors, order.row(k), halves, k, 0, d.length);
          }
        });
    return halves;
  }

  /** Columns low to high − 1 alone. */
  static void copyRow(DenseMatrix from, int row, DenseMatrix to, int target, int low, int high) {
    System.arraycopy(
        from.data(), from.index(row, low), to.data(), to.index(target, low), high - low);
  }
}
