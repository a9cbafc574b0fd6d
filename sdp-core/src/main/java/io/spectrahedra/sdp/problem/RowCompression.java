package io.spectrahedra.sdp.problem;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.TallQr;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A problem with many quadratic rows, reduced to one with no more than it has dimensions [M12].
 *
 * <p>With the rows √wᵢ·svec(Aᵢ) stacked to Φ, their right-hand sides to β, and Φ = QR,
 *
 * <pre>  Σ wᵢ rᵢ²/2 = ‖β − Φx‖²/2 = ‖Qᵀβ − Rx‖²/2 + ‖β − QQᵀβ‖²/2,</pre>
 *
 * <p>so that q rows and a constant say the same as any number m of them: the Newton system is then
 * q × q and not m × m. R and Qᵀβ come out of one pass over the rows, at 2mq² flops; and the dual
 * vector of the q rows lacks the part of y that is orthogonal to Φ, which would only cancel in
 * 𝒜*(y).
 *
 * <p>Blocks that have the same matrices in all these rows up to sign share their columns of R.
 */
public final class RowCompression {
  private final SdpProblem source;
  private final SdpProblem problem;

  /** Numbers of the rows of the source: those kept as they are, which come first, and the rest. */
  private final List<Integer> kept;

  private final List<Integer> compressed;

  private RowCompression(
      SdpProblem source, SdpProblem problem, List<Integer> kept, List<Integer> compressed) {
    this.source = source;
    this.problem = problem;
    this.kept = kept;
    this.compressed = compressed;
  }

  /**
   * A block whose coefficients in the compressed rows are {@code sign} times those of its family.
   */
  private record Member(int block, double sign) {}

  /** Blocks that share the columns of R from {@code column} on. */
  private record Family(int column, List<Member> members) {
    int block() {
      return members.get(0).block;
    }
  }

  /** The reduced problem, or nothing where that would not be smaller. */
  public static Optional<RowCompression> of(SdpProblem source, Workers workers) {
    List<Integer> kept = new ArrayList<>();
    List<Integer> quadratic = new ArrayList<>();
    for (int i = 0; i < source.rows().size(); i++) {
      boolean isQuadratic = source.rows().get(i).penalty() instanceof QuadraticPenalty;
      (isQuadratic ? quadratic : kept).add(i);
    }
    List<Family> families = families(source, quadratic);
    long columns = 0;
    for (Family family : families) {
      columns += source.blocks().get(family.block()).dimension();
    }
    if (quadratic.size() <= columns) {
      return Optional.empty();
    }
    DenseMatrix r =
        TallQr.triangularFactor(
            workers,
            quadratic.size(),
            (int) columns + 1,
            (from, target) -> writeRows(source, families, quadratic, from, target));
    return Optional.of(
        new RowCompression(source, reduced(source, families, kept, r), kept, quadratic));
  }

  private static List<Family> families(SdpProblem source, List<Integer> rows) {
    List<List<SdpProblem.Term>> terms = new ArrayList<>();
    for (int k = 0; k < source.blocks().size(); k++) {
      terms.add(new ArrayList<>());
    }
    List<List<Integer>> rowOf = new ArrayList<>();
    terms.forEach(unused -> rowOf.add(new ArrayList<>()));
    for (int i : rows) {
      for (SdpProblem.Term term : source.rows().get(i).terms()) {
        terms.get(term.block()).add(term);
        rowOf.get(term.block()).add(i);
      }
    }
    List<Family> families = new ArrayList<>();
    int column = 0;
    for (int k = 0; k < terms.size(); k++) {
      if (terms.get(k).isEmpty() || joins(k, terms, rowOf, families)) {
        continue;
      }
      families.add(new Family(column, new ArrayList<>(List.of(new Member(k, 1)))));
      column = Math.toIntExact(column + source.blocks().get(k).dimension());
    }
    return families;
  }

