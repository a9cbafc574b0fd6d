package io.spectrahedra.sdp.linalg;

import io.spectrahedra.sdp.kernel.Kernels;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Σ svec(uuᵀ)svec(uuᵀ)ᵀ over many vectors u of length n, a matrix of order n(n+1)/2 whose entries
 * are the fourth moments Σ uᵢuⱼuₖuₗ. Only those with i ≥ j ≥ k ≥ l are formed, and few others: for
 * long vectors a third of the flops of the product of the matrix with the rows svec(uuᵀ) with
 * itself [M60].
 *
 * <p>A panel of neighbouring pairs (i, j), sorted by j, is multiplied with the panels of all pairs
 * (k, l) up to its largest j. Each thread has some panels of pairs (i, j), and writes what it needs
 * of the others for itself.
 */
public final class FourthMoments {
  /** Vectors that are written before all tasks pass over them. */
  private static final int PASS = 8192;

  /** Vectors whose pairs are held at once: one panel fits a first-level cache. */
  private static final int CHUNK = Math.min(96, Kernels.PANEL_DEPTH);

  private static final int ROWS = Kernels.PANEL_ROWS;
  private static final int COLUMNS = Kernels.PANEL_COLUMNS;
  private static final int TILE = ROWS * COLUMNS;

  /** The vectors. */
  @FunctionalInterface
  public interface Vectors {
    /** Row i of {@code target} ← vector {@code from} + i, for every row of {@code target}. */
    void write(int from, DenseMatrix target);
  }

  private final int n;

  /**
   * The first pair (i, j), i ≥ j, of each j, where they are sorted by j and then i; and the end.
   */
  private final int[] first;

  /** Panels of these pairs. */
  private final int panels;

  /**
   * Σ uᵢuⱼuₖuₗ for k ≤ j and some others: a tile for each two panels, after one another, and where
   * those of each panel of pairs (i, j) begin.
   */
  private double[] sums = new double[0];

  private final int[] tiles;

  /** Where pair (k, l) lies from the first of a row of tiles on. */
  private final int[] place;

  private FourthMoments(int n) {
    this.n = n;
    this.first = IntStream.rangeClosed(0, n).map(j -> j * n - j * (j - 1) / 2).toArray();
    this.panels = (first[n] + ROWS - 1) / ROWS;
    this.tiles = new int[panels + 1];
    for (int p = 0; p < panels; p++) {
      tiles[p + 1] = tiles[p] + ROWS * width(p);
    }
    this.place = IntStream.range(0, first[n]).map(e -> e / COLUMNS * TILE + e % COLUMNS).toArray();
  }

  /**
   * The lower triangle of {@code target} ← the sum; count·n⁴/12 flops and a few more.
   *
   * @param count number of vectors
   * @param n their length
   * @param vectors asked for every one once, from several threads
   */
  public static void of(Workers workers, int count, int n, Vectors vectors, DenseMatrix target) {
    FourthMoments moments = new FourthMoments(n);
    moments.sums = new double[moments.tiles[moments.panels]];
    int[] starts = moments.shares(workers.threads());
    DenseMatrix room = DenseMatrix.zeros(Math.min(PASS, count), n);
    for (int start = 0; start < count; start += PASS) {
      int from = start;
      DenseMatrix u = room.view(0, 0, Math.min(PASS, count - start), n);
      workers.forSlices(
          u.rows, CHUNK, (low, high) -> vectors.write(from + low, u.view(low, 0, high - low, n)));
      workers.forEach(starts.length - 1, task -> moments.add(starts[task], starts[task + 1], u));
    }
    moments.expand(workers, target);
  }

  /** Flops as a share of those of the product of the matrix with the rows svec(uuᵀ) with itself. */
  public static double share(int n) {
    FourthMoments empty = new FourthMoments(n);
    return 2.0 * empty.tiles[empty.panels] / ((double) empty.first[n] * empty.first[n]);
  }

  /** Columns of the right panels that have the pairs before this one. */
  private static int wholePanels(int pairs) {
    return (pairs + COLUMNS - 1) / COLUMNS * COLUMNS;
  }

  /** Columns that a panel of left pairs is multiplied with: all (k, l) with k ≤ its largest j. */
  private int width(int panel) {
    int j = second(Math.min(first[n], (panel + 1) * ROWS) - 1);
    return wholePanels((j + 1) * (j + 2) / 2);
  }

  /** The j of a left pair. */
  private int second(int pair) {
    int j = Arrays.binarySearch(first, pair);
    return j < 0 ? -j - 2 : j;
  }

