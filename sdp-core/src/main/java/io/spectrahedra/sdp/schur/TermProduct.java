package io.spectrahedra.sdp.schur;

import io.spectrahedra.sdp.cone.PsdCone;
import io.spectrahedra.sdp.kernel.Kernels;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.Arrays;

/**
 * W = X A S⁻¹ of one sparse matrix after another, at the places asked for, by each of the formulas
 * [M9]. Room for one thread, or for all threads on one matrix.
 */
final class TermProduct {
  /** Places of one task. */
  private static final int PART = 1 << 14;

  /** Dot products of this length are not worth the call of a kernel. */
  private static final int SHORT = 16;

  private final SortedTerms terms;
  private final SparseCost cost;
  private final int order;
  private final int widest;

  /** How many matrices are side by side in {@link #values}. */
  private final int slots;

  /** W_pq + W_qp at place u for the matrix in a slot: values[u·slots + slot]. */
  private final double[] values;

  /** Where each row of the matrix is in J, and J. */
  private final int[] local;

  private final int[] index;
  private int k;

  private DenseMatrix h = DenseMatrix.zeros(0, 0);
  private DenseMatrix gathered = DenseMatrix.zeros(0, 0);

  /** X[:,J] and the transpose of H, row by row: k numbers a row. */
  private double[] xColumns = {};

  private double[] hColumns = {};

  private DenseMatrix w = DenseMatrix.zeros(0, 0);
  private DenseMatrix dense = DenseMatrix.zeros(0, 0);

  /**
   * @param widest the largest k of the matrices that F1 or F2 will be used for
   */
  TermProduct(SortedTerms terms, SparseCost cost, int order, int widest, int slots) {
    this.terms = terms;
    this.cost = cost;
    this.order = order;
    this.widest = widest;
    this.slots = slots;
    this.values = new double[terms.placeRow.length * slots];
    this.local = new int[order];
    this.index = new int[order];
    Arrays.fill(local, -1);
  }

  double[] values() {
    return values;
  }

  /** values[u·slots + slot] ← W_pq + W_qp at the places u &lt; count, for W of matrix j. */
  void form(Workers team, PsdCone cone, int j, SparseFormula formula, int count, int slot) {
    if (formula == SparseFormula.F3) {
      addPairs(cone, j, count, slot);
      return;
    }
    gatherIndices(j);
    DenseMatrix half = half(team, cone.right(), j);
    if (formula == SparseFormula.F1) {
      w = room(w, order, order);
      DenseMatrix x = gatherRows(cone.left());
      Gemm.multiply(team, 1, x.transposed(), half, 0, w);
      read(team, count, slot);
    } else {
      dots(team, cone.left(), half, count, slot);
    }
  }

  /** J and its inverse. */
  private void gatherIndices(int j) {
    for (int a = 0; a < k; a++) {
      local[index[a]] = -1;
    }
    k = 0;
    for (int e = terms.start[j]; e < terms.start[j + 1]; e++) {
      enter(terms.entryRow(e));
      enter(terms.entryCol(e));
    }
  }

  private void enter(int p) {
    if (local[p] < 0) {
      local[p] = k;
      index[k++] = p;
    }
  }

  private DenseMatrix room(DenseMatrix before, int rows, int cols) {
    return before.rows == rows && before.cols == cols ? before : DenseMatrix.zeros(rows, cols);
  }

  /** A[J,:] of a symmetric matrix. */
  private DenseMatrix gatherRows(DenseMatrix from) {
    gathered = room(gathered, widest, order);
    for (int a = 0; a < k; a++) {
      System.arraycopy(
          from.data(), from.index(index[a], 0), gathered.data(), gathered.index(a, 0), order);
    }
    return gathered.view(0, 0, k, order);
  }

  /** H = A_JJ S⁻¹[J,:]. */
  private DenseMatrix half(Workers team, DenseMatrix sInverse, int j) {
    h = room(h, widest, order);
    DenseMatrix half = h.view(0, 0, k, order);
    if (cost.isDense(j)) {
      dense = room(dense, widest, widest);
      DenseMatrix a = dense.view(0, 0, k, k);
      a.fill(0);
      for (int e = terms.start[j]; e < terms.start[j + 1]; e++) {
        int p = local[terms.entryRow(e)];
        int q = local[terms.entryCol(e)];
        a.add(p, q, terms.value[e]); // on the diagonal twice a half
        a.add(q, p, terms.value[e]);
      }
      Gemm.multiply(team, 1, a, gatherRows(sInverse), 0, half);
      return half;
    }
    half.fill(0);
    for (int e = terms.start[j]; e < terms.start[j + 1]; e++) {
      int p = terms.entryRow(e);
      int q = terms.entryCol(e);
      double value = terms.value[e];
      addRow(p == q ? 2 * value : value, sInverse, q, half, local[p]);
      if (p != q) {
        addRow(value, sInverse, p, half, local[q]);
      }
    }
    return half;
  }

