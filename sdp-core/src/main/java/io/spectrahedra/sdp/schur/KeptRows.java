package io.spectrahedra.sdp.schur;

import io.spectrahedra.sdp.cone.PsdCone;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.Operator;
import io.spectrahedra.sdp.problem.RowGroup;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The rows that {@link WoodburySystem} does not eliminate: hard ones, and those nearly hard. */
final class KeptRows {
  /** Of the D of other rows. */
  private static final double NEARLY_HARD = 1e-2;

  /** Of ‖X‖/μ: below, a correction or two would not give back what is lost. */
  private static final double LOST = 1e-15;

  /** Of q: more than repeated samples bring to a kink. */
  private static final int MOST = 8;

  /** Rows of one task. */
  private static final int SLICE = 32;

  private final Operator operator;
  private final ElasticRows elastic;
  private final List<ElasticPart> parts;
  private final int[] hard;

  KeptRows(Operator operator, ElasticRows elastic, List<ElasticPart> parts, int[] hard) {
    this.operator = operator;
    this.elastic = elastic;
    this.parts = parts;
    this.hard = hard;
  }

  /**
   * The hard rows, then the elastic rows that are nearly hard: those whose dy = D⁻¹(g − …) would
   * have lost too much against μ to be corrected, with less than a hundredth of what D is beyond
   * them [M40].
   *
   * @param d D of every row
   */
  int[] of(double[] d) {
    double[] sorted = d.clone();
    Arrays.sort(sorted);
    int largest = Math.min(d.length - 1, hard.length + MOST * elastic.columns());
    double next = sorted[largest];
    double most = Math.min(NEARLY_HARD * next, leastWithDigits());
    IntStream small = IntStream.range(0, d.length).filter(i -> d[i] > 0 && d[i] <= most);
    return IntStream.concat(IntStream.of(hard), small).toArray();
  }

  /** The D for which ε|g|/D is of the order of μ, where |g| is no more than ‖X‖. */
  private double leastWithDigits() {
    double size = 0;
    for (ElasticPart part : parts) {
      for (PsdCone cone : part.cones()) {
        size += cone.x().frobeniusNorm();
      }
    }
    return LOST * size / ElasticPart.mu(parts);
  }

  /**
   * How many elastic rows are kept at the end, where flops are counted: q at a nondegenerate
   * solution, and more where that takes no more time than the pass over all of them.
   */
  static int expected(ElasticRows elastic, int hard) {
    double ratio = (double) (elastic.rows() - hard) / elastic.columns();
    return (int) (Math.cbrt(ratio) * elastic.columns());
  }

  /** TF, a row for each kept row. */
  DenseMatrix images(Workers workers, int[] kept) {
    int dimensions = parts.get(parts.size() - 1).end();
    DenseMatrix rows = DenseMatrix.zeros(kept.length, dimensions);
    for (int h = 0; h < hard.length; h++) {
      addHardRow(h, rows);
    }
    int[] others = Arrays.copyOfRange(kept, hard.length, kept.length);
    DenseMatrix seen = rows.view(hard.length, 0, others.length, elastic.seen());
    elastic.write(workers, others, parts, seen);
    workers.forSlices(
        others.length,
        SLICE,
        (from, to) -> {
          for (int h = from; h < to; h++) {
            for (ElasticPart part : parts) {
              multiply(part.factor().seen(), seen.data(), seen.index(h, part.column()));
            }
          }
        });
    return rows;
  }

  private static void multiply(double[] factors, double[] target, int to) {
    for (int e = 0; e < factors.length; e++) {
      target[to + e] *= factors[e];
    }
  }

  private void addHardRow(int h, DenseMatrix rows) {
    int i = hard[h];
    for (ElasticPart part : parts) {
      for (int each = 0; each < part.blocks().length; each++) {
        double[] image = new double[part.family().columns()];
        for (RowGroup group : operator.groups(part.blocks()[each])) {
          for (int t = group.firstTermOf(i); t < group.terms() && group.row(t) == i; t++) {
            group.addCongruence(group.scale(t), t, part.factor().t(), image, 0);
          }
        }
        part.factor()
            .addImage(
                each,
                image,
                rows.data(),
                rows.index(h, part.column()),
                rows.index(h, part.hidden()));
      }
    }
  }
}
