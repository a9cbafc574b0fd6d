package io.spectrahedra.sdp.schur;

import io.spectrahedra.sdp.cone.Cone;
import io.spectrahedra.sdp.cone.PsdCone;
import io.spectrahedra.sdp.problem.BlockMatrix;
import java.util.ArrayList;
import java.util.List;

/**
 * One or two blocks of a family of {@link ElasticRows}.
 *
 * @param blocks their places in the problem, and {@code cones} what they are
 * @param factor F of them
 * @param column the first column of F that elastic rows see
 * @param hidden the first of a pair that they do not see
 */
record ElasticPart(
    List<PsdCone> cones,
    int[] blocks,
    ElasticRows.Family family,
    TwinFactor factor,
    int column,
    int hidden) {

  /** The pairs of every family, and what is left of it; all seen columns come first. */
  static List<ElasticPart> of(ElasticRows elastic, List<Cone> cones) {
    List<ElasticPart> parts = new ArrayList<>();
    int column = 0;
    int hidden = elastic.seen();
    for (ElasticRows.Family family : elastic.families()) {
      for (List<ElasticRows.Member> twins : family.twins()) {
        List<PsdCone> pair = twins.stream().map(each -> (PsdCone) cones.get(each.block())).toList();
        double[] signs = twins.stream().mapToDouble(ElasticRows.Member::sign).toArray();
        int[] blocks = twins.stream().mapToInt(ElasticRows.Member::block).toArray();
        TwinFactor factor = new TwinFactor(pair, signs);
        parts.add(new ElasticPart(pair, blocks, family, factor, column, hidden));
        column += family.columns();
        hidden += factor.isPair() ? family.columns() : 0;
      }
    }
    return parts;
  }

  /** μ = ⟨X, S⟩/ν over the blocks of all. */
  static double mu(List<ElasticPart> parts) {
    double products = 0;
    int degree = 0;
    for (ElasticPart part : parts) {
      for (PsdCone cone : part.cones) {
        products += cone.complementarity();
        degree += cone.order();
      }
    }
    return products / degree;
  }

  /** target ← itself + Fᵀ(C) for the matrices of its blocks. */
  void addImage(BlockMatrix c, double[] target) {
    for (int each = 0; each < blocks.length; each++) {
      factor.addImage(each, factor.image(c.block(blocks[each])), target, column, hidden);
    }
  }

  /** T ← T + Fτ in its blocks. */
  void addTimes(double[] tau, BlockMatrix target) {
    for (int each = 0; each < blocks.length; each++) {
      factor.addTimes(each, tau, column, hidden, target.block(blocks[each]));
    }
  }

  /** The column after the last. */
  int end() {
    return factor.isPair() ? hidden + family.columns() : hidden;
  }
}
