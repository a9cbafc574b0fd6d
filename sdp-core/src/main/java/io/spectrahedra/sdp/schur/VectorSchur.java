package io.spectrahedra.sdp.schur;

import io.spectrahedra.sdp.cone.NonNegativeCone;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.SparseVector;
import io.spectrahedra.sdp.problem.VectorRows;
import java.util.ArrayList;
import java.util.List;

/** Terms of a vector block: M += A diag(x/s) Aᵀ, entry of x by entry of x. */
final class VectorSchur implements BlockSchur {
  /** What entry i of the vector is multiplied by, in which rows. */
  private record Column(int[] row, double[] value) {}

  private final List<Column> columns;
  private final NonNegativeCone cone;

  VectorSchur(VectorRows rows, NonNegativeCone cone) {
    this.cone = cone;
    int length = cone.size();
    List<List<Integer>> termsOf = new ArrayList<>();
    List<List<Double>> valuesOf = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      termsOf.add(new ArrayList<>());
      valuesOf.add(new ArrayList<>());
    }
    for (int t = 0; t < rows.terms(); t++) {
      SparseVector vector = rows.vector(t);
      for (int e = 0; e < vector.entries(); e++) {
        termsOf.get(vector.index(e)).add(rows.row(t));
        valuesOf.get(vector.index(e)).add(rows.scale(t) * vector.value(e));
      }
    }
    this.columns = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      columns.add(
          new Column(
              termsOf.get(i).stream().mapToInt(Integer::intValue).toArray(),
              valuesOf.get(i).stream().mapToDouble(Double::doubleValue).toArray()));
    }
  }

  @Override
  public void addTo(Workers workers, DenseMatrix m) {
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      double ratio = cone.ratio(i);
      for (int p = 0; p < column.row.length; p++) {
        double scaled = ratio * column.value[p];
        m.add(column.row[p], column.row[p], scaled * column.value[p]);
        for (int q = 0; q < p; q++) {
          BlockSchur.addPair(m, column.row[p], column.row[q], scaled * column.value[q]);
        }
      }
    }
  }

  @Override
  public String toString() {
    return "vector: " + columns.size() + " entries";
  }
}
