package io.spectrahedra.sdp.schur;

import io.spectrahedra.sdp.cone.Cone;
import io.spectrahedra.sdp.cone.PsdCone;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.DenseSymmetric;
import io.spectrahedra.sdp.problem.LowRankRows;
import io.spectrahedra.sdp.problem.Operator;
import io.spectrahedra.sdp.problem.RowGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The elastic rows as a matrix Φ with a column for every dimension that they see: row i is svec(Aᵢ)
 * in the matrix blocks that it has terms in. Blocks with the same terms up to sign are a family and
 * share their columns. Φ is never stored.
 */
final class ElasticRows {
  /** Rows of Φ that are written at once, and those of one task. */
  private static final int CHUNK = 256;

  private static final int PART = 64;

  /** Parts of Φ whose products are formed at once, where they have no more columns than that. */
  private static final int SLICES = 8;

  private static final int SLICED_COLUMNS = 500;

  /** A block whose terms are {@code sign} times those of its family. */
  record Member(int block, double sign) {}

  /**
   * @param groups the terms of the elastic rows in the first of its blocks
   * @param column its first column of Φ
   */
  record Family(List<RowGroup> groups, int order, int column, List<Member> members) {
    int columns() {
      return DenseSymmetric.svecLength(order);
    }

    /** The members two by two; the last may be alone. */
    List<List<Member>> twins() {
      List<List<Member>> twins = new ArrayList<>();
      for (int k = 0; k < members.size(); k += 2) {
        twins.add(members.subList(k, Math.min(members.size(), k + 2)));
      }
      return twins;
    }

    /** The sign of a block with these terms, or 0 if it is none of this family. */
    private double signOf(List<RowGroup> others) {
      double sign = others.get(0).signTo(groups.get(0));
      boolean same = others.size() == groups.size();
      for (int g = 1; g < others.size() && same; g++) {
        same = others.get(g).signTo(groups.get(g)) == sign;
      }
      return same ? sign : 0;
    }
  }

  private final int rows;
  private final List<Family> families;
  private final int columns;

  /** The rows, where each is a vector of its own and what all share. */
  private final Optional<ElasticVectors> vectors;

  private ElasticRows(int rows, List<Family> families, int columns) {
    this.rows = rows;
    this.families = families;
    this.columns = columns;
    this.vectors =
        families.size() == 1 && families.get(0).twins().size() == 1
            ? ElasticVectors.of(families.get(0).groups)
            : Optional.empty();
  }

  /** Nothing if a row that is elastic has a term in a block that is not a matrix with a dense S. */
  static Optional<ElasticRows> of(Operator operator, List<Cone> cones, IntPredicate elastic) {
    List<Family> families = new ArrayList<>();
    int column = 0;
    for (int k = 0; k < cones.size(); k++) {
      List<RowGroup> groups =
          operator.groups(k).stream().filter(group -> hasAny(group, elastic)).toList();
      if (groups.isEmpty()) {
        continue;
      }
      if (!(cones.get(k) instanceof PsdCone cone) || cone.sparseSlack().isPresent()) {
        return Optional.empty();
      }
      if (!joins(k, groups, families)) {
        int order = cone.order();
        families.add(new Family(groups, order, column, new ArrayList<>(List.of(new Member(k, 1)))));
        column = Math.addExact(column, DenseSymmetric.svecLength(order));
      }
    }
    return Optional.of(new ElasticRows(operator.rows(), families, column));
  }

  private static boolean hasAny(RowGroup group, IntPredicate elastic) {
    for (int t = 0; t < group.terms(); t++) {
      if (elastic.test(group.row(t))) {
        return true;
      }
    }
    return false;
  }

  private static boolean joins(int k, List<RowGroup> groups, List<Family> families) {
    for (Family family : families) {
      double sign = family.signOf(groups);
      if (sign != 0) {
        family.members.add(new Member(k, sign));
        return true;
      }
    }
    return false;
  }

  /**
   * Flops of factoring M for the rows of one group of terms, which all meet, and, where they have
   * vectors, of assembling it: at least those.
   */
  double cliqueFlops() {
    double most = 0;
    for (Family family : families) {
      for (RowGroup group : family.groups) {
        double met = 0;
        for (int t = 0; t < group.terms(); t++) {
          met += t > 0 && group.row(t) == group.row(t - 1) ? 0 : 1;
        }
        double assembly =
            group instanceof LowRankRows low
                ? 2.0 * family.order * family.members.size() * low.own() * low.own()
                : 0;
        most = Math.max(most, assembly + met * met * met / 3);
      }
    }
    return most;
  }

  /** Whether block k has columns here. */
  boolean sees(int block) {
    return families.stream()
        .anyMatch(family -> family.members.stream().anyMatch(member -> member.block == block));
  }

  List<Family> families() {
    return families;
  }

