package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.problem.BlockSplitting;
import io.spectrahedra.sdp.solver.Progress;
import io.spectrahedra.sdp.solver.StopRequest;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who looks on while a problem is solved: the caller, who may also stop it, and the clock.
 *
 * @param parts how the blocks of the caller's problem fall apart, if they do
 */
record Observer(
    Progress.Listener listener,
    StopRequest stop,
    PhaseClock clock,
    Optional<BlockSplitting> parts) {

  /** The same for a problem in parts. */
  Observer withParts(BlockSplitting splitting) {
    return new Observer(listener, stop, clock, Optional.of(splitting));
  }

  /** Tells the caller how the problem will be solved. */
  void onSetUp(Supplier<String> formulas) {
    listener.onSetUp(() -> parts.map(splitting -> splitting + "\n").orElse("") + formulas.get());
  }
}
