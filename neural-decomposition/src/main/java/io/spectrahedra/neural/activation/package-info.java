/** Activation functions of degree two. */
@NullMarked
package io.spectrahedra.neural.activation;

import org.jspecify.annotations.NullMarked;
