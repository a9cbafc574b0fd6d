package io.spectrahedra.sdp.linalg;

import io.spectrahedra.sdp.kernel.Kernels;

/**
 * Products of dense matrices. Transposed operands are transposed views.
 *
 * <p>C is cut into tiles, one task each, large ones for one thread and enough of them for several.
 * An entry of C is the same sum in every tile, so that results are the same bits for every number
 * of threads.
 */
public final class Gemm {
  /** Most columns of a tile. */
  private static final int WIDTH = 240;

  /** Most rows of a tile: so many rows of A use what has been packed of B once. */
  private static final int HEIGHT = 960;

  /** Tiles are whole multiples of what the kernels hold in registers. */
  private static final int STEP = 24;

  /** Rows and columns of a tile below which another thread does not make up for packing more. */
  private static final int LEAST = 72;

  /** So that all end at about the same time. */
  private static final int TILES_PER_THREAD = 3;

  /** Products of fewer multiplications than this are not worth a second thread. */
  private static final long SERIAL_WORK = 400_000;

  /**
   * Triangles of fewer multiplications than this, zeros above them counted, are cut into one band
   * of rows for each thread: what is lost where the threads' speeds differ is less than what more
   * tiles cost.
   */
  private static final long SHORT_WORK = 64_000_000;

  /** Entries of a tile, where nobody else waits for some. */
  private static final double ALL = Double.POSITIVE_INFINITY;

  private Gemm() {}

  /**
   * C ← αAB + βC; with β = 0, C is not read.
   *
   * @param a m × k
   * @param b k × n
   * @param c m × n, sharing no entry with a or b
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public static void multiply(
      Workers workers, double alpha, DenseMatrix a, DenseMatrix b, double beta, DenseMatrix c) {
    requireFit("multiply", a, b, c);
    product(workers, new Product(alpha, a, b, beta, c, false));
  }

  /**
   * The lower triangle of C ← αAB + βC, for a product known to be symmetric (b = aᵀ, say); the
   * strict upper triangle of C is neither read nor written. Half the work of {@link #multiply}.
   *
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public static void multiplyLower(
      Workers workers, double alpha, DenseMatrix a, DenseMatrix b, double beta, DenseMatrix c) {
    c.requireSquare("multiplyLower");
    requireFit("multiplyLower", a, b, c);
    product(workers, new Product(alpha, a, b, beta, c, true));
  }

  /**
   * AB, a new matrix.
   *
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public static DenseMatrix product(Workers workers, DenseMatrix a, DenseMatrix b) {
    DenseMatrix c = DenseMatrix.zeros(a.rows, b.cols);
    requireFit("product", a, b, c);
    multiply(workers, 1, a, b, 0, c);
    return c;
  }

  private static void requireFit(String routine, DenseMatrix a, DenseMatrix b, DenseMatrix c) {
    if (a.rows != c.rows || b.cols != c.cols || a.cols != b.rows) {
      throw new IllegalArgumentException(
          "%s: a of %d x %d times b of %d x %d does not fit c of %d x %d"
              .formatted(routine, a.rows, a.cols, b.rows, b.cols, c.rows, c.cols));
    }
  }

  private static void product(Workers workers, Product product) {
    long work = product.multiplications();
    Workers team = work < SERIAL_WORK ? Workers.SERIAL : workers;
    if (product.lower && work < SHORT_WORK) {
      inBands(team, product);
    } else {
      inTiles(team, product);
    }
  }

  /** Of a triangle, in bands of rows that have about as many entries each. */
  private static void inBands(Workers team, Product product) {
    int bands = team.threads();
    team.forEach(
        bands,
        band -> {
          int row = bandStart(band, bands, product.c.rows);
          int end = bandStart(band + 1, bands, product.c.rows);
          product.form(row, 0, end - row, end);
        });
  }

  /** The triangle above has band/bands of all entries. */
  private static int bandStart(int band, int bands, int rows) {
    double share = Math.sqrt((double) band / bands);
    return Math.min(rows, STEP * (int) Math.ceil(rows * share / STEP));
  }

  private static void inTiles(Workers team, Product product) {
    int rows = product.c.rows;
    int cols = product.c.cols;
    double entries = (double) rows * cols / (product.lower ? 2 : 1);
    double share = team.threads() == 1 ? ALL : entries / (TILES_PER_THREAD * team.threads());
    int width = even(cols, tiles(cols, Math.sqrt(share), WIDTH));
    int across = (cols + width - 1) / width;
    int wanted = tiles(rows, share / width, HEIGHT);
    int height = even(rows, product.lower ? wanted : soonest(rows, wanted, across, team.threads()));
    int down = (rows + height - 1) / height;
    team.forEach(
        down * across,
        task -> {
          int row = task / across * height;
          int col = task % across * width;
          int m = Math.min(height, rows - row);
          if (!product.lower || col < row + m) {
            product.form(row, col, m, Math.min(width, cols - col));
          }
        });
  }

  /** C ← αAB + βC, or its lower triangle. */
  private record Product(
      double alpha, DenseMatrix a, DenseMatrix b, double beta, DenseMatrix c, boolean lower) {
    long multiplications() {
      return (long) c.rows * c.cols * a.cols;
    }

    /** The m × n part of C from (row, col) on. */
    void form(int row, int col, int m, int n) {
      Kernels.best()
          .multiply(
              m,
              n,
              a.cols,
              alpha,
              a.part(row, 0),
              b.part(0, col),
              beta,
              c.part(row, col),
              lower ? row - col + 1 : Kernels.ALL_COLUMNS);
    }
  }

  /** How few tiles a size of at most {@code wanted} and {@code largest} demands. */
  private static int tiles(int total, double wanted, int largest) {
    int most = (int) Math.max(LEAST, Math.min(largest, wanted));
    return Math.max(1, (total + most - 1) / most);
  }

  /** Size of a tile if there are so many. */
  private static int even(int total, int tiles) {
    int size = (total + tiles - 1) / tiles;
    return Math.max(1, (size + STEP - 1) / STEP * STEP);
  }

  /**
   * How many tiles of a column, near {@code wanted}, end soonest if each takes as long as its rows
   * and {@link #STEP} more to pack: where the threads do not share them evenly, some are idle.
   */
  private static int soonest(int rows, int wanted, int across, int threads) {
    int best = wanted;
    long soonest = Long.MAX_VALUE;
    int fewest = Math.max(Math.max(1, wanted - 1), (rows + HEIGHT - 1) / HEIGHT);
    for (int down = fewest; down < wanted + threads; down++) {
      int height = even(rows, down);
      long tiles = (rows + height - 1L) / height * across;
      long end = (tiles + threads - 1) / threads * (height + STEP);
      if (end < soonest) {
        soonest = end;
        best = down;
      }
    }
    return best;
  }
}
