package io.spectrahedra.sdp.schur;

import io.spectrahedra.sdp.cone.Cone;
import io.spectrahedra.sdp.cone.PsdCone;
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

  /** The column after the last. */
  int end() {
    return factor.isPair() ? hidden + family.columns() : hidden;
  }
}
