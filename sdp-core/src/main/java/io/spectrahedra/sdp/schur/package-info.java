/** The Schur complement M, Mᵢⱼ = ⟨Aᵢ, H(Aⱼ)⟩; one class a formula. */
@NullMarked
package io.spectrahedra.sdp.schur;

import org.jspecify.annotations.NullMarked;
