package io.spectrahedra.neural.decomposition;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.SymmetricEigen;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.DenseSymmetric;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.problem.SdpProblem.Term;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A solution of a semidefinite program of less rank that is as good [M24] (Pataki 1998, Barvinok
 * 1995): the ranks r of its matrices end with
 *
 * <pre>  Σ r(r + 1)/2 ≤ rank of the rows.</pre>
 *
 * <p>With Z = PᵀP, a direction PᵀDP changes row i by ⟨PAᵢPᵀ, D⟩. As long as there are more entries
 * in the D of all blocks than independent rows, some D ≠ 0 changes none; from it a step Pᵀ(I + sD)P
 * to where the first eigenvalue of I + sD becomes 0, in the direction in which the objective does
 * not grow, leaves a rank less.
 */
public final class RankReduction {
  /** Eigenvalues of I + sD up to this are 0: one is, exactly. */
  private static final double ROUNDING = 1e-13;

  /** A slope of the objective up to this share of its terms is 0. */
  private static final double FLAT = 1e-12;

  private final SdpProblem program;
  private final int[] blocks;
  private final DenseMatrix[] rows;

  /** ⟨PAᵢPᵀ, ·⟩ of every row i, on the svec of the D of all blocks side by side. */
  private DenseMatrix equations = DenseMatrix.zeros(0, 0);

  /** The same of the objective. */
  private double[] cost = new double[0];

  private RankReduction(SdpProblem program, List<String> blocks, List<RankFactorisation> factors) {
    this.program = program;
    this.blocks = blocks.stream().mapToInt(program::blockIndex).toArray();
    this.rows = factors.stream().map(RankFactorisation::rows).toArray(DenseMatrix[]::new);
  }

  /**
   * Factors of lower rank with the same value of every row and an objective that is no larger, both
   * up to rounding; the same factors if there are none. O(m²N + mΣr³) flops a rank less, for m rows
   * and N = Σ r(r + 1)/2.
   *
   * @param blocks names of matrix blocks; the others stay as they are
   * @param factors of a solution in these blocks
   */
  public static List<RankFactorisation> of(
      SdpProblem program, List<String> blocks, List<RankFactorisation> factors) {
    RankReduction reduction = new RankReduction(program, blocks, factors);
    reduction.setUp();
    boolean less = true;
    while (less) {
      less = reduction.step();
    }
    return IntStream.range(0, factors.size())
        .mapToObj(b -> new RankFactorisation(reduction.rows[b], factors.get(b).dropped()))
        .toList();
  }

  /** Σ r(r + 1)/2. */
  public static long freedom(List<RankFactorisation> factors) {
    long sum = 0;
    for (RankFactorisation factor : factors) {
      sum += DenseSymmetric.svecLength(factor.rows().rows);
    }
    return sum;
  }

  private int start(int block) {
    int start = 0;
    for (int b = 0; b < block; b++) {
      start += DenseSymmetric.svecLength(rows[b].rows);
    }
    return start;
  }

  /**
   * Hard rows count alike; the others keep their proportions, in which their penalties see them.
   */
  private void setUp() {
    int freedom = start(rows.length);
    equations = DenseMatrix.zeros(program.rows().size(), freedom);
    double longest = 0;
    for (int i = 0; i < equations.rows; i++) {
      DenseMatrix row = equations.view(i, 0, 1, freedom);
      row.setTo(DenseMatrix.wrap(form(program.rows().get(i).terms()), 1, freedom));
      if (!program.rows().get(i).penalty().isHard()) {
        longest = Math.max(longest, row.frobeniusNorm());
      }
    }
    for (int i = 0; i < equations.rows; i++) {
      DenseMatrix row = equations.view(i, 0, 1, freedom);
      double length = program.rows().get(i).penalty().isHard() ? row.frobeniusNorm() : longest;
      row.scale(length > 0 ? 1 / length : 0);
    }
    cost = form(program.objective());
  }

  /** svec of PAᵢPᵀ in every block. */
  private double[] form(List<Term> terms) {
    double[] form = new double[start(rows.length)];
    for (int b = 0; b < rows.length; b++) {
      DenseMatrix a = DenseMatrix.zeros(rows[b].cols, rows[b].cols);
      for (Term term : terms) {
        if (term.block() == blocks[b]) {
          term.matrix().addTo(term.scale(), a);
        }
      }
      DenseSymmetric.svec(congruence(rows[b], a), form, start(b));
    }
    return form;
  }

