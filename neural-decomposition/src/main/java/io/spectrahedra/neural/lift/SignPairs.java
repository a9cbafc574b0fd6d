package io.spectrahedra.neural.lift;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.problem.SparseVector;
import io.spectrahedra.sdp.solver.Solution;
import java.util.List;

/**
 * Pairs for hidden weights of 1 and −1 [M26]: instead of β tr(Z + Z′) they cost βρ, where all
 * entries on the diagonal of Z + Z′ are ρ,
 *
 * <pre>  min βρ   s.t. (Z + Z′)ⱼⱼ = ρ,   Z, Z′ ≥ 0,</pre>
 *
 * <p>which is Grothendieck's bound of the ∞→1 gauge of Z − Z′, and at half the order the same as
 * over [Q, D; Dᵀ, W] ≥ 0 with Qⱼⱼ = Wⱼⱼ = ρ.
 */
final class SignPairs {
  private SignPairs() {}

  private static String bound(String pair) {
    return "rho of " + pair;
  }

  private static String diagonal(int j, String pair) {
    return "diagonal " + j + " of " + pair;
  }

  /** Adds ρ and the rows of a pair of blocks of this order; the pair has the name of the first. */
  static void add(String plus, String minus, int order, double beta, SdpProblem.Builder builder) {
    ConstraintMatrix one = SparseVector.of(1);
    builder.psd(plus, order).psd(minus, order);
    builder.nonNegative(bound(plus), 1).minimise(bound(plus), beta, one);
    for (int j = 0; j < order; j++) {
      ConstraintMatrix entry = ConstraintMatrix.sparse(order).set(j, j, 1).build();
      builder
          .row(diagonal(j, plus))
          .term(plus, entry)
          .term(minus, entry)
          .term(bound(plus), -1, one)
          .equalTo(0);
    }
  }

  /**
   * A row y ≥ 0 for every pair, with diag(y) ± Σ νᵢMᵢ ≥ 0 for the multipliers ν of the samples: the
   * proof that the ∞→1 norm of that sum is at most Σy, which is β at a solution.
   */
  static DenseMatrix majorants(List<String> pairs, int order, Solution solution) {
    DenseMatrix majorants = DenseMatrix.zeros(pairs.size(), order);
    for (int p = 0; p < pairs.size(); p++) {
      for (int j = 0; j < order; j++) {
        majorants.set(p, j, Math.max(0, -solution.y(diagonal(j, pairs.get(p)))));
      }
    }
    return majorants;
  }

  /** The least ρ for a pair: the largest entry on its diagonal. */
  static double strength(Pair pair) {
    double largest = 0;
    for (int j = 0; j < pair.plus().rows; j++) {
      largest = Math.max(largest, pair.plus().at(j, j) + pair.minus().at(j, j));
    }
    return largest;
  }
}
