/** What training minimises. */
@NullMarked
package io.spectrahedra.neural.problem;

import org.jspecify.annotations.NullMarked;