  /** TATᵀ, symmetric to the last bit. */
  private static DenseMatrix congruence(DenseMatrix t, DenseMatrix a) {
    DenseMatrix product =
        Gemm.product(Workers.SERIAL, Gemm.product(Workers.SERIAL, t, a), t.copy().transposed());
    product.symmetrise();
    return product;
  }

  /** One rank less; false if no D is left. */
  private boolean step() {
    Optional<double[]> direction = NullVector.of(equations.copy());
    if (direction.isEmpty()) {
      return false;
    }
    double[] d = direction.orElseThrow();
    SymmetricEigen[] eigen = eigen(d);
    double least = 0;
    double most = 0;
    for (SymmetricEigen e : eigen) {
      for (double value : e.values()) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    double slope = 0;
    double size = 0;
    for (int j = 0; j < d.length; j++) {
      slope += cost[j] * d[j];
      size += Math.abs(cost[j] * d[j]);
    }
    // where the objective stays as it is, as it does at a solution, the shorter step rounds less
    boolean flat = Math.abs(slope) <= FLAT * size;
    boolean forward = flat ? -least >= most : slope < 0;
    double eigenvalue = forward ? least : most;
    if (eigenvalue == 0) {
      return false; // the objective falls without end, which it does not at a solution
    }
    double s = -1 / eigenvalue;
    transform(eigen, s);
    return true;
  }

  /** Of the D in every block. */
  private SymmetricEigen[] eigen(double[] d) {
    SymmetricEigen[] eigen = new SymmetricEigen[rows.length];
    for (int b = 0; b < rows.length; b++) {
      DenseMatrix matrix = DenseMatrix.zeros(rows[b].rows, rows[b].rows);
      DenseSymmetric.addUnpacked(1, d, start(b), matrix);
      eigen[b] = SymmetricEigen.of(matrix);
    }
    return eigen;
  }

  /** P ← TP with TᵀT = I + sD, without the rows that are then 0, and the equations with it. */
  private void transform(SymmetricEigen[] eigen, double s) {
    DenseMatrix[] t = new DenseMatrix[rows.length];
    Arrays.setAll(t, b -> root(eigen[b], s));
    int[] widths =
        Arrays.stream(t).mapToInt(each -> DenseSymmetric.svecLength(each.rows)).toArray();
    DenseMatrix next = DenseMatrix.zeros(equations.rows, Arrays.stream(widths).sum());
    for (int i = 0; i < equations.rows; i++) {
      double[] row = transformed(equations.row(i), t, next.cols);
      next.view(i, 0, 1, next.cols).setTo(DenseMatrix.wrap(row, 1, next.cols));
    }
    cost = transformed(cost, t, next.cols);
    equations = next;
    for (int b = 0; b < rows.length; b++) {
      rows[b] = Gemm.product(Workers.SERIAL, t[b], rows[b]);
    }
  }

  private double[] transformed(double[] form, DenseMatrix[] t, int length) {
    double[] result = new double[length];
    int to = 0;
    for (int b = 0; b < rows.length; b++) {
      DenseMatrix a = DenseMatrix.zeros(rows[b].rows, rows[b].rows);
      DenseSymmetric.addUnpacked(1, form, start(b), a);
      DenseSymmetric.svec(congruence(t[b], a), result, to);
      to += DenseSymmetric.svecLength(t[b].rows);
    }
    return result;
  }

  /** The rows √(1 + sλ)vᵀ that are not 0. */
  private static DenseMatrix root(SymmetricEigen eigen, double s) {
    int r = eigen.values().length;
    int[] kept = IntStream.range(0, r).filter(k -> 1 + s * eigen.values()[k] > ROUNDING).toArray();
    DenseMatrix root = DenseMatrix.zeros(kept.length, r);
    for (int row = 0; row < kept.length; row++) {
      double factor = Math.sqrt(1 + s * eigen.values()[kept[row]]);
      for (int i = 0; i < r; i++) {
        root.set(row, i, factor * eigen.vectors().at(i, kept[row]));
      }
    }
    return root;
  }
}
