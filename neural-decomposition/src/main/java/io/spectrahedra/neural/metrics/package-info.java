/** How good predictions are. */
@NullMarked
package io.spectrahedra.neural.metrics;

import org.jspecify.annotations.NullMarked;
