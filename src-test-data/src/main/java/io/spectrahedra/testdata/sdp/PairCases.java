package io.spectrahedra.testdata.sdp;

import io.spectrahedra.testdata.sdp.ExactSdp.Block;
import io.spectrahedra.testdata.sdp.ExactSdp.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * Problems built around a pair X, S ⪰ 0 with XS = 0: for any rows and any y, C = S + Σ yᵢAᵢ and bᵢ
 * = ⟨Aᵢ, X⟩ + yᵢ/wᵢ make (X, y, S) optimal, with the value ⟨C, X⟩ + Σ yᵢ²/(2wᵢ).
 *
 * <p>X and S share eigenvectors; in a block of order n let X have rank r and S rank s. The pair is
 * strictly complementary if r + s = n. Rows in general position make X the only solution if their
 * number m is at least t(t + 1)/2 for t = n − s, and y the only one if m is at most r(r + 1)/2 +
 * r(n − r) (Alizadeh, Haeberly and Overton 1997); for several blocks these numbers add up.
 */
final class PairCases {
  private PairCases() {}

  /** One block of X and S, with the two counts above. */
  private record Part(double[][] x, double[][] s, int fewestRows, int mostRows) {}

  /** Both unique and strictly complementary; several blocks; in odd seeds some rows are elastic. */
  static ExactSdp strictlyComplementary(long seed) {
    Draw draw = new Draw(seed);
    List<Block> blocks = new ArrayList<>();
    List<Part> parts = new ArrayList<>();
    for (int k = draw.between(1, 3); k > 0; k--) {
      int n = draw.between(2, 8);
      int rank = draw.between(1, n - 1);
      blocks.add(Block.psd(n));
      parts.add(part(OrthogonalBasis.random(n, draw), rank, n - rank, draw));
    }
    if (draw.chance(0.3)) {
      int n = draw.between(2, 5);
      blocks.add(Block.nonNegative(n));
      parts.add(vectorPart(n, draw.between(1, n - 1), draw));
    }
    int fewest = parts.stream().mapToInt(Part::fewestRows).sum();
    int m = draw.between(fewest, parts.stream().mapToInt(Part::mostRows).sum());
    List<List<Coefficient>> rows = new ArrayList<>();
    for (int i = 0; i < m; i++) {
      List<Coefficient> row = new ArrayList<>();
      for (int k = 0; k < blocks.size(); k++) {
        if (k == i % blocks.size() || draw.chance(0.7)) {
          row.add(draw.coefficient(k, blocks.get(k)));
        }
      }
      rows.add(row);
    }
    return around("strictly complementary pair", seed, blocks, parts, rows, seed % 2 != 0, draw);
  }

  /** More rows than the tangent space at X has dimensions: y is not unique. */
  static ExactSdp primalDegenerate(long seed) {
    Draw draw = new Draw(seed);
    int n = draw.between(4, 8);
    int rank = draw.between(1, 2);
    Part part = part(OrthogonalBasis.random(n, draw), rank, n - rank, draw);
    int most = n * (n + 1) / 2 - 1; // one direction is taken by the interior point
    int m = Math.min(part.mostRows + draw.between(1, 3), most);
    return withInterior("primal degenerate pair", seed, part, m, List.of(), draw);
  }

  /** Fewer rows than the face of X has dimensions: X is not unique. */
  static ExactSdp dualDegenerate(long seed) {
    Draw draw = new Draw(seed);
    int n = draw.between(4, 8);
    int rank = draw.between(3, n - 1);
    Part part = part(OrthogonalBasis.random(n, draw), rank, n - rank, draw);
    int m = draw.between(1, part.fewestRows - 1);
    return withInterior("dual degenerate pair", seed, part, m, List.of(), draw);
  }

  /** Few rows, and among them one that vanishes on the tangent space: neither X nor y is unique. */
  static ExactSdp doublyDegenerate(long seed) {
    Draw draw = new Draw(seed);
    int n = draw.between(5, 8);
    int rank = draw.between(3, n - 2);
    OrthogonalBasis basis = OrthogonalBasis.random(n, draw);
    Part part = part(basis, rank, n - rank, draw);
    double[][] corner = new double[n][n]; // of trace 0, where X is 0
    for (int i = rank; i < n; i++) {
      for (int j = rank; j < i; j++) {
        corner[i][j] = draw.signed();
        corner[j][i] = corner[i][j];
      }
    }
    List<double[][]> extra = List.<double[][]>of(basis.rotated(corner));
    int m = draw.between(1, part.fewestRows - 2);
    return withInterior("doubly degenerate pair", seed, part, m, extra, draw);
  }

