package io.spectrahedra.sdp.schur;

import io.spectrahedra.sdp.cone.PsdCone;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.LowRankRows;
import java.util.ArrayList;
import java.util.List;

/**
 * Terms Aₜ = Σₖ wₖuₖuₖᵀ over the rows u of one matrix U.
 *
 * <pre>  ⟨Aₜ, X Aₛ S⁻¹⟩ = Σₖ Σₗ wₖ wₗ (uₖᵀX uₗ)(uₖᵀS⁻¹uₗ)      [M7]</pre>
 *
 * <p>is a sum over the entrywise product of two Gram matrices, formed a panel of rows at a time:
 * with X = LLᵀ and S⁻¹ = NᵀN they are those of UL and UNᵀ, and only their lower triangles count.
 * O(n²R + nR²) for R vectors in all, against O(mn³ + m²n²) for dense matrices. Blocks that have the
 * same terms up to sign are handled at once: their entrywise products are added before they are
 * spread over M. The Gram matrices exist one block at a time, which never leaves the cache. Vectors
 * that all terms share have no columns in the Gram matrices: they add a matrix of rank two each
 * [M8].
 */
final class LowRankSchur implements BlockSchur {
  private static final int PANEL = 128;

  /** Columns of a block of the Gram matrices: three blocks of PANEL × WIDTH fit a 1 MB cache. */
  private static final int WIDTH = 240;

  private final LowRankRows rows;
  private final List<PsdCone> cones;

  /** First own vector of each panel, and the end; all vectors of one row lie in one panel. */
  private final int[] panels;

  /** Row and scaled weight of each own vector. */
  private final int[] rowOf;

  private final double[] weight;

  /** sharedWeight[s][i]: the scaled weight of shared vector s in row i. */
  private final double[][] sharedWeight;

  LowRankSchur(LowRankRows rows, List<PsdCone> cones, int m) {
    this.rows = rows;
    this.cones = cones;
    this.rowOf = new int[rows.own()];
    this.weight = new double[rows.own()];
    for (int r = 0; r < rows.own(); r++) {
      int t = rows.ownTerm(r);
      rowOf[r] = rows.row(t);
      weight[r] = rows.ownWeight(r) * rows.scale(t);
    }
    this.sharedWeight = new double[rows.shared()][m];
    for (int s = 0; s < rows.shared(); s++) {
      for (int t = 0; t < rows.terms(); t++) {
        sharedWeight[s][rows.row(t)] += rows.sharedWeight(s, t) * rows.scale(t);
      }
    }
    this.panels = BlockSchur.panels(rowOf, PANEL);
  }

  @Override
  public void addTo(Workers workers, DenseMatrix m) {
    List<Factor> factors = new ArrayList<>(); // UL and UNᵀ of each cone in turn
    for (PsdCone cone : cones) {
      factors.add(Factor.of(workers, rows.vectors(), cone.xFactor()));
      factors.add(Factor.of(workers, rows.vectors(), cone.sFactorInverse().transposed()));
    }
    int count = panels.length - 1;
    workers.forEach(count, task -> addPanel(count - 1 - task, factors, m)); // the longest first
    if (rows.shared() > 0) {
      addShared(workers, factors, m);
    }
  }

  private void addPanel(int panel, List<Factor> factors, DenseMatrix m) {
    int start = panels[panel];
    int end = panels[panel + 1];
    Block block = new Block(end - start, Math.min(WIDTH, end));
    for (int from = 0; from < end; from += WIDTH) {
      int to = Math.min(end, from + WIDTH);
      DenseMatrix h = block.entrywiseProduct(factors, start, from, to - from);
      for (int r = start; r < end; r++) {
        spread(r, from, Math.min(to, r), h.data(), h.index(r - start, 0), m);
        if (from <= r && r < to) {
          m.add(rowOf[r], rowOf[r], weight[r] * weight[r] * h.at(r - start, r - from));
        }
      }
    }
  }

  /** Row of own vector r of M ← itself + the terms of r with the own vectors from..to. */
  private void spread(int r, int from, int to, double[] h, int hOffset, DenseMatrix m) {
    double[] data = m.data();
    int row = m.index(rowOf[r], 0);
    double w = weight[r];
    for (int s = from; s < to; s++) {
      double once = w * weight[s] * h[hOffset + s - from];
      // {r, s} counts in both orders in one row
      data[row + rowOf[s]] += rowOf[s] == rowOf[r] ? 2 * once : once;
    }
  }

