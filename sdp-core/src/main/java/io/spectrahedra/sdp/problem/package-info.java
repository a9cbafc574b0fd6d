/** The problem: blocks, constraint matrices, rows and their penalties, and the operator 𝒜. */
@NullMarked
package io.spectrahedra.sdp.problem;

import org.jspecify.annotations.NullMarked;
