/** What the interior-point method needs to know of each kind of block; one file a cone. */
@NullMarked
package io.spectrahedra.sdp.cone;

import org.jspecify.annotations.NullMarked;
