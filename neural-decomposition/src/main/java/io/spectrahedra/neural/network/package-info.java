/** Networks: weights that predict. */
@NullMarked
package io.spectrahedra.neural.network;

import org.jspecify.annotations.NullMarked;
