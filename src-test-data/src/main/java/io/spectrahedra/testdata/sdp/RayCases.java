package io.spectrahedra.testdata.sdp;

import io.spectrahedra.testdata.sdp.ExactSdp.Block;
import io.spectrahedra.testdata.sdp.ExactSdp.Row;
import java.util.ArrayList;
import java.util.List;

/** Problems without a solution, built around the ray that proves it. */
final class RayCases {
  private RayCases() {}

  /**
   * No X: the last row makes Σ yᵢAᵢ = −Z for a Z ⪰ 0 and bᵀy = 1, so that 1 = bᵀy = −⟨Z, X⟩ ≤ 0 for
   * every X. The dual has an interior point. Z is definite in even seeds and singular in odd ones.
   */
  static ExactSdp infeasiblePrimal(long seed) {
    Draw draw = new Draw(seed);
    List<Block> blocks = blocks(draw);
    int m = draw.between(1, Math.min(8, dimension(blocks)));
    double[] y = draw.vector(m);
    y[m - 1] = draw.chance(0.5) ? draw.positive() : -draw.positive();
    List<double[][]> last = ExactSdp.zeros(blocks);
    ExactSdp.addTo(-1 / y[m - 1], ExactSdp.coefficients(blocks, point(blocks, seed, draw)), last);
    List<Row> rows = new ArrayList<>();
    double rest = 1;
    for (int i = 0; i < m - 1; i++) {
      Row row = new Row(row(blocks, draw), draw.signed(), Double.POSITIVE_INFINITY);
      ExactSdp.addTo(-y[i] / y[m - 1], row.coefficients(), last);
      rest -= row.rhs() * y[i];
      rows.add(row);
    }
    rows.add(
        new Row(ExactSdp.coefficients(blocks, last), rest / y[m - 1], Double.POSITIVE_INFINITY));
    List<double[][]> c = point(blocks, 0, draw);
    rows.forEach(row -> ExactSdp.addTo(draw.signed(), row.coefficients(), c));
    return new ExactSdp(
        "infeasible (P), seed " + seed,
        blocks,
        ExactSdp.coefficients(blocks, c),
        rows,
        new Answer.PrimalRay(y));
  }

  /**
   * No y: an X ⪰ 0 has ⟨Aᵢ, X⟩ = 0 and ⟨C, X⟩ = −1, so that −1 = ⟨C, X⟩ = ⟨S, X⟩ ≥ 0 for every y.
   * (P) has an interior point, so that it is unbounded. X is definite in even seeds and singular in
   * odd ones.
   */
  static ExactSdp infeasibleDual(long seed) {
    Draw draw = new Draw(seed);
    List<Block> blocks = blocks(draw);
    int m = draw.between(1, Math.min(8, dimension(blocks) - 1));
    List<double[][]> ray = point(blocks, seed, draw);
    List<double[][]> interior = point(blocks, 0, draw);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < m; i++) {
      List<Coefficient> a = across(0, ray, blocks, draw);
      rows.add(new Row(a, ExactSdp.dot(a, interior), Double.POSITIVE_INFINITY));
    }
    return new ExactSdp(
        "infeasible (D), seed " + seed,
        blocks,
        across(-1, ray, blocks, draw),
        rows,
        new Answer.DualRay(ray));
  }

  private static int dimension(List<Block> blocks) {
    return blocks.stream().mapToInt(Block::dimension).sum();
  }

  private static List<Block> blocks(Draw draw) {
    List<Block> blocks = new ArrayList<>();
    for (int k = draw.between(1, 3); k > 0; k--) {
      blocks.add(Block.psd(draw.between(2, 7)));
    }
    if (draw.chance(0.3)) {
      blocks.add(Block.nonNegative(draw.between(1, 5)));
    }
    return blocks;
  }

  private static List<Coefficient> row(List<Block> blocks, Draw draw) {
    List<Coefficient> row = new ArrayList<>();
    for (int k = 0; k < blocks.size(); k++) {
      row.add(draw.coefficient(k, blocks.get(k)));
    }
    return row;
  }

  /** A random point of the cone, not 0: inside it if the seed is even, else on its boundary. */
  private static List<double[][]> point(List<Block> blocks, long seed, Draw draw) {
    List<double[][]> point = new ArrayList<>();
    for (Block block : blocks) {
      int n = block.size();
      int rank = seed % 2 == 0 ? n : draw.between(1, n);
      double[] values = new double[n];
      for (int i = 0; i < rank; i++) {
        values[i] = draw.positive();
      }
      point.add(block.vector() ? column(values) : OrthogonalBasis.random(n, draw).matrix(values));
    }
    return point;
  }

  private static double[][] column(double[] values) {
    double[][] column = new double[values.length][1];
    for (int i = 0; i < values.length; i++) {
      column[i][0] = values[i];
    }
    return column;
  }

  /** A random row A, changed by a multiple of the ray so that ⟨A, ray⟩ is {@code inner}. */
  private static List<Coefficient> across(
      double inner, List<double[][]> ray, List<Block> blocks, Draw draw) {
    List<Coefficient> direction = ExactSdp.coefficients(blocks, ray);
    List<Coefficient> start = row(blocks, draw);
    List<double[][]> a = ExactSdp.zeros(blocks);
    ExactSdp.addTo(1, start, a);
    double excess = ExactSdp.dot(start, ray) - inner;
    ExactSdp.addTo(-excess / ExactSdp.dot(direction, ray), direction, a);
    return ExactSdp.coefficients(blocks, a);
  }
}
