package io.spectrahedra.sdp.problem;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;

/**
 * How far apart the numbers of a problem are. Rows are divided by their norms before a solve, and b
 * and C by their sizes [M5]; what is left is the range within one row, of b against the rows, and
 * within C. Where that is wide, the small numbers are lost in the rounding of the large ones.
 *
 * <p>Zeros do not count, nor what is one up to rounding; dense and low-rank matrices count by their
 * norms.
 *
 * @param coefficients of the hard row where it is widest
 * @param rightHandSides of hard rows, each against the largest coefficient of its row
 * @param objective of C
 */
public record DataRanges(Range coefficients, Range rightHandSides, Range objective) {
  /** SDPLIB goes up to 2.5e10 (control8), with small coefficients that hardly matter. */
  private static final double WIDE_ROW = 1e11;

  /** Errors count relative to the largest entry of b and of C: at 1e-8, less is not seen. */
  private static final double WIDE = 1e8;

  /** What is smaller than that against the largest is what rounding has left of a zero. */
  private static final double ROUNDING = 0x1p-50;

  /**
   * From the least absolute value to the largest.
   *
   * @param what the numbers, in words
   */
  public record Range(String what, double least, double largest) {
    private double ratio() {
      return largest == 0 ? 0 : largest / least;
    }

    @Override
    public String toString() {
      return largest == 0
          ? what + " all zero"
          : String.format(Locale.ROOT, "%s from %.1e to %.1e", what, least, largest);
    }
  }

  /** The range of the numbers that are given to a consumer, twice. */
  private static Range range(String what, Consumer<DoubleConsumer> numbers) {
    double[] largest = {0};
    numbers.accept(value -> largest[0] = Math.max(largest[0], Math.abs(value)));
    double[] least = {largest[0]};
    double rounding = ROUNDING * largest[0];
    numbers.accept(
        value -> {
          double size = Math.abs(value);
          least[0] = size > rounding ? Math.min(least[0], size) : least[0];
        });
    return new Range(what, least[0], largest[0]);
  }

  private static void visit(List<SdpProblem.Term> terms, DoubleConsumer target) {
    for (SdpProblem.Term term : terms) {
      if (term.matrix() instanceof SparseSymmetric matrix) {
        for (int e = 0; e < matrix.entries(); e++) {
          target.accept(term.scale() * matrix.value(e));
        }
      } else if (term.matrix() instanceof SparseVector vector) {
        for (int e = 0; e < vector.entries(); e++) {
          target.accept(term.scale() * vector.value(e));
        }
      } else {
        target.accept(term.scale() * term.matrix().frobeniusNorm());
      }
    }
  }

  /** The ranges of a problem; O(entries of the hard rows and of C). */
  public static DataRanges of(SdpProblem problem) {
    Range widest = new Range("", 0, 0);
    String where = "";
    double[] rhs = new double[problem.rows().size()];
    for (int i = 0; i < rhs.length; i++) {
      SdpProblem.Row row = problem.rows().get(i);
      if (row.penalty().isHard()) {
        Range range = range("", target -> visit(row.terms(), target));
        if (range.ratio() > widest.ratio()) {
          widest = range;
          where = " in row \"" + row.name() + "\"";
        }
        rhs[i] = range.largest > 0 ? row.rhs() / range.largest : 0;
      }
    }
    return new DataRanges(
        new Range("coefficients" + where, widest.least, widest.largest),
        range(
            "right-hand sides, in units of the largest coefficient of their rows,",
            target -> Arrays.stream(rhs).forEach(target)),
        range("objective", target -> visit(problem.objective(), target)));
  }

  /** Those that are so wide that accuracy is at stake. */
  public List<Range> wide() {
    return Stream.concat(
            Stream.of(coefficients).filter(range -> range.ratio() > WIDE_ROW),
            Stream.of(rightHandSides, objective).filter(range -> range.ratio() > WIDE))
        .toList();
  }

  /** A line each. */
  @Override
  public String toString() {
    return coefficients + "\n" + rightHandSides + "\n" + objective;
  }
}
