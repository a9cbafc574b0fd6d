package io.spectrahedra.sdp.problem;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.List;

/** Terms of a vector block. */
public final class VectorRows implements RowGroup {
  private final List<SparseVector> vectors;
  private final int[] row;
  private final double[] scale;

  private VectorRows(List<SparseVector> vectors, int[] row, double[] scale) {
    this.vectors = vectors;
    this.row = row;
    this.scale = scale;
  }

  static VectorRows of(TermList<SparseVector> terms) {
    return new VectorRows(List.copyOf(terms.matrices()), terms.rows(), terms.scales());
  }

  public SparseVector vector(int t) {
    return vectors.get(t);
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
  public VectorRows withScale(double[] other) {
    return new VectorRows(vectors, row, other);
  }

  @Override
  public VectorRows withRows(int[] other) {
    return new VectorRows(vectors, other, scale);
  }

  @Override
  public boolean sharesMatricesWith(RowGroup other) {
    return other instanceof VectorRows that && vectors == that.vectors;
  }

  @Override
  public void addTerm(double alpha, int t, DenseMatrix target) {
    vectors.get(t).addTo(alpha, target);
  }

  @Override
  public void addPacked(double alpha, int t, double[] target, int offset) {
    SparseVector vector = vectors.get(t);
    for (int e = 0; e < vector.entries(); e++) {
      target[offset + vector.index(e)] += alpha * vector.value(e);
    }
  }

  @Override
  public void addApply(Workers workers, DenseMatrix x, double[] into) {
    for (int t = 0; t < row.length; t++) {
      into[row[t]] += scale[t] * vectors.get(t).dot(x);
    }
  }

  @Override
  public void addAdjoint(Workers workers, double[] y, DenseMatrix target) {
    for (int t = 0; t < row.length; t++) {
      vectors.get(t).addTo(scale[t] * y[row[t]], target);
    }
  }
}
