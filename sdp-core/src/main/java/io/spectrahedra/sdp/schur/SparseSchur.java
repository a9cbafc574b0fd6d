package io.spectrahedra.sdp.schur;

import io.spectrahedra.sdp.cone.PsdCone;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.SparseRows;
import io.spectrahedra.sdp.problem.SparseSymmetric;
import java.util.stream.IntStream;

/**
 * Pairs of sparse terms, the formula of each chosen by the number of its entries (Fujisawa, Kojima
 * and Nakata 1997): either W = X Aₜ S⁻¹ is formed and met by the entries of the other terms (F1),
 * or each pair of entries is multiplied alone (F3) [M9].
 */
final class SparseSchur implements BlockSchur {
  private final SparseRows rows;
  private final PsdCone cone;

  /** first[g]: the first term of the g-th row that has terms; and the end. */
  private final int[] first;

  SparseSchur(SparseRows rows, PsdCone cone) {
    this.rows = rows;
    this.cone = cone;
    this.first = BlockSchur.panels(IntStream.range(0, rows.terms()).map(rows::row).toArray(), 1);
  }

  @Override
  public void addTo(Workers workers, DenseMatrix m) {
    workers.forEach(
        first.length - 1,
        group -> {
          for (int t = first[group]; t < first[group + 1]; t++) {
            addTerm(t, m);
          }
        });
  }

  /** Term t against itself and the terms before it. */
  private void addTerm(int t, DenseMatrix m) {
    SparseSymmetric a = rows.matrix(t);
    long entriesBefore = 0;
    for (int s = 0; s <= t; s++) {
      entriesBefore += rows.matrix(s).entries();
    }
    double n = cone.x().rows;
    boolean form = 2 * n * n * (2.0 * a.entries()) + n * n < 4.0 * a.entries() * entriesBefore;
    DenseMatrix w = form ? product(a) : null;
    for (int s = 0; s <= t; s++) {
      double inner = w != null ? rows.matrix(s).dot(w) : inner(rows.matrix(s), a);
      double value = rows.scale(s) * rows.scale(t) * inner;
      if (s == t) {
        m.add(rows.row(t), rows.row(t), value);
      } else {
        BlockSchur.addPair(m, rows.row(t), rows.row(s), value);
      }
    }
  }

  /** sym(X A S⁻¹) = Σ over the entries of A of the outer products of columns of X and S⁻¹. */
  private DenseMatrix product(SparseSymmetric a) {
    int n = cone.x().rows;
    DenseMatrix w = DenseMatrix.zeros(n, n);
    for (int e = 0; e < a.entries(); e++) {
      addOuter(a.value(e), a.row(e), a.col(e), w);
      if (a.row(e) != a.col(e)) {
        addOuter(a.value(e), a.col(e), a.row(e), w);
      }
    }
    w.symmetrise();
    return w;
  }

  private void addOuter(double value, int p, int q, DenseMatrix w) {
    double[] si = cone.sInverse().data();
    int from = cone.sInverse().index(q, 0);
    for (int i = 0; i < w.rows; i++) {
      double factor = value * cone.x().at(i, p);
      int to = w.index(i, 0);
      for (int j = 0; j < w.cols; j++) {
        w.data()[to + j] += factor * si[from + j];
      }
    }
  }

  /** ⟨B, sym(X A S⁻¹)⟩ by pairs of entries. */
  private double inner(SparseSymmetric b, SparseSymmetric a) {
    double sum = 0;
    for (int e = 0; e < b.entries(); e++) {
      int i = b.row(e);
      int j = b.col(e);
      double entry = 0;
      for (int f = 0; f < a.entries(); f++) {
        entry += a.value(f) * entryOfProduct(i, j, a.row(f), a.col(f));
      }
      sum += (i == j ? 1 : 2) * b.value(e) * entry;
    }
    return sum;
  }

  /** Entry (i, j) of sym(X E S⁻¹) for the symmetric E with ones at (p, q) and (q, p). */
  private double entryOfProduct(int i, int j, int p, int q) {
    DenseMatrix x = cone.x();
    DenseMatrix si = cone.sInverse();
    double sum = x.at(i, p) * si.at(q, j) + x.at(j, p) * si.at(q, i);
    if (p != q) {
      sum += x.at(i, q) * si.at(p, j) + x.at(j, q) * si.at(p, i);
    }
    return sum / 2;
  }

  @Override
  public String toString() {
    return "sparse: " + rows.terms() + " matrices of order " + cone.x().rows;
  }
}
