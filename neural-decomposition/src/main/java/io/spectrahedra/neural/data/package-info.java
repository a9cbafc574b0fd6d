/** Data sets: reading, checking, standardising. */
@NullMarked
package io.spectrahedra.neural.data;

import org.jspecify.annotations.NullMarked;
