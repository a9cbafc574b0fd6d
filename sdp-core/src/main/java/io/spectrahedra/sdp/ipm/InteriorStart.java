package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.cone.Cone;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.problem.Block;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.SdpProblem;
import java.util.List;
import java.util.Optional;

/**
 * A start that satisfies the hard rows and is on the central path of the problem without the
 * elastic ones [M50], where these are all that holds X and y: there the losses are of a known size,
 * and so is a good X. An ordinary cold start spends three to four iterations on getting as far.
 * O(n³) flops a hard row.
 */
final class InteriorStart {
  /** ⟨C, X⟩ against the losses at X = 0, which are the most that it may become. */
  private static final double SHARE = 0.1;

  /** Σ(λ/μ − 1)² over the eigenvalues λ of XS: farther from the central path steps are short. */
  private static final double NEIGHBOURHOOD = 0.25;

  /** Of rounding: what hard rows may lack. */
  private static final double ROUNDING = 1e-12;

  private final ScaledProblem problem;
  private final List<Cone> cones;
  private final List<Block> blocks;
  private final BlockMatrix x;
  private final double[] y;

  private InteriorStart(ScaledProblem problem, List<Cone> cones) {
    this.problem = problem;
    this.cones = cones;
    this.blocks = problem.source.blocks();
    this.x = BlockMatrix.zeros(blocks);
    this.y = new double[problem.rows()];
  }

  /** X, y and S, or nothing if the problem is not of this kind. */
  static Optional<Iterate> of(ScaledProblem problem, List<Cone> cones, double margin) {
    double losses = 0;
    for (int i = 0; i < problem.rows(); i++) {
      SdpProblem.Row row = problem.source.rows().get(i);
      if (problem.isHard(i) && row.rhs() != 0) {
        return Optional.empty();
      }
      losses += problem.isHard(i) ? 0 : row.penalty().value(row.rhs());
    }
    boolean known = problem.source.blocks().stream().noneMatch(Block.SecondOrder.class::isInstance);
    return problem.elastic && known && losses > 0
        ? new InteriorStart(problem, cones).point(losses, margin)
        : Optional.empty();
  }

  private Optional<Iterate> point(double losses, double margin) {
    project();
    estimate();
    BlockMatrix s = BlockMatrix.zeros(blocks);
    problem.operator.adjoint(problem.workers, y, s);
    s.scale(-1);
    s.addScaled(1, problem.objective);
    double mu = x.dot(s) / problem.blockDegree;
    if (!(mu > 0) || !satisfiesHardRows() || !isNearCentralPath(s, mu)) {
      return Optional.empty();
    }
    double cost = problem.objectiveUnit() * problem.objective.dot(x);
    double factor = SHARE * losses / cost;
    if (!(factor > 0) || !Double.isFinite(factor)) {
      return Optional.empty();
    }
    x.scale(factor);
    return Optional.of(
        new Iterate(x, y, s, RowTerms.start(problem.rowTerms, margin, factor * mu, y)));
  }

  /** X ← e without its parts along the hard rows, which are taken to be orthogonal. */
  private void project() {
    BlockMatrix e = BlockMatrix.zeros(blocks);
    for (int k = 0; k < cones.size(); k++) {
      cones.get(k).setToIdentity(1, e.block(k));
    }
    x.setTo(e);
    for (SdpProblem.Row row : problem.source.rows()) {
      if (row.penalty().isHard()) {
        double along = 0;
        double square = 0;
        for (SdpProblem.Term term : row.terms()) {
          along += term.scale() * term.matrix().dot(e.block(term.block()));
          square += Math.pow(term.scale() * term.matrix().frobeniusNorm(), 2);
        }
        for (SdpProblem.Term term : row.terms()) {
          term.matrix().addTo(-along / square * term.scale(), x.block(term.block()));
        }
      }
    }
  }

  /** y ← ⟨Aᵢ, XCX⟩/⟨Aᵢ, XAᵢX⟩ of the hard rows: the multipliers of the affine scaling at X. */
  private void estimate() {
    for (int i = 0; i < y.length; i++) {
      if (problem.isHard(i)) {
        double numerator = 0;
        double denominator = 0;
        for (SdpProblem.Term term : problem.source.rows().get(i).terms()) {
          int k = term.block();
          DenseMatrix a = DenseMatrix.zeros(blocks.get(k).size(), blocks.get(k).cols());
          term.matrix().addTo(problem.scaling.rowScale()[i] * term.scale(), a);
          DenseMatrix xax = scaled(k, a);
          numerator += xax.dot(problem.objective.block(k));
          denominator += xax.dot(a);
        }
        y[i] = numerator / denominator;
      }
    }
  }

  /** XBX in a matrix block, x²b in a vector. */
  private DenseMatrix scaled(int k, DenseMatrix b) {
    DenseMatrix xk = x.block(k);
    if (blocks.get(k) instanceof Block.Psd) {
      return Gemm.product(problem.workers, Gemm.product(problem.workers, xk, b), xk);
    }
    DenseMatrix product = b.copy();
    for (int i = 0; i < b.rows; i++) {
      product.set(i, 0, xk.at(i, 0) * b.at(i, 0) * xk.at(i, 0));
    }
    return product;
  }

  /** Whether they were orthogonal. */
  private boolean satisfiesHardRows() {
    double[] value = new double[y.length];
    problem.operator.apply(problem.workers, x, value);
    double allowed = ROUNDING * x.frobeniusNorm();
    for (int i = 0; i < value.length; i++) {
      if (problem.isHard(i) && !(Math.abs(value[i]) <= allowed)) {
        return false;
      }
    }
    return true;
  }

  /** Whether X and S are in the cone, and XS near μI: Σ(λ − μ)² = ⟨XSX, S⟩ − νμ². */
  private boolean isNearCentralPath(BlockMatrix s, double mu) {
    double squares = 0;
    for (int k = 0; k < cones.size(); k++) {
      boolean free = blocks.get(k) instanceof Block.Free;
      if (free ? s.block(k).maxAbs() > 0 : !cones.get(k).update(x.block(k), s.block(k))) {
        return false;
      }
      squares += free ? 0 : scaled(k, s.block(k)).dot(s.block(k));
    }
    return squares - problem.blockDegree * mu * mu <= NEIGHBOURHOOD * mu * mu;
  }
}
