/** Proofs: everything is recomputed from the data as given, in code that no solver uses. */
@NullMarked
package io.spectrahedra.sdp.certificate;

import org.jspecify.annotations.NullMarked;
