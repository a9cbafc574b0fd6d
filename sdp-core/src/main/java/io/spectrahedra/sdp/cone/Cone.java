package io.spectrahedra.sdp.cone;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.Block;
import io.spectrahedra.sdp.problem.SdpProblem;
import java.util.Optional;

/**
 * One block of the cone at the current pair (X, S), with the HKM linearisation of XS = μI there:
 *
 * <pre>  dX = K − H(dS),   H(D) = sym(X D S⁻¹),   K = σμ S⁻¹ − X − sym(dXₐ dSₐ S⁻¹)      [M6]</pre>
 *
 * <p>A matrix block may be asked for that of Nesterov and Todd instead, of which the same is said
 * with H(D) = WDW [M59].
 *
 * <p>Mutable: holds the factors of the pair last given to {@link #update}.
 */
public sealed interface Cone permits PsdCone, NonNegativeCone, SecondOrderCone, FreeCone {

  /** The cone of block k of a problem, with its S factored as the pattern of the data suggests. */
  static Cone of(SdpProblem problem, int k, Workers workers) {
    Block block = problem.blocks().get(k);
    if (block instanceof Block.Psd psd) {
      Optional<SparseSlack> sparse = SparseSlack.of(problem, k, workers);
      if (sparse.isPresent()) {
        return new PsdCone(psd.size(), sparse.get(), workers);
      }
    }
    return of(block, workers);
  }

  /** The cone of a block, for any S. */
  static Cone of(Block block, Workers workers) {
    if (block instanceof Block.Psd psd) {
      return new PsdCone(psd.size(), new DenseSlack(psd.size(), workers), workers);
    }
    if (block instanceof Block.SecondOrder) {
      return new SecondOrderCone(block.size());
    }
    return block instanceof Block.Free ? new FreeCone() : new NonNegativeCone(block.size());
  }

  /** The greater root x of x − μ/x = w, without cancellation. */
  static double central(double w, double mu) {
    double root = Math.sqrt(w * w + 4 * mu);
    return w < 0 ? 2 * mu / (root - w) : (w + root) / 2;
  }

  /**
   * T ← factor · e, with e the identity of the cone: I, all ones, (1, 0, …, 0), or 0 where X is
   * free.
   */
  void setToIdentity(double factor, DenseMatrix target);

  /**
   * (X, S) ← the pair on the central path, X∘S = μe, that has the same X − S: with its eigenvalues
   * w, x = (w + √(w² + 4μ))/2 and s = x − w [M35].
   */
  void moveToCentralPath(double mu, DenseMatrix x, DenseMatrix s);

  /**
   * Makes (X, S) the current pair; both matrices are kept, not copied.
   *
   * @return whether both lie in the interior; if not, there is no current pair
   */
  boolean update(DenseMatrix x, DenseMatrix s);

  /**
   * T ← X − sym(…): the complementarity target K for σμ = {@code centre}, without second-order
   * term.
   */
  void target(double centre, DenseMatrix target);

  /** T ← T − sym(dXₐ dSₐ S⁻¹): Mehrotra's second-order term of an affine step. */
  void subtractSecondOrder(DenseMatrix dx, DenseMatrix ds, DenseMatrix target);

  /** T ← T + alpha · H(D). */
  void addScaledProduct(double alpha, DenseMatrix d, DenseMatrix target);

  /**
   * The same by the factors of X and S, where there are any, for twice the work: its rounding
   * errors are as small as X is where S⁻¹ is small [M58].
   */
  default void addFactoredProduct(double alpha, DenseMatrix d, DenseMatrix target) {
    addScaledProduct(alpha, d, target);
  }

  /**
   * The largest α ≤ {@code limit} with X + α·dX in the cone, or a little less, where that is known
   * only to a bound; 0 in a direction that has overflown.
   */
  double maxStepPrimal(DenseMatrix dx, double limit);

  /** The same for S + α·dS. */
  double maxStepDual(DenseMatrix ds, double limit);
}