  private static void addRow(double alpha, DenseMatrix from, int p, DenseMatrix to, int a) {
    Kernels.best().add(to.cols, alpha, from.data(), from.index(p, 0), to.data(), to.index(a, 0));
  }

  private void read(Workers team, int count, int slot) {
    double[] from = w.data();
    int[] p = terms.placeRow;
    int[] q = terms.placeCol;
    team.forSlices(
        count,
        PART,
        (first, end) -> {
          for (int u = first; u < end; u++) {
            values[u * slots + slot] = from[p[u] * order + q[u]] + from[q[u] * order + p[u]];
          }
        });
  }

  private void dots(Workers team, DenseMatrix x, DenseMatrix half, int count, int slot) {
    int length = k;
    if (xColumns.length < order * widest) {
      xColumns = new double[order * widest];
      hColumns = new double[order * widest];
    }
    transpose(gatherRows(x), xColumns);
    transpose(half, hColumns);
    team.forSlices(
        count,
        PART,
        (first, end) -> {
          for (int u = first; u < end; u++) {
            int p = terms.placeRow[u] * length;
            int q = terms.placeCol[u] * length;
            double entry = dot(length, p, q);
            values[u * slots + slot] = p == q ? 2 * entry : entry + dot(length, q, p);
          }
        });
  }

  private static void transpose(DenseMatrix from, double[] to) {
    for (int a = 0; a < from.rows; a++) {
      int at = from.index(a, 0);
      for (int p = 0; p < from.cols; p++) {
        to[p * from.rows + a] = from.data()[at + p];
      }
    }
  }

  private double dot(int length, int xAt, int hAt) {
    if (length > SHORT) {
      return Kernels.best().dot(length, xColumns, xAt, hColumns, hAt);
    }
    double sum = 0;
    for (int a = 0; a < length; a++) {
      sum += xColumns[xAt + a] * hColumns[hAt + a];
    }
    return sum;
  }

  private void addPairs(PsdCone cone, int j, int count, int slot) {
    for (int u = 0; u < count; u++) {
      values[u * slots + slot] = 0;
    }
    boolean diagonal = j >= terms.diagonalFrom;
    for (int e = terms.start[j]; e < terms.start[j + 1]; e++) {
      int r = terms.entryRow(e);
      int s = terms.entryCol(e);
      if (r != s) {
        addOffDiagonal(terms.value[e], cone.left(), cone.right(), r, s, count, slot);
      } else if (diagonal) {
        addDiagonal(4 * terms.value[e], cone.left(), cone.right(), r, count, slot);
      } else {
        addOuter(2 * terms.value[e], cone.left(), cone.right(), r, count, slot);
      }
    }
  }

  /** A = v(eᵣeₛᵀ + eₛeᵣᵀ). */
  private void addOffDiagonal(
      double v, DenseMatrix x, DenseMatrix sInverse, int r, int s, int count, int slot) {
    double[] xs = x.data();
    double[] ss = sInverse.data();
    int xr = x.index(r, 0);
    int xt = x.index(s, 0);
    int sr = sInverse.index(r, 0);
    int st = sInverse.index(s, 0);
    int at = slot;
    for (int u = 0; u < count; u++) {
      int p = terms.placeRow[u];
      int q = terms.placeCol[u];
      values[at] +=
          v
              * (xs[xr + p] * ss[st + q]
                  + xs[xr + q] * ss[st + p]
                  + xs[xt + p] * ss[sr + q]
                  + xs[xt + q] * ss[sr + p]);
      at += slots;
    }
  }

  /** A = v eᵣeᵣᵀ. */
  private void addOuter(double v, DenseMatrix x, DenseMatrix sInverse, int r, int count, int slot) {
    double[] xs = x.data();
    double[] ss = sInverse.data();
    int xr = x.index(r, 0);
    int sr = sInverse.index(r, 0);
    int at = slot;
    for (int u = 0; u < count; u++) {
      int p = terms.placeRow[u];
      int q = terms.placeCol[u];
      values[at] += v * (xs[xr + p] * ss[sr + q] + xs[xr + q] * ss[sr + p]);
      at += slots;
    }
  }

  /** A = v/2 eᵣeᵣᵀ, at places on the diagonal: one of them against n columns is X ∘ S⁻¹. */
  private void addDiagonal(
      double v, DenseMatrix x, DenseMatrix sInverse, int r, int count, int slot) {
    double[] xs = x.data();
    double[] ss = sInverse.data();
    int xr = x.index(r, 0);
    int sr = sInverse.index(r, 0);
    int at = slot;
    for (int u = 0; u < count; u++) {
      int p = terms.placeRow[u];
      values[at] += v * xs[xr + p] * ss[sr + p];
      at += slots;
    }
  }
}
