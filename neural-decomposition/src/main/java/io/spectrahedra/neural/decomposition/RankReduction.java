package io.spectrahedra.neural.decomposition;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.SymmetricEigen;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.DenseSymmetric;
import io.spectrahedra.sdp.problem.SdpProblem;
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

  /** Eigenvalues of I + D this small would be the next to go, at a price in digits. */
  private static final double LEAST_LEFT = 1e-3;

  /** Of the largest value of a row: what rounding may change one by. */
  private static final double KEPT = 1e-11;

  /** A null vector of fewer dimensions than rows is looked for up to this many flops. */
  private static final double MAX_SEARCH = 2e9;

  private final Workers workers;
  private final SdpProblem program;
  private final int[] blocks;
  private final DenseMatrix[] rows;

  /** ⟨PAᵢPᵀ, ·⟩ of every row i, on the svec of the D of all blocks side by side. */
  private DenseMatrix equations = DenseMatrix.zeros(0, 0);

  /** The same of the objective. */
  private double[] cost = new double[0];

  /** Whether every D is to have all digits whatever it takes, up to a limit. */
  private boolean careful;

  /** Whether D has been taken that may have fewer. */
  private boolean shortCuts;

  private RankReduction(
      Workers workers, SdpProblem program, List<String> blocks, List<RankFactorisation> factors) {
    this.workers = workers;
    this.program = program;
    this.blocks = blocks.stream().mapToInt(program::blockIndex).toArray();
    this.rows = factors.stream().map(RankFactorisation::rows).toArray(DenseMatrix[]::new);
  }

  /**
   * Factors of lower rank with the same value of every row and an objective that is no larger, both
   * up to rounding; of the same products if there are none. For m rows and N = Σ r(r + 1)/2 > m a
   * step takes m²N + m³/3 flops, and the first ones lose many ranks each. That the rows depend on
   * each other, and N ≤ m could be less, is looked for where it takes no more than 2·10⁹ flops.
   *
   * @param blocks names of matrix blocks; the others stay as they are
   * @param factors of a solution in these blocks
   */
  public static List<RankFactorisation> of(
      Workers workers, SdpProblem program, List<String> blocks, List<RankFactorisation> factors) {
    RankReduction reduction = new RankReduction(workers, program, blocks, factors);
    double[] values = reduction.values();
    reduction.reduce(values);
    if (reduction.shortCuts && !reduction.keeps(values)) {
      reduction = new RankReduction(workers, program, blocks, factors);
      reduction.careful = true;
      reduction.reduce(values);
    }
    return reduction.factors(factors);
  }

  /** As far as it goes; by careful steps, as far as the values are kept. */
  private void reduce(double... values) {
    boolean more = true;
    while (more) {
      setUp();
      DenseMatrix[] before = rows.clone();
      more = (!careful && dropTail()) || step();
      if (more && careful && !keeps(values)) {
        System.arraycopy(before, 0, rows, 0, rows.length);
        more = false;
      }
    }
  }

  private List<RankFactorisation> factors(List<RankFactorisation> factors) {
    return IntStream.range(0, factors.size())
        .mapToObj(b -> new RankFactorisation(rows[b], factors.get(b).dropped()))
        .toList();
  }

  /** ⟨A, PᵀP⟩ of every row, and of the objective. */
  private double[] values() {
    FactoredRows forms = new FactoredRows(workers, program, blocks, rows);
    int[] none = new int[rows.length];
    double[] values = new double[program.rows().size() + 1];
    workers.forEach(
        values.length,
        i -> {
          boolean isRow = i < program.rows().size();
          double[] form = forms.of(isRow ? program.rows().get(i).terms() : program.objective());
          values[i] = tailOf(form, none);
        });
    return values;
  }

  /** Whether the steps have kept all of these, to more digits than a solution has. */
  private boolean keeps(double... values) {
    double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
    double[] now = values();
    for (int i = 0; i < now.length; i++) {
      double change = now[i] - values[i];
      boolean objective = i == now.length - 1; // which may be less
      if (!((objective ? change : Math.abs(change)) <= KEPT * largest)) {
        return false;
      }
    }
    return true;
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
    Arrays.setAll(rows, b -> orthogonal(rows[b]));
    FactoredRows forms = new FactoredRows(workers, program, blocks, rows);
    int freedom = forms.length();
    equations = DenseMatrix.zeros(program.rows().size(), freedom);
    workers.forEach(
        equations.rows,
        i -> {
          double[] form = forms.of(program.rows().get(i).terms());
          equations.view(i, 0, 1, freedom).setTo(DenseMatrix.wrap(form, 1, freedom));
        });
    double longest = 0;
    double[] length = new double[equations.rows];
    for (int i = 0; i < length.length; i++) {
      length[i] = equations.view(i, 0, 1, freedom).frobeniusNorm();
      longest = program.rows().get(i).penalty().isHard() ? longest : Math.max(longest, length[i]);
    }
    for (int i = 0; i < length.length; i++) {
      double by = program.rows().get(i).penalty().isHard() ? length[i] : longest;
      equations.view(i, 0, 1, freedom).scale(by > 0 ? 1 / by : 0);
    }
    cost = forms.of(program.objective());
  }

  /** Orthogonal rows of the same PᵀP, the longest first. */
  private static DenseMatrix orthogonal(DenseMatrix p) {
    if (p.rows == 0) {
      return p;
    }
    DenseMatrix gram = Gemm.product(Workers.SERIAL, p, p.transposed());
    gram.symmetrise();
    DenseMatrix vectors = SymmetricEigen.of(gram).vectors();
    DenseMatrix rows = DenseMatrix.zeros(p.rows, p.cols);
    DenseMatrix rising = Gemm.product(Workers.SERIAL, vectors.transposed(), p);
    for (int k = 0; k < p.rows; k++) {
      rows.view(k, 0, 1, p.cols).setTo(rising.view(p.rows - 1 - k, 0, 1, p.cols));
    }
    return rows;
  }

  /**
   * Many ranks less: the shortest rows of P go, D = −I there and 0 beside it, and the D of the
   * others that makes up for them is the least one. It does if that leaves I + D positive definite:
   * as many rows are tried as leave half of the freedom that is too much, then half as many.
   *
   * @return false if nothing has changed
   */
  private boolean dropTail() {
    int m = equations.rows;
    int freedom = equations.cols;
    for (int tail = longestTail((freedom + m) / 2); tail > 0; tail /= 2) {
      int[] kept = kept(tail);
      int[] columns = columns(kept);
      DenseMatrix part = DenseMatrix.zeros(m, columns.length);
      double[] gone = new double[m];
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < columns.length; j++) {
          part.set(i, j, equations.at(i, columns[j]));
        }
        gone[i] = tailOf(equations.row(i), kept);
      }
      Optional<double[]> d = new RowSpace(workers, part).leastSolution(gone);
      if (d.isPresent() && dropTail(kept, columns, d.orElseThrow())) {
        shortCuts = true;
        return true;
      }
    }
    return false;
  }

  private boolean dropTail(int[] kept, int[] columns, double[] d) {
    double slope = -tailOf(cost, kept);
    double size = Math.abs(slope);
    for (int j = 0; j < columns.length; j++) {
      slope += cost[columns[j]] * d[j];
      size += Math.abs(cost[columns[j]] * d[j]);
    }
    SymmetricEigen[] eigen = new SymmetricEigen[rows.length];
    int from = 0;
    for (int b = 0; b < rows.length; b++) {
      eigen[b] = eigen(d, from, kept[b]);
      from += DenseSymmetric.svecLength(kept[b]);
      if (kept[b] > 0 && !(eigen[b].values()[0] > LEAST_LEFT - 1)) {
        return false;
      }
    }
    if (slope > FLAT * size) {
      return false;
    }
    for (int b = 0; b < rows.length; b++) {
      rows[b] =
          Gemm.product(
              Workers.SERIAL, root(eigen[b], 1), rows[b].view(0, 0, kept[b], rows[b].cols));
    }
    return true;
  }

  /** The most rows that can go and leave this much freedom. */
  private int longestTail(int freedom) {
    int ranks = Arrays.stream(rows).mapToInt(each -> each.rows).sum();
    int tail = 0;
    while (tail < ranks && columns(kept(tail + 1)).length >= freedom) {
      tail++;
    }
    return tail;
  }

  /** How many rows of each P are left when so many of the shortest go. */
  private int[] kept(int tail) {
    int[] kept = Arrays.stream(rows).mapToInt(each -> each.rows).toArray();
    for (int gone = 0; gone < tail; gone++) {
      int shortest = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int b = 0; b < rows.length; b++) {
        double norm =
            kept[b] == 0
                ? Double.POSITIVE_INFINITY
                : rows[b].view(kept[b] - 1, 0, 1, rows[b].cols).frobeniusNorm();
        if (norm < least) {
          least = norm;
          shortest = b;
        }
      }
      kept[shortest]--;
    }
    return kept;
  }

  /** The entries of svec(D) in the leading parts of D. */
  private int[] columns(int[] kept) {
    return IntStream.range(0, rows.length)
        .flatMap(b -> IntStream.range(start(b), start(b) + DenseSymmetric.svecLength(kept[b])))
        .toArray();
  }

  /** ⟨form, I⟩ of the rows that are not kept. */
  private double tailOf(double[] form, int[] kept) {
    double sum = 0;
    for (int b = 0; b < rows.length; b++) {
      for (int k = kept[b]; k < rows[b].rows; k++) {
        sum += form[start(b) + DenseSymmetric.svecLength(k + 1) - 1];
      }
    }
    return sum;
  }

  /** One rank less; false if no D is left. */
  private boolean step() {
    return direction().filter(this::step).isPresent();
  }

  private boolean step(double... d) {
    SymmetricEigen[] eigen = new SymmetricEigen[rows.length];
    Arrays.setAll(eigen, b -> eigen(d, start(b), rows[b].rows));
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
    for (int b = 0; b < rows.length; b++) {
      rows[b] = Gemm.product(Workers.SERIAL, root(eigen[b], -1 / eigenvalue), rows[b]);
    }
    return true;
  }

  /** A D ≠ 0 that no row sees. */
  private Optional<double[]> direction() {
    double m = equations.rows;
    double freedom = equations.cols;
    if (freedom > m && !careful) {
      double[] last = new double[equations.cols];
      last[last.length - 1] = 1;
      RowSpace space = new RowSpace(workers, equations);
      careful = !space.isPositive();
      Optional<double[]> projected = space.complement(last);
      if (projected.isPresent()) {
        shortCuts = true;
        return projected;
      }
    }
    return nullVector();
  }

  private Optional<double[]> nullVector() {
    double m = equations.rows;
    double freedom = equations.cols;
    return m * freedom * Math.min(m, freedom) > MAX_SEARCH
        ? Optional.empty()
        : NullVector.of(workers, equations.copy());
  }

  private static SymmetricEigen eigen(double[] d, int from, int order) {
    DenseMatrix matrix = DenseMatrix.zeros(order, order);
    DenseSymmetric.addUnpacked(1, d, from, matrix);
    return SymmetricEigen.of(matrix);
  }

  /** T with TᵀT = I + sD, without the rows that are 0: the rows √(1 + sλ)vᵀ. */
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
