/** Benchmarks: speed and memory are measured here, never in tests. */
@NullMarked
package io.spectrahedra.bench;

import org.jspecify.annotations.NullMarked;
