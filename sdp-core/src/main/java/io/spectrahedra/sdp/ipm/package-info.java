/** The primal-dual interior-point method. */
@NullMarked
package io.spectrahedra.sdp.ipm;

import org.jspecify.annotations.NullMarked;
