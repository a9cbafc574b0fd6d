/** How well proven networks predict: {@code spectra bench uci} and {@code spectra bench mnist}. */
@NullMarked
package io.spectrahedra.bench.accuracy;

import org.jspecify.annotations.NullMarked;
