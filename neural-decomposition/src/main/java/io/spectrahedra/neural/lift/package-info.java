/** Training problems as semidefinite programs. */
@NullMarked
package io.spectrahedra.neural.lift;

import org.jspecify.annotations.NullMarked;
