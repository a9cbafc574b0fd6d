/** Which parts of a sample the neurons see, and how what they say is pooled. */
@NullMarked
package io.spectrahedra.neural.architecture;

import org.jspecify.annotations.NullMarked;
