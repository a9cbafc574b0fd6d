package io.spectrahedra.sdp.problem;

import io.spectrahedra.sdp.kernel.Kernels;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.List;

/** Terms with dense symmetric matrices: row t of {@link #svecRows} is svec(Aₜ). */
public final class DenseRows implements RowGroup {
  private static final int CHUNK = 64;

  /** Columns of one task of the adjoint. */
  private static final int PART = 512;

  private final DenseMatrix svecRows;
  private final int[] row;
  private final double[] scale;

  private DenseRows(DenseMatrix svecRows, int[] row, double[] scale) {
    this.svecRows = svecRows;
    this.row = row;
    this.scale = scale;
  }

  static DenseRows of(TermList<DenseSymmetric> terms) {
    return new DenseRows(stack(terms.matrices()), terms.rows(), terms.scales());
  }

  /** Shares the matrix that the rows already lie in, in this order; otherwise copies them. */
  private static DenseMatrix stack(List<DenseSymmetric> matrices) {
    DenseMatrix first = matrices.get(0).rows();
    int start = matrices.get(0).row();
    boolean consecutive = true;
    for (int t = 0; t < matrices.size(); t++) {
      DenseSymmetric matrix = matrices.get(t);
      consecutive &= matrix.rows() == first && matrix.row() == start + t;
    }
    if (consecutive) {
      return first.view(start, 0, matrices.size(), first.cols);
    }
    DenseMatrix stacked = DenseMatrix.zeros(matrices.size(), first.cols);
    for (int t = 0; t < matrices.size(); t++) {
      DenseSymmetric matrix = matrices.get(t);
      stacked.view(t, 0, 1, first.cols).setTo(matrix.rows().view(matrix.row(), 0, 1, first.cols));
    }
    return stacked;
  }

  /** terms × n(n+1)/2; its rows lie one after the other or in the caller's matrix. */
  public DenseMatrix svecRows() {
    return svecRows;
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
  public DenseRows withScale(double[] other) {
    return new DenseRows(svecRows, row, other);
  }

  @Override
  public DenseRows withRows(int[] other) {
    return new DenseRows(svecRows, other, scale);
  }

  @Override
  public boolean sharesMatricesWith(RowGroup other) {
    return other instanceof DenseRows that && svecRows == that.svecRows;
  }

  @Override
  public void addTerm(double alpha, int t, DenseMatrix target) {
    DenseSymmetric.addUnpacked(alpha, svecRows.data(), svecRows.index(t, 0), target);
  }

  @Override
  public void addPacked(double alpha, int t, double[] target, int offset) {
    Kernels.best().add(svecRows.cols, alpha, svecRows.data(), svecRows.index(t, 0), target, offset);
  }

  @Override
  public void addApply(Workers workers, DenseMatrix x, double[] into) {
    double[] packed = new double[svecRows.cols];
    DenseSymmetric.svec(x, packed, 0);
    double[] form = new double[row.length];
    workers.forSlices(
        row.length,
        CHUNK,
        (from, to) -> {
          for (int t = from; t < to; t++) {
            form[t] =
                Kernels.best().dot(packed.length, svecRows.data(), svecRows.index(t, 0), packed, 0);
          }
        });
    for (int t = 0; t < row.length; t++) {
      into[row[t]] += scale[t] * form[t];
    }
  }

  @Override
  public void addAdjoint(Workers workers, double[] y, DenseMatrix target) {
    double[] packed = new double[svecRows.cols];
    workers.forSlices(
        packed.length,
        PART,
        (start, end) -> {
          for (int t = 0; t < row.length; t++) {
            double factor = scale[t] * y[row[t]];
            int at = svecRows.index(t, start);
            Kernels.best().add(end - start, factor, svecRows.data(), at, packed, start);
          }
        });
    DenseSymmetric.addUnpacked(1, packed, 0, target);
  }
}
