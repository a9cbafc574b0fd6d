package io.spectrahedra.sdp.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The terms of one block and one kind of matrix while a {@link RowGroup} is being built. */
final class TermList<M extends ConstraintMatrix> {
  private final Class<M> kind;
  private final Function<TermList<M>, RowGroup> build;
  private final List<M> matrices = new ArrayList<>();
  private final List<Integer> rows = new ArrayList<>();
  private final List<Double> scales = new ArrayList<>();

  TermList(Class<M> kind, Function<TermList<M>, RowGroup> build) {
    this.kind = kind;
    this.build = build;
  }

  /** Takes the term if its matrix is of this list's kind. */
  void offer(int row, double scale, ConstraintMatrix matrix) {
    if (kind.isInstance(matrix)) {
      rows.add(row);
      scales.add(scale);
      matrices.add(kind.cast(matrix));
    }
  }

  boolean isEmpty() {
    return matrices.isEmpty();
  }

  /** True if the same rows have the same matrices here and there, scales aside. */
  boolean hasMatricesOf(TermList<?> other) {
    if (!rows.equals(other.rows)) {
      return false;
    }
    for (int t = 0; t < matrices.size(); t++) {
      if (matrices.get(t) != other.matrices.get(t)) {
        return false;
      }
    }
    return true;
  }

  RowGroup toGroup() {
    return build.apply(this);
  }

  List<M> matrices() {
    return matrices;
  }

  int[] rows() {
    return rows.stream().mapToInt(Integer::intValue).toArray();
  }

  double[] scales() {
    return scales.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
