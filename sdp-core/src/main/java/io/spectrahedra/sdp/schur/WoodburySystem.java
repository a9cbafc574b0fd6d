package io.spectrahedra.sdp.schur;

import io.spectrahedra.sdp.cone.Cone;
import io.spectrahedra.sdp.cone.FreeCone;
import io.spectrahedra.sdp.cone.PsdCone;
import io.spectrahedra.sdp.kernel.Kernels;
import io.spectrahedra.sdp.linalg.Cholesky;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.DenseSystem;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Triangular;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.Operator;
import io.spectrahedra.sdp.problem.SdpProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * M + D of many elastic rows in few dimensions, solved with in those dimensions [M40].
 *
 * <p>With T the hard rows, Φ the others and FFᵀ = H, all in packed coordinates of the blocks that
 * the elastic rows see, and F₁ and F₂ the columns of F that they see and that they do not [M59],
 *
 * <pre>
 *   K = I + F₁ᵀΦᵀD⁻¹ΦF₁ = LLᵀ,   Y₁ = L⁻¹F₁ᵀTᵀ,   Y₂ = F₂ᵀTᵀ,   z = L⁻¹F₁ᵀΦᵀD⁻¹g,
 *   (Y₁ᵀY₁ + Y₂ᵀY₂ + M₀) dy = g − Y₁ᵀz in hard rows,   τ = (L⁻ᵀ(z + Y₁dy), Y₂dy),
 *   dy = D⁻¹(g − ΦF₁τ₁) in elastic ones.
 * </pre>
 *
 * <p>M₀ is what other blocks add to the hard rows. All is a sum of squares: nothing cancels but dy
 * in elastic rows, which is refined.
 */
public final class WoodburySystem {
  /** Of the diagonal: what is added when a factorisation breaks down, and at most. */
  private static final double FIRST_REGULARISATION = 1e-15;

  private static final double MOST_REGULARISATION = 1e-6;

  /** Of all iterations: those that keep elastic rows, at the end. */
  private static final double LATE = 1.0 / 3;

  /** Of √μ: what may be missing of τ₁. */
  private static final double ENOUGH = 1e-3;

  /** Rows of one task. */
  private static final int SLICE = 32;

  private final Operator operator;
  private final Workers workers;
  private final ElasticRows elastic;
  private final int[] hard;
  private final List<ElasticPart> parts;
  private final KeptRows keptRows;
  private final DenseMatrix k;

  /** Columns of F, with the hidden ones. */
  private final int dimensions;

  private final SchurComplement others;

  /** The rows of T: the hard ones, and those whose D is small. */
  private int[] kept;

  /** D⁻¹, 0 in kept rows. */
  private final double[] stiffness;

  /** What Fτ may differ from H(𝒜*(v)) by, in the basis in which X and S are both √μ. */
  private double enough;

  private double[] compliance = new double[0];

