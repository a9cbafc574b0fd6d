package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.ipm.PhaseClock.Phase;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.FacialReduction;
import io.spectrahedra.sdp.problem.HiddenFace;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Termination;
import io.spectrahedra.sdp.solver.WarmStart;
import java.util.Optional;

/**
 * A problem solved on the face that its rows confine X to, if they do: one row each [M44], which is
 * seen beforehand, or a combination of them [M55], which is looked for where an iteration has come
 * to nothing.
 */
final class FacialSolve {
  /** Of the tolerance: what an answer on a face may lack, for its way back costs the rest. */
  private static final double FACE_SHARE = 0.5;

  /** Answers of that many times the tolerance are no worse than those that no face is used for. */
  private static final double NEAR = 10;

  /** An iteration on a problem as it is. */
  @FunctionalInterface
  interface Solve {
    End end(SdpProblem source, Settings settings, WarmStart start, Observer observer);
  }

  private final SdpProblem source;
  private final Settings settings;
  private final Observer observer;
  private final Solve solve;

  private FacialSolve(SdpProblem source, Settings settings, Observer observer, Solve solve) {
    this.source = source;
    this.settings = settings;
    this.observer = observer;
    this.solve = solve;
  }

  /** The end of the whole problem. */
  static End end(
      SdpProblem source, Settings settings, WarmStart start, Observer observer, Solve solve) {
    FacialSolve faces = new FacialSolve(source, settings, observer, solve);
    Optional<FacialReduction> known =
        observer.clock().time(Phase.SET_UP, () -> FacialReduction.of(source));
    return known.isPresent()
        ? faces.endOn(known.get(), start)
        : faces.endOnHidden(solve.end(source, settings, start, observer));
  }

  /**
   * Where the answer of the whole that follows from the one on the face is far from as good as
   * asked for, the whole is solved as well, and the better of the two is the answer.
   */
  private End endOn(FacialReduction face, WarmStart start) {
    WarmStart reduced =
        start.isNone() ? start : new WarmStart(face.reduced(start.x()), face.reduced(start.y()));
    End end = solveOn(face, settings, reduced);
    FaceAnswer whole = new FaceAnswer(source, face, settings.tolerance());
    FaceAnswer.Candidate best = inWhole(whole, end);
    End answered = end.withAnswer(best.answer());
    boolean goodEnough = best.worst() <= (end.isRay() ? 1 : NEAR) * settings.tolerance();
    if (goodEnough || (!end.isRay() && isStopped())) {
      return answered;
    }
    End other = solve.end(source, settings, start, observer);
    boolean better =
        end.isRay() || whole.worst(other.answer(), other.termination()) <= best.worst();
    return (better ? other : answered).after(better ? end.iterations() : other.iterations());
  }

  /** The end of the whole, or that on a face which it has led to, if that is better. */
  private End endOnHidden(End end) {
    int left = settings.maxIterations() - end.iterations();
    if (end.termination() != Termination.NUMERICAL_LIMIT || left <= 0 || isStopped()) {
      return end;
    }
    double worst = end.answer().worst(source);
    boolean lacks = Double.isFinite(worst) && worst > settings.tolerance();
    Optional<FacialReduction> hidden = lacks ? hiddenBy(end.answer()) : Optional.empty();
    if (hidden.isEmpty()) {
      return end;
    }
    FacialReduction face = hidden.get();
    End reduced = completed(face, solveOn(face, settings.withMaxIterations(left), WarmStart.NONE));
    FaceAnswer whole = new FaceAnswer(source, face, settings.tolerance());
    FaceAnswer.Candidate best = inWhole(whole, reduced);
    if (best.worst() < (reduced.isRay() ? settings.tolerance() : worst)) {
      return reduced
          .withAnswer(best.answer())
          .withDependentRows(end.dependentRows())
          .after(end.iterations());
    }
    End first = end.after(reduced.iterations());
    return isStopped() ? first.withTermination(observer.stop().reason()) : first;
  }

  private Optional<FacialReduction> hiddenBy(Answer answer) {
    try (Workers workers = new Workers(settings.threads(), observer.stop())) {
      return observer
          .clock()
          .time(Phase.SET_UP, () -> HiddenFace.of(workers, source, answer.y(), answer.s()));
    } catch (Workers.StoppedException e) {
      return Optional.empty();
    }
  }

  private boolean isStopped() {
    return observer.stop().getAsBoolean();
  }

  private End solveOn(FacialReduction face, Settings within, WarmStart start) {
    Settings tighter = within.withTolerance(FACE_SHARE * settings.tolerance());
    return solve.end(face.problem(), tighter, start, observer.withFace(face));
  }

  /** The same end with the multipliers that a hidden face leaves open. */
  private End completed(FacialReduction face, End end) {
    if (end.isRay()) {
      return end;
    }
    Answer a = end.answer();
    try (Workers workers = new Workers(settings.threads(), observer.stop())) {
      double[] y = observer.clock().time(Phase.CHECK, () -> face.completed(workers, a.x(), a.y()));
      return end.withAnswer(new Answer(a.x(), y, a.s()));
    } catch (Workers.StoppedException e) {
      return end;
    }
  }

  private FaceAnswer.Candidate inWhole(FaceAnswer whole, End end) {
    return observer.clock().time(Phase.CHECK, () -> whole.of(end.answer(), end.termination()));
  }
}
