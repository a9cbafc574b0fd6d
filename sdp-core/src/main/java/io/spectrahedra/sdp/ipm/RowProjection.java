package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.linalg.Cholesky;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.Block;
import io.spectrahedra.sdp.problem.BlockMatrix;
import java.util.Optional;

/**
 * Answers for an iteration that rounding keeps from the rows: X ← X + 𝒜*((𝒜𝒜*)⁻¹(b − 𝒜(X))),
 * the nearest matrix that satisfies them [M54]. Its eigenvalues may be below 0 by the size of the
 * change: it is an answer, and no point to go on from.
 *
 * <p>Only for hard rows: residuals of others are no errors.
 */
final class RowProjection {
  /** The second for what rounding has left of the first. */
  private static final int PASSES = 2;

  /** Of points that are farther from the optimum nothing is kept. */
  private static final double LATE = 1e-5;

  /** The error of the rows, or of ⟨X, S⟩ for their sake, against the others. */
  private static final double LACKS_MOST = 2;

  private final ScaledProblem problem;
  private final LateAnswers answers;
  private final boolean applies;

  /** The point with the smallest error in all but the rows, until it is projected. */
  private Optional<Iterate> kept = Optional.empty();

  private double keptError = LATE;
  private Optional<DenseMatrix> factor = Optional.empty();
  private boolean prepared;

  RowProjection(ScaledProblem problem, LateAnswers answers) {
    this.problem = problem;
    this.answers = answers;
    this.applies =
        !problem.elastic
            && problem.source.blocks().stream().noneMatch(Block.Free.class::isInstance);
  }

  /** Keeps a point that lacks most in its rows, if it lacks less elsewhere than those before. */
  void see(Iterate point, Residuals residuals) {
    double others = Math.max(residuals.dualInfeasibility(), residuals.gap());
    if (applies && residuals.worst() > LACKS_MOST * others && others < keptError) {
      keptError = others;
      kept = Optional.of(point.copy());
    }
  }

  /**
   * Projects X of the point, and of the one kept; the first time with an assembly and a
   * factorisation of 𝒜𝒜*. Does nothing with free variables, or where 𝒜𝒜* is singular or kept as
   * a sparse matrix.
   *
   * @return the largest DIMACS error of the best answer so far; infinite if there is none
   */
  double offer(Iterate point) {
    prepare();
    if (factor.isPresent()) {
      kept.ifPresent(this::project);
      kept = Optional.empty();
      project(point);
    }
    return answers.worst();
  }

  private void project(Iterate point) {
    Iterate projected = point.copy();
    BlockMatrix change = BlockMatrix.zeros(problem.source.blocks());
    for (int pass = 0; pass < PASSES; pass++) {
      double[] w = Residuals.of(problem, projected, 1).primal();
      Cholesky.solve(problem.workers, factor.orElseThrow(), w);
      problem.operator.adjoint(problem.workers, w, change);
      projected.x.addScaled(1, change);
    }
    answers.offer(projected);
  }

  private void prepare() {
    if (applies && !prepared) {
      factor =
          DependentRows.gram(problem)
              .filter(gram -> Cholesky.factor(problem.workers, gram) == gram.rows);
    }
    prepared = true;
  }
}
