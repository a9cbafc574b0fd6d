/** The contract between solvers and their users: settings, progress, solution. */
@NullMarked
package io.spectrahedra.sdp.solver;

import org.jspecify.annotations.NullMarked;
