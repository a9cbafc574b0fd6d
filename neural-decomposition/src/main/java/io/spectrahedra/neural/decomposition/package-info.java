/** Neural Decomposition: from positive semidefinite matrices to neurons. */
@NullMarked
package io.spectrahedra.neural.decomposition;

import org.jspecify.annotations.NullMarked;
