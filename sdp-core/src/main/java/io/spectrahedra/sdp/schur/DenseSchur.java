package io.spectrahedra.sdp.schur;

import io.spectrahedra.sdp.cone.PsdCone;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.DenseRows;
import io.spectrahedra.sdp.problem.DenseSymmetric;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Dense terms, a chunk at a time: W(t) = svec(sym(X Aₜ S⁻¹)) by two products over the stacked
 * matrices of the chunk, or for small orders by one with the matrix of this map [M52], then ⟨Aₛ,
 * W(t)⟩ for all later terms s by one product with the rows svec(Aₛ) [M9]. O(Tn³ + T²n²) for T
 * terms. Blocks that have the same terms up to sign are added before the second product. Rows that
 * begin with zeros, as those of a triangular factor do, are multiplied from their first nonzero
 * column on: a third of the work for a triangle.
 */
final class DenseSchur implements BlockSchur {
  private static final int CHUNK = 64;

  private final DenseRows rows;
  private final List<PsdCone> cones;

  /** First term of each chunk, and the end; all terms of one row lie in one chunk. */
  private final int[] chunks;

  /** The first column in which a term of each chunk is not zero. */
  private final int[] firstColumn;

  /** The same for a chunk and all after it. */
  private final int[] firstLater;

  private final boolean byKronecker;

  DenseSchur(DenseRows rows, List<PsdCone> cones) {
    this.rows = rows;
    this.cones = cones;
    this.chunks =
        BlockSchur.panels(IntStream.range(0, rows.terms()).map(rows::row).toArray(), CHUNK);
    this.firstColumn = new int[chunks.length - 1];
    for (int c = 0; c < firstColumn.length; c++) {
      firstColumn[c] = firstNonzero(rows.svecRows(), chunks[c], chunks[c + 1]);
    }
    this.firstLater = firstColumn.clone();
    for (int c = firstLater.length - 2; c >= 0; c--) {
      firstLater[c] = Math.min(firstLater[c], firstLater[c + 1]);
    }
    this.byKronecker = kroneckerFlops() < productFlops();
  }

  /** To form every W(t) by the matrix of the map. */
  private double kroneckerFlops() {
    double q = rows.svecRows().cols;
    double flops = cones.size() * 4 * q * q;
    for (int c = 0; c < firstColumn.length; c++) {
      flops += 2.0 * (chunks[c + 1] - chunks[c]) * (q - firstColumn[c]) * (q - firstLater[c]);
    }
    return flops;
  }

  /** To form every W(t) by products with X and S⁻¹. */
  private double productFlops() {
    return cones.size() * rows.terms() * 4 * Math.pow(cones.get(0).order(), 3);
  }

  private static int firstNonzero(DenseMatrix svecRows, int start, int end) {
    int first = svecRows.cols;
    for (int t = start; t < end; t++) {
      int e = 0;
      while (e < first && svecRows.at(t, e) == 0) {
        e++;
      }
      first = e;
    }
    return first;
  }

  @Override
  public void addTo(Workers workers, DenseMatrix m) {
    if (byKronecker) {
      DenseMatrix map = SymmetricKronecker.sum(workers, cones);
      workers.forEach(firstColumn.length, chunk -> addChunk(chunk, images(chunk, map), m));
    } else {
      workers.forEach(
          firstColumn.length,
          chunk -> addChunk(chunk, products(chunks[chunk], chunks[chunk + 1] - chunks[chunk]), m));
    }
  }

  /** Row t is svec(Σ sym(X Aₜ S⁻¹)), from the column on that this and later chunks ask for. */
  private DenseMatrix images(int chunk, DenseMatrix map) {
    int q = map.rows;
    int start = chunks[chunk];
    int height = chunks[chunk + 1] - start;
    int from = firstColumn[chunk];
    int to = firstLater[chunk];
    DenseMatrix w = DenseMatrix.zeros(height, q);
    Gemm.multiply(
        Workers.SERIAL,
        1,
        rows.svecRows().view(start, from, height, q - from),
        map.view(from, to, q - from, q - to),
        0,
        w.view(0, to, height, q - to));
    return w;
  }

  private void addChunk(int chunk, DenseMatrix w, DenseMatrix m) {
    int start = chunks[chunk];
    int height = chunks[chunk + 1] - start;
    for (int other = chunk; other < firstColumn.length; other++) {
      int s0 = chunks[other];
      int count = chunks[other + 1] - s0;
      int e = firstColumn[other];
      DenseMatrix a = rows.svecRows().view(s0, e, count, w.cols - e);
      DenseMatrix inner =
          Gemm.product(Workers.SERIAL, a, w.view(0, e, height, w.cols - e).transposed());
      for (int s = 0; s < count; s++) {
        addRow(m, s0 + s, start, Math.min(height, s0 + s + 1 - start), inner, s);
      }
    }
  }

  /** Spreads ⟨Aₛ, sym(X Aₜ S⁻¹)⟩ for the terms t from {@code start} on; none is after s. */
  private void addRow(DenseMatrix m, int s, int start, int count, DenseMatrix inner, int row) {
    double[] values = inner.data();
    double[] data = m.data();
    int from = inner.index(row, 0);
    int to = m.index(rows.row(s), 0);
    double scale = rows.scale(s);
    for (int t = start; t < start + count; t++) {
      // {s, t} counts in both orders in one row
      double once = scale * rows.scale(t) * values[from++];
      data[to + rows.row(t)] += t != s && rows.row(t) == rows.row(s) ? 2 * once : once;
    }
  }

  /** Row t is svec(Σ sym(X Aₜ S⁻¹)), summed over the cones. */
  private DenseMatrix products(int start, int height) {
    int n = cones.get(0).order();
    DenseMatrix sum = DenseMatrix.zeros(height * n, n);
    DenseMatrix a = DenseMatrix.zeros(height * n, n);
    DenseMatrix as = DenseMatrix.zeros(height * n, n);
    DenseMatrix svecRows = rows.svecRows();
    for (int t = 0; t < height; t++) {
      DenseSymmetric.addUnpacked(
          1, svecRows.data(), svecRows.index(start + t, 0), a.view(t * n, 0, n, n));
    }
    for (PsdCone cone : cones) {
      Gemm.multiply(Workers.SERIAL, 1, a, cone.right(), 0, as);
      for (int t = 0; t < height; t++) {
        DenseMatrix block = as.view(t * n, 0, n, n); // (AₜS⁻¹)ᵀX is the transpose of X AₜS⁻¹
        Gemm.multiply(
            Workers.SERIAL, 1, block.transposed(), cone.left(), 1, sum.view(t * n, 0, n, n));
      }
    }
    DenseMatrix w = DenseMatrix.zeros(height, svecRows.cols);
    for (int t = 0; t < height; t++) {
      DenseMatrix block = sum.view(t * n, 0, n, n);
      block.symmetrise();
      DenseSymmetric.svec(block, w.data(), w.index(t, 0));
    }
    return w;
  }

  @Override
  public double flops() {
    double n = cones.get(0).order();
    double terms = rows.terms();
    double images = byKronecker ? kroneckerFlops() : productFlops();
    return images + terms * terms * n * (n + 1) / 2;
  }

  @Override
  public String toString() {
    return "dense: "
        + rows.terms()
        + " matrices of order "
        + cones.get(0).order()
        + ", "
        + cones.size()
        + " block(s) at once"
        + (byKronecker ? ", by their Kronecker product" : "");
  }
}