  /** X and S are both unique, and both are 0 on a common vector. */
  static ExactSdp notStrictlyComplementary(long seed) {
    Draw draw = new Draw(seed);
    int n = draw.between(5, 8);
    int rank = draw.between(1, n - 2);
    Part part = part(OrthogonalBasis.random(n, draw), rank, n - rank - 1, draw);
    int m = draw.between(part.fewestRows, part.mostRows);
    return withInterior("pair without strict complementarity", seed, part, m, List.of(), draw);
  }

  /** X takes the first eigenvectors, S the last ones. */
  private static Part part(OrthogonalBasis basis, int rank, int slackRank, Draw draw) {
    int n = basis.order();
    double[] inX = new double[n];
    double[] inS = new double[n];
    for (int i = 0; i < n; i++) {
      inX[i] = i < rank ? draw.positive() : 0;
      inS[i] = i >= n - slackRank ? draw.positive() : 0;
    }
    int face = n - slackRank;
    return new Part(
        basis.matrix(inX),
        basis.matrix(inS),
        face * (face + 1) / 2,
        rank * (rank + 1) / 2 + rank * (n - rank));
  }

  private static Part vectorPart(int n, int positive, Draw draw) {
    double[][] x = new double[n][1];
    double[][] s = new double[n][1];
    for (int i = 0; i < n; i++) {
      (i < positive ? x : s)[i][0] = draw.positive();
    }
    return new Part(x, s, positive, positive);
  }

  /**
   * One block with a trace row, m − 1 random ones and some more. All random rows are orthogonal to
   * (tr X/n)I − X, so that (tr X/n)I is an interior point of (P); the trace row gives one of (D).
   */
  private static ExactSdp withInterior(
      String name, long seed, Part part, int m, List<double[][]> more, Draw draw) {
    int n = part.x.length;
    double[][] toInterior = new double[n][n];
    Coefficient x = Coefficient.of(0, part.x);
    x.addTo(-1, toInterior);
    double trace = Coefficient.identity(0, n, 1).dot(part.x);
    Coefficient.identity(0, n, trace / n).addTo(1, toInterior);
    Coefficient direction = Coefficient.of(0, toInterior);
    List<List<Coefficient>> rows = new ArrayList<>();
    rows.add(List.of(Coefficient.identity(0, n, 1)));
    for (int i = 1; i < m; i++) {
      double[][] a = draw.symmetric(n);
      direction.addTo(-direction.dot(a) / direction.dot(toInterior), a);
      rows.add(List.of(Coefficient.of(0, a)));
    }
    more.forEach(a -> rows.add(List.of(Coefficient.of(0, a))));
    return around(name, seed, List.of(Block.psd(n)), List.of(part), rows, false, draw);
  }

  private static ExactSdp around(
      String name,
      long seed,
      List<Block> blocks,
      List<Part> parts,
      List<List<Coefficient>> coefficients,
      boolean elastic,
      Draw draw) {
    List<double[][]> x = parts.stream().map(Part::x).toList();
    List<double[][]> s = parts.stream().map(Part::s).toList();
    List<double[][]> c = ExactSdp.zeros(blocks);
    ExactSdp.addTo(1, ExactSdp.coefficients(blocks, s), c);
    List<Row> rows = new ArrayList<>();
    double[] y = draw.vector(coefficients.size());
    double value = 0;
    for (int i = 0; i < y.length; i++) {
      List<Coefficient> a = coefficients.get(i);
      ExactSdp.addTo(y[i], a, c);
      double weight = elastic && i % 3 != 0 ? 2 * draw.positive() : Double.POSITIVE_INFINITY;
      rows.add(new Row(a, ExactSdp.dot(a, x) + y[i] / weight, weight));
      value += y[i] * y[i] / (2 * weight);
    }
    List<Coefficient> objective = ExactSdp.coefficients(blocks, c);
    value += ExactSdp.dot(objective, x);
    return new ExactSdp(
        name + ", seed " + seed, blocks, objective, rows, new Answer.Pair(value, x, y, s));
  }
}
