package io.spectrahedra.sdp.solver;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.SdpProblem;
import java.util.List;
import java.util.Map;

/**
 * The answer of a solver, in the user's scaling and sign convention [M1].
 *
 * <p>What the dual variables mean, for a problem that is minimised:
 *
 * <ul>
 *   <li><b>Sign.</b> The Lagrangian is ⟨C, X⟩ + Σ fᵢ(rᵢ) + Σ yᵢ(bᵢ − ⟨Aᵢ, X⟩ − rᵢ) − ⟨S, X⟩. So yᵢ
 *       is the slope of the optimal value in bᵢ: where yᵢ > 0, a greater right-hand side costs
 *       more. In an elastic row yᵢ = fᵢ′(rᵢ), which is wᵢrᵢ for a quadratic one.
 *   <li><b>Slack.</b> S = C − Σ yᵢAᵢ, entry by entry; it is in the cone, as X is.
 *   <li><b>Inner product.</b> ⟨A, X⟩ = Σᵢⱼ AᵢⱼXᵢⱼ is the trace of AX: an entry off the diagonal
 *       counts twice, once in each triangle. A row with the one entry (1, 0) set to ½ says X₁₀ = b,
 *       and its multiplier takes y/2 from S₁₀ and from S₀₁. Nothing is scaled by √2 here.
 *   <li><b>Strong duality.</b> At an optimum the two objectives agree and ⟨X, S⟩ = 0, hence XS = 0.
 * </ul>
 *
 * @param termination why the solver stopped
 * @param primalStatus what {@code x} is
 * @param dualStatus what {@code y} and {@code s} are
 * @param primalObjective ⟨C, X⟩ + Σ fᵢ(bᵢ − 𝒜ᵢ(X)) + constant
 * @param dualObjective bᵀy − Σ fᵢ*(yᵢ) + constant
 * @param x symmetric, in the cone up to rounding; where (D) is infeasible, the ray that proves it
 * @param y one multiplier a row: ∂ optimal value / ∂ bᵢ; where (P) is infeasible, the ray that
 *     proves it
 * @param s C − Σ yᵢAᵢ up to the dual residual; symmetric, in the cone up to rounding
 * @param errors computed from scratch on the data as given
 * @param seconds wall-clock time of the solve
 * @param secondsByPhase the same by phase; "other" is what the named phases leave
 * @param dependentRows the names of hard rows that say what others say already, or 0 = 0, up to the
 *     tolerance of the solve; their multipliers are 0
 * @param warmStarted whether the solution was reached from the {@link WarmStart} given
 */
public record Solution(
    SdpProblem problem,
    Termination termination,
    PointStatus primalStatus,
    PointStatus dualStatus,
    double primalObjective,
    double dualObjective,
    BlockMatrix x,
    double[] y,
    BlockMatrix s,
    DimacsErrors errors,
    int iterations,
    double seconds,
    Map<String, Double> secondsByPhase,
    List<String> dependentRows,
    boolean warmStarted) {

  /** X of the block of that name: n × n, or n × 1 for a vector block. */
  public DenseMatrix primal(String block) {
    return x.block(problem.blockIndex(block));
  }

  /** S of the block of that name. */
  public DenseMatrix dual(String block) {
    return s.block(problem.blockIndex(block));
  }

  /**
   * The multiplier of the row of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public double y(String row) {
    return y[problem.rowIndex(row)];
  }

  @Override
  public String toString() {
    return String.format(
        java.util.Locale.ROOT,
        "%s: primal %.9g (%s), dual %.9g (%s), worst DIMACS error %.1e, %d iterations, %.3f s",
        termination,
        primalObjective,
        primalStatus,
        dualObjective,
        dualStatus,
        errors.worst(),
        iterations,
        seconds);
  }
}
