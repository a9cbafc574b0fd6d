package io.spectrahedra.sdp.problem;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.testdata.sdp.Coefficient;
import io.spectrahedra.testdata.sdp.ExactSdp;
import java.util.List;

/** The plain data of a case with a known answer, as a problem; its blocks are named "0", "1", … */
public final class ExactProblems {
  private ExactProblems() {}

  public static SdpProblem problem(ExactSdp exact) {
    SdpProblem.Builder builder = SdpProblem.builder();
    for (int k = 0; k < exact.blocks().size(); k++) {
      ExactSdp.Block block = exact.blocks().get(k);
      String name = Integer.toString(k);
      if (block.vector()) {
        builder.nonNegative(name, block.size());
      } else {
        builder.psd(name, block.size());
      }
    }
    for (Coefficient c : exact.objective()) {
      builder.minimise(Integer.toString(c.block()), matrix(c, exact.blocks().get(c.block())));
    }
    for (int i = 0; i < exact.rows().size(); i++) {
      ExactSdp.Row row = exact.rows().get(i);
      RowBuilder terms = builder.row("row " + i);
      for (Coefficient a : row.coefficients()) {
        terms.term(Integer.toString(a.block()), matrix(a, exact.blocks().get(a.block())));
      }
      terms.near(row.rhs(), row.isHard() ? RowPenalty.hard() : RowPenalty.quadratic(row.weight()));
    }
    return builder.build();
  }

  /** A point given by its blocks. */
  public static BlockMatrix point(List<double[][]> blocks) {
    return BlockMatrix.of(blocks.stream().map(DenseMatrix::of).toList());
  }

  /** Of the kind that suits it: dense where more than half of the triangle is filled. */
  private static ConstraintMatrix matrix(Coefficient coefficient, ExactSdp.Block block) {
    int n = block.size();
    if (coefficient instanceof Coefficient.Vector vector) {
      return ConstraintMatrix.vector(vector.values());
    }
    if (coefficient instanceof Coefficient.LowRank lowRank) {
      DenseMatrix columns = DenseMatrix.zeros(n, lowRank.weights().length);
      for (int k = 0; k < columns.cols; k++) {
        for (int i = 0; i < n; i++) {
          columns.set(i, k, lowRank.vectors().get(k)[i]);
        }
      }
      return ConstraintMatrix.lowRank(columns, lowRank.weights());
    }
    Coefficient.Sparse sparse = (Coefficient.Sparse) coefficient;
    if (4 * sparse.entries().size() > n * (n + 1)) {
      double[][] dense = new double[n][n];
      sparse.addTo(1, dense);
      return ConstraintMatrix.dense(DenseMatrix.of(dense));
    }
    SparseSymmetric.Entries entries = ConstraintMatrix.sparse(n);
    sparse.entries().forEach(e -> entries.set(e.row(), e.col(), e.value()));
    return entries.build();
  }
}
