package io.spectrahedra.sdp.schur;

import io.spectrahedra.sdp.cone.Cone;
import io.spectrahedra.sdp.cone.FreeCone;
import io.spectrahedra.sdp.cone.PsdCone;
import io.spectrahedra.sdp.linalg.Cholesky;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.DenseSystem;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Triangular;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.Operator;
import io.spectrahedra.sdp.problem.RowGroup;
import io.spectrahedra.sdp.problem.SdpProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * M + D of many elastic rows in few dimensions, solved with in those dimensions [M40].
 *
 * <p>With T the hard rows, Φ the others and FFᵀ = H, all in packed coordinates of the blocks that
 * the elastic rows see, and J the signs of the blocks of a family,
 *
 * <pre>
 *   K = I + FᵀJᵀ(ΦᵀD⁻¹Φ)JF = LLᵀ,   Y = L⁻¹FᵀTᵀ,
 *   z = L⁻¹FᵀJᵀΦᵀD⁻¹g,   (YᵀY + M₀) dy = g − Yᵀz in hard rows,   τ = L⁻ᵀ(z + Y dy),
 *   dy = D⁻¹(g − ΦJFτ) in elastic ones.
 * </pre>
 *
 * <p>M₀ is what other blocks add to the hard rows. All is a sum of squares: nothing cancels.
 */
public final class WoodburySystem {
  /** Of the diagonal: what is added when a factorisation breaks down, and at most. */
  private static final double FIRST_REGULARISATION = 1e-15;

  /** Of the D of other rows. */
  private static final double NEARLY_HARD = 1e-2;

  private static final double MOST_REGULARISATION = 1e-6;

  /** A block that elastic rows see: its family, and its first row of K. */
  private record Part(
      int block, ElasticRows.Family family, double sign, int row, ProductFactor factor) {}

  private final Operator operator;
  private final Workers workers;
  private final ElasticRows elastic;
  private final int[] hard;
  private final List<Part> parts = new ArrayList<>();
  private final DenseMatrix k;
  private final SchurComplement others;

  /** The rows of T: the hard ones, and those whose D is small. */
  private int[] kept;

  /** D⁻¹, 0 in kept rows. */
  private final double[] stiffness;

  private double[] compliance = new double[0];

  private DenseMatrix gram = DenseMatrix.zeros(0, 0);
  private DenseMatrix y = DenseMatrix.zeros(0, 0);
  private DenseMatrix keptFactor = DenseMatrix.zeros(0, 0);

  private WoodburySystem(
      Operator operator,
      List<Cone> cones,
      ElasticRows elastic,
      int[] hard,
      SchurComplement others,
      Workers workers) {
    this.operator = operator;
    this.workers = workers;
    this.elastic = elastic;
    this.hard = hard;
    this.others = others;
    this.kept = hard;
    this.stiffness = new double[operator.rows()];
    this.k = DenseMatrix.zeros(elastic.dimensions(), elastic.dimensions());
    int row = 0;
    for (ElasticRows.Family family : elastic.families()) {
      for (ElasticRows.Member member : family.members()) {
        ProductFactor factor = new ProductFactor((PsdCone) cones.get(member.block()));
        parts.add(new Part(member.block(), family, member.sign(), row, factor));
        row += family.columns();
      }
    }
  }

  /**
   * Nothing where elastic rows see more than matrix blocks, where free variables are to be
   * eliminated, or where M may be the cheaper: by counted flops it must not be, were it only
   * factored in the rows that one block adds to it.
   *
   * @param problem whose rows, multiplied by {@code rowScale}, the operator has
   */
  public static Optional<WoodburySystem> of(
      SdpProblem problem, double[] rowScale, Operator operator, List<Cone> cones, Workers workers) {
    int[] hard =
        IntStream.range(0, operator.rows())
            .filter(i -> problem.rows().get(i).penalty().isHard())
            .toArray();
    if (hard.length == operator.rows() || cones.stream().anyMatch(FreeCone.class::isInstance)) {
      return Optional.empty();
    }
    return ElasticRows.of(operator, cones, i -> !problem.rows().get(i).penalty().isHard())
        .filter(rows -> rows.columns() < operator.rows() - hard.length)
        .filter(rows -> flops(rows, hard.length) < rows.cliqueFlops())
        .map(
            rows -> {
              double[] scale = IntStream.of(hard).mapToDouble(i -> rowScale[i]).toArray();
              SchurComplement others =
                  SchurComplement.ofSome(
                      Operator.of(problem.withRows(hard), scale),
                      cones,
                      block -> !rows.sees(block));
              return new WoodburySystem(operator, cones, rows, hard, others, workers);
            });
  }

