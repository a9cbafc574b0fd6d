package io.spectrahedra.sdp.linalg;

import io.spectrahedra.sdp.kernel.Kernels;

/**
 * The tiles that C of a product is cut into: strips of rows, each cut into columns of one width.
 *
 * @param rowStart first row of each strip, and the number of rows
 * @param width columns of a tile
 * @param across tiles of a strip
 */
record ProductTiles(int[] rowStart, int width, int across) {
  /** Most rows of a tile: so many rows of A use what has been packed of B once. */
  private static final int HEIGHT = 960;

  /** Tiles are whole multiples of what the kernels hold in registers. */
  private static final int STEP = 24;

  /** Rows of bands are multiples of the four or six that the kernels hold. */
  private static final int BAND_STEP = 12;

  /** Rows and columns of a tile below which another thread does not make up for packing more. */
  private static final int LEAST = 72;

  /** So that all end at about the same time. */
  private static final int TILES_PER_THREAD = 3;

  /** Entries of a tile, where nobody else waits for some. */
  private static final double ALL = Double.POSITIVE_INFINITY;

  /**
   * Of a lower triangle: a strip for each thread, with about as many entries each. However high and
   * wide it is, the kernels pack and cut it as they do any tile.
   */
  static ProductTiles bands(DenseMatrix c, int threads) {
    int[] start = new int[threads + 1];
    for (int k = 1; k <= threads; k++) {
      double rows = c.rows * Math.sqrt((double) k / threads); // has k/threads of all entries
      start[k] = Math.min(c.rows, BAND_STEP * (int) Math.rint(rows / BAND_STEP));
    }
    start[threads] = c.rows;
    return new ProductTiles(start, Math.max(1, c.cols), 1);
  }

  /** Equal ones. */
  static ProductTiles even(DenseMatrix c, boolean lower, int threads) {
    if (threads == 1 && c.rows <= HEIGHT && c.cols <= Kernels.PACKED_COLUMNS) {
      return new ProductTiles(new int[] {0, c.rows}, Math.max(1, c.cols), 1);
    }
    double entries = (double) c.rows * c.cols / (lower ? 2 : 1);
    double share = threads == 1 ? ALL : entries / (TILES_PER_THREAD * threads);
    int width = size(c.cols, tiles(c.cols, Math.sqrt(share), Kernels.PACKED_COLUMNS));
    int across = (int) ((c.cols + width - 1L) / width);
    int wanted = tiles(c.rows, share / width, HEIGHT);
    int height = size(c.rows, lower ? wanted : soonest(c.rows, wanted, across, threads));
    int[] start = new int[(int) ((c.rows + height - 1L) / height) + 1];
    for (int k = 1; k < start.length; k++) {
      start[k] = (int) Math.min(c.rows, (long) k * height);
    }
    return new ProductTiles(start, width, across);
  }

  int count() {
    return (rowStart.length - 1) * across;
  }

  int row(int tile) {
    return rowStart[tile / across];
  }

  /** The row after its last. */
  int end(int tile) {
    return rowStart[tile / across + 1];
  }

  int col(int tile) {
    return tile % across * width;
  }

  /** How few tiles a size of at most {@code wanted} and {@code largest} demands. */
  private static int tiles(int total, double wanted, int largest) {
    int most = (int) Math.max(LEAST, Math.min(largest, wanted));
    return (int) Math.max(1, (total + most - 1L) / most);
  }

  /** Of a tile, if there are so many. */
  private static int size(int total, int tiles) {
    long size = (total + tiles - 1L) / tiles;
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, (size + STEP - 1) / STEP * STEP));
  }

  /**
   * How many strips, {@code wanted} or a few more or one less, end soonest if a tile takes as long
   * as its rows and {@link #STEP} more to pack: where the threads do not share the tiles evenly,
   * some of them are idle.
   */
  private static int soonest(int rows, int wanted, int across, int threads) {
    int fewer = wanted - 1;
    boolean enough = (long) fewer * across >= (long) TILES_PER_THREAD * threads;
    boolean small = (long) fewer * HEIGHT >= rows; // no strip is higher
    int best = wanted;
    long soonest = Long.MAX_VALUE;
    for (int strips = enough && small ? fewer : wanted; strips < wanted + threads; strips++) {
      long end = end(rows, size(rows, strips), across, threads);
      if (end < soonest) {
        soonest = end;
        best = strips;
      }
    }
    return best;
  }

  /**
   * When the last tile ends, if threads take those of the last strip, which is short, as they
   * become free.
   */
  private static long end(int rows, int height, int across, int threads) {
    long others = (rows - 1L) / height * across;
    long time = (long) height + STEP;
    long lastTime = rows - (rows - 1L) / height * height + STEP;
    long late = others % threads; // threads that have one of the others more
    long begin = others / threads * time;
    long end = begin;
    long done = 0;
    while (done < across) {
      end += lastTime;
      done += threads - late + (end > begin + time ? late : 0);
    }
    return late > 0 ? Math.max(end, begin + time) : end;
  }
}
