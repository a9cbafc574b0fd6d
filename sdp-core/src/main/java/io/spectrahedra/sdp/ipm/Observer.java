package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.problem.FacialReduction;
import io.spectrahedra.sdp.solver.Progress;
import io.spectrahedra.sdp.solver.StopRequest;
import java.util.function.Supplier;

/**
 * Who looks on while a problem is solved: the caller, who may also stop it, and the clock.
 *
 * @param reductions how the caller's problem has become the one that is iterated on, a line each
 * @param onFace whether that is one on a face, whose answers are not yet those of the whole
 */
record Observer(
    Progress.Listener listener,
    StopRequest stop,
    PhaseClock clock,
    String reductions,
    boolean onFace) {

  Observer(Progress.Listener listener, StopRequest stop, PhaseClock clock) {
    this(listener, stop, clock, "", false);
  }

  /** The same for what a problem has been reduced to. */
  Observer withReduction(Object how) {
    return new Observer(listener, stop, clock, reductions + how + "\n", onFace);
  }

  /** The same for the problem on a face. */
  Observer withFace(FacialReduction face) {
    return new Observer(listener, stop, clock, reductions + face + "\n", true);
  }

  /** Tells the caller how the problem will be solved. */
  void onSetUp(Supplier<String> formulas) {
    listener.onSetUp(() -> reductions + formulas.get());
  }
}
