/** Dense linear algebra: products, triangular solves, Cholesky, symmetric eigenvalues, Lanczos. */
@NullMarked
package io.spectrahedra.sdp.linalg;

import org.jspecify.annotations.NullMarked;
