package io.spectrahedra.sdp.problem;

import io.spectrahedra.sdp.linalg.CompensatedDot;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.SymmetricEigen;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A problem whose matrix blocks have been restricted to the face of the cone that its rows ⟨A, X⟩ =
 * 0 with A ≥ 0 confine X to: X = V X̃ Vᵀ, where the columns of V are an orthonormal basis of the
 * null space of the sum of these A (Borwein and Wolkowicz 1981) [M44]. Without such a row X would
 * be in no interior, and a method that walks through one loses its digits on the way to the edge.
 *
 * <p>Costs a test of O(n²) a row with right-hand side 0, an eigendecomposition of each block that
 * has a face, unless the sum there is wwᵀ, and O(n²ñ) for a dense coefficient there.
 */
public final class FacialReduction {
  /** Of the largest eigenvalue of the sum: what is 0. */
  private static final double ZERO = 1e-12;

  /** What is not; a sum with eigenvalues in between leaves the face in doubt. */
  private static final double CLEAR = 1e-6;

  /** Of ‖A‖: a coefficient of that size on the face is rounding. */
  private static final double VANISHES = 1e-13;

  private final SdpProblem source;

  /** z: W = Σ zᵢAᵢ. */
  private final double[] weights;

  private final int[] kept;

  /** V of each block that is confined. */
  private final Map<Integer, FaceBasis> basis;

  /** W of each of these blocks: the weighted sum of what confines it. */
  private final Map<Integer, DenseMatrix> sums;

  private final SdpProblem problem;

  private FacialReduction(
      SdpProblem source,
      double[] weights,
      int[] kept,
      Map<Integer, DenseMatrix> sums,
      Map<Integer, FaceBasis> basis) {
    this.source = source;
    this.weights = weights;
    this.kept = kept;
    this.sums = sums;
    this.basis = basis;
    Map<String, Block> blocks = new LinkedHashMap<>();
    for (int k = 0; k < source.blocks().size(); k++) {
      blocks.put(
          source.blockNames().get(k),
          basis.containsKey(k) ? new Block.Psd(basis(k).order()) : source.blocks().get(k));
    }
    this.problem = source.withRows(kept).inBlocks(blocks, term -> List.of(restricted(term)));
  }

  /**
   * The problem on its face, or nothing where no row confines X, where the rows leave only X = 0 of
   * a block, or where rounding leaves the face in doubt.
   */
  public static Optional<FacialReduction> of(SdpProblem source) {
    double[] weights = new double[source.rows().size()];
    Set<Integer> out = new HashSet<>();
    for (int i = 0; i < weights.length; i++) {
      int sign = ExposingRow.sign(source, source.rows().get(i));
      if (sign != 0) {
        weights[i] = ExposingRow.of(source, i, sign).weight();
        out.add(i);
      }
    }
    int[] kept = IntStream.range(0, weights.length).filter(i -> !out.contains(i)).toArray();
    return out.isEmpty() ? Optional.empty() : of(source, weights, kept);
  }

  /**
   * The problem on the face that the sum of the hard rows with these weights confines X to, if it
   * does: if W = Σ zᵢAᵢ ≥ 0 and Σ zᵢbᵢ = 0, to rounding. The rows on the face depend on each other.
   *
   * @param weights z, 0 for rows that are not hard
   */
  static Optional<FacialReduction> exposedBy(SdpProblem source, double[] weights) {
    double sum = 0;
    double size = 0;
    for (int i = 0; i < weights.length; i++) {
      double part = weights[i] * source.rows().get(i).rhs();
      sum += part;
      size += Math.abs(part);
    }
    boolean vanishes = Math.abs(sum) <= ZERO * size;
    return vanishes
        ? of(source, weights, IntStream.range(0, weights.length).toArray())
        : Optional.empty();
  }

  private static Optional<FacialReduction> of(SdpProblem source, double[] weights, int[] kept) {
    BlockMatrix sum = BlockMatrix.adjoint(source, weights);
    Map<Integer, DenseMatrix> sums = new LinkedHashMap<>();
    Map<Integer, FaceBasis> basis = new LinkedHashMap<>();
    for (int k = 0; k < source.blocks().size(); k++) {
      if (sum.block(k).maxAbs() > ZERO * sum.maxAbs()) {
        Optional<FaceBasis> space =
            source.blocks().get(k) instanceof Block.Psd
                ? nullSpace(source, k, sum.block(k))
                : Optional.empty();
        if (space.isEmpty()) {
          return Optional.empty();
        }
        sums.put(k, sum.block(k));
        basis.put(k, space.get());
      }
    }
    return Optional.of(new FacialReduction(source, weights, kept, sums, basis));
  }

  private static Optional<FaceBasis> nullSpace(SdpProblem source, int k, DenseMatrix sum) {
    Optional<RankOne> one = RankOne.of(sum);
    if (one.isPresent() && sum.rows > 1) {
      Optional<EliminatedCoordinate> eliminated =
          EliminatedCoordinate.of(one.get().w(), coefficients(source, k));
      return Optional.of(
          eliminated.isPresent() ? eliminated.get() : new OrthonormalBasis(one.get().nullSpace()));
    }
    SymmetricEigen eigen = SymmetricEigen.of(sum);
    double[] values = eigen.values();
    double largest = values[values.length - 1];
    int dimension = 0;
    while (dimension < values.length && Math.abs(values[dimension]) <= ZERO * largest) {
      dimension++;
    }
    boolean clear = dimension < values.length && values[dimension] >= CLEAR * largest;
    return dimension == 0 || !clear
        ? Optional.empty()
        : Optional.of(new OrthonormalBasis(eigen.vectors().view(0, 0, sum.rows, dimension).copy()));
  }

