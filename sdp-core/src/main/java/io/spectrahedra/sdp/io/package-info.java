/** Files of other solvers: problems in SDPA's sparse format and solutions as CSDP writes them. */
@NullMarked
package io.spectrahedra.sdp.io;

import org.jspecify.annotations.NullMarked;
