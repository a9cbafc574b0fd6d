package io.spectrahedra.sdp.certificate;

import io.spectrahedra.sdp.linalg.CompensatedDot;
import io.spectrahedra.sdp.linalg.CompensatedMatrix;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Lanczos;
import io.spectrahedra.sdp.linalg.ShiftedCholesky;
import io.spectrahedra.sdp.linalg.SymmetricEigen;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.DimacsErrors;
import java.util.List;

/**
 * A primal-dual point against the problem as the user gave it, term by term: its objectives and the
 * six DIMACS errors [M10]. A multiplier outside of the interval of its row [M32] counts as S
 * outside of the cone does, by how far it is outside; its f* is that of the nearest end.
 *
 * @param primalObjective ⟨C, X⟩ + Σ fᵢ(bᵢ − 𝒜ᵢ(X)) + constant
 * @param dualObjective bᵀy − Σ fᵢ*(yᵢ) + constant
 */
public record DimacsCheck(double primalObjective, double dualObjective, DimacsErrors errors) {
  /** Up to this order eigenvalues are computed; above it Lanczos bounds the smallest. */
  private static final int EIGENVALUE_ORDER = 400;

  /** Of a bound that Cholesky refutes. */
  private static final double GROWTH = 1.25;

  /** A bound is divided by these, in turn, as often as Cholesky proves what is left of it. */
  private static final double[] FINER = {16, 4, 2, 1.4, 1.2, 1.1, 1.05, 1.03};

  /** The most often by one of them. */
  private static final int MOST_REFINED = 20;

  private static final int LANCZOS_STEPS = 200;

  /** A dual residual, as an error, that someone may ask for less than. */
  private static final double SEEN = 1e-12;

  /** Of the norm of S: what rounding of the sums that it is computed by may be. */
  private static final double SUMMATION = 1e-13;

  /** Rows of one task. */
  private static final int SLICE = 64;

  /** Parts of the blocks that threads share, at most. */
  private static final int PARTS = 8;

  /** As {@link #of(Workers, SdpProblem, BlockMatrix, double[], BlockMatrix)}, on this thread. */
  public static DimacsCheck of(SdpProblem problem, BlockMatrix x, double[] y, BlockMatrix s) {
    return of(Workers.SERIAL, problem, x, y, s);
  }

  /**
   * Checks (X, y, S); O(Σ entries) for the rows and a Cholesky factorisation of each block.
   *
   * @throws IllegalArgumentException if y has not as many entries as the problem has rows
   */
  public static DimacsCheck of(
      Workers workers, SdpProblem problem, BlockMatrix x, double[] y, BlockMatrix s) {
    if (y.length != problem.rows().size()) {
      throw new IllegalArgumentException(
          "the problem has " + problem.rows().size() + " rows, y has length " + y.length);
    }
    BlockMatrix c = BlockMatrix.zeros(problem.blocks());
    problem.addObjective(c);
    double[] residuals = new double[y.length];
    BlockMatrix rd = BlockMatrix.zeros(problem.blocks()); // 𝒜*(y) + S − C
    int parts = Math.min(PARTS, rd.blocks().size());
    workers.forEach(parts, part -> addAdjoint(problem, y, rd, part, parts));
    workers.forSlices(
        y.length, SLICE, (from, to) -> setToResiduals(problem, x, residuals, from, to));
    double primal = c.dot(x) + problem.constant();
    double dual = problem.constant();
    double complementarity = dot(x, s);
    double residual = 0;
    double largestRhs = 0;
    double outside = 0;
    for (int i = 0; i < y.length; i++) {
      SdpProblem.Row row = problem.rows().get(i);
      double r = residuals[i];
      largestRhs = Math.max(largestRhs, Math.abs(row.rhs()));
      RowPenalty penalty = row.penalty();
      double inside = penalty.nearest(y[i]);
      outside = Math.max(outside, Math.abs(y[i] - inside));
      dual += row.rhs() * y[i] - penalty.conjugate(inside);
      if (penalty.isHard()) {
        residual = Math.hypot(residual, r);
      } else {
        primal += penalty.value(r);
        complementarity += penalty.value(r) + penalty.conjugate(inside) - y[i] * r;
      }
    }
    rd.addScaled(1, s);
    rd.addScaled(-1, c);
    double rhsSize = 1 + largestRhs;
    double objectiveSize = 1 + c.maxAbs();
    double dualResidual = rd.frobeniusNorm();
    if (dualResidual > SEEN * objectiveSize && dualResidual < SUMMATION * s.frobeniusNorm()) {
      dualResidual = Math.min(dualResidual, exactDualResidual(problem, y, s));
    }
    return new DimacsCheck(
        primal,
        dual,
        new DimacsErrors(
            residual / rhsSize,
            ConeMembership.outsidePrimal(workers, problem, x) / rhsSize,
            dualResidual / objectiveSize,
            Math.max(outside, ConeMembership.outsideDual(workers, problem, s)) / objectiveSize,
            DimacsErrors.relative(primal - dual, primal, dual, 1),
            DimacsErrors.relative(complementarity, primal, dual, 1)));
  }