  /**
   * Takes M + D at the current pairs of the cones.
   *
   * @param d D: 0 in hard rows
   */
  public void assemble(double[] d) {
    compliance = d;
    kept = kept(d);
    for (int i = 0; i < d.length; i++) {
      stiffness[i] = 1 / d[i];
    }
    for (int i : kept) {
      stiffness[i] = 0;
    }
    parts.forEach(part -> part.factor.update(workers));
    gram = elastic.gram(workers, stiffness);
  }

  /** Factors M + D; false if there are no factors. */
  public boolean factor() {
    if (!factorRegularised(k, this::assembleReduced)) {
      return false;
    }
    y = keptRows();
    Triangular.solve(workers, k, y);
    keptFactor = DenseMatrix.zeros(kept.length, kept.length);
    return factorRegularised(keptFactor, this::assembleKept);
  }

  /** YᵀY + M₀ + D. */
  private void assembleKept() {
    Gemm.multiplyLower(workers, 1, y.transposed(), y, 0, keptFactor);
    others.assemble(workers);
    keptFactor
        .view(0, 0, hard.length, hard.length)
        .addScaled(1, ((DenseSystem) others.system()).matrix());
    for (int h = 0; h < kept.length; h++) {
      keptFactor.add(h, h, compliance[kept[h]]);
    }
  }

  /**
   * The hard rows, and of the elastic rows with the least D, as many as are affordable, those with
   * less than a hundredth of the next: they are nearly hard, and dy = D⁻¹(g − …) would have no
   * digits in them.
   */
  private int[] kept(double[] d) {
    double[] sorted = d.clone();
    Arrays.sort(sorted);
    double limit = NEARLY_HARD * sorted[hard.length + affordable(elastic, hard.length)];
    IntStream small = IntStream.range(0, d.length).filter(i -> d[i] > 0 && d[i] <= limit);
    return IntStream.concat(IntStream.of(hard), small).toArray();
  }

  private boolean factorRegularised(DenseMatrix matrix, Runnable assemble) {
    double added = 0;
    while (added <= MOST_REGULARISATION) {
      assemble.run();
      for (int i = 0; i < matrix.rows; i++) {
        matrix.add(i, i, added * matrix.at(i, i));
      }
      if (Cholesky.factor(workers, matrix) == matrix.rows) {
        return true;
      }
      added = added == 0 ? FIRST_REGULARISATION : 100 * added;
    }
    return false;
  }

  /** K ← I + FᵀJᵀGJF. */
  private void assembleReduced() {
    int q = gram.rows;
    DenseMatrix half = DenseMatrix.zeros(q, k.rows); // G J F
    for (Part part : parts) {
      int width = part.family.columns();
      part.factor.transposeTimes(
          workers,
          part.sign,
          gram.view(0, part.family.column(), q, width),
          half.view(0, part.row, q, width));
    }
    DenseMatrix columns = half.transposed().copy();
    for (Part part : parts) {
      int width = part.family.columns();
      part.factor.transposeTimes(
          workers,
          part.sign,
          columns.view(0, part.family.column(), k.rows, width),
          k.view(0, part.row, k.rows, width));
    }
    for (int i = 0; i < k.rows; i++) {
      k.add(i, i, 1);
    }
  }

  /** FᵀTᵀ, a column a kept row. */
  private DenseMatrix keptRows() {
    DenseMatrix rows = DenseMatrix.zeros(kept.length, k.rows);
    DenseMatrix scaled = DenseMatrix.zeros(kept.length, k.rows);
    for (Part part : parts) {
      for (RowGroup group : operator.groups(part.block)) {
        for (int h = 0; h < kept.length; h++) {
          int i = kept[h];
          for (int t = group.firstTermOf(i); t < group.terms() && group.row(t) == i; t++) {
            group.addPacked(group.scale(t), t, rows.data(), rows.index(h, part.row));
          }
        }
      }
      int width = part.family.columns();
      part.factor.transposeTimes(
          workers,
          1,
          rows.view(0, part.row, kept.length, width),
          scaled.view(0, part.row, kept.length, width));
    }
    return scaled.transposed().copy();
  }

  /** g ← (M + D)⁻¹g, by what {@link #factor} has left. */
  public void solve(double[] g) {
    reduced(g);
  }

