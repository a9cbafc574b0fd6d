package io.spectrahedra.neural.decomposition;

import io.spectrahedra.sdp.kernel.Kernels;
import io.spectrahedra.sdp.linalg.Cholesky;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.problem.SdpProblem.Row;
import io.spectrahedra.sdp.problem.SdpProblem.Term;
import io.spectrahedra.sdp.solver.Solution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Solutions that end at kinks of their penalties, back there after small eigenvalues have been cut
 * off [M27].
 *
 * <p>Where f* is affine, a row whose multiplier is strictly inside its interval has the one
 * residual f*′. Cutting an eigenvalue λ off moves it by O(λ), and at a kink that costs O(λ), where
 * it costs nothing of the first order elsewhere: all eigenvalues that the barrier has left, however
 * small, would have to be kept. Instead P of Z = PᵀP moves by the least that brings these rows back
 * and leaves hard ones as they are, by Newton's method with the factors of its first step.
 */
public final class KinkCorrection {
  /** Entries of one matrix, 480 MB: beyond them nothing is corrected. */
  private static final long MAX_ENTRIES = 60_000_000;

  /** Of the Gram matrix of the equations, whose condition is the square of theirs. */
  private static final double ROUNDING = 1e-15;

  private static final int MAX_STEPS = 12;

  /** Rows of one task. */
  private static final int SLICE = 256;

  private final int[] places;

  /** The rows at a kink, then the hard ones. */
  private final List<Row> held;

  /** What 𝒜 is at the kinks. */
  private final double[] values;

  private KinkCorrection(int[] places, List<Row> held, double... values) {
    this.places = places;
    this.held = held;
    this.values = values;
  }

  /**
   * Finds the rows at a kink; a pass over all rows.
   *
   * @param blocks names of the matrix blocks that will be cut; the others stay as they are
   * @return empty if there are none
   */
  public static Optional<KinkCorrection> of(
      Workers workers, SdpProblem program, List<String> blocks, Solution solution) {
    List<Row> rows = program.rows();
    double[] kinks = new double[rows.size()];
    double[] now = new double[kinks.length];
    List<DenseMatrix> x = program.blockNames().stream().map(solution::primal).toList();
    workers.forSlices(
        kinks.length,
        SLICE,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            kinks[i] = kink(rows.get(i), solution.y()[i]);
            for (Term term : Double.isNaN(kinks[i]) ? List.<Term>of() : rows.get(i).terms()) {
              now[i] += term.scale() * term.matrix().dot(x.get(term.block()));
            }
          }
        });
    double scale = 0;
    for (int i = 0; i < kinks.length; i++) {
      if (!Double.isNaN(kinks[i])) {
        scale = Math.max(scale, Math.max(Math.abs(kinks[i]), Math.abs(now[i])));
      }
    }
    List<Row> held = new ArrayList<>();
    double[] values = new double[kinks.length];
    for (int i = 0; i < kinks.length; i++) {
      double reach = scale * inside(rows.get(i).penalty(), solution.y()[i]);
      if (Math.abs(kinks[i] - now[i]) <= reach) {
        values[held.size()] = kinks[i];
        held.add(rows.get(i));
      }
    }
    if (held.isEmpty()) {
      return Optional.empty();
    }
    values = Arrays.copyOf(values, held.size());
    rows.stream().filter(row -> row.penalty().isHard()).forEach(held::add);
    int[] places = blocks.stream().mapToInt(program::blockIndex).toArray();
    return Optional.of(new KinkCorrection(places, held, values));
  }

  /** The 𝒜 that puts the row at its kink; NaN if its penalty has none. */
  private static double kink(Row row, double y) {
    RowPenalty penalty = row.penalty();
    if (penalty.isHard() || !(penalty.lower() < y && y < penalty.upper())) {
      return Double.NaN;
    }
    return penalty.conjugateCurvature(y) == 0 ? row.rhs() - penalty.conjugateSlope(y) : Double.NaN;
  }

  /**
   * How far y is from the ends of its interval, as a share of that: on the central path its product
   * with the distance from the kink is the same for all rows, so one of them is small.
   */
  private static double inside(RowPenalty penalty, double y) {
    double share = Math.min(y - penalty.lower(), penalty.upper() - y);
    double width = penalty.upper() - penalty.lower();
    return Double.isFinite(width) ? share / width : 1;
  }

  /**
   * The corrected factors, of the same ranks; empty if the rows do not come to hold, as where they
   * are more than what Z of these ranks has of freedom (turns of P leave it as it is), or the inner
   * products of their gradients are too many to be stored. m³/3 flops for m rows at a kink of few
   * vectors, or m²E + m³/3 with E entries of all P.
   *
   * @param factors of the blocks in their order
   */
  public Optional<List<RankFactorisation>> apply(Workers workers, List<RankFactorisation> factors) {
    DenseMatrix[] p = factors.stream().map(each -> each.rows().copy()).toArray(DenseMatrix[]::new);
    long entries = Arrays.stream(p).mapToLong(each -> (long) each.rows * each.cols).sum();
    long turns = Arrays.stream(p).mapToLong(each -> each.rows * (each.rows - 1L) / 2).sum();
    if (entries - turns < held.size()) {
      return Optional.empty();
    }
    FactorGradient gradient = new FactorGradient(workers, held, places, p);
    if (gradient.storage() > MAX_ENTRIES) {
      return Optional.empty();
    }
    double[] wanted = Arrays.copyOf(values, held.size());
    double[] current = gradient.values(workers);
    System.arraycopy(current, values.length, wanted, values.length, wanted.length - values.length);
    double[] missing = difference(wanted, current);
    DenseMatrix gram = gradient.gram(workers);
    double largest = IntStream.range(0, gram.rows).mapToDouble(i -> gram.at(i, i)).max().orElse(0);
    for (int i = 0; i < gram.rows; i++) {
      gram.add(i, i, ROUNDING * largest); // for rows that follow from others
    }
    if (Cholesky.factor(workers, gram) < gram.rows) {
      return Optional.empty();
    }
    double before = Double.POSITIVE_INFINITY;
    for (int step = 0; step < MAX_STEPS && norm(missing) < before / 4; step++) {
      before = norm(missing);
      Cholesky.solve(gram, missing);
      gradient.move(workers, missing, p);
      missing = difference(wanted, gradient.at(workers, p).values(workers));
    }
    RankFactorisation[] corrected = new RankFactorisation[p.length];
    Arrays.setAll(corrected, b -> new RankFactorisation(p[b], factors.get(b).dropped()));
    return Optional.of(List.of(corrected));
  }

  private static double[] difference(double[] a, double[] b) {
    double[] difference = a.clone();
    Kernels.best().add(b.length, -1, b, 0, difference, 0);
    return difference;
  }

  private static double norm(double[] v) {
    return Math.sqrt(Kernels.best().dot(v.length, v, 0, v, 0));
  }
}
