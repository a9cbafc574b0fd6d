package io.spectrahedra.testdata.sdp;

import io.spectrahedra.testdata.sdp.ExactSdp.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A problem with a known pair, and to its rows some more that are sums of them. */
final class DependentRows {
  private DependentRows() {}

  /** Copies, multiples and sums that say the same: the answer is what it was. */
  static ExactSdp consistent(long seed) {
    ExactSdp base = PairCases.strictlyComplementary(2 * seed); // all rows are hard
    Answer.Pair pair = (Answer.Pair) base.answer();
    Draw draw = new Draw(seed);
    List<Row> rows = new ArrayList<>(base.rows());
    for (int k = draw.between(1, 3); k > 0; k--) {
      rows.add(combination(base, weights(base, draw), 0));
    }
    double[] y = Arrays.copyOf(pair.y(), rows.size());
    return new ExactSdp(
        "dependent rows that agree, seed " + seed,
        base.blocks(),
        base.objective(),
        rows,
        new Answer.Pair(pair.value(), pair.x(), y, pair.s()));
  }

  /** One sum with another right-hand side: the difference is 0 = 1. */
  static ExactSdp inconsistent(long seed) {
    ExactSdp base = PairCases.strictlyComplementary(2 * seed);
    Draw draw = new Draw(seed);
    double[] weights = weights(base, draw);
    List<Row> rows = new ArrayList<>(base.rows());
    rows.add(combination(base, weights, 1));
    double[] y = new double[rows.size()];
    for (int i = 0; i < weights.length; i++) {
      y[i] = -weights[i];
    }
    y[weights.length] = 1;
    return new ExactSdp(
        "dependent rows that differ, seed " + seed,
        base.blocks(),
        base.objective(),
        rows,
        new Answer.PrimalRay(y));
  }

  /** One row alone, once or twice, or a sum of several. */
  private static double[] weights(ExactSdp base, Draw draw) {
    int m = base.rows().size();
    double[] weights = new double[m];
    if (draw.chance(0.5)) {
      weights[draw.between(0, m - 1)] = draw.between(1, 2);
    } else {
      for (int k = 0; k < 3; k++) {
        weights[draw.between(0, m - 1)] += draw.positive();
      }
    }
    return weights;
  }

  private static Row combination(ExactSdp base, double[] weights, double excess) {
    List<double[][]> sum = ExactSdp.zeros(base.blocks());
    double rhs = excess;
    for (int i = 0; i < weights.length; i++) {
      ExactSdp.addTo(weights[i], base.rows().get(i).coefficients(), sum);
      rhs += weights[i] * base.rows().get(i).rhs();
    }
    return new Row(ExactSdp.coefficients(base.blocks(), sum), rhs, Double.POSITIVE_INFINITY);
  }
}
