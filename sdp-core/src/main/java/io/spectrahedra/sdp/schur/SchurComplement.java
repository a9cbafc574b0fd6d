package io.spectrahedra.sdp.schur;

import io.spectrahedra.sdp.cone.Cone;
import io.spectrahedra.sdp.cone.NonNegativeCone;
import io.spectrahedra.sdp.cone.PsdCone;
import io.spectrahedra.sdp.cone.SecondOrderCone;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.DenseRows;
import io.spectrahedra.sdp.problem.LowRankRows;
import io.spectrahedra.sdp.problem.Operator;
import io.spectrahedra.sdp.problem.RowGroup;
import io.spectrahedra.sdp.problem.SparseRows;
import io.spectrahedra.sdp.problem.VectorRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The Schur complement M of the HKM system, Mᵢⱼ = Σ over the blocks of ⟨Aᵢ, sym(X Aⱼ S⁻¹)⟩ [M7]: a
 * sum of contributions, each by the formula that suits the storage of its terms.
 */
public final class SchurComplement {
  private final List<BlockSchur> contributions;

  private SchurComplement(List<BlockSchur> contributions) {
    this.contributions = contributions;
  }

  /** Chooses the formulas, once for all iterations. */
  public static SchurComplement of(Operator operator, List<Cone> cones) {
    List<BlockSchur> contributions = new ArrayList<>();
    Map<RowGroup, List<PsdCone>> families = new LinkedHashMap<>();
    for (int k = 0; k < cones.size(); k++) {
      List<RowGroup> groups = operator.groups(k);
      if (cones.get(k) instanceof PsdCone cone) {
        groups.forEach(group -> familyOf(group, families).add(cone));
        addCross(cone, groups, contributions);
      } else if (cones.get(k) instanceof NonNegativeCone cone) {
        for (RowGroup group : groups) {
          contributions.add(new VectorSchur((VectorRows) group, cone));
        }
      } else if (cones.get(k) instanceof SecondOrderCone cone) {
        for (RowGroup group : groups) {
          contributions.add(new SecondOrderSchur((VectorRows) group, cone));
        }
      }
    }
    families.forEach((group, members) -> add(group, members, operator.rows(), contributions));
    return new SchurComplement(contributions);
  }

  /** The blocks whose groups differ from this one by a sign at most; sparse groups stay alone. */
  private static List<PsdCone> familyOf(RowGroup group, Map<RowGroup, List<PsdCone>> families) {
    for (Map.Entry<RowGroup, List<PsdCone>> family : families.entrySet()) {
      if (sameUpToSign(group, family.getKey())) {
        return family.getValue();
      }
    }
    return families.computeIfAbsent(group, unused -> new ArrayList<>());
  }

  private static boolean sameUpToSign(RowGroup left, RowGroup right) {
    return !(left instanceof SparseRows) && left.signTo(right) != 0;
  }

  private static void add(
      RowGroup group, List<PsdCone> cones, int m, List<BlockSchur> contributions) {
    if (group instanceof LowRankRows rows) {
      contributions.add(new LowRankSchur(rows, cones, m));
    } else if (group instanceof DenseRows rows) {
      contributions.add(new DenseSchur(rows, cones));
    } else if (group instanceof SparseRows rows) {
      cones.forEach(cone -> contributions.add(new SparseSchur(rows, cone)));
    }
  }

  /** Every pair of groups of one block, from the one with fewer terms. */
  private static void addCross(
      PsdCone cone, List<RowGroup> unordered, List<BlockSchur> contributions) {
    List<RowGroup> groups =
        unordered.stream().sorted(Comparator.comparingInt(RowGroup::terms)).toList();
    for (int g = 0; g + 1 < groups.size(); g++) {
      contributions.add(new CrossSchur(cone, groups.get(g), groups.subList(g + 1, groups.size())));
    }
  }

  /** The lower triangle of M ← the Schur complement at the current pairs of the cones. */
  public void assemble(Workers workers, DenseMatrix m) {
    m.fill(0);
    for (BlockSchur contribution : contributions) {
      contribution.addTo(workers, m);
    }
  }

  /** One line a contribution. */
  @Override
  public String toString() {
    return String.join("\n", contributions.stream().map(Object::toString).toList());
  }
}