  /** Y₁ᵀ and Y₂ᵀ side by side, a row for each kept row. */
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
    this.k = DenseMatrix.zeros(elastic.seen(), elastic.seen());
    this.parts = ElasticPart.of(elastic, cones);
    this.dimensions = parts.get(parts.size() - 1).end();
    this.keptRows = new KeptRows(operator, elastic, parts, hard);
    parts.forEach(part -> part.cones().forEach(PsdCone::scaleByNesterovTodd));
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
    kept = keptRows.of(d);
    for (int i = 0; i < d.length; i++) {
      stiffness[i] = 1 / d[i];
    }
    for (int i : kept) {
      stiffness[i] = 0;
    }
    parts.forEach(part -> part.factor().update(workers));
    enough = ENOUGH * Math.sqrt(ElasticPart.mu(parts));
    formReduced();
  }

  /** Factors M + D; false if there are no factors. */
  public boolean factor() {
    if (!factorRegularised(k, this::formReduced)) {
      return false;
    }
    y = keptRows.images(workers, kept);
    Triangular.solve(workers, k, y.view(0, 0, y.rows, k.rows).transposed());
    keptFactor = DenseMatrix.zeros(kept.length, kept.length);
    formKept();
    return factorRegularised(keptFactor, this::formKept);
  }

  /** Y₁ᵀY₁ + Y₂ᵀY₂ + M₀ + D; no elastic row has anything in Y₂. */
  private void formKept() {
    DenseMatrix seen = y.view(0, 0, y.rows, k.rows);
    Gemm.multiplyLower(workers, 1, seen, seen.transposed(), 0, keptFactor);
    DenseMatrix hidden = y.view(0, k.rows, hard.length, dimensions - k.rows);
    DenseMatrix both = keptFactor.view(0, 0, hard.length, hard.length);
    Gemm.multiplyLower(workers, 1, hidden, hidden.transposed(), 1, both);
    others.assemble(workers);
    both.addScaled(1, ((DenseSystem) others.system()).matrix());
    for (int h = 0; h < kept.length; h++) {
      keptFactor.add(h, h, compliance[kept[h]]);
    }
  }

  /** Factors what has been formed; forms it once more with a larger diagonal if that fails. */
  private boolean factorRegularised(DenseMatrix matrix, Runnable form) {
    for (double added = FIRST_REGULARISATION; ; added *= 100) {
      if (Cholesky.factor(workers, matrix) == matrix.rows) {
        return true;
      }
      if (added > MOST_REGULARISATION) {
        return false;
      }
      form.run();
      for (int i = 0; i < matrix.rows; i++) {
        matrix.add(i, i, added * matrix.at(i, i));
      }
    }
  }

  /** K ← I + diag(γ) G diag(γ) with G the sum over the rows in the basis T. */
  private void formReduced() {
    elastic.gram(workers, stiffness, parts, k);
    double[] gamma = new double[k.rows];
    for (ElasticPart part : parts) {
      System.arraycopy(part.factor().seen(), 0, gamma, part.column(), part.family().columns());
    }
    workers.forSlices(
        k.rows,
        SLICE,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            scaleRow(gamma[i], gamma, k.data(), k.index(i, 0), i + 1);
            k.add(i, i, 1);
          }
        });
  }

  private static void scaleRow(double alpha, double[] gamma, double[] row, int from, int count) {
    for (int j = 0; j < count; j++) {
      row[from + j] *= alpha * gamma[j];
    }
  }

  /** g ← (M + D)⁻¹g, by what {@link #factor} has left. */
  public void solve(double[] g) {
    reduced(g);
  }

  /**
   * g ← v = (M + D)⁻¹g, and in the blocks that elastic rows see T ← T + H(𝒜*(v)) = T + Fτ: this
   * satisfies the rows to rounding, where v, which has been divided by a D that may be small, may
   * have lost what it would take to compute the same from it.
   *
   * @param adjoint ← 𝒜*(v)
   */
  public void solve(double[] g, BlockMatrix adjoint, BlockMatrix target) {
    double[] tau = reduced(g);
    refine(g, tau, adjoint);
    parts.forEach(part -> part.addTimes(tau, target));
  }

  /** Makes τ₁ = F₁ᵀ𝒜*(v) hold [M40], as long as that halves what is missing and it is much. */
  private void refine(double[] v, double[] tau, BlockMatrix adjoint) {
    double[] lack = lack(v, tau, adjoint);
    double size = maxAbs(lack);
    double before = Double.POSITIVE_INFINITY;
    while (size > enough && size < before / 2) {
      before = size;
      double[] dv = new double[v.length]; // the rows hold
      double[] dTau = reduced(dv, lack);
      add(1, dv, dTau, v, tau);
      lack = lack(v, tau, adjoint);
      size = maxAbs(lack);
      if (!(size < before)) {
        add(-1, dv, dTau, v, tau);
        operator.adjoint(workers, v, adjoint);
      }
    }
  }

  private static void add(double alpha, double[] dv, double[] dTau, double[] v, double[] tau) {
    Kernels.best().add(v.length, alpha, dv, 0, v, 0);
    Kernels.best().add(tau.length, alpha, dTau, 0, tau, 0);
  }

  /** F₁ᵀ𝒜*(v) − τ₁. */
  private double[] lack(double[] v, double[] tau, BlockMatrix adjoint) {
    operator.adjoint(workers, v, adjoint);
    double[] image = new double[dimensions];
    parts.forEach(part -> part.addImage(adjoint, image));
    return IntStream.range(0, k.rows).mapToDouble(e -> image[e] - tau[e]).toArray();
  }

  private static double maxAbs(double[] vector) {
    return DoubleStream.of(vector).map(Math::abs).max().orElse(0);
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
    return reduced(g, scaled(elastic.transposeTimes(workers, weighted)));
  }

  /** The same with F₁ᵀΦᵀD⁻¹g in {@code z}, and what F₁ᵀ𝒜*(v) = τ₁ is to be refined by. */
  private double[] reduced(double[] g, double[] z) {
    Triangular.solve(workers, k, z);
    double[] dy = new double[kept.length];
    for (int h = 0; h < kept.length; h++) {
      dy[h] = g[kept[h]] - Kernels.best().dot(z.length, y.data(), y.index(h, 0), z, 0);
    }
    Cholesky.solve(workers, keptFactor, dy);
    for (int h = 0; h < kept.length; h++) {
      Kernels.best().add(z.length, dy[h], y.data(), y.index(h, 0), z, 0);
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
    double[] tau = Arrays.copyOf(z, dimensions);
    for (int h = 0; h < hard.length; h++) {
      Kernels.best().add(dimensions - k.rows, dy[h], y.data(), y.index(h, k.rows), tau, k.rows);
    }
    return tau;
  }

  /** γ ∘ svec(TᵀCT), the columns of F that elastic rows see. */
  private double[] scaled(double[] c) {
    double[] z = new double[k.rows];
    for (ElasticPart part : parts) {
      part.factor().addSeenImage(c, part.family().column(), z, part.column());
    }
    return z;
  }

  /** F₁τ₁, one matrix a family. */
  private List<DenseMatrix> unscaled(double[] tau) {
    List<DenseMatrix> matrices = new ArrayList<>();
    for (ElasticRows.Family family : elastic.families()) {
      DenseMatrix sum = DenseMatrix.zeros(family.order(), family.order());
      for (ElasticPart part : parts) {
        if (part.family().column() == family.column()) {
          part.factor().addSeen(tau, part.column(), sum);
        }
      }
      matrices.add(sum);
    }
    return matrices;
  }

  /** Arithmetic operations of one {@link #assemble} and {@link #factor}, on average. */
  public double flops() {
    return flops(elastic, hard.length);
  }

  /** Arithmetic operations of one {@link #solve}, with each entry of the elastic rows twice. */
  public double solveFlops() {
    return 4.0 * elastic.rows() * elastic.columns();
  }

  private static double flops(ElasticRows elastic, int hard) {
    double n = elastic.seen();
    double most = KeptRows.expected(elastic, hard);
    double kept = n * n * most + n * most * most + most * most * most / 3;
    return elastic.gramFlops() + n * n * n / 3 + n * n * hard + LATE * kept;
  }

  /** What is factored, and the formulas of blocks that only hard rows have terms in. */
  @Override
  public String toString() {
    String blocks =
        parts.stream()
            .flatMapToInt(part -> IntStream.of(part.blocks()))
            .mapToObj(block -> Integer.toString(block + 1))
            .collect(Collectors.joining(", "));
    String reduced =
        String.format(
            Locale.ROOT,
            "M: %d elastic rows in the %d dimensions of block %s, %d hard rows; "
                + "dense Cholesky, %d x %d, %.1e flops",
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
