package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.problem.FacialReduction;
import io.spectrahedra.sdp.solver.Progress;
import io.spectrahedra.sdp.solver.StopRequest;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who looks on while a problem is solved: the caller, who may also stop it, and the clock.
 *
 * @param reductions how the caller's problem has become the one that is iterated on, a line each
 * @param face what that is one on, if it is: its answers are not yet those of the whole
 */
record Observer(
    Progress.Listener listener,
    StopRequest stop,
    PhaseClock clock,
    String reductions,
    Optional<FacialReduction> face) {

  Observer(Progress.Listener listener, StopRequest stop, PhaseClock clock) {
    this(listener, stop, clock, "", Optional.empty());
  }

  /** The same for what a problem has been reduced to. */
  Observer withReduction(Object how) {
    return new Observer(listener, stop, clock, reductions + how + "\n", face);
  }

  /** The same for the problem on a face. */
  Observer withFace(FacialReduction onIt) {
    return new Observer(listener, stop, clock, reductions + onIt + "\n", Optional.of(onIt));
  }

  /** How many times as far outside of the cone as X on the face that of the whole may be. */
  double magnification() {
    return face.map(FacialReduction::magnification).orElse(1.0);
  }

  /** Tells the caller how the problem will be solved. */
  void onSetUp(Supplier<String> formulas) {
    listener.onSetUp(() -> reductions + formulas.get());
  }
}
