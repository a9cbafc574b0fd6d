package io.spectrahedra.sdp.linalg;

/**
 * Entries of a square matrix and their mirror images, in squares of a few cache lines each way: one
 * of the two goes across the rows.
 */
final class Mirror {
  private static final int SIDE = 16;

  /** Multiplications of a product that take as long as an entry and its image. */
  private static final int COST = 16;

  private Mirror() {}

  /** What is done with the entries from..to − 1 of row i and their images. */
  @FunctionalInterface
  private interface Part {
    void apply(int i, int from, int to);
  }

  /** In bands of rows, the longest first. */
  private static void forEachBelow(Workers workers, int n, Part part) {
    int bands = (n + SIDE - 1) / SIDE;
    workers
        .forWork((long) COST * n * n)
        .forEach(
            bands,
            task -> {
              int row = (bands - 1 - task) * SIDE;
              for (int col = 0; col <= row; col += SIDE) {
                for (int i = row; i < Math.min(n, row + SIDE); i++) {
                  part.apply(i, col, Math.min(i, col + SIDE));
                }
              }
            });
  }

  /** The upper triangle ← the lower one. */
  static void lower(DenseMatrix a) {
    forEachBelow(
        Workers.SERIAL,
        a.rows,
        (i, from, to) -> {
          for (int j = from; j < to; j++) {
            a.set(j, i, a.at(i, j));
          }
        });
  }

  /** A ← (A + Aᵀ)/2. */
  static void mean(DenseMatrix a) {
    forEachBelow(
        Workers.SERIAL,
        a.rows,
        (i, from, to) -> {
          for (int j = from; j < to; j++) {
            double mean = (a.at(i, j) + a.at(j, i)) / 2;
            a.set(i, j, mean);
            a.set(j, i, mean);
          }
        });
  }

  /** T ← T + α(A + Aᵀ)/2. */
  static void addMean(Workers workers, double alpha, DenseMatrix a, DenseMatrix t) {
    forEachBelow(
        workers,
        a.rows,
        (i, from, to) -> {
          for (int j = from; j < to; j++) {
            double added = alpha * ((a.at(i, j) + a.at(j, i)) / 2);
            t.add(i, j, added);
            t.add(j, i, added);
          }
        });
    for (int i = 0; i < a.rows; i++) {
      t.add(i, i, alpha * a.at(i, i));
    }
  }
}
