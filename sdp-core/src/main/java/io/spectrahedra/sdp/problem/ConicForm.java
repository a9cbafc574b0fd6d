package io.spectrahedra.sdp.problem;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;

/**
 * A problem in the words that every semidefinite solver has: rows that are hard, and no
 * second-order cones [M42].
 *
 * <p>The residual r of an elastic row, whose conjugate is f*(y) = γ + αy + κy²/2 on [l, u], is made
 * of variables that cost what f does:
 *
 * <pre>
 *   f(r) = min  v/2 + u·p − l·q − γ   s.t.  α + √κ·s + p − q = r,   [ 1  s ]
 *                                           p ≥ 0,  q ≥ 0,          [ s  v ] ≥ 0
 * </pre>
 *
 * <p>where κ = 0 takes the matrix away and an infinite end its p or q; of a hard row, all. A vector
 * (t, u) of a second-order cone becomes the (tr W, 2W₁₀, …) of a matrix W ≥ 0 of its size, for
 * these are the vectors of the cone.
 *
 * <p>Optimal value, X and the multipliers of the rows stay as they are. The blocks and rows of the
 * source come first, in their order; behind them a nonnegative block of all p and q, and for every
 * row with κ > 0 a matrix block of order 2 with a row that says 1. Their matrices are shared, not
 * copied; the cost is O(1) a row.
 */
public final class ConicForm {
  private static final String ENDS = "beyond the ends";

  private static final ConstraintMatrix ONE = ConstraintMatrix.sparse(2).set(0, 0, 1).build();
  private static final ConstraintMatrix S = ConstraintMatrix.sparse(2).set(1, 0, 0.5).build();
  private static final ConstraintMatrix V = ConstraintMatrix.sparse(2).set(1, 1, 1).build();

  private final SdpProblem source;
  private final SdpProblem problem;

  private ConicForm(SdpProblem source) {
    this.source = source;
    this.problem = withHardRows(withArrows(source));
  }

  /**
   * The form of a problem; O(rows).
   *
   * @throws IllegalArgumentException if the penalty of a row has none: those whose conjugate is not
   *     quadratic between its ends, of which the logistic one is an example
   */
  public static ConicForm of(SdpProblem source) {
    return new ConicForm(source);
  }

  private static SdpProblem withHardRows(SdpProblem source) {
    source.rows().forEach(ConicForm::requireForm);
    SdpProblem.Builder builder = source.withoutRows();
    double[] cost =
        source.rows().stream()
            .flatMapToDouble(row -> DoubleStream.of(row.penalty().upper(), -row.penalty().lower()))
            .filter(Double::isFinite)
            .toArray();
    if (cost.length > 0) {
      builder.nonNegative(ENDS, cost.length).minimise(ENDS, ConstraintMatrix.vector(cost));
    }
    List<String> squares = new ArrayList<>();
    int ends = 0;
    for (SdpProblem.Row row : source.rows()) {
      RowPenalty f = row.penalty();
      List<SdpProblem.Term> terms = new ArrayList<>(row.terms());
      builder.constant(-f.conjugate(0));
      // 0 or, where that is an end, the number next to it
      double inside = Math.max(Math.nextUp(f.lower()), Math.min(Math.nextDown(f.upper()), 0));
      double curvature = f.conjugateCurvature(inside);
      if (curvature > 0) {
        String square = "square of " + row.name();
        builder.psd(square, 2).minimise(square, 0.5, V);
        terms.add(builder.term(row.name(), square, Math.sqrt(curvature), S));
        squares.add(square);
      }
      if (Double.isFinite(f.upper())) {
        terms.add(builder.term(row.name(), ENDS, 1, SparseVector.unit(cost.length, ends++, 1)));
      }
      if (Double.isFinite(f.lower())) {
        terms.add(builder.term(row.name(), ENDS, -1, SparseVector.unit(cost.length, ends++, 1)));
      }
      double rhs = row.rhs() - f.conjugateSlope(inside);
      builder.row(new SdpProblem.Row(row.name(), List.copyOf(terms), rhs, RowPenalty.hard()));
    }
    for (String square : squares) {
      builder.row("unit of the " + square).term(square, ONE).equalTo(1);
    }
    return builder.build();
  }

  private static void requireForm(SdpProblem.Row row) {
    if (!row.penalty().hasQuadraticConjugate()) {
      throw new IllegalArgumentException(
          "row \""
              + row.name()
              + "\" has no semidefinite form: the conjugate of "
              + row.penalty()
              + " is not quadratic between its ends (hasQuadraticConjugate)");
    }
  }

  private static SdpProblem withArrows(SdpProblem source) {
    if (source.blocks().stream().noneMatch(Block.SecondOrder.class::isInstance)) {
      return source;
    }
    Map<String, Block> blocks = new LinkedHashMap<>();
    for (int k = 0; k < source.blocks().size(); k++) {
      Block block = source.blocks().get(k);
      blocks.put(
          source.blockNames().get(k),
          block instanceof Block.SecondOrder ? new Block.Psd(block.size()) : block);
    }
    return source.inBlocks(
        blocks,
        term ->
            source.blocks().get(term.block()) instanceof Block.SecondOrder
                ? List.of(
                    new SdpProblem.Term(
                        term.block(), term.scale(), arrow((SparseVector) term.matrix())))
                : List.of(term));
  }

  /** [t uᵀ; u tI] of (t, u): ⟨arrow(a), W⟩ = aᵀ(tr W, 2W₁₀, …). */
  private static SparseSymmetric arrow(SparseVector a) {
    SparseSymmetric.Entries entries = ConstraintMatrix.sparse(a.size());
    for (int e = 0; e < a.entries(); e++) {
      if (a.index(e) > 0) {
        entries.set(a.index(e), 0, a.value(e));
      }
      for (int i = 0; a.index(e) == 0 && i < a.size(); i++) {
        entries.set(i, i, a.value(e));
      }
    }
    return entries.build();
  }

  /** All rows hard, and no second-order cones; free blocks stay. */
  public SdpProblem problem() {
    return problem;
  }

  /** X of the source. */
  public BlockMatrix x(BlockMatrix conic) {
    return ofSource(conic, ConicForm::vectorOf);
  }

  /** S of the source. */
  public BlockMatrix s(BlockMatrix conic) {
    return ofSource(conic, arrow -> arrow.view(0, 0, arrow.rows, 1));
  }

  /** One multiplier a row of the source. */
  public double[] y(double[] conic) {
    return Arrays.copyOf(conic, source.rows().size());
  }

  private BlockMatrix ofSource(BlockMatrix conic, UnaryOperator<DenseMatrix> vector) {
    List<DenseMatrix> blocks = new ArrayList<>();
    for (int k = 0; k < source.blocks().size(); k++) {
      boolean isArrow = source.blocks().get(k) instanceof Block.SecondOrder;
      blocks.add(isArrow ? vector.apply(conic.block(k)) : conic.block(k));
    }
    return BlockMatrix.of(blocks);
  }

  /** (tr W, 2W₁₀, …). */
  private static DenseMatrix vectorOf(DenseMatrix w) {
    DenseMatrix vector = DenseMatrix.zeros(w.rows, 1);
    for (int i = 0; i < w.rows; i++) {
      vector.add(0, 0, w.at(i, i));
      if (i > 0) {
        vector.set(i, 0, 2 * w.at(i, 0));
      }
    }
    return vector;
  }
}
