package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.solver.Progress;
import io.spectrahedra.sdp.solver.StopRequest;

/** Who looks on while a problem is solved: the caller, who may also stop it, and the clock. */
record Observer(Progress.Listener listener, StopRequest stop, PhaseClock clock) {}
