package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.kernel.Kernels;
import io.spectrahedra.sdp.linalg.Cholesky;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.DenseSystem;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.SelfProduct;
import io.spectrahedra.sdp.linalg.SymmetricSystem;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.Block;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.SparseVector;
import io.spectrahedra.sdp.problem.VectorRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The free variables x_f, with the columns A_f of 𝒜, in the Newton system [M31]:
 *
 * <pre>
 *   (M + D)dy + A_f·dx_f = g,   A_fᵀdy = h
 *   ⇔  (M + D + δA_fA_fᵀ)dy + A_f·dx_f = g + δA_f·h,   A_fᵀdy = h
 * </pre>
 *
 * <p>A hard row that meets free variables only is a row of zeros of M + D: then δ &gt; 0, and M is
 * dense; otherwise δ = 0. With the factor L of the matrix and W = L⁻¹A_f, dx_f = (WᵀW)⁻¹(WᵀL⁻¹(g +
 * δA_f·h) − h). For p free variables and m rows at most 2m²p + mp² flops an iteration, 4mp more a
 * solve; less where blocks of W are zero.
 */
final class FreeVariables {
  private static final double FIRST_REGULARISATION = 1e-12;
  private static final double LAST_REGULARISATION = 1e-6;

  /** Of a solve with WᵀW: the second makes up for what has been added to its diagonal. */
  private static final int PASSES = 2;

  private final ScaledProblem problem;
  private final List<Integer> blocks = new ArrayList<>();
  private final DenseMatrix w;

  /** Of each row of W the entries after which there are zeros. */
  private final int[] reach;

  private final DenseMatrix schur;

  /** The largest ‖row of A_f‖². */
  private final double rowSize;

  private final boolean meetsHardRows;

  /** δ. */
  private double weight;

  FreeVariables(ScaledProblem problem) {
    this.problem = problem;
    int count = 0;
    boolean meets = false;
    double[] size = new double[problem.rows()];
    for (int k = 0; k < problem.source.blocks().size(); k++) {
      if (problem.source.blocks().get(k) instanceof Block.Free block) {
        blocks.add(k);
        count += block.size();
        for (VectorRows rows : rowsOf(k)) {
          for (int t = 0; t < rows.terms(); t++) {
            double norm = rows.scale(t) * rows.vector(t).frobeniusNorm();
            size[rows.row(t)] += norm * norm;
            meets |= norm != 0 && problem.isHard(rows.row(t));
          }
        }
      }
    }
    this.meetsHardRows = meets;
    this.rowSize = Arrays.stream(size).max().orElse(0);
    this.w = DenseMatrix.zeros(count == 0 ? 0 : problem.rows(), count);
    this.reach = new int[w.rows];
    this.schur = DenseMatrix.zeros(count, count);
  }

  private List<VectorRows> rowsOf(int block) {
    return problem.operator.groups(block).stream().map(VectorRows.class::cast).toList();
  }

  /** Whether there are none. */
  boolean isEmpty() {
    return w.cols == 0;
  }

  /** Whether a hard row has a coefficient of one of them; M must be dense then. */
  boolean meetHardRows() {
    return meetsHardRows;
  }

  /** W ← A_f. */
  private void writeTo(DenseMatrix target) {
    target.fill(0);
    int column = 0;
    for (int k : blocks) {
      for (VectorRows rows : rowsOf(k)) {
        for (int t = 0; t < rows.terms(); t++) {
          SparseVector vector = rows.vector(t);
          for (int e = 0; e < vector.entries(); e++) {
            double value = rows.scale(t) * vector.value(e);
            target.add(rows.row(t), column + vector.index(e), value);
          }
        }
      }
      column += problem.source.blocks().get(k).size();
    }
  }

  /** The lower triangle of M ← M + δA_fA_fᵀ, as large as M, where δ &gt; 0. */
  void addTo(Workers workers, SymmetricSystem system) {
    if (!meetsHardRows) {
      return;
    }
    if (!(system instanceof DenseSystem dense)) {
      throw new IllegalStateException("free variables in hard rows need a dense Schur complement");
    }
    DenseMatrix m = dense.matrix();
    double largest = 0;
    for (int i = 0; i < m.rows; i++) {
      largest = Math.max(largest, m.at(i, i));
    }
    weight = (largest > 0 ? largest : 1) / rowSize;
    writeTo(w);
    Gemm.multiplyLower(workers, weight, w, w.transposed(), 1, m);
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
    writeTo(w);
    factored.solveLower(workers, w);
    for (int i = 0; i < w.rows; i++) {
      reach[i] = w.cols;
      while (reach[i] > 0 && w.at(i, reach[i] - 1) == 0) {
        reach[i]--;
      }
    }
    for (double added = FIRST_REGULARISATION; added <= LAST_REGULARISATION; added *= 100) {
      SelfProduct.lower(workers, w, schur);
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
  void solve(Workers workers, SymmetricSystem factored, double[] g, BlockMatrix h, BlockMatrix dx) {
    if (isEmpty()) {
      factored.solve(workers, g);
      return;
    }
    double[] product = new double[g.length]; // A_f·h
    for (int k : blocks) {
      rowsOf(k).forEach(rows -> rows.addApply(Workers.SERIAL, h.block(k), product));
    }
    for (int i = 0; i < g.length; i++) {
      g[i] += weight * product[i];
    }
    double[] z = product;
    factored.solveLower(g, z);
    double[] target = gather(h);
    double[] free = new double[target.length];
    for (int pass = 0; pass < PASSES; pass++) {
      double[] move = new double[free.length];
      for (int j = 0; j < move.length; j++) {
        move[j] = -target[j];
      }
      for (int i = 0; i < z.length; i++) {
        Kernels.best().add(reach[i], z[i], w.data(), w.index(i, 0), move, 0);
      }
      Cholesky.solve(schur, move);
      for (int i = 0; i < z.length; i++) {
        z[i] -= Kernels.best().dot(reach[i], w.data(), w.index(i, 0), move, 0);
      }
      for (int j = 0; j < move.length; j++) {
        free[j] += move[j];
      }
    }
    factored.solveUpper(z, g);
    int next = 0;
    for (int k : blocks) {
      DenseMatrix block = dx.block(k);
      for (int i = 0; i < block.rows; i++) {
        block.add(i, 0, free[next++]);
      }
    }
  }

  private double[] gather(BlockMatrix point) {
    double[] entries = new double[w.cols];
    int next = 0;
    for (int k : blocks) {
      for (int i = 0; i < point.block(k).rows; i++) {
        entries[next++] = point.block(k).at(i, 0);
      }
    }
    return entries;
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