  /** Entries from to to − 1 of b − 𝒜(X). */
  private static void setToResiduals(
      SdpProblem problem, BlockMatrix x, double[] residuals, int from, int to) {
    for (int i = from; i < to; i++) {
      SdpProblem.Row row = problem.rows().get(i);
      residuals[i] = row.rhs();
      for (SdpProblem.Term term : row.terms()) {
        residuals[i] -= term.scale() * term.matrix().dot(x.block(term.block()));
      }
    }
  }

  /** T ← T + 𝒜*(y) in one of {@code parts} parts of the blocks. */
  private static void addAdjoint(
      SdpProblem problem, double[] y, BlockMatrix target, int part, int parts) {
    for (int i = 0; i < y.length; i++) {
      for (SdpProblem.Term term : problem.rows().get(i).terms()) {
        if (term.block() % parts == part) {
          term.matrix().addTo(y[i] * term.scale(), target.block(term.block()));
        }
      }
    }
  }

  /** ‖𝒜*(y) + S − C‖ by sums of twice the digits: of large S all but the last ones cancel. */
  private static double exactDualResidual(SdpProblem problem, double[] y, BlockMatrix s) {
    List<CompensatedMatrix> sums =
        s.blocks().stream().map(block -> new CompensatedMatrix(block.rows, block.cols)).toList();
    for (SdpProblem.Term term : problem.objective()) {
      term.matrix().addTo(-term.scale(), sums.get(term.block()));
    }
    for (int i = 0; i < y.length; i++) {
      for (SdpProblem.Term term : problem.rows().get(i).terms()) {
        term.matrix().addTo(y[i] * term.scale(), sums.get(term.block()));
      }
    }
    double norm = 0;
    for (int k = 0; k < sums.size(); k++) {
      sums.get(k).add(s.block(k));
      norm = Math.hypot(norm, sums.get(k).rounded().frobeniusNorm());
    }
    return norm;
  }

  /** ⟨X, S⟩, of which large entries cancel where S is what confines X to a face. */
  private static double dot(BlockMatrix x, BlockMatrix s) {
    double sum = 0;
    for (int k = 0; k < x.blocks().size(); k++) {
      sum += CompensatedDot.of(x.block(k), s.block(k));
    }
    return sum;
  }

  /** The smallest eigenvalue of a symmetric matrix; 0 in place of a positive one, NaN of NaN. */
  static double smallestEigenvalue(Workers workers, DenseMatrix a) {
    if (!Double.isFinite(a.maxAbs())) {
      return Double.NaN;
    }
    if (ShiftedCholesky.isPositiveDefinite(workers, a, 0)) {
      return 0;
    }
    if (a.rows <= EIGENVALUE_ORDER) {
      return refined(workers, a, SymmetricEigen.smallestOf(a));
    }
    // where Lanczos has not seen the smallest eigenvalue yet, its bound is not one
    double bound =
        Lanczos.smallest(a.rows, Lanczos.Product.of(workers, a), 1e-10, LANCZOS_STEPS)
            .lowerEstimate();
    while (bound < 0
        && Double.isFinite(bound)
        && !ShiftedCholesky.isPositiveDefinite(workers, a, -bound)) {
      bound *= GROWTH;
    }
    return refined(workers, a, bound);
  }

  /**
   * A bound nearer to 0, if Cholesky proves one. Eigenvalues are known to rounding of the largest
   * one, and where the diagonal is small against that, as in a matrix near a multiple of eeᵀ,
   * Cholesky knows the smallest better.
   */
  private static double refined(Workers workers, DenseMatrix a, double bound) {
    double refined = bound;
    for (double factor : FINER) {
      for (int k = 0;
          k < MOST_REFINED && ShiftedCholesky.isPositiveDefinite(workers, a, -refined / factor);
          k++) {
        refined /= factor;
      }
    }
    return refined;
  }
}
