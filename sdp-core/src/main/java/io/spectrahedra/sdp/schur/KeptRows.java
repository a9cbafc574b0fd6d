package io.spectrahedra.sdp.schur;

import io.spectrahedra.sdp.cone.PsdCone;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The rows that {@link WoodburySystem} does not eliminate: hard ones, and those nearly hard. */
final class KeptRows {
  /** Of the D of other rows. */
  private static final double NEARLY_HARD = 1e-2;

  /** Of ‖X‖/μ: a thousand times the rounding errors of D⁻¹. */
  private static final double LOST = 1e-13;

  private KeptRows() {}

  /**
   * The hard rows, then the elastic rows that are nearly hard: those whose dy = D⁻¹(g − …) would
   * have an error that counts against μ; of these with less than a hundredth of the next D, as many
   * as are affordable [M40].
   *
   * @param d D of every row
   */
  static int[] of(ElasticRows elastic, List<ElasticPart> parts, int[] hard, double[] d) {
    double[] sorted = d.clone();
    Arrays.sort(sorted);
    double next = sorted[hard.length + affordable(elastic, hard.length)];
    double most = Math.min(NEARLY_HARD * next, leastWithDigits(parts));
    IntStream small = IntStream.range(0, d.length).filter(i -> d[i] > 0 && d[i] <= most);
    return IntStream.concat(IntStream.of(hard), small).toArray();
  }

  /** The D for which ε|g|/D is a thousandth of μ, where |g| is no more than ‖X‖. */
  private static double leastWithDigits(List<ElasticPart> parts) {
    double size = 0;
    double products = 0;
    int degree = 0;
    for (ElasticPart part : parts) {
      for (PsdCone cone : part.cones()) {
        size += cone.x().frobeniusNorm();
        products += cone.complementarity();
        degree += cone.order();
      }
    }
    return LOST * size * degree / products;
  }

  /**
   * How many elastic rows may be kept: q at a nondegenerate solution, and more where that takes no
   * more time than the pass over all of them.
   */
  static int affordable(ElasticRows elastic, int hard) {
    double ratio = (double) (elastic.rows() - hard) / elastic.columns();
    return (int) (Math.cbrt(ratio) * elastic.columns());
  }
}
