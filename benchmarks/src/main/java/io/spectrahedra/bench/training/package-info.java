/** {@code spectra bench training}: training next to the best general solvers. */
@NullMarked
package io.spectrahedra.bench.training;

import org.jspecify.annotations.NullMarked;
