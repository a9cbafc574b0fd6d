package io.spectrahedra.testdata.sdp;

import java.util.ArrayList;
import java.util.List;

/**
 * A semidefinite program with a known answer, as plain data:
 *
 * <pre>
 *   (P)  min  ⟨C, X⟩ + Σ wᵢrᵢ²/2              s.t.  ⟨Aᵢ, X⟩ + rᵢ = bᵢ,   X ∈ K
 *   (D)  max  bᵀy − Σ yᵢ²/(2wᵢ)               s.t.  Σ yᵢAᵢ + S = C,    S ∈ K
 * </pre>
 *
 * <p>with rᵢ = 0 in hard rows, whose weight is infinite. K is a product of positive semidefinite
 * matrices and vectors ≥ 0.
 *
 * @param name which case, with its seed
 * @param objective C
 */
public record ExactSdp(
    String name, List<Block> blocks, List<Coefficient> objective, List<Row> rows, Answer answer) {

  /**
   * One factor of K.
   *
   * @param vector whether it is a vector ≥ 0 of that length, not a matrix of that order
   */
  public record Block(boolean vector, int size) {
    /** Symmetric positive semidefinite matrices. */
    public static Block psd(int order) {
      return new Block(false, order);
    }

    /** Vectors with entries ≥ 0. */
    public static Block nonNegative(int length) {
      return new Block(true, length);
    }

    /** Free dimensions: n(n + 1)/2 or n. */
    int dimension() {
      return vector ? size : size * (size + 1) / 2;
    }
  }

  /** ⟨A, X⟩ + r = rhs, where r costs weight · r²/2. */
  public record Row(List<Coefficient> coefficients, double rhs, double weight) {
    /** r = 0. */
    public static Row hard(double rhs, Coefficient... coefficients) {
      return new Row(List.of(coefficients), rhs, Double.POSITIVE_INFINITY);
    }

    /** Whether r must be 0. */
    public boolean isHard() {
      return weight == Double.POSITIVE_INFINITY;
    }
  }

  /** Zero in every block. */
  static List<double[][]> zeros(List<Block> blocks) {
    List<double[][]> zeros = new ArrayList<>();
    for (Block block : blocks) {
      zeros.add(new double[block.size][block.vector ? 1 : block.size]);
    }
    return zeros;
  }

  /** ⟨A, X⟩. */
  static double dot(List<Coefficient> a, List<double[][]> x) {
    return a.stream().mapToDouble(part -> part.dot(x.get(part.block()))).sum();
  }

  /** T ← T + αA. */
  static void addTo(double alpha, List<Coefficient> a, List<double[][]> target) {
    a.forEach(part -> part.addTo(alpha, target.get(part.block())));
  }

  /** The coefficients of a matrix in every block, all zeros left out. */
  static List<Coefficient> coefficients(List<Block> blocks, List<double[][]> values) {
    List<Coefficient> coefficients = new ArrayList<>();
    for (int k = 0; k < blocks.size(); k++) {
      coefficients.add(Coefficient.of(k, blocks.get(k).vector, values.get(k)));
    }
    return coefficients;
  }

  @Override
  public String toString() {
    return name;
  }
}
