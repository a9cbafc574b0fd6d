package io.spectrahedra.sdp.problem;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.List;

/** Terms with sparse symmetric matrices. */
public final class SparseRows implements RowGroup {
  private final List<SparseSymmetric> matrices;
  private final int[] row;
  private final double[] scale;

  private SparseRows(List<SparseSymmetric> matrices, int[] row, double[] scale) {
    this.matrices = matrices;
    this.row = row;
    this.scale = scale;
  }

  static SparseRows of(TermList<SparseSymmetric> terms) {
    return new SparseRows(List.copyOf(terms.matrices()), terms.rows(), terms.scales());
  }

  public SparseSymmetric matrix(int t) {
    return matrices.get(t);
  }

  @Override
  public int terms() {
    return row.length;
  }

  @Override
  public int row(int t) {
    return row[t];
  }

  @Override
  public double scale(int t) {
    return scale[t];
  }

  @Override
  public SparseRows withScale(double[] other) {
    return new SparseRows(matrices, row, other);
  }

  @Override
  public boolean sharesMatricesWith(RowGroup other) {
    return other instanceof SparseRows that && matrices == that.matrices;
  }

  @Override
  public void addTerm(double alpha, int t, DenseMatrix target) {
    matrices.get(t).addTo(alpha, target);
  }

  @Override
  public void addApply(Workers workers, DenseMatrix x, double[] into) {
    for (int t = 0; t < row.length; t++) {
      into[row[t]] += scale[t] * matrices.get(t).dot(x);
    }
  }

  @Override
  public void addAdjoint(Workers workers, double[] y, DenseMatrix target) {
    for (int t = 0; t < row.length; t++) {
      matrices.get(t).addTo(scale[t] * y[row[t]], target);
    }
  }
}
