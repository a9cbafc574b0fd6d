package io.spectrahedra.sdp.schur;

import io.spectrahedra.sdp.cone.PsdCone;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.GramProduct;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.LowRankRows;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Terms Aₜ = Σₖ wₖuₖuₖᵀ over the rows u of one matrix U.
 *
 * <pre>  ⟨Aₜ, X Aₛ S⁻¹⟩ = Σₖ Σₗ wₖ wₗ (uₖᵀX uₗ)(uₖᵀS⁻¹uₗ)      [M7]</pre>
 *
 * <p>is a sum over the entrywise product of two Gram matrices, formed a panel of rows at a time:
 * with X = LLᵀ and S⁻¹ = NᵀN they are those of UL and UNᵀ, and only their lower triangles count.
 * O(n²R + nR²) for R vectors in all, against O(mn³ + m²n²) for dense matrices. Blocks that have the
 * same terms up to sign are handled at once: their entrywise products are added before they are
 * spread over M. Vectors that all terms share have no columns in the Gram matrices: they add a
 * matrix of rank two each [M8].
 */
final class LowRankSchur implements BlockSchur {
  private final LowRankRows rows;
  private final List<PsdCone> cones;

  /** First own vector of each panel, and the end; all vectors of one row lie in one panel. */
  private final int[] panels;

  /** Row and scaled weight of each own vector. */
  private final int[] rowOf;

  private final double[] weight;

  /** Whether each row has one own vector, and vector r + 1 belongs to the row after that of r. */
  private final boolean consecutive;

  /** Whether moreover each term has one, so that the shared ones add to rows of M at hand. */
  private final boolean together;

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
    this.consecutive = IntStream.range(1, rowOf.length).allMatch(r -> rowOf[r] == rowOf[r - 1] + 1);
    this.together = consecutive && rows.terms() == rows.own();
    this.sharedWeight = new double[rows.shared()][m];
    for (int s = 0; s < rows.shared(); s++) {
      for (int t = 0; t < rows.terms(); t++) {
        sharedWeight[s][rows.row(t)] += rows.sharedWeight(s, t) * rows.scale(t);
      }
    }
    this.panels = BlockSchur.panels(rowOf, GramProduct.HEIGHT);
  }

  @Override
  public void addTo(Workers workers, DenseMatrix m) {
    GramProduct h = new GramProduct();
    for (PsdCone cone : cones) {
      h.add(workers, rows.vectors(), cone.leftFactor(), cone.rightFactor());
    }
    double[][] g = sharedImages(h, m.rows);
    int count = panels.length - 1;
    workers.forEach(count, task -> addPanel(count - 1 - task, h, g, m)); // the longest first
    if (!together && g.length > 0) {
      workers.forSlices(
          m.rows,
          GramProduct.HEIGHT,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              addShared(i, 0, i + 1, g, m);
            }
          });
    }
  }

  private void addPanel(int panel, GramProduct product, double[][] g, DenseMatrix m) {
    int start = panels[panel];
    int end = panels[panel + 1];
    GramProduct.Block block = product.block(end - start, Math.min(GramProduct.WIDTH, end));
    for (int from = 0; from < end; from += GramProduct.WIDTH) {
      int to = Math.min(end, from + GramProduct.WIDTH);
      DenseMatrix h = block.at(start, from, to - from);
      for (int r = start; r < end; r++) {
        spread(r, from, Math.min(to, r), h.data(), h.index(r - start, 0), m);
        if (from <= r && r < to) {
          m.add(rowOf[r], rowOf[r], weight[r] * weight[r] * h.at(r - start, r - from));
        }
        if (together) {
          addShared(rowOf[r], rowOf[0] + from, rowOf[0] + Math.min(to, r + 1), g, m);
        }
      }
    }
  }

  /** Row of own vector r of M ← itself + the terms of r with the own vectors from..to. */
  private void spread(int r, int from, int to, double[] h, int hOffset, DenseMatrix m) {
    double[] data = m.data();
    int row = m.index(rowOf[r], 0);
    double w = weight[r];
    if (consecutive) {
      row += rowOf[0];
      for (int s = from; s < to; s++) { // HotSpot makes vector instructions of it
        data[row + s] += w * weight[s] * h[hOffset - from + s];
      }
      return;
    }
    for (int s = from; s < to; s++) {
      double once = w * weight[s] * h[hOffset + s - from];
      // {r, s} counts in both orders in one row
      data[row + rowOf[s]] += rowOf[s] == rowOf[r] ? 2 * once : once;
    }
  }

  /**
   * With H the entrywise product over all vectors, ŵ(s) the column of weights of shared vector s
   * and o(s) = Σ over own r of w(r) H(r, s) e(row of r), the shared vectors add
   *
   * <pre>  Σₛ g(s)ŵ(s)ᵀ + ŵ(s)g(s)ᵀ,   g(s) = o(s) + ½ Σₛ′ H(s, s′) ŵ(s′).      [M8]</pre>
   */
  private double[][] sharedImages(GramProduct product, int m) {
    int own = rows.own();
    int shared = rows.shared();
    double[][] g = new double[shared][m];
    if (shared == 0) {
      return g;
    }
    DenseMatrix h = product.block(shared, own + shared).at(own, 0, own + shared);
    for (int s = 0; s < shared; s++) {
      for (int r = 0; r < own; r++) {
        g[s][rowOf[r]] += weight[r] * h.at(s, r);
      }
      for (int other = 0; other < shared; other++) {
        double half = h.at(s, own + other) / 2;
        for (int i = 0; i < m; i++) {
          g[s][i] += half * sharedWeight[other][i];
        }
      }
    }
    return g;
  }

  /** Columns from to to − 1 of row i of M ← themselves + what the shared vectors add. */
  private void addShared(int i, int from, int to, double[][] g, DenseMatrix m) {
    double[] data = m.data();
    int row = m.index(i, 0);
    for (int s = 0; s < g.length; s++) {
      addRankTwo(from, to, g[s][i], sharedWeight[s], sharedWeight[s][i], g[s], data, row);
    }
  }

  private static void addRankTwo(
      int from, int to, double a, double[] x, double b, double[] y, double[] target, int row) {
    for (int j = from; j < to; j++) {
      target[row + j] += a * x[j] + b * y[j];
    }
  }

  @Override
  public double flops() {
    double n = rows.vectors().cols;
    double own = rows.own();
    double all = own + rows.shared();
    double factors = cones.size() * 2.0 * n * n * all; // two products with a triangle
    return factors + cones.size() * (2 * n + 1) * own * (own + 2.0 * rows.shared());
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
