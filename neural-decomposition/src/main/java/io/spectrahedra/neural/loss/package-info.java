/** What a prediction costs: one loss a file. */
@NullMarked
package io.spectrahedra.neural.loss;

import org.jspecify.annotations.NullMarked;
