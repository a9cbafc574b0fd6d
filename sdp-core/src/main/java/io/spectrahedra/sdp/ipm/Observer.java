package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.solver.Progress;
import io.spectrahedra.sdp.solver.StopRequest;
import java.util.function.Supplier;

/**
 * Who looks on while a problem is solved: the caller, who may also stop it, and the clock.
 *
 * @param setUp what has been done to the problem before the Schur complement; its {@code toString}
 *     is a text of lines, or empty
 */
record Observer(Progress.Listener listener, StopRequest stop, PhaseClock clock, Object setUp) {

  /** The same for the problem that {@code step} of the set-up has made. */
  Observer after(Object step) {
    return new Observer(listener, stop, clock, step);
  }

  /** Tells the caller what the set-up was. */
  void onSetUp(Supplier<String> plan) {
    listener.onSetUp(() -> (setUp + "\n" + plan.get()).strip());
  }
}
