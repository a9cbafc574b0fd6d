/** Model files. */
@NullMarked
package io.spectrahedra.neural.io;

import org.jspecify.annotations.NullMarked;
