package io.spectrahedra.sdp.linalg;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Σ svec(uuᵀ)svec(uuᵀ)ᵀ over many vectors u of length n, a matrix of order n(n+1)/2 whose entries
 * are the fourth moments Σ uᵢuⱼuₖuₗ. Only those with i ≥ j ≥ k ≥ l are formed: a third of the flops
 * of the product of the matrix with the rows svec(uuᵀ) with itself [M60].
 *
 * <p>Pairs (i, j) of a few neighbouring j are multiplied with all pairs (k, l) of smaller k at
 * once, by products of matrices, a task each.
 */
public final class FourthMoments {
  /** Vectors that are written before all tasks pass over them. */
  private static final int PASS = 8192;

  /** Vectors whose pairs are held at once: with those of one task, what fits a 2 MB cache. */
  private static final int CHUNK = 192;

  /** Of shorter vectors all products of two pairs are formed, by one product of matrices a pass. */
  private static final int SHORT = 24;

  private static final int SHORT_PASS = 1024;

  /** Values of j whose pairs are one task. */
  private static final int GROUP = 8;

  /** Pairs (k, l) with k among those j that are multiplied with pairs of j ≥ k, at least. */
  private static final int WIDTH = 32;

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

  /** Row (i, j), column (k, l): Σ uᵢuⱼuₖuₗ, for k ≤ j and some others. */
  private final DenseMatrix sums;

  private FourthMoments(int n) {
    this.n = n;
    this.first = IntStream.rangeClosed(0, n).map(j -> j * n - j * (j - 1) / 2).toArray();
    this.sums = DenseMatrix.zeros(first[n], first[n]);
  }

  /**
   * The lower triangle; count·n⁴/12 flops and a few more.
   *
   * @param count number of vectors
   * @param n their length
   * @param vectors asked for every one once, from several threads
   */
  public static DenseMatrix of(Workers workers, int count, int n, Vectors vectors) {
    if (n < SHORT) {
      return ofShort(workers, count, n, vectors);
    }
    FourthMoments moments = new FourthMoments(n);
    int groups = (n + GROUP - 1) / GROUP;
    DenseMatrix room = DenseMatrix.zeros(Math.min(PASS, count), n);
    for (int start = 0; start < count; start += PASS) {
      int from = start;
      DenseMatrix u = room.view(0, 0, Math.min(PASS, count - start), n);
      workers.forSlices(
          u.rows, CHUNK, (low, high) -> vectors.write(from + low, u.view(low, 0, high - low, n)));
      workers.forEach(groups, task -> moments.add((groups - 1 - task) * GROUP, u));
    }
    return moments.expanded(workers);
  }

  /** Flops as a share of those of the product of the matrix with the rows svec(uuᵀ) with itself. */
  public static double share(int n) {
    return n < SHORT ? 1 : (n + 2.0) * (n + 3) / (3.0 * n * (n + 1));
  }

  private static DenseMatrix ofShort(Workers workers, int count, int n, Vectors vectors) {
    int q = n * (n + 1) / 2;
    DenseMatrix sum = DenseMatrix.zeros(q, q);
    DenseMatrix vectorRoom = DenseMatrix.zeros(Math.min(SHORT_PASS, count), n);
    DenseMatrix pairRoom = DenseMatrix.zeros(vectorRoom.rows, q);
    for (int start = 0; start < count; start += SHORT_PASS) {
      int from = start;
      int rows = Math.min(SHORT_PASS, count - start);
      DenseMatrix u = vectorRoom.view(0, 0, rows, n);
      DenseMatrix pairs = pairRoom.view(0, 0, rows, q);
      workers.forSlices(
          rows,
          CHUNK,
          (low, high) -> {
            vectors.write(from + low, u.view(low, 0, high - low, n));
            for (int r = low; r < high; r++) {
              writeRight(n, u.data(), u.index(r, 0), pairs.data(), pairs.index(r, 0));
            }
          });
      Gemm.multiplyLower(workers, 1, pairs.transposed(), pairs, 1, sum);
    }
    double[] unit = new double[q];
    Arrays.fill(unit, Math.sqrt(2));
    for (int k = 0; k < n; k++) {
      unit[k * (k + 1) / 2 + k] = 1;
    }
    for (int e = 0; e < q; e++) {
      scale(e + 1, unit[e], unit, sum.data(), sum.index(e, 0));
    }
    return sum;
  }

