/**
 * {@code spectra bench kernels}: the dense linear algebra next to other libraries. To add a
 * library: a class that implements {@link io.spectrahedra.bench.kernels.DenseLibrary} and a line in
 * {@link io.spectrahedra.bench.kernels.Provider}.
 */
@NullMarked
package io.spectrahedra.bench.kernels;

import org.jspecify.annotations.NullMarked;
