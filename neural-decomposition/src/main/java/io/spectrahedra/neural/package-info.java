/** The front door: data and options in, a network with its certificate out. */
@NullMarked
package io.spectrahedra.neural;

import org.jspecify.annotations.NullMarked;
