/** Certificates of global optimality, from data and weights only. */
@NullMarked
package io.spectrahedra.neural.certificate;

import org.jspecify.annotations.NullMarked;
