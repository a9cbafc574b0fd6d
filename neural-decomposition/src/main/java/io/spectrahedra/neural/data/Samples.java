package io.spectrahedra.neural.data;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;

/**
 * The rows of a data matrix as the network sees them: standardised as they are read, a chunk at a
 * time, so that the data are never copied as a whole.
 *
 * @param raw n × d, row-major (not copied)
 */
public record Samples(DenseMatrix raw, Standardisation standardisation) {
  /** Rows of a chunk at most: enough for level-3 products, little enough for the cache. */
  public static final int CHUNK = 512;

  /** How many slices the rows are cut into at most: the sums over them are added in this order. */
  private static final int SLICES = 16;

  public Samples {
    if (raw.cols != standardisation.features()) {
      throw new InputException(
          "the data have "
              + raw.cols
              + " features, the network takes "
              + standardisation.features());
    }
  }

  /** Works on one chunk of rows. */
  @FunctionalInterface
  public interface ChunkTask {
    /**
     * Works on rows {@code from}.. of the data, which lie in slice {@code slice}; {@code rows},
     * height × d, may be overwritten.
     */
    void accept(int slice, int from, DenseMatrix rows);
  }

  /** n. */
  public int count() {
    return raw.rows;
  }

  /** d. */
  public int features() {
    return raw.cols;
  }

  /** How many slices {@link #forEachChunk} cuts the rows into; depends on their number alone. */
  public int slices() {
    return Math.min(SLICES, (raw.rows + CHUNK - 1) / CHUNK);
  }

  /** Rows of {@code target}, which has d columns or more, ← rows {@code from}.., standardised. */
  public void write(int from, DenseMatrix target) {
    double[] data = target.data();
    for (int i = 0; i < target.rows; i++) {
      int to = target.index(i, 0);
      System.arraycopy(raw.data(), raw.index(from + i, 0), data, to, raw.cols);
      standardisation.apply(data, to);
    }
  }

  /**
   * Runs the task on every chunk: slices in any order and from several threads, the chunks of one
   * slice one after the other.
   */
  public void forEachChunk(Workers workers, ChunkTask task) {
    workers.forEach(
        slices(),
        slice -> {
          int end = start(slice + 1);
          for (int from = start(slice); from < end; from += CHUNK) {
            workers.checkStop();
            DenseMatrix rows = DenseMatrix.zeros(Math.min(CHUNK, end - from), raw.cols);
            write(from, rows);
            task.accept(slice, from, rows);
          }
        });
  }

  private int start(int slice) {
    return (int) ((long) raw.rows * slice / slices());
  }
}
