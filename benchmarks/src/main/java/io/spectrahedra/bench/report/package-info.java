/** What benchmarks have in common: where numbers come from and how they are laid out. */
@NullMarked
package io.spectrahedra.bench.report;

import org.jspecify.annotations.NullMarked;