  /**
   * g ← v = (M + D)⁻¹g, and in the blocks that elastic rows see T ← T + H(𝒜*(v)) = T + Fτ: this
   * satisfies the rows to rounding, where v, which has been divided by a D that may be small, has
   * lost what it would take to compute the same from it.
   */
  public void solve(double[] g, BlockMatrix target) {
    double[] tau = reduced(g);
    for (Part part : parts) {
      part.factor.addTimes(1, tau, part.row, target.block(part.block));
    }
  }

  /** Whether elastic rows have terms in a block. */
  public boolean sees(int block) {
    return elastic.sees(block);
  }

  /** g ← (M + D)⁻¹g; returns τ. */
  private double[] reduced(double[] g) {
    double[] weighted = new double[g.length];
    for (int i = 0; i < g.length; i++) {
      weighted[i] = stiffness[i] * g[i];
    }
    double[] z = scaled(elastic.transposeTimes(workers, weighted));
    Triangular.solve(workers, k, z);
    double[] dy = new double[kept.length];
    for (int h = 0; h < kept.length; h++) {
      dy[h] = g[kept[h]];
      for (int a = 0; a < z.length; a++) {
        dy[h] -= y.at(a, h) * z[a];
      }
    }
    Cholesky.solve(workers, keptFactor, dy);
    for (int a = 0; a < z.length; a++) {
      for (int h = 0; h < dy.length; h++) {
        z[a] += y.at(a, h) * dy[h];
      }
    }
    Triangular.solveTransposed(workers, k, z);
    double[] product = new double[g.length];
    elastic.addTimes(workers, unscaled(z), product);
    for (int i = 0; i < g.length; i++) {
      g[i] = stiffness[i] * (g[i] - product[i]);
    }
    for (int h = 0; h < dy.length; h++) {
      g[kept[h]] = dy[h];
    }
    return z;
  }

  /** FᵀJᵀc. */
  private double[] scaled(double[] c) {
    DenseMatrix row = DenseMatrix.wrap(c, 1, c.length);
    DenseMatrix target = DenseMatrix.zeros(1, k.rows);
    for (Part part : parts) {
      int width = part.family.columns();
      part.factor.transposeTimes(
          Workers.SERIAL,
          part.sign,
          row.view(0, part.family.column(), 1, width),
          target.view(0, part.row, 1, width));
    }
    return target.data();
  }

  /** JFτ, one matrix a family. */
  private List<DenseMatrix> unscaled(double[] tau) {
    List<DenseMatrix> matrices = new ArrayList<>();
    for (ElasticRows.Family family : elastic.families()) {
      DenseMatrix sum = DenseMatrix.zeros(family.order(), family.order());
      for (Part part : parts) {
        if (part.family.column() == family.column()) {
          part.factor.addTimes(part.sign, tau, part.row, sum);
        }
      }
      matrices.add(sum);
    }
    return matrices;
  }

  /**
   * How many elastic rows may be kept: q at a nondegenerate solution, and more where that takes no
   * more time than the pass over all of them.
   */
  private static int affordable(ElasticRows elastic, int hard) {
    double ratio = (double) (elastic.rows() - hard) / elastic.columns();
    return (int) (Math.cbrt(ratio) * elastic.columns());
  }

  /** Arithmetic operations of one {@link #assemble} and {@link #factor}, at most. */
  public double flops() {
    return flops(elastic, hard.length);
  }

  /** Arithmetic operations of one {@link #solve}, with each entry of the elastic rows twice. */
  public double solveFlops() {
    return 4.0 * elastic.rows() * elastic.columns();
  }

  private static double flops(ElasticRows elastic, int hard) {
    double q = elastic.columns();
    double n = elastic.dimensions();
    double most = hard + affordable(elastic, hard); // rows kept
    double flops = (elastic.rows() - hard) * q * q + n * n * n / 3;
    for (ElasticRows.Family family : elastic.families()) {
      flops += 4 * Math.pow(family.order(), 3) * (q + n) * family.members().size();
    }
    return flops + n * n * most + n * most * most + most * most * most / 3;
  }

  /** What is factored, and the formulas of blocks that only hard rows have terms in. */
  @Override
  public String toString() {
    String blocks =
        parts.stream()
            .map(part -> Integer.toString(part.block + 1))
            .collect(Collectors.joining(", "));
    String reduced =
        String.format(
            Locale.ROOT,
            "M: %d elastic rows in the %d dimensions of block %s, %d hard rows; "
                + "dense Cholesky, %d x %d, %.1e flops at most",
            operator.rows() - hard.length,
            elastic.columns(),
            blocks,
            hard.length,
            k.rows,
            k.rows,
            flops());
    return others.isZero() ? reduced : reduced + "\nhard rows, other blocks:\n" + others;
  }
}
