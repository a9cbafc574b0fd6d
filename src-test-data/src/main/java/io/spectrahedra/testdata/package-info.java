/** Data sets with known optima and generators of exact cases. */
@NullMarked
package io.spectrahedra.testdata;

import org.jspecify.annotations.NullMarked;
