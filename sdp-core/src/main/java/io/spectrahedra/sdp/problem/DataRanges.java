package io.spectrahedra.sdp.problem;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How far apart the numbers of a problem are. Rows are divided by their norms before a solve, and b
 * and C by their sizes [M5]; what is left is the range within one row, of b against the rows, and
 * within C. Where that is wide, the small numbers are lost in the rounding of the large ones.
 *
 * <p>Zeros do not count; dense and low-rank matrices count by their norms.
 *
 * @param coefficients of the row where it is widest
 * @param rightHandSides of hard rows, each against the largest coefficient of its row
 * @param objective of C
 */
public record DataRanges(Range coefficients, Range rightHandSides, Range objective) {
  /** SDPLIB goes up to 2.5e10 (control8), with small coefficients that hardly matter. */
  private static final double WIDE_ROW = 1e11;

  /** Errors count relative to the largest entry of b and of C: at 1e-8, less is not seen. */
  private static final double WIDE = 1e8;

  /**
   * From the least absolute value to the largest.
   *
   * @param what the numbers, in words
   */
  public record Range(String what, double least, double largest) {
    private boolean isWider(double ratio) {
      return largest > ratio * least;
    }

    @Override
    public String toString() {
      return largest == 0
          ? what + " all zero"
          : String.format(Locale.ROOT, "%s from %.1e to %.1e", what, least, largest);
    }
  }

  /** Collects a range. */
  private static final class Sizes {
    private double least = Double.POSITIVE_INFINITY;
    private double largest;

    void add(double value) {
      double size = Math.abs(value);
      if (size > 0) {
        least = Math.min(least, size);
        largest = Math.max(largest, size);
      }
    }

    void add(SdpProblem.Term term) {
      if (term.matrix() instanceof SparseSymmetric matrix) {
        for (int e = 0; e < matrix.entries(); e++) {
          add(term.scale() * matrix.value(e));
        }
      } else if (term.matrix() instanceof SparseVector vector) {
        for (int e = 0; e < vector.entries(); e++) {
          add(term.scale() * vector.value(e));
        }
      } else {
        add(term.scale() * term.matrix().frobeniusNorm());
      }
    }

    double ratio() {
      return largest == 0 ? 0 : largest / least;
    }

    Range toRange(String what) {
      return new Range(what, largest == 0 ? 0 : least, largest);
    }
  }

  /** The ranges of a problem; O(entries). */
  public static DataRanges of(SdpProblem problem) {
    Sizes widest = new Sizes();
    String where = "";
    Sizes rhs = new Sizes();
    for (SdpProblem.Row row : problem.rows()) {
      Sizes sizes = new Sizes();
      row.terms().forEach(sizes::add);
      if (sizes.ratio() > widest.ratio()) {
        widest = sizes;
        where = " in row \"" + row.name() + "\"";
      }
      if (row.penalty().isHard() && sizes.largest > 0) {
        rhs.add(row.rhs() / sizes.largest);
      }
    }
    Sizes objective = new Sizes();
    problem.objective().forEach(objective::add);
    return new DataRanges(
        widest.toRange("coefficients" + where),
        rhs.toRange("right-hand sides, in units of the largest coefficient of their rows,"),
        objective.toRange("objective"));
  }

  /** Those that are so wide that accuracy is at stake. */
  public List<Range> wide() {
    return Stream.concat(
            Stream.of(coefficients).filter(range -> range.isWider(WIDE_ROW)),
            Stream.of(rightHandSides, objective).filter(range -> range.isWider(WIDE)))
        .toList();
  }

  /** A line each. */
  @Override
  public String toString() {
    return coefficients + "\n" + rightHandSides + "\n" + objective;
  }
}
