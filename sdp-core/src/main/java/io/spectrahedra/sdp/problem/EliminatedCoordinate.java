package io.spectrahedra.sdp.problem;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The null space of wᵀ by what it says of one coordinate, x_p = rᵀ(the others), r = −w/w_p: V is
 * the identity with r for row p, and X̃ is X without its row and column p. So a sparse coefficient
 * stays as it is unless it has entries there, and nothing costs more than O(n²) [M44].
 */
record EliminatedCoordinate(double[] r, int p) implements FaceBasis {
  /** Of the largest |w|: what |w_p| may not be less than, for ‖r‖ is what rounding is scaled by. */
  private static final double LARGE = 0.5;

  /** Below that order an orthonormal basis costs as little, and its condition is 1, not √n. */
  private static final int WORTHWHILE = 100;

  /** More sparse coefficients than these may not become dense. */
  private static final int FEW = 4;

  /**
   * For the p that fewest of the sparse coefficients have entries at, if those are few and the
   * order is not small.
   */
  static Optional<EliminatedCoordinate> of(double[] w, Iterable<ConstraintMatrix> coefficients) {
    if (w.length < WORTHWHILE) {
      return Optional.empty();
    }
    int[] users = users(w.length, coefficients);
    double least = LARGE * Arrays.stream(w).map(Math::abs).max().orElse(0);
    int p = -1;
    for (int i = 0; i < w.length; i++) {
      if (Math.abs(w[i]) >= least && (p < 0 || users[i] < users[p])) {
        p = i;
      }
    }
    if (p < 0 || users[p] > FEW) {
      return Optional.empty();
    }
    int pivot = p;
    double[] r =
        IntStream.range(0, w.length)
            .filter(i -> i != pivot)
            .mapToDouble(i -> -w[i] / w[pivot])
            .toArray();
    return Optional.of(new EliminatedCoordinate(r, pivot));
  }

  /** How many of the sparse coefficients have entries in each row. */
  private static int[] users(int order, Iterable<ConstraintMatrix> coefficients) {
    int[] users = new int[order];
    int[] last = new int[order];
    int count = 0;
    for (ConstraintMatrix coefficient : coefficients) {
      count++;
      if (coefficient instanceof SparseSymmetric a) {
        for (int e = 0; e < a.entries(); e++) {
          for (int i : new int[] {a.row(e), a.col(e)}) {
            users[i] += last[i] == count ? 0 : 1;
            last[i] = count;
          }
        }
      }
    }
    return users;
  }

  @Override
  public int order() {
    return r.length;
  }

  @Override
  public DenseMatrix vectors() {
    DenseMatrix v = DenseMatrix.zeros(r.length + 1, r.length);
    for (int i = 0; i <= r.length; i++) {
      if (i != p) {
        v.set(i, place(i), 1);
      }
    }
    for (int j = 0; j < r.length; j++) {
      v.set(p, j, r[j]);
    }
    return v;
  }

  /** Where coordinate i is among the others. */
  private int place(int i) {
    return i < p ? i : i - 1;
  }

  @Override
  public double magnification() {
    return 1 + Arrays.stream(r).map(each -> each * each).sum();
  }

  @Override
  public ConstraintMatrix restricted(ConstraintMatrix a) {
    if (a instanceof LowRankMatrix low) {
      return low.times(vectors());
    }
    if (a instanceof SparseSymmetric sparse) {
      int[] entries =
          IntStream.range(0, sparse.entries())
              .filter(e -> sparse.row(e) == p || sparse.col(e) == p)
              .toArray();
      if (entries.length == 0) {
        return without(sparse);
      }
      if (sparse.entries() == 1 && sparse.row(0) == sparse.col(0)) {
        return ConstraintMatrix.lowRank(DenseMatrix.wrap(r, r.length, 1), sparse.value(0));
      }
    }
    DenseMatrix whole = DenseMatrix.zeros(a.size(), a.size());
    a.addTo(1, whole);
    return ConstraintMatrix.dense(restricted(whole));
  }

  private ConstraintMatrix without(SparseSymmetric a) {
    int[] row = IntStream.range(0, a.entries()).map(e -> place(a.row(e))).toArray();
    int[] col = IntStream.range(0, a.entries()).map(e -> place(a.col(e))).toArray();
    double[] value = IntStream.range(0, a.entries()).mapToDouble(a::value).toArray();
    return SparseSymmetric.ofEntries(r.length, row, col, value);
  }

  /** A without p, + urᵀ + ruᵀ + a_pp rrᵀ for the column u of A at p. */
  private DenseMatrix restricted(DenseMatrix a) {
    DenseMatrix on = reduced(a);
    for (int i = 0; i < r.length; i++) {
      double u = a.at(source(i), p) + a.at(p, p) * r[i] / 2;
      for (int j = 0; j < r.length; j++) {
        on.add(i, j, u * r[j]);
        on.add(j, i, u * r[j]);
      }
    }
    return on;
  }

  private int source(int place) {
    return place < p ? place : place + 1;
  }

  @Override
  public DenseMatrix reduced(DenseMatrix whole) {
    DenseMatrix on = DenseMatrix.zeros(r.length, r.length);
    for (int i = 0; i < r.length; i++) {
      for (int j = 0; j < r.length; j++) {
        on.set(i, j, whole.at(source(i), source(j)));
      }
    }
    return on;
  }

  /** Column p is X̃r, and entry (p, p) rᵀX̃r. */
  @Override
  public DenseMatrix whole(DenseMatrix reduced) {
    DenseMatrix x = DenseMatrix.zeros(r.length + 1, r.length + 1);
    double corner = 0;
    for (int i = 0; i < r.length; i++) {
      int at = source(i);
      double image = 0;
      for (int j = 0; j < r.length; j++) {
        x.set(at, source(j), reduced.at(i, j));
        image += reduced.at(i, j) * r[j];
      }
      x.set(at, p, image);
      x.set(p, at, image);
      corner += r[i] * image;
    }
    x.set(p, p, corner);
    return x;
  }
}
