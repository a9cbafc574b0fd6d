package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.certificate.DimacsCheck;
import io.spectrahedra.sdp.cone.Cone;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.BlockSplitting;
import io.spectrahedra.sdp.problem.RowCompression;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.DimacsErrors;
import io.spectrahedra.sdp.solver.PointStatus;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Termination;

/** A point in the user's units. */
record Answer(BlockMatrix x, double[] y, BlockMatrix s) {
  /** A point this many times the tolerance from feasible is nearly feasible. */
  private static final double NEARLY = 1000;

  /** What may still be called nearly optimal. */
  static final double NEARLY_OPTIMAL_ERROR = 1e-6;

  /** The best point of a solve; where a ray proves one side infeasible, the ray in its place. */
  static Answer of(ScaledProblem problem, Termination termination, Iterate last, Iterate best) {
    double[] y = new double[best.y.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = problem.rowTerms.multiplier(i, best.y[i]);
    }
    BlockMatrix x = best.x.copy();
    x.scale(problem.scaling.primalScale());
    BlockMatrix s = best.s.copy();
    s.scale(problem.scaling.dualScale());
    if (termination == Termination.PRIMAL_INFEASIBLE) {
      double[] ray = Infeasibility.primalRay(problem, last);
      return new Answer(x, ray, rayComplement(problem.source, ray));
    }
    if (termination == Termination.DUAL_INFEASIBLE) {
      return new Answer(Infeasibility.dualRay(problem, last), y, s);
    }
    return new Answer(x, y, s);
  }

  /**
   * X = S = e, y = 0, which every row allows: the answer where there was no time for a better one.
   */
  static Answer identity(SdpProblem problem) {
    BlockMatrix x = BlockMatrix.zeros(problem.blocks());
    for (int k = 0; k < problem.blocks().size(); k++) {
      Cone.of(problem.blocks().get(k), Workers.SERIAL).setToIdentity(1, x.block(k));
    }
    return new Answer(x, new double[problem.rows().size()], x.copy());
  }

  /** The largest of its six errors [M10]; no time limit ends the check, which would lose both. */
  double worst(SdpProblem source) {
    return worst(source, 1);
  }

  private double worst(SdpProblem source, double magnification) {
    return worst(DimacsCheck.of(source, x, y, s).errors(), magnification);
  }

  /** The largest error, where X outside of the cone counts so many times. */
  static double worst(DimacsErrors errors, double magnification) {
    return Math.max(errors.worst(), magnification * errors.primalCone());
  }

  /**
   * Which of two the independent check prefers, where X outside of the cone counts so many times.
   */
  Answer orBetter(Answer other, SdpProblem source, double magnification) {
    return other.worst(source, magnification) < worst(source, magnification) ? other : this;
  }

  /** The same y and S, with (1 − share) X + share · other. */
  Answer withShareOf(BlockMatrix other, double share) {
    BlockMatrix between = x.copy();
    between.scale(1 - share);
    between.addScaled(share, other);
    return new Answer(between, y, s);
  }

  /** The same X and y, with the S that belongs to y. */
  Answer withSlackOf(SdpProblem source) {
    return new Answer(x, y, BlockMatrix.slack(source, y));
  }

  /** The same for the problem with the rows that were dropped. */
  Answer withRows(IndependentRows rows) {
    return new Answer(x, rows.expand(y), s);
  }

  /** The same for the problem whose rows have been compressed. */
  Answer expanded(RowCompression rows, Termination termination) {
    return new Answer(
        x, termination == Termination.PRIMAL_INFEASIBLE ? rows.expandRay(y) : rows.expand(x, y), s);
  }

  /** The same for the problem whose blocks have been cut. */
  Answer joined(BlockSplitting parts) {
    return new Answer(parts.joined(x), y, parts.joined(s));
  }

  /** Where a ray is known without an iteration: it, and the identity in place of X. */
  static Answer ofRay(SdpProblem problem, double[] ray) {
    return new Answer(identity(problem).x, ray, rayComplement(problem, ray));
  }

  /** −𝒜*(y) of the ray, which is in the cone up to the violation of the certificate. */
  static BlockMatrix rayComplement(SdpProblem problem, double[] ray) {
    BlockMatrix s = BlockMatrix.adjoint(problem, ray);
    s.scale(-1);
    return s;
  }

  /**
   * Why a solve ended, in the light of the errors that the independent check has found. The
   * iteration sees those of the scaled problem: where they are within the tolerance, these may not
   * be, and the other way round.
   */
  static Termination judge(Termination termination, DimacsErrors errors, Settings settings) {
    double worst = errors.worst();
    boolean isEnd =
        termination == Termination.OPTIMAL || termination == Termination.NUMERICAL_LIMIT;
    if (!isEnd || (termination == Termination.OPTIMAL && worst <= settings.tolerance())) {
      return termination;
    }
    if (worst <= settings.tolerance() && settings.gapFloor() == 1) {
      return Termination.OPTIMAL;
    }
    return worst <= Math.max(NEARLY_OPTIMAL_ERROR, settings.tolerance())
        ? Termination.NEARLY_OPTIMAL
        : Termination.NUMERICAL_LIMIT;
  }

  static PointStatus primalStatus(Termination termination, DimacsErrors errors, double tolerance) {
    return termination == Termination.DUAL_INFEASIBLE
        ? PointStatus.INFEASIBILITY_CERTIFICATE
        : status(Math.max(errors.primalResidual(), errors.primalCone()), tolerance);
  }

  static PointStatus dualStatus(Termination termination, DimacsErrors errors, double tolerance) {
    return termination == Termination.PRIMAL_INFEASIBLE
        ? PointStatus.INFEASIBILITY_CERTIFICATE
        : status(Math.max(errors.dualResidual(), errors.dualCone()), tolerance);
  }

  private static PointStatus status(double error, double tolerance) {
    if (error <= tolerance) {
      return PointStatus.FEASIBLE;
    }
    return error <= NEARLY * tolerance ? PointStatus.NEARLY_FEASIBLE : PointStatus.INFEASIBLE;
  }
}
