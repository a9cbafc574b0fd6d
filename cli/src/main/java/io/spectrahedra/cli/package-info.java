/** The {@code spectra} command: the only place that prints or exits. */
@NullMarked
package io.spectrahedra.cli;

import org.jspecify.annotations.NullMarked;
