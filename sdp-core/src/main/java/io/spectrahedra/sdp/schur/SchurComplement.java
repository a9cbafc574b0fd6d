package io.spectrahedra.sdp.schur;

import io.spectrahedra.sdp.cone.Cone;
import io.spectrahedra.sdp.cone.NonNegativeCone;
import io.spectrahedra.sdp.cone.PsdCone;
import io.spectrahedra.sdp.cone.SecondOrderCone;
import io.spectrahedra.sdp.linalg.DenseSystem;
import io.spectrahedra.sdp.linalg.SparseCholesky;
import io.spectrahedra.sdp.linalg.SymmetricSystem;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.Operator;
import io.spectrahedra.sdp.problem.RowGroup;
import io.spectrahedra.sdp.problem.SparseRows;
import io.spectrahedra.sdp.problem.VectorRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * The Schur complement M of the HKM system, Mᵢⱼ = Σ over the blocks of ⟨Aᵢ, sym(X Aⱼ S⁻¹)⟩ [M7]: a
 * sum of contributions, each by the formula that suits the storage of its terms, in a dense matrix
 * or, where the blocks share few rows, in a sparse one.
 */
public final class SchurComplement {
  private final SymmetricSystem system;
  private final List<Consumer<Workers>> contributions = new ArrayList<>();
  private final SchurPlan plan;

  private SchurComplement(int m, List<SchurPart> parts, SchurStorage storage) {
    List<SchurPlan.Line> lines = new ArrayList<>();
    if (storage.order().isPresent()) {
      SparseCholesky sparse = new SparseCholesky(storage.order().get());
      system = sparse;
      for (SchurPart part : parts) {
        SchurPart.SparseContribution contribution = part.toSparse();
        contributions.add(workers -> contribution.addTo(workers, sparse));
        lines.add(new SchurPlan.Line(part.label(), contribution.formula()));
      }
    } else {
      DenseSystem dense = new DenseSystem(m);
      system = dense;
      for (SchurPart part : parts) {
        BlockSchur formula = part.toDense(m);
        contributions.add(workers -> formula.addTo(workers, dense.matrix()));
        lines.add(new SchurPlan.Line(part.label(), formula));
      }
    }
    this.plan = new SchurPlan(m, lines, storage);
  }

  /**
   * Chooses the formulas and the storage, once for all iterations.
   *
   * @param dense whether M must be stored as a dense matrix
   */
  public static SchurComplement of(Operator operator, List<Cone> cones, boolean dense) {
    return of(operator, cones, dense ? SchurStorage.DENSE : SchurStorage.ANY);
  }

  /** The same with a choice of storages. */
  static SchurComplement of(Operator operator, List<Cone> cones, Set<SchurStorage.Kind> allowed) {
    return of(operator, cones, block -> true, allowed);
  }

  /** A dense one of what some of the blocks contribute. */
  static SchurComplement ofSome(Operator operator, List<Cone> cones, IntPredicate wanted) {
    return of(operator, cones, wanted, SchurStorage.DENSE);
  }

  private static SchurComplement of(
      Operator operator, List<Cone> cones, IntPredicate wanted, Set<SchurStorage.Kind> allowed) {
    List<SchurPart> parts = parts(operator, cones, wanted);
    SchurStorage storage = SchurStorage.of(operator.rows(), parts, allowed);
    return new SchurComplement(operator.rows(), parts, storage);
  }

  private static List<SchurPart> parts(Operator operator, List<Cone> cones, IntPredicate wanted) {
    List<SchurPart> parts = new ArrayList<>();
    Map<RowGroup, List<Integer>> families = new LinkedHashMap<>();
    for (int k = 0; k < cones.size(); k++) {
      List<RowGroup> groups = wanted.test(k) ? operator.groups(k) : List.of();
      if (cones.get(k) instanceof PsdCone cone) {
        for (RowGroup group : groups) {
          familyOf(group, families).add(k);
        }
        addCross(label(List.of(k)), cone, groups, parts);
      } else if (cones.get(k) instanceof NonNegativeCone cone) {
        for (RowGroup group : groups) {
          parts.add(new SchurPart.Vector(label(List.of(k)), (VectorRows) group, cone));
        }
      } else if (cones.get(k) instanceof SecondOrderCone cone) {
        for (RowGroup group : groups) {
          parts.add(new SchurPart.SecondOrder(label(List.of(k)), (VectorRows) group, cone));
        }
      }
    }
    families.forEach(
        (group, blocks) ->
            parts.add(
                new SchurPart.Family(
                    label(blocks),
                    group,
                    blocks.stream().map(k -> (PsdCone) cones.get(k)).toList())));
    return parts;
  }

  private static String label(List<Integer> blocks) {
    return "block "
        + blocks.stream().map(k -> Integer.toString(k + 1)).collect(Collectors.joining(", "));
  }

  /** The blocks whose groups differ from this one by a sign at most; sparse groups stay alone. */
  private static List<Integer> familyOf(RowGroup group, Map<RowGroup, List<Integer>> families) {
    if (!(group instanceof SparseRows)) {
      for (Map.Entry<RowGroup, List<Integer>> family : families.entrySet()) {
        if (group.signTo(family.getKey()) != 0) {
          return family.getValue();
        }
      }
    }
    return families.computeIfAbsent(group, unused -> new ArrayList<>());
  }

  /** Every pair of groups of one block, from the one with fewer terms. */
  private static void addCross(
      String label, PsdCone cone, List<RowGroup> unordered, List<SchurPart> parts) {
    List<RowGroup> groups =
        unordered.stream().sorted(Comparator.comparingInt(RowGroup::terms)).toList();
    for (int g = 0; g + 1 < groups.size(); g++) {
      parts.add(
          new SchurPart.Cross(label, cone, groups.get(g), groups.subList(g + 1, groups.size())));
    }
  }

  /** What {@link #assemble} fills. */
  public SymmetricSystem system() {
    return system;
  }

  /** The system ← the Schur complement at the current pairs of the cones. */
  public void assemble(Workers workers) {
    system.clear(workers);
    contributions.forEach(contribution -> contribution.accept(workers));
  }

  /** Whether no block contributes. */
  boolean isZero() {
    return contributions.isEmpty();
  }

  /** What has been chosen. */
  public SchurPlan plan() {
    return plan;
  }

  /** The plan. */
  @Override
  public String toString() {
    return plan.toString();
  }
}
