package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.problem.BlockMatrix;

/** A direction in the space of {@link Iterate}. */
record Step(BlockMatrix dx, double[] dy, BlockMatrix ds) {}