  /** Panels that so many tasks start with, so that all have as many tiles; and the end. */
  private int[] shares(int tasks) {
    int[] starts = new int[tasks + 1];
    for (int task = 1; task <= tasks; task++) {
      int p = Arrays.binarySearch(tiles, (int) ((long) tiles[panels] * task / tasks));
      starts[task] = p < 0 ? -p - 1 : p;
    }
    return starts;
  }

  /** The rows of panels {@code start} to {@code end} − 1. */
  private void add(int start, int end, DenseMatrix u) {
    if (start == end) {
      return;
    }
    int width = width(end - 1);
    int to = Math.min(first[n], end * ROWS);
    int height = Math.min(CHUNK, u.rows);
    double[] left = new double[height * (end - start) * ROWS];
    double[] right = new double[height * width];
    double[] leftPairs = new double[(end - start) * ROWS];
    double[] rightPairs = new double[width];
    int most = second(to - 1);
    for (int low = 0; low < u.rows; low += CHUNK) {
      int depth = Math.min(CHUNK, u.rows - low);
      for (int r = 0; r < depth; r++) {
        int at = u.index(low + r, 0);
        writeLeft(start * ROWS, to, u.data(), at, leftPairs);
        deal(leftPairs, ROWS, depth, r, left);
        writeRight(most + 1, u.data(), at, rightPairs);
        deal(rightPairs, COLUMNS, depth, r, right);
      }
      for (int p = start; p < end; p++) {
        for (int t = tiles[p]; t < tiles[p + 1]; t += TILE) {
          Kernels.best()
              .addPanels(
                  depth,
                  left,
                  (p - start) * ROWS * depth,
                  right,
                  (t - tiles[p]) / ROWS * depth,
                  sums,
                  t,
                  COLUMNS);
        }
      }
    }
  }

  /** Row r of every panel ← its part of the row. */
  private static void deal(double[] row, int width, int depth, int r, double[] panels) {
    for (int p = 0; p < row.length; p += width) {
      System.arraycopy(row, p, panels, p * depth + r * width, width);
    }
  }

  /** uᵢuⱼ of pairs {@code from} to {@code to} − 1, by j and then i. */
  private void writeLeft(int from, int to, double[] u, int at, double[] left) {
    for (int j = second(from); j < n && first[j] < to; j++) {
      int low = Math.max(from, first[j]);
      int high = Math.min(to, first[j + 1]);
      multiply(high - low, u[at + j], u, at + j + low - first[j], left, low - from);
    }
  }

  /** uₖuₗ by k and then l ≤ k, for k up to {@code end} − 1. */
  private static void writeRight(int end, double[] u, int from, double[] right) {
    int e = 0;
    for (int k = 0; k < end; k++) {
      multiply(k + 1, u[from + k], u, from, right, e);
      e += k + 1;
    }
  }

  private static void multiply(
      int count, double factor, double[] u, int from, double[] target, int to) {
    for (int l = 0; l < count; l++) {
      target[to + l] = factor * u[from + l];
    }
  }

  /** Every entry of the lower triangle from where it has been formed. */
  private void expand(Workers workers, DenseMatrix target) {
    workers.forEach(
        n,
        task -> {
          int p = n - 1 - task; // the longest first
          for (int q = 0; q <= p; q++) {
            expand(p, q, target.data(), target.index(p * (p + 1) / 2 + q, 0));
          }
        });
  }

  /** Row (p, q), up to column (p, q): the indices of every entry sorted. */
  private void expand(int p, int q, double[] target, int start) {
    double onDiagonal = p == q ? 1 : Math.sqrt(2);
    double below = Math.sqrt(2) * onDiagonal;
    int to = start;
    for (int r = 0; r <= p; r++) {
      int last = r < p ? r : q; // of s
      if (r <= q) { // p ≥ q ≥ r ≥ s
        int row = row(p, q);
        int e = r * (r + 1) / 2;
        for (int s = 0; s <= last; s++) {
          target[to + s] = below * sums[row + place[e + s]];
        }
      } else {
        int row = row(p, r);
        int e = q * (q + 1) / 2;
        for (int s = 0; s <= q; s++) { // p ≥ r ≥ q ≥ s
          target[to + s] = below * sums[row + place[e + s]];
        }
        for (int s = q + 1; s <= last; s++) { // p ≥ r ≥ s > q
          target[to + s] = below * sums[row + place[s * (s + 1) / 2 + q]];
        }
      }
      if (last == r) {
        target[to + r] *= Math.sqrt(0.5);
      }
      to += r + 1;
    }
  }

  /** Where the row of pair (i, j) begins. */
  private int row(int i, int j) {
    int pair = first[j] + i - j;
    return tiles[pair / ROWS] + pair % ROWS * COLUMNS;
  }
}
