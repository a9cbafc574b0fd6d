package io.spectrahedra.sdp.linalg;

/**
 * What a {@link SymmetricEigen} is computed in.
 *
 * @param triangle for a lower triangle: rows of whole cache lines, of which those of eight rows do
 *     not all fall on one set
 * @param vectors zero
 * @param halves for a copy of vectors
 * @param inner for what they are multiplied by
 */
record EigenRoom(DenseMatrix triangle, DenseMatrix vectors, DenseMatrix halves, DenseMatrix inner) {
  /** Entries of a cache line. */
  private static final int LINE = 8;

  /** Entry of a large array at which a cache line begins, where the header has two words. */
  private static final int ALIGNED = 6;

  /** For matrices of order n; Java sets them to zero, which all threads share. */
  static EigenRoom of(Workers workers, int n) {
    DenseMatrix[] room = new DenseMatrix[4];
    workers.forEach(room.length, k -> room[k] = k == 0 ? triangle(n) : DenseMatrix.zeros(n, n));
    return new EigenRoom(room[0], room[1], room[2], room[3]);
  }

  /** {@link #triangle()} of order n alone. */
  static DenseMatrix triangle(int n) {
    int stride = (n + LINE - 1 + ALIGNED) / LINE * LINE;
    stride += stride % (8 * LINE) == 0 ? LINE : 0;
    return DenseMatrix.zeros(n, stride).view(0, ALIGNED, n, n);
  }
}
