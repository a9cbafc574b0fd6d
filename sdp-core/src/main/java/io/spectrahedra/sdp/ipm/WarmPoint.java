package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.cone.Cone;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.solver.WarmStart;
import java.util.List;
import java.util.Optional;

/**
 * A point near the solution of a similar problem from which the iteration can go on [M35].
 *
 * <p>A solution is on the boundary of the cone, where no step is long. So (X, C − 𝒜*(y)) moves to
 * the central path, as far as it is from being a solution of this problem: then it is in the
 * interior, centred, and what its rows lack is small against its μ. Costs two moves, which take an
 * eigenvalue decomposition of each matrix block.
 */
final class WarmPoint {
  /** μ of the first move, relative to the sizes of X and S: as little as y − l can be told from. */
  private static final double NO_MU = 1e-12;

  /**
   * μ, relative to the sizes of X and S, against what is missing at μ = 0. More than that, and
   * iterations go into making μ small again; less, and into the rows, with short steps.
   */
  private static final double SHARE = 0.1;

  /** A point that lacks more than X and S are large says nothing of this problem. */
  private static final double MOST = 1;

  private final ScaledProblem problem;
  private final List<Cone> cones;
  private final BlockMatrix x;
  private final double[] y;
  private final BlockMatrix s;

  /** The sizes of X and S. */
  private final double primalUnit;

  private final double dualUnit;

  private WarmPoint(ScaledProblem problem, List<Cone> cones, WarmStart start) {
    this.problem = problem;
    this.cones = cones;
    this.x = start.x().copy();
    x.scale(1 / problem.scaling.primalScale());
    this.y = new double[problem.rows()];
    for (int i = 0; i < y.length; i++) {
      double inside = problem.source.rows().get(i).penalty().nearest(start.y()[i]);
      y[i] = problem.scaling.scaledMultiplier(i, inside);
    }
    this.s = BlockMatrix.zeros(problem.source.blocks());
    problem.operator.adjoint(problem.workers, y, s);
    s.scale(-1);
    s.addScaled(1, problem.objective);
    this.primalUnit = sizeOr1(x.maxAbs());
    this.dualUnit = sizeOr1(s.maxAbs());
  }

  private static double sizeOr1(double size) {
    return size > 0 ? size : 1;
  }

  /**
   * The point, if it is better than the cold start in every respect.
   *
   * @param start in the user's units
   */
  static Optional<Iterate> of(
      ScaledProblem problem, List<Cone> cones, WarmStart start, double gapFloor) {
    Iterate cold = StartingPoint.usual(problem, cones, 1);
    WarmPoint point = new WarmPoint(problem, cones, start);
    double lack = point.lack(point.central(NO_MU));
    Iterate warm = point.central(Math.max(NO_MU, SHARE * lack));
    Residuals of = Residuals.of(problem, warm, gapFloor);
    Residuals against = Residuals.of(problem, cold, gapFloor);
    boolean better =
        lack <= MOST
            && of.isFinite()
            && of.mu() < against.mu()
            && of.primalInfeasibility() <= against.primalInfeasibility()
            && of.dualInfeasibility() <= against.dualInfeasibility();
    return better ? Optional.of(warm) : Optional.empty();
  }

  /** The point moved to where X∘S is that multiple of the sizes of X and S. */
  private Iterate central(double mu) {
    BlockMatrix centralX = x.copy();
    centralX.scale(1 / primalUnit);
    BlockMatrix centralS = s.copy();
    centralS.scale(1 / dualUnit);
    for (int k = 0; k < cones.size(); k++) {
      cones.get(k).moveToCentralPath(mu, centralX.block(k), centralS.block(k));
    }
    centralX.scale(primalUnit);
    centralS.scale(dualUnit);
    double[] r = problem.slack(x);
    double[] centralY = y.clone();
    double unit = primalUnit * dualUnit;
    RowTerms rows =
        RowTerms.central(problem.rowTerms, r, mu * unit, primalUnit, dualUnit, centralY);
    return new Iterate(centralX, centralY, centralS, rows);
  }

  /** How much is missing in the rows and in the dual, relative to the sizes of X and S. */
  private double lack(Iterate z) {
    Residuals residuals = Residuals.of(problem, z, 1);
    double[] primal = residuals.primal();
    double primalLack = 0;
    for (int i = 0; i < primal.length; i++) {
      primalLack = problem.rowTerms.isSmooth(i) ? primalLack : Math.hypot(primalLack, primal[i]);
    }
    double dualLack = Math.hypot(residuals.dual().frobeniusNorm(), residuals.slopeLack());
    return Math.max(primalLack / primalUnit, dualLack / dualUnit);
  }
}
