package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.certificate.DimacsCheck;
import io.spectrahedra.sdp.certificate.FarkasCertificate;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.FacialReduction;
import io.spectrahedra.sdp.problem.IdentityRows;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.DimacsErrors;
import io.spectrahedra.sdp.solver.Termination;
import java.util.Optional;

/**
 * From the answer on a face to one of the whole problem [M44]. On the face S need be positive
 * semidefinite only there; in the whole S = C − 𝒜*(y) + τW, W ≥ 0 what exposes the face, is so for
 * τ → ∞, while its rounding errors grow with τ. The independent check decides: of some τ of few
 * bits, the first that is good enough, or the one with the least error.
 */
final class FaceAnswer {
  /** Of the tolerance: how far S may be outside of the cone. */
  private static final double ENOUGH = 0.8;

  /** The first τ is this power of two times the size of S. */
  private static final int FIRST = 4;

  /** The most that the exponent of τ grows by at once, and the τ that are tried so. */
  private static final int LEAP = 16;

  private static final int MAX_TRIALS = 8;

  /** In which strides, of half steps, better τ are looked for where the best is not good enough. */
  private static final int[] STRIDES = {-2, 2, -1, 1};

  private final SdpProblem source;
  private final FacialReduction face;
  private final double tolerance;

  /** Multipliers of I. */
  private final Optional<double[]> identity;

  FaceAnswer(SdpProblem source, FacialReduction face, double tolerance) {
    this.source = source;
    this.face = face;
    this.tolerance = tolerance;
    this.identity = IdentityRows.of(source);
  }

  /**
   * An answer of the whole problem.
   *
   * @param step of τ
   * @param outside how far S is outside of the cone, as DIMACS error 4
   * @param worst how good it is, as {@link FaceAnswer#worst} says
   */
  record Candidate(Answer answer, int step, double outside, double worst) {
    Candidate orBetter(Candidate other) {
      return other.worst < worst ? other : this;
    }
  }

  /**
   * The answer of the whole problem; costs a check for each τ, up to a dozen where none is good
   * enough.
   */
  Candidate of(Answer reduced, Termination termination) {
    BlockMatrix x = face.whole(reduced.x());
    if (termination == Termination.PRIMAL_INFEASIBLE) {
      return primalRay(reduced, x);
    }
    int step = 2 * (FIRST + Math.getExponent(1 + plain(reduced).maxAbs()));
    if (termination == Termination.DUAL_INFEASIBLE) {
      Answer answer = at(step, x, reduced);
      return new Candidate(answer, step, 0, worst(answer, termination));
    }
    Candidate best = candidate(step, x, reduced);
    for (int trial = 1; trial < MAX_TRIALS && best.worst > tolerance; trial++) {
      double lack = best.outside / (ENOUGH * tolerance);
      if (!(lack > 1)) {
        break;
      }
      int leap = Math.min(LEAP, 1 + Math.getExponent(lack));
      Candidate next = candidate(best.step + 2 * leap, x, reduced);
      if (!(next.worst < best.worst)) {
        best = best.orBetter(candidate(best.step + leap, x, reduced));
        break;
      }
      best = next;
    }
    for (int stride : STRIDES) {
      best = downhill(best, stride, x, reduced);
    }
    return best.worst > tolerance ? best.orBetter(shifted(best)) : best;
  }

  /**
   * With S + δI, if rows of the diagonal make that possible: it lies in the cone as far as asked
   * for, at a price of δ tr X in the objective.
   */
  private Candidate shifted(Candidate best) {
    double delta = (best.outside - ENOUGH * tolerance) * (1 + objective().maxAbs());
    return identity.isPresent() && delta > 0
        ? candidate(best.step, raised(best.answer, delta))
        : best;
  }

  /**
   * With S + D in place of S, if rows of the diagonal make that possible, for the diagonal D
   * nearest to δI for which the diagonal entries of S + D have no rounding errors: rounded up, D
   * would cost as much of the gap as the tolerance of 1e-10 allows.
   */
  private Answer raised(Answer answer, double delta) {
    if (identity.isEmpty()) {
      return answer;
    }
    double[] z = identity.get();
    double[] y = answer.y().clone();
    double grid = Math.ulp(answer.s().maxAbs());
    for (int i = 0; i < y.length; i++) {
      if (z[i] != 0) {
        y[i] = -z[i] * grid * Math.rint((delta - y[i] / z[i]) / grid);
      }
    }
    return new Answer(answer.x(), y, BlockMatrix.slack(source, y));
  }

  /** The best in one direction, as long as each is better than the one before. */
  private Candidate downhill(Candidate best, int stride, BlockMatrix x, Answer reduced) {
    Candidate least = best;
    while (least.worst > tolerance) {
      Candidate next = candidate(least.step + stride, x, reduced);
      if (!(next.worst < least.worst)) {
        break;
      }
      least = next;
    }
    return least;
  }

  private Candidate candidate(int step, BlockMatrix x, Answer reduced) {
    return candidate(step, at(step, x, reduced));
  }

  private Candidate candidate(int step, Answer answer) {
    DimacsErrors errors = DimacsCheck.of(source, answer.x(), answer.y(), answer.s()).errors();
    return new Candidate(answer, step, errors.dualCone(), errors.worst());
  }

  /** Of a point its largest error; of a ray its violation, such that the tolerance is a proof. */
  double worst(Answer answer, Termination termination) {
    double unit = tolerance / FarkasCertificate.TOLERANCE;
    return switch (termination) {
      case PRIMAL_INFEASIBLE -> unit * FarkasCertificate.primalViolation(source, answer.y());
      case DUAL_INFEASIBLE -> unit * FarkasCertificate.dualViolation(source, answer.x());
      default -> answer.worst(source);
    };
  }

  /** The ray with the least violation, τ growing as long as that helps. */
  private Candidate primalRay(Answer reduced, BlockMatrix x) {
    Candidate best = new Candidate(reduced, 0, 0, Double.POSITIVE_INFINITY);
    int step = 2 * (FIRST + Math.getExponent(plain(reduced).maxAbs() + Double.MIN_NORMAL));
    for (int trial = 0; trial < MAX_TRIALS; trial++, step += 2 * FIRST) {
      double[] y = face.whole(reduced.y(), tau(step));
      Answer answer = new Answer(x, y, Answer.rayComplement(source, y));
      best =
          best.orBetter(
              new Candidate(answer, step, 0, worst(answer, Termination.PRIMAL_INFEASIBLE)));
    }
    return best;
  }

  /** A power of two and, in between, three halves of it: numbers of few bits. */
  private static double tau(int step) {
    return Math.scalb(step % 2 == 0 ? 1 : 1.5, Math.floorDiv(step, 2));
  }

  private Answer at(int step, BlockMatrix x, Answer reduced) {
    double[] y = face.whole(reduced.y(), tau(step));
    return raised(new Answer(x, y, BlockMatrix.slack(source, y)), 0);
  }

  /** C − 𝒜*(y) with nothing of what exposes the face. */
  private BlockMatrix plain(Answer reduced) {
    return BlockMatrix.slack(source, face.whole(reduced.y(), 0));
  }

  private BlockMatrix objective() {
    BlockMatrix c = BlockMatrix.zeros(source.blocks());
    source.addObjective(c);
    return c;
  }
}