  private static List<ConstraintMatrix> coefficients(SdpProblem source, int k) {
    return source.rows().stream()
        .flatMap(row -> row.terms().stream())
        .filter(term -> term.block() == k)
        .map(SdpProblem.Term::matrix)
        .toList();
  }

  private FaceBasis basis(int k) {
    return Objects.requireNonNull(basis.get(k));
  }

  /** VᵀAV for a term of a block that is confined. */
  private SdpProblem.Term restricted(SdpProblem.Term term) {
    if (!basis.containsKey(term.block())) {
      return term;
    }
    FaceBasis face = basis(term.block());
    ConstraintMatrix a = term.matrix();
    ConstraintMatrix on = face.restricted(a);
    if (on.frobeniusNorm() <= VANISHES * a.frobeniusNorm()) {
      on = ConstraintMatrix.sparse(face.order()).build();
    }
    return new SdpProblem.Term(term.block(), term.scale(), on);
  }

  /** What is solved in place of the source: the other rows on the face. */
  public SdpProblem problem() {
    return problem;
  }

  /** X = V X̃ Vᵀ, less the multiple of W that rounding has left in it. */
  public BlockMatrix whole(BlockMatrix reduced) {
    List<DenseMatrix> blocks = new ArrayList<>();
    for (int k = 0; k < source.blocks().size(); k++) {
      if (basis.containsKey(k)) {
        DenseMatrix x = basis(k).whole(reduced.block(k));
        DenseMatrix w = Objects.requireNonNull(sums.get(k));
        removeFrom(x, w);
        blocks.add(x);
      } else {
        blocks.add(reduced.block(k));
      }
    }
    return BlockMatrix.of(blocks);
  }

  /**
   * X ← X less a multiple of W, such that ⟨W, X⟩ = 0. What rounding of all entries has left of that
   * is taken out of one, and its mirror image, as long as it can be that.
   */
  private static void removeFrom(DenseMatrix x, DenseMatrix w) {
    x.addScaled(-CompensatedDot.of(w, x) / CompensatedDot.of(w, w), w);
    int row = 0;
    int col = 0;
    double largest = 0;
    for (int i = 1; i < w.rows; i++) {
      for (int j = 0; j < i; j++) {
        if (Math.abs(w.at(i, j)) > largest) {
          largest = Math.abs(w.at(i, j));
          row = i;
          col = j;
        }
      }
    }
    double excess = CompensatedDot.of(w, x) / (2 * w.at(row, col));
    double rounding = (double) x.rows * x.rows * Math.ulp(x.maxAbs()); // an ulp of every entry
    if (largest > 0 && Math.abs(excess) <= rounding) {
      x.add(row, col, -excess);
      x.add(col, row, -excess);
    }
  }

  /**
   * The multipliers of an answer on the face such that S in the whole needs least of W: of rows
   * that depend on each other there, which the face leaves open [M55]. O(m²n² + m³) flops for m
   * rows.
   *
   * @param x X̃
   * @param y multipliers of the rows of {@link #problem}, with all rows kept
   */
  public double[] completed(Workers workers, BlockMatrix x, double[] y) {
    return new FaceMultipliers(workers, source, basis, sums).completed(x, y);
  }

  /** VᵀXV: the X̃ nearest to it. */
  public BlockMatrix reduced(BlockMatrix whole) {
    List<DenseMatrix> blocks = new ArrayList<>();
    for (int k = 0; k < source.blocks().size(); k++) {
      blocks.add(basis.containsKey(k) ? basis(k).reduced(whole.block(k)) : whole.block(k));
    }
    return BlockMatrix.of(blocks);
  }

  /** The multipliers of the other rows. */
  public double[] reduced(double[] y) {
    return IntStream.of(kept).mapToDouble(i -> y[i]).toArray();
  }

  /**
   * Multipliers of the source: those of the other rows, and of the rows that confine X such that S
   * has {@code push} times the sum of their weighted A in it. Where that is a power of two, these
   * multipliers are, and what is added of their entries loses no digits.
   */
  public double[] whole(double[] reduced, double push) {
    double[] y = new double[source.rows().size()];
    for (int k = 0; k < kept.length; k++) {
      y[kept[k]] = reduced[k];
    }
    for (int i = 0; i < y.length; i++) {
      y[i] -= push * weights[i];
    }
    return y;
  }

  /** How many times as far outside of the cone as X on the face X may be. */
  public double magnification() {
    return basis.values().stream().mapToDouble(FaceBasis::magnification).reduce(1, Math::max);
  }

  /** A line for each block that is confined; blocks count from 1. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    basis.forEach(
        (k, v) ->
            text.append(text.length() == 0 ? "" : "\n")
                .append(
                    "block %d of order %d has a face of order %d"
                        .formatted(k + 1, source.blocks().get(k).size(), v.order())));
    return text.toString();
  }
}
