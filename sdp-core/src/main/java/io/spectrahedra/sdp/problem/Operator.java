package io.spectrahedra.sdp.problem;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * 𝒜 and its adjoint, 𝒜ᵢ(X) = ⟨Aᵢ, X⟩ and 𝒜*(y) = Σ yᵢAᵢ, with the terms of every block sorted by
 * kind for bulk work. Immutable; shares the data of the problem where it can, and between blocks
 * that have the same matrices in the same rows.
 */
public final class Operator {
  private final int rows;
  private final List<List<RowGroup>> groups;
  private final List<Family> families = new ArrayList<>();

  private Operator(int rows, List<List<RowGroup>> groups) {
    this.rows = rows;
    this.groups = groups;
    for (int k = 0; k < groups.size(); k++) {
      for (RowGroup group : groups.get(k)) {
        join(group, k);
      }
    }
  }

  /** A block in whose group all terms are {@code sign} times those of its family. */
  private record Member(int block, double sign) {}

  /** Blocks with the same group up to sign: 𝒜 of one sum and 𝒜* once serve them all. */
  private record Family(RowGroup group, List<Member> members) {

    /** Σ sign·X over the members. */
    DenseMatrix sum(BlockMatrix x) {
      DenseMatrix first = x.block(members.get(0).block);
      if (members.size() == 1) {
        return first;
      }
      DenseMatrix sum = first.copy();
      for (Member member : members.subList(1, members.size())) {
        sum.addScaled(member.sign, x.block(member.block));
      }
      return sum;
    }
  }

  private void join(RowGroup group, int k) {
    for (Family family : families) {
      double sign = group.signTo(family.group);
      if (sign != 0 && !(group instanceof SparseRows)) { // whose terms may cost less than the sum
        family.members.add(new Member(k, sign));
        return;
      }
    }
    families.add(new Family(group, new ArrayList<>(List.of(new Member(k, 1)))));
  }

  /** The operator of a problem with row i multiplied by {@code rowScale[i]}. */
  public static Operator of(SdpProblem problem, double[] rowScale) {
    List<List<TermList<?>>> terms = new ArrayList<>();
    for (int k = 0; k < problem.blocks().size(); k++) {
      terms.add(emptyLists());
    }
    for (int i = 0; i < problem.rows().size(); i++) {
      for (SdpProblem.Term term : problem.rows().get(i).terms()) {
        for (TermList<?> list : terms.get(term.block())) {
          list.offer(i, rowScale[i] * term.scale(), term.matrix());
        }
      }
    }
    Map<TermList<?>, RowGroup> built = new LinkedHashMap<>();
    List<List<RowGroup>> groups = new ArrayList<>();
    for (List<TermList<?>> lists : terms) {
      groups.add(
          lists.stream().filter(list -> !list.isEmpty()).map(list -> group(list, built)).toList());
    }
    return new Operator(problem.rows().size(), groups);
  }

  private static List<TermList<?>> emptyLists() {
    return Stream.<TermList<?>>of(
            new TermList<>(SparseSymmetric.class, SparseRows::of),
            new TermList<>(LowRankMatrix.class, LowRankRows::of),
            new TermList<>(DenseSymmetric.class, DenseRows::of),
            new TermList<>(SparseVector.class, VectorRows::of))
        .toList();
  }

  private static RowGroup group(TermList<?> terms, Map<TermList<?>, RowGroup> built) {
    for (Map.Entry<TermList<?>, RowGroup> earlier : built.entrySet()) {
      if (terms.hasMatricesOf(earlier.getKey())) {
        return earlier.getValue().withScale(terms.scales());
      }
    }
    RowGroup group = terms.toGroup();
    built.put(terms, group);
    return group;
  }

  /** Number of rows m. */
  public int rows() {
    return rows;
  }

  /** The terms of block k, at most one group of each kind. */
  public List<RowGroup> groups(int k) {
    return groups.get(k);
  }

  /** target ← 𝒜(X), of length m. */
  public void apply(Workers workers, BlockMatrix x, double[] target) {
    Arrays.fill(target, 0);
    for (Family family : families) {
      family.group.addApply(workers, family.sum(x), target);
    }
  }

  /** T ← T + 𝒜*(y). */
  private void addAdjoint(Workers workers, double[] y, BlockMatrix target) {
    for (Family family : families) {
      DenseMatrix first = target.block(family.members.get(0).block);
      if (family.members.size() == 1) {
        family.group.addAdjoint(workers, y, first);
      } else {
        DenseMatrix sum = DenseMatrix.zeros(first.rows, first.cols);
        family.group.addAdjoint(workers, y, sum);
        for (Member member : family.members) {
          target.block(member.block).addScaled(member.sign, sum);
        }
      }
    }
  }

  /** T ← 𝒜*(y). */
  public void adjoint(Workers workers, double[] y, BlockMatrix target) {
    target.clear();
    addAdjoint(workers, y, target);
  }

  /** T ← T − 𝒜*(y). */
  public void subtractAdjoint(Workers workers, double[] y, BlockMatrix target) {
    addAdjoint(workers, Arrays.stream(y).map(each -> -each).toArray(), target);
  }
}