  /** Number of rows of Φ, hard ones of weight 0 included. */
  int rows() {
    return rows;
  }

  /** Σ of the dimensions that the twins of all families share. */
  int seen() {
    return families.stream()
        .mapToInt(family -> Math.multiplyExact(family.columns(), family.twins().size()))
        .sum();
  }

  /** Number of columns q of Φ. */
  int columns() {
    return columns;
  }

  /**
   * The lower triangle of {@code sum} ← Σ wᵢψᵢψᵢᵀ over the rows of weight wᵢ &gt; 0, all elastic,
   * with ψᵢ the svec(TᵀAᵢT) of every part; a pass over the rows and mq² flops, or a third of that
   * [M60].
   */
  void gram(Workers workers, double[] weight, List<ElasticPart> parts, DenseMatrix sum) {
    if (vectors.isPresent()) {
      vectors.get().gram(workers, weight, parts.get(0).factor().t(), sum);
      return;
    }
    int[] active = IntStream.range(0, rows).filter(i -> weight[i] > 0).toArray();
    int slices = seen() <= SLICED_COLUMNS ? Math.min(SLICES, active.length / CHUNK + 1) : 1;
    Workers inner = slices == 1 ? workers : Workers.SERIAL;
    DenseMatrix[] sums = new DenseMatrix[slices];
    sum.fill(0);
    workers.forEach(
        slices,
        s -> {
          sums[s] = s == 0 ? sum : DenseMatrix.zeros(seen(), seen());
          int from = (int) ((long) active.length * s / slices);
          int end = (int) ((long) active.length * (s + 1) / slices);
          add(inner, weight, active, from, end, parts, sums[s]);
        });
    for (int s = 1; s < slices; s++) {
      sum.addScaled(1, sums[s]);
    }
  }

  /** What the rows active[from..end] add to it. */
  private void add(
      Workers workers,
      double[] weight,
      int[] active,
      int from,
      int end,
      List<ElasticPart> parts,
      DenseMatrix sum) {
    DenseMatrix buffer = DenseMatrix.zeros(Math.min(CHUNK, end - from), seen());
    for (int start = from; start < end; start += CHUNK) {
      int first = start;
      DenseMatrix chunk = buffer.view(0, 0, Math.min(CHUNK, end - start), seen());
      workers.checkStop();
      workers.forSlices(
          chunk.rows,
          PART,
          (row, to) -> {
            for (int r = row; r < to; r++) {
              int i = active[first + r];
              write(i, Math.sqrt(weight[i]), parts, chunk.view(r, 0, 1, chunk.cols));
            }
          });
      Gemm.multiplyLower(workers, 1, chunk.transposed(), chunk, 1, sum);
    }
  }

  /** Row h of {@code target} ← ψᵢ of elastic row i = {@code which[h]}. */
  void write(Workers workers, int[] which, List<ElasticPart> parts, DenseMatrix target) {
    if (vectors.isPresent()) {
      vectors.get().write(workers, which, parts.get(0).factor().t(), target);
      return;
    }
    workers.forSlices(
        which.length,
        PART,
        (from, to) -> {
          for (int h = from; h < to; h++) {
            write(which[h], 1, parts, target.view(h, 0, 1, target.cols));
          }
        });
  }

  /** Target ← alpha · ψᵢ of an elastic row. */
  private void write(int i, double alpha, List<ElasticPart> parts, DenseMatrix target) {
    target.fill(0);
    for (ElasticPart part : parts) {
      for (RowGroup group : part.family().groups) {
        for (int t = group.firstTermOf(i); t < group.terms() && group.row(t) == i; t++) {
          group.addCongruence(
              alpha * group.scale(t),
              t,
              part.factor().t(),
              target.data(),
              target.index(0, part.column()));
        }
      }
    }
  }

  /** Flops of {@link #gram}, at most. */
  double gramFlops() {
    double square = (double) seen() * seen();
    return rows * square * (vectors.isPresent() ? vectors.get().share() : 1);
  }

  /** Φᵀv, with v = 0 in hard rows. */
  double[] transposeTimes(Workers workers, double[] v) {
    double[] product = new double[columns];
    for (Family family : families) {
      DenseMatrix sum = DenseMatrix.zeros(family.order, family.order);
      family.groups.forEach(group -> group.addAdjoint(workers, v, sum));
      DenseSymmetric.svec(sum, product, family.column);
    }
    return product;
  }

  /**
   * target ← target + Φ·t; of a hard row, what its terms in these groups give.
   *
   * @param t one symmetric matrix a family
   */
  void addTimes(Workers workers, List<DenseMatrix> t, double[] target) {
    for (int f = 0; f < families.size(); f++) {
      for (RowGroup group : families.get(f).groups) {
        group.addApply(workers, t.get(f), target);
      }
    }
  }
}