  private static void scale(int count, double factor, double[] factors, double[] row, int from) {
    for (int f = 0; f < count; f++) {
      row[from + f] *= factor * factors[f];
    }
  }

  /** The rows (i, j) for j from here on; those of pairs with smaller j take less time. */
  private void add(int j, DenseMatrix u) {
    int end = Math.min(n, j + GROUP);
    int height = Math.min(CHUNK, u.rows);
    DenseMatrix leftRoom = DenseMatrix.zeros(height, first[end] - first[j]);
    DenseMatrix rightRoom = DenseMatrix.zeros(height, end * (end + 1) / 2);
    for (int start = 0; start < u.rows; start += CHUNK) {
      int rows = Math.min(CHUNK, u.rows - start);
      DenseMatrix left = leftRoom.view(0, 0, rows, leftRoom.cols);
      DenseMatrix right = rightRoom.view(0, 0, rows, rightRoom.cols);
      for (int r = 0; r < rows; r++) {
        int from = u.index(start + r, 0);
        writeLeft(j, end, u.data(), from, left.data(), left.index(r, 0));
        writeRight(end, u.data(), from, right.data(), right.index(r, 0));
      }
      int done = 0;
      for (int k = j; k < end; ) {
        int skip = first[k] - first[j];
        int to = k;
        while (to < end && to * (to + 1) / 2 - done < WIDTH) {
          to++;
        }
        int width = to * (to + 1) / 2 - done;
        Gemm.multiply(
            Workers.SERIAL,
            1,
            left.view(0, skip, rows, left.cols - skip).transposed(),
            right.view(0, done, rows, width),
            1,
            sums.view(first[k], done, left.cols - skip, width));
        done += width;
        k = to;
      }
    }
  }

  /** uᵢuⱼ by j and then i ≥ j, for j from {@code start} to {@code end} − 1. */
  private void writeLeft(int start, int end, double[] u, int from, double[] left, int to) {
    int e = to;
    for (int j = start; j < end; j++) {
      multiply(n - j, u[from + j], u, from + j, left, e);
      e += n - j;
    }
  }

  /** uₖuₗ by k and then l ≤ k, for k up to {@code end} − 1. */
  private static void writeRight(int end, double[] u, int from, double[] right, int to) {
    int e = to;
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
  private DenseMatrix expanded(Workers workers) {
    DenseMatrix target = DenseMatrix.zeros(sums.rows, sums.rows);
    workers.forEach(
        n,
        task -> {
          int p = n - 1 - task; // the longest first
          for (int q = 0; q <= p; q++) {
            expand(p, q, target.data(), target.index(p * (p + 1) / 2 + q, 0));
          }
        });
    return target;
  }

  /** Row (p, q), up to column (p, q): the indices of every entry sorted. */
  private void expand(int p, int q, double[] target, int start) {
    double[] m = sums.data();
    double onDiagonal = p == q ? 1 : Math.sqrt(2);
    double below = Math.sqrt(2) * onDiagonal;
    int to = start;
    for (int r = 0; r <= p; r++) {
      int last = r < p ? r : q; // of s
      if (r <= q) { // p ≥ q ≥ r ≥ s
        int from = sums.index(first[q] + p - q, r * (r + 1) / 2);
        for (int s = 0; s <= last; s++) {
          target[to + s] = below * m[from + s];
        }
      } else {
        int row = first[r] + p - r;
        int from = sums.index(row, q * (q + 1) / 2);
        for (int s = 0; s <= q; s++) { // p ≥ r ≥ q ≥ s
          target[to + s] = below * m[from + s];
        }
        from = sums.index(row, q);
        for (int s = q + 1; s <= last; s++) { // p ≥ r ≥ s > q
          target[to + s] = below * m[from + s * (s + 1) / 2];
        }
      }
      if (last == r) {
        target[to + r] *= Math.sqrt(0.5);
      }
      to += r + 1;
    }
  }
}