  /** A factor of a Gram matrix in both orders: each side of the products lies without gaps. */
  private record Factor(DenseMatrix rows, DenseMatrix columns) {
    static Factor of(Workers workers, DenseMatrix u, DenseMatrix l) {
      DenseMatrix rows = Gemm.product(workers, u, l);
      return new Factor(rows, rows.transposed().copy());
    }
  }

  /** A part of the Gram matrices and of their entrywise product. */
  private static final class Block {
    private final DenseMatrix sum;
    private final DenseMatrix p;
    private final DenseMatrix q;

    Block(int rows, int cols) {
      sum = DenseMatrix.zeros(rows, cols);
      p = DenseMatrix.zeros(rows, cols);
      q = DenseMatrix.zeros(rows, cols);
    }

    /** Σ over the cones of (U X Uᵀ) ∘ (U S⁻¹Uᵀ) from (row, col) on; good until the next call. */
    DenseMatrix entrywiseProduct(List<Factor> factors, int row, int col, int cols) {
      for (int f = 0; f < factors.size(); f += 2) {
        gram(factors.get(f), row, col, cols, p);
        gram(factors.get(f + 1), row, col, cols, q);
        for (int i = 0; i < p.rows; i++) {
          multiply(cols, p.index(i, 0), f > 0);
        }
      }
      return sum.view(0, 0, sum.rows, cols);
    }

    private static void gram(Factor f, int row, int col, int cols, DenseMatrix target) {
      DenseMatrix left = f.rows.view(row, 0, target.rows, f.rows.cols);
      DenseMatrix right = f.columns.view(0, col, f.rows.cols, cols);
      DenseMatrix part = target.view(0, 0, target.rows, cols);
      Gemm.multiply(Workers.SERIAL, 1, left, right, 0, part);
    }

    private void multiply(int cols, int start, boolean add) {
      double[] total = sum.data();
      double[] left = p.data();
      double[] right = q.data();
      for (int e = start; e < start + cols; e++) {
        total[e] = add ? total[e] + left[e] * right[e] : left[e] * right[e];
      }
    }
  }

  /**
   * With H the entrywise product over all vectors, ŵ(s) the column of weights of shared vector s
   * and o(s) = Σ over own r of w(r) H(r, s) e(row of r), the shared vectors add
   *
   * <pre>  Σₛ g(s)ŵ(s)ᵀ + ŵ(s)g(s)ᵀ,   g(s) = o(s) + ½ Σₛ′ H(s, s′) ŵ(s′).      [M8]</pre>
   */
  private void addShared(Workers workers, List<Factor> factors, DenseMatrix m) {
    int own = rows.own();
    int shared = rows.shared();
    Block block = new Block(shared, own + shared);
    DenseMatrix h = block.entrywiseProduct(factors, own, 0, own + shared);
    double[][] g = new double[shared][m.rows];
    for (int s = 0; s < shared; s++) {
      for (int r = 0; r < own; r++) {
        g[s][rowOf[r]] += weight[r] * h.at(s, r);
      }
      for (int other = 0; other < shared; other++) {
        double half = h.at(s, own + other) / 2;
        for (int i = 0; i < m.rows; i++) {
          g[s][i] += half * sharedWeight[other][i];
        }
      }
    }
    int tasks = (m.rows + PANEL - 1) / PANEL;
    workers.forEach(
        tasks,
        task -> {
          for (int i = task * PANEL; i < Math.min(m.rows, (task + 1) * PANEL); i++) {
            for (int s = 0; s < shared; s++) {
              addRankTwo(m, i, g[s], sharedWeight[s]);
            }
          }
        });
  }

  private static void addRankTwo(DenseMatrix m, int i, double[] g, double[] w) {
    double[] data = m.data();
    int to = m.index(i, 0);
    double gi = g[i];
    double wi = w[i];
    for (int j = 0; j <= i; j++) {
      data[to + j] += gi * w[j] + wi * g[j];
    }
  }

  @Override
  public String toString() {
    return "low-rank: "
        + rows.own()
        + " own and "
        + rows.shared()
        + " shared vectors of length "
        + rows.vectors().cols
        + ", "
        + cones.size()
        + " block(s) at once";
  }
}
