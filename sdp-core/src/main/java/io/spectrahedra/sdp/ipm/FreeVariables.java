package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.linalg.Cholesky;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.DenseSystem;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.SymmetricSystem;
import io.spectrahedra.sdp.linalg.Triangular;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.Block;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.RowGroup;
import io.spectrahedra.sdp.problem.VectorRows;
import java.util.ArrayList;
import java.util.List;

/**
 * The free variables x_f, with the columns A_f of 𝒜, in the Newton system [M31]:
 *
 * <pre>
 *   (M + D)dy + A_f·dx_f = g,   A_fᵀdy = h
 *   ⇔  (M + D + δA_fA_fᵀ)dy + A_f·dx_f = g + δA_f·h,   A_fᵀdy = h
 * </pre>
 *
 * <p>M + D alone may be singular: a hard row that meets free variables only is a row of zeros. With
 * the factor L of the second matrix and W = L⁻¹A_f, dx_f = (WᵀW)⁻¹(WᵀL⁻¹(g + δA_f·h) − h). For p
 * free variables and m rows: 2m²p + mp² flops an iteration, 4mp more a solve.
 */
final class FreeVariables {
  private static final double FIRST_REGULARISATION = 1e-12;
  private static final double LAST_REGULARISATION = 1e-6;

  private final List<Integer> blocks = new ArrayList<>();
  private final DenseMatrix a;
  private final DenseMatrix w;
  private final DenseMatrix schur;

  /** The largest ‖row of A_f‖². */
  private final double rowSize;

  private double weight;

  FreeVariables(ScaledProblem problem) {
    int count = 0;
    for (int k = 0; k < problem.source.blocks().size(); k++) {
      if (problem.source.blocks().get(k) instanceof Block.Free block) {
        blocks.add(k);
        count += block.size();
      }
    }
    this.a = DenseMatrix.zeros(count == 0 ? 0 : problem.rows(), count);
    this.w = DenseMatrix.zeros(a.rows, count);
    this.schur = DenseMatrix.zeros(count, count);
    int column = 0;
    for (int k : blocks) {
      for (RowGroup group : problem.operator.groups(k)) {
        write((VectorRows) group, column);
      }
      column += problem.source.blocks().get(k).size();
    }
    double largest = 0;
    for (int i = 0; i < a.rows; i++) {
      double norm = a.view(i, 0, 1, a.cols).frobeniusNorm();
      largest = Math.max(largest, norm * norm);
    }
    this.rowSize = largest;
  }

  private void write(VectorRows rows, int column) {
    for (int t = 0; t < rows.terms(); t++) {
      for (int e = 0; e < rows.vector(t).entries(); e++) {
        a.add(
            rows.row(t), column + rows.vector(t).index(e), rows.scale(t) * rows.vector(t).value(e));
      }
    }
  }

  /** Whether there are none. */
  boolean isEmpty() {
    return a.cols == 0;
  }

  /** The lower triangle of M ← M + δA_fA_fᵀ, as large as M. */
  void addTo(Workers workers, SymmetricSystem system) {
    if (isEmpty() || rowSize == 0) {
      return;
    }
    DenseMatrix m = dense(system);
    double largest = 0;
    for (int i = 0; i < m.rows; i++) {
      largest = Math.max(largest, m.at(i, i));
    }
    weight = (largest > 0 ? largest : 1) / rowSize;
    Gemm.multiplyLower(workers, weight, a, a.transposed(), 1, m);
  }

  /**
   * Prepares {@link #solve} for the factor L. Columns that depend on others, or are zero, make WᵀW
   * singular, and rounding would decide how far x_f moves along them: a multiple of the diagonal is
   * added always, a hundred times more where that is not enough. It costs as many digits of dx_f as
   * the refinement of {@link NewtonSystem#corrector} makes up for.
   */
  boolean factor(Workers workers, SymmetricSystem factored) {
    if (isEmpty()) {
      return true;
    }
    w.setTo(a);
    Triangular.solve(workers, dense(factored), w);
    for (double added = FIRST_REGULARISATION; added <= LAST_REGULARISATION; added *= 100) {
      Gemm.multiplyLower(workers, 1, w.transposed(), w, 0, schur);
      addToDiagonal(added);
      if (Cholesky.factor(workers, schur) == schur.rows) {
        return true;
      }
    }
    return false;
  }

  /** An entry grows by that share of itself, and one of 0 by that share of the largest. */
  private void addToDiagonal(double share) {
    double largest = 0;
    for (int i = 0; i < schur.rows; i++) {
      largest = Math.max(largest, schur.at(i, i));
    }
    for (int i = 0; i < schur.rows; i++) {
      double size = schur.at(i, i) > 0 ? schur.at(i, i) : largest;
      schur.add(i, i, share * (size > 0 ? size : 1));
    }
  }

  /**
   * g ← dy, and the free blocks of {@code dx} ← those + dx_f.
   *
   * @param h its free blocks are h
   */
  void solve(SymmetricSystem factored, double[] g, BlockMatrix h, BlockMatrix dx) {
    if (isEmpty()) {
      factored.solve(g);
      return;
    }
    DenseMatrix l = dense(factored);
    double[] free = gather(h);
    addProduct(weight, a, free, g);
    Triangular.solve(l, g);
    for (int j = 0; j < free.length; j++) {
      double sum = -free[j];
      for (int i = 0; i < g.length; i++) {
        sum += w.at(i, j) * g[i];
      }
      free[j] = sum;
    }
    Cholesky.solve(schur, free);
    addProduct(-1, w, free, g);
    Triangular.solveTransposed(l, g);
    int next = 0;
    for (int k : blocks) {
      DenseMatrix block = dx.block(k);
      for (int i = 0; i < block.rows; i++) {
        block.add(i, 0, free[next++]);
      }
    }
  }

  /** M, which is dense where there are free variables: A_fA_fᵀ is. */
  private static DenseMatrix dense(SymmetricSystem system) {
    if (system instanceof DenseSystem dense) {
      return dense.matrix();
    }
    throw new IllegalStateException("free variables need a dense Schur complement");
  }

  private double[] gather(BlockMatrix point) {
    double[] entries = new double[a.cols];
    int next = 0;
    for (int k : blocks) {
      for (int i = 0; i < point.block(k).rows; i++) {
        entries[next++] = point.block(k).at(i, 0);
      }
    }
    return entries;
  }

  private static void addProduct(double alpha, DenseMatrix left, double[] v, double[] into) {
    for (int i = 0; i < into.length; i++) {
      double sum = 0;
      for (int j = 0; j < v.length; j++) {
        sum += left.at(i, j) * v[j];
      }
      into[i] += alpha * sum;
    }
  }

  /** The largest absolute value in the free blocks. */
  double maxAbs(BlockMatrix point) {
    double largest = 0;
    for (int k : blocks) {
      largest = Math.max(largest, point.block(k).maxAbs());
    }
    return largest;
  }

  /**
   * The smaller of a size of the rows and that of the free blocks, which count if there are any.
   */
  double smaller(double size, BlockMatrix point) {
    return isEmpty() ? size : Math.min(size, maxAbs(point));
  }

  /** The free blocks ← 0: S is 0 there. */
  void clear(BlockMatrix s) {
    for (int k : blocks) {
      s.block(k).fill(0);
    }
  }
}
