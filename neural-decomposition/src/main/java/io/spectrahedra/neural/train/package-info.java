/** Training: lift, solve, decompose, polish, certify. */
@NullMarked
package io.spectrahedra.neural.train;

import org.jspecify.annotations.NullMarked;
