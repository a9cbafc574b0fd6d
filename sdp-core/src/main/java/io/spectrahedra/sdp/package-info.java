/** The front door of the solver. */
@NullMarked
package io.spectrahedra.sdp;

import org.jspecify.annotations.NullMarked;