  private static boolean joins(
      int k, List<List<SdpProblem.Term>> terms, List<List<Integer>> rowOf, List<Family> families) {
    for (Family family : families) {
      List<SdpProblem.Term> theirs = terms.get(family.block());
      List<SdpProblem.Term> mine = terms.get(k);
      if (!rowOf.get(k).equals(rowOf.get(family.block()))) {
        continue;
      }
      double sign = Math.signum(mine.get(0).scale() * theirs.get(0).scale());
      boolean same = true;
      for (int t = 0; t < mine.size() && same; t++) {
        same =
            mine.get(t).matrix() == theirs.get(t).matrix()
                && mine.get(t).scale() == sign * theirs.get(t).scale();
      }
      if (same) {
        family.members.add(new Member(k, sign));
        return true;
      }
    }
    return false;
  }

  /** Rows of (Φ, β). */
  private static void writeRows(
      SdpProblem source, List<Family> families, List<Integer> rows, int from, DenseMatrix target) {
    target.fill(0);
    for (Family family : families) {
      Block block = source.blocks().get(family.block());
      DenseMatrix a = DenseMatrix.zeros(block.size(), block.cols());
      for (int i = 0; i < target.rows; i++) {
        SdpProblem.Row row = source.rows().get(rows.get(from + i));
        double root = 1 / Math.sqrt(row.penalty().conjugateCurvature(0));
        a.fill(0);
        for (SdpProblem.Term term : row.terms()) {
          if (term.block() == family.block()) {
            term.matrix().addTo(root * term.scale(), a);
          }
        }
        if (block instanceof Block.Psd) {
          DenseSymmetric.svec(a, target.data(), target.index(i, family.column));
        } else {
          target.view(i, family.column, 1, a.rows).setTo(a.transposed());
        }
        target.set(i, target.cols - 1, root * row.rhs());
      }
    }
  }

  private static SdpProblem reduced(
      SdpProblem source, List<Family> families, List<Integer> kept, DenseMatrix r) {
    SdpProblem.Builder builder = source.withoutRows();
    for (int i : kept) {
      builder.row(source.rows().get(i));
    }
    int q = r.cols - 1;
    builder.constant(r.at(q, q) * r.at(q, q) / 2);
    for (int i = 0; i < q; i++) {
      RowBuilder row = builder.row("compressed " + i);
      for (Family family : families) {
        Block block = source.blocks().get(family.block());
        DenseMatrix part = r.view(0, family.column, q, (int) block.dimension());
        ConstraintMatrix matrix =
            block instanceof Block.Psd
                ? DenseSymmetric.ofSvec(block.size(), part, i)
                : SparseVector.of(part.row(i));
        for (Member member : family.members) {
          row.term(source.blockNames().get(member.block), member.sign, matrix);
        }
      }
      row.near(r.at(i, q), RowPenalty.quadratic(1));
    }
    return builder.build();
  }

  public SdpProblem problem() {
    return problem;
  }

  /**
   * The multipliers of the source's rows: those of the rows kept, and y = w·r, which is optimal for
   * a quadratic row, at r = b − 𝒜(X).
   *
   * @param reduced one multiplier for each row of {@link #problem}
   */
  public double[] expand(BlockMatrix x, double[] reduced) {
    double[] y = new double[source.rows().size()];
    for (int i = 0; i < kept.size(); i++) {
      y[kept.get(i)] = reduced[i];
    }
    for (int i : compressed) {
      SdpProblem.Row row = source.rows().get(i);
      y[i] = residual(row, x) / row.penalty().conjugateCurvature(0);
    }
    return y;
  }

  /**
   * The multipliers of the rows of {@link #problem} from those of the source's rows: r = b − 𝒜(X)
   * of a compressed row, whose weight is 1.
   */
  public double[] reduce(BlockMatrix x, double[] whole) {
    double[] y = new double[problem.rows().size()];
    for (int i = 0; i < y.length; i++) {
      y[i] = i < kept.size() ? whole[kept.get(i)] : residual(problem.rows().get(i), x);
    }
    return y;
  }

  private static double residual(SdpProblem.Row row, BlockMatrix x) {
    double r = row.rhs();
    for (SdpProblem.Term term : row.terms()) {
      r -= term.scale() * term.matrix().dot(x.block(term.block()));
    }
    return r;
  }

  /** The ray of the source's rows that a ray of the reduced problem is: 0 in elastic rows. */
  public double[] expandRay(double[] reduced) {
    double[] y = new double[source.rows().size()];
    for (int i = 0; i < kept.size(); i++) {
      y[kept.get(i)] = reduced[i];
    }
    return y;
  }
}
