/** Loops over {@code double[]}: the only place that knows what the processor likes. */
@NullMarked
package io.spectrahedra.sdp.kernel;

import org.jspecify.annotations.NullMarked;
