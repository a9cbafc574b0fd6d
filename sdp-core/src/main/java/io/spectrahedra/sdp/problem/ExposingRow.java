package io.spectrahedra.sdp.problem;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.SymmetricEigen;
import java.util.stream.IntStream;

/**
 * A hard row ⟨A, X⟩ = 0 whose ±A is positive semidefinite: it says that X A = 0, and so that X lies
 * in a face of the cone [M44].
 *
 * @param row its number
 * @param weight ± a power of two near 1/‖A‖, such that weight · A ≥ 0
 */
record ExposingRow(int row, double weight) {
  /** Of the largest eigenvalue: what a negative one may be by rounding. */
  private static final double ROUNDING = 1e-14;

  /** ±1 if ± all terms of the row are positive semidefinite and it is hard, with rhs 0; else 0. */
  static int sign(SdpProblem problem, SdpProblem.Row row) {
    if (!row.penalty().isHard() || row.rhs() != 0) {
      return 0;
    }
    int sign = 0;
    for (SdpProblem.Term term : row.terms()) {
      if (!(problem.blocks().get(term.block()) instanceof Block.Psd)) {
        return 0;
      }
      int of = (int) Math.signum(term.scale()) * sign(term.matrix());
      if (of == 0 || of * sign < 0) {
        return 0;
      }
      sign = of;
    }
    return sign;
  }

  /** The row with a weight of that sign. */
  static ExposingRow of(SdpProblem problem, int i, int sign) {
    double norm = Equilibration.norm(problem.rows().get(i));
    return new ExposingRow(i, sign * Math.scalb(1.0, -Math.getExponent(norm)));
  }

  private static int sign(ConstraintMatrix a) {
    if (a instanceof SparseSymmetric sparse) {
      return sign(support(sparse));
    }
    if (a instanceof LowRankMatrix low) {
      boolean positive = IntStream.range(0, low.rank()).allMatch(k -> low.weight(k) > 0);
      boolean negative = IntStream.range(0, low.rank()).allMatch(k -> low.weight(k) < 0);
      return low.rank() == 0 ? 0 : positive ? 1 : negative ? -1 : 0;
    }
    DenseMatrix whole = DenseMatrix.zeros(a.size(), a.cols());
    a.addTo(1, whole);
    return sign(whole);
  }

  /** The rows and columns that have entries, or an empty matrix where a diagonal entry is 0. */
  private static DenseMatrix support(SparseSymmetric a) {
    int[] place = new int[a.size()];
    int size = 0;
    for (int e = 0; e < a.entries(); e++) {
      if (a.row(e) == a.col(e)) {
        place[a.row(e)] = ++size;
      }
    }
    for (int e = 0; e < a.entries(); e++) {
      if (place[a.row(e)] == 0 || place[a.col(e)] == 0) {
        return DenseMatrix.zeros(0, 0);
      }
    }
    DenseMatrix part = DenseMatrix.zeros(size, size);
    for (int e = 0; e < a.entries(); e++) {
      int i = place[a.row(e)] - 1;
      int j = place[a.col(e)] - 1;
      part.set(i, j, a.value(e));
      part.set(j, i, a.value(e));
    }
    return part;
  }

  /** ±1 if ±A ≥ 0, A ≠ 0; O(n²) where a minor says otherwise, and where A = ±wwᵀ. */
  private static int sign(DenseMatrix a) {
    int sign = a.rows == 0 ? 0 : (int) Math.signum(a.trace());
    if (sign == 0) {
      return 0;
    }
    DenseMatrix positive = a.copy();
    positive.scale(sign);
    return isSemidefinite(positive) ? sign : 0;
  }

  private static boolean isSemidefinite(DenseMatrix a) {
    if (!minorsAllow(a)) {
      return false;
    }
    if (RankOne.of(a).isPresent()) {
      return true;
    }
    double[] values = SymmetricEigen.valuesOf(a);
    return values[0] >= -ROUNDING * a.rows * values[values.length - 1];
  }

  private static boolean minorsAllow(DenseMatrix a) {
    for (int i = 0; i < a.rows; i++) {
      if (!(a.at(i, i) >= 0)) {
        return false;
      }
      for (int j = 0; j < i; j++) {
        double square = a.at(i, j) * a.at(i, j);
        double diagonal = a.at(i, i) * a.at(j, j);
        if (!(square <= diagonal + ROUNDING * diagonal)) {
          return false;
        }
      }
    }
    return true;
  }
}
