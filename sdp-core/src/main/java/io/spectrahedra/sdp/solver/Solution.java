package io.spectrahedra.sdp.solver;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.SdpProblem;
import java.util.Map;

/**
 * The answer of a solver, in the user's scaling and sign convention [M1].
 *
 * @param termination why the solver stopped
 * @param primalStatus what {@code x} is
 * @param dualStatus what {@code y} and {@code s} are
 * @param primalObjective ⟨C, X⟩ + Σ fᵢ(bᵢ − 𝒜ᵢ(X)) + constant
 * @param dualObjective bᵀy − Σ fᵢ*(yᵢ) + constant
 * @param x symmetric, in the cone up to rounding
 * @param y one multiplier a row: ∂ optimal value / ∂ bᵢ
 * @param s symmetric, in the cone up to rounding
 * @param errors computed from scratch on the data as given
 * @param seconds wall-clock time of the solve
 * @param secondsByPhase the same by phase; "other" is what the named phases leave
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
    Map<String, Double> secondsByPhase) {

  /** X of the block of that name: n × n, or n × 1 for a vector block. */
  public DenseMatrix primal(String block) {
    return x.block(problem.blockIndex(block));
  }

  /** S of the block of that name. */
  public DenseMatrix dual(String block) {
    return s.block(problem.blockIndex(block));
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
