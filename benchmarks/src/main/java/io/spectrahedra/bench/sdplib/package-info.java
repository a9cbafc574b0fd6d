/**
 * {@code spectra bench sdplib}: the solver next to CSDP, SDPA and DSDP on a folder of problems.
 *
 * <p>Each run is a process of its own ({@link io.spectrahedra.bench.sdplib.Execution}), what it
 * prints is read by a class of its own, and {@link io.spectrahedra.bench.sdplib.Comparison} puts it
 * together.
 */
@NullMarked
package io.spectrahedra.bench.sdplib;

import org.jspecify.annotations.NullMarked;
